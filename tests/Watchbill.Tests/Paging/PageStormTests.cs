using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Very many incidents at once: nobody's phone is made useless, and none is left out. Cai is primary of payments.</summary>
public sealed class PageStormTests
{
    private readonly Phone phone = new();
    private readonly PagingWorld world;

    public PageStormTests() => world = new PagingWorld { Methods = [phone] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_than_twenty_pages_in_five_minutes_become_one_that_lists_them()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", ByNtfy(bot.Clock.Now))], Ct);
        for (var i = 0; i < 60; i++) await DeclareAsync(bot);
        await world.RunAsync(bot);
        // Twenty of their own, and one list of all sixty.
        Assert.Equal((20, 1), (phone.Sent.Count(sent => sent.Page is not null), phone.Sent.Count(sent => sent.Page is null)));
        var list = phone.Sent.Single(sent => sent.Page is null);
        Assert.Equal(("60 pages are open", NoticeKind.Notice, true), (list.Title, list.Kind, list.High));
        Assert.StartsWith("More than 20 pages in 5 minutes, so they come as one. The newest: sev1 checkout-", list.Text,
            StringComparison.Ordinal);
        // What comes meanwhile waits for the next list, a minute later.
        bot.Clock.Now += Duration.FromSeconds(10);
        for (var i = 0; i < 5; i++) await DeclareAsync(bot);
        await world.RunAsync(bot);
        Assert.Equal(21, phone.Sent.Count);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromSeconds(50));
        Assert.Equal((22, "65 pages are open"), (phone.Sent.Count, phone.Sent[^1].Title));
        // None is left out: each was sent, or stands on a list that was.
        foreach (var page in await bot.Store.ListAsync<Page>(IdRange.All, Ct))
            Assert.Equal(CallOutcome.Accepted, Assert.Single(page.Value.Calls).Outcome);
    }

    [Fact]
    public async Task A_list_names_the_pages_of_its_reader_and_nobody_elses()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", ByNtfy(bot.Clock.Now))], Ct);
        for (var i = 0; i < 5; i++) await bot.SayAsync("out", $"page ben the private ledger {i} sev1");
        for (var i = 0; i < 30; i++) await DeclareAsync(bot);
        for (var i = 0; i < 5; i++) await bot.SayAsync("out", $"page ben the private ledger {i} sev1");
        await world.RunAsync(bot);
        var list = Assert.Single(phone.Sent, sent => sent.Page is null);
        Assert.Equal("30 pages are open", list.Title);
        Assert.DoesNotContain("ledger", list.Text, StringComparison.Ordinal);
        Assert.Contains("sev1 checkout-30: Alert 30; sev1 checkout-29: Alert 29", list.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_uses_a_method_twice_sends_both_though_they_are_due_at_once_after_downtime()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", Contacts.None.With(new Contact("ntfy", "cai")
        {
            SentAt = bot.Clock.Now,
            VerifiedAt = bot.Clock.Now,
        }) with
        { High = [new("chat", Duration.Zero), new("ntfy", Duration.FromMinutes(1)), new("ntfy", Duration.FromMinutes(3))] })], Ct);
        await DeclareAsync(bot);
        await world.RunAsync(bot);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(4));
        Assert.Equal(2, phone.Sent.Count);
    }

    [Fact]
    public async Task What_comes_before_the_list_has_gone_out_joins_it()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", ByNtfy(bot.Clock.Now))], Ct);
        for (var i = 0; i < 25; i++) await DeclareAsync(bot);
        await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
        bot.Clock.Now += Duration.FromSeconds(1);
        for (var i = 0; i < 5; i++) await DeclareAsync(bot);
        await world.RunAsync(bot);
        Assert.Equal("30 pages are open", Assert.Single(phone.Sent, sent => sent.Page is null).Title);
        // The level is turned to a second time: its pages are counted once.
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(15));
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(1));
        Assert.All(phone.Sent.Where(sent => sent.Page is null), sent => Assert.Equal("30 pages are open", sent.Title));
    }

    [Fact]
    public async Task What_waits_for_a_list_is_on_it_though_the_next_level_was_turned_to_before()
    {
        var bot = await PagingTests.BotAsync();
        var rotation = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        await bot.Store.SaveAsync([Write.Put("cai", ByNtfy(bot.Clock.Now)), Write.Replace(rotation, rotation.Value with
        {
            Escalation = [new("primary", Duration.Zero), new("secondary", Duration.FromSeconds(20))],
        })], Ct);
        for (var i = 0; i < 25; i++) await DeclareAsync(bot);
        await world.RunAsync(bot);
        bot.Clock.Now += Duration.FromSeconds(5);
        for (var i = 0; i < 5; i++) await DeclareAsync(bot);
        await world.RunAsync(bot);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromSeconds(20));
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromSeconds(35));
        Assert.Equal(["25 pages are open", "30 pages are open"], phone.Sent.Where(sent => sent.Page is null).Select(sent => sent.Title));
        foreach (var page in await bot.Store.ListAsync<Page>(IdRange.All, Ct))
            Assert.Equal(CallOutcome.Accepted, page.Value.Calls.First(call => call.Person == "cai").Outcome);
    }

    /// <summary>By ntfy alone, at once.</summary>
    internal static Contacts ByNtfy(Instant now) =>
        Contacts.None.With(new Contact("ntfy", "cai") { SentAt = now, VerifiedAt = now }) with { High = [new("ntfy", Duration.Zero)] };

    /// <summary>An incident of checkout, as monitoring opens it.</summary>
    internal static async Task DeclareAsync(Bot bot, Severity severity = Severity.Sev1)
    {
        var number = await bot.Incidents.NextNumberAsync("checkout", Ct);
        var incident = new Incident("checkout", number, $"Alert {number}", severity, bot.Clock.Now, null)
        {
            By = "am",
            At = bot.Clock.Now,
        };
        await bot.Store.SaveAsync(await bot.Incidents.WritesAsync(null, incident, new Actor("am", "api", bot.Clock.Now, bot.Clock.Now),
            new IncidentEdit("incident alert", one => one), Ct), Ct);
    }

    private sealed class Phone : IContactMethod
    {
        public List<Notice> Sent { get; } = [];

        public string Name => "ntfy";

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
        {
            await posting.BeginAsync(Name, ct);
            lock (Sent) Sent.Add(notice);
        }
    }
}
