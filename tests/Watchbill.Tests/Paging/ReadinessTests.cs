using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Who can be woken over the next seven days. Friday 20 November 2026, 10:00 in Lisbon: cai is primary of payments until Monday 9:00, then
/// ana; ana is secondary, then ben. Primary is left after five minutes.
/// </summary>
public sealed class ReadinessTests
{
    private static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "no verified method that wakes")]
    [InlineData("ntfy unverified", "no verified method that wakes")]
    [InlineData("email verified 1", "no verified method that wakes")]
    [InlineData("ntfy verified 1", null)]
    [InlineData("ntfy verified 29", null)]
    [InlineData("ntfy verified 41", "last answered 41 days ago")]
    [InlineData("ntfy verified 41 answered 3", null)]
    [InlineData("ntfy verified 1 chat 0", "the rules for high urgency leave out ntfy")]
    [InlineData("ntfy verified 1 ntfy 4", null)]
    [InlineData("ntfy verified 1 ntfy 5", "ntfy would ring after 5 min, and the level is left after 5 min")]
    public void PR05_and_VM05_somebody_is_ready_by_a_method_that_wakes_was_answered_lately_and_rings_in_time(string has, string? fault)
    {
        var words = has.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var contacts = Contacts.None;
        if (words.Length > 0)
        {
            var contact = new Contact(words[0], "x") { SentAt = Friday };
            if (words[1] == "verified") contact = contact with { VerifiedAt = Friday - Duration.FromDays(int.Parse(words[2], null)) };
            if (words is [.., "answered", var days])
                contact = contact with { AnsweredAt = Friday - Duration.FromDays(int.Parse(days, null)) };
            contacts = contacts.With(contact);
            if (words is [_, "verified", _, ("chat" or "ntfy") and var method, var after])
                contacts = contacts with { High = [new NotificationRule(method, Duration.FromMinutes(int.Parse(after, null)))] };
        }

        Assert.Equal(fault, Readiness.Fault(contacts, method => method != "email", Duration.FromMinutes(5), Friday));
    }

    [Fact]
    public async Task It_is_covered_as_long_as_somebody_of_those_on_call_can_be_woken_and_names_who_cannot()
    {
        var bot = await BotAsync("cai", "ana");
        var check = await CheckAsync(bot);
        Assert.True(check.Covered);
        // ben is secondary from Monday nine until the seven days are over.
        Assert.Equal([new Unready("payments", "secondary", Cases.At("2026-11-23T09:00:00Z"), Friday + Readiness.Ahead, "ben",
            "no verified method that wakes")], check.Gaps);
        bot = await BotAsync("cai");
        Assert.False((await CheckAsync(bot)).Covered);
    }

    // Payments turns to backup after ten minutes: eve, and from Monday on nobody.
    [Fact]
    public async Task It_looks_through_to_the_people_of_a_rotation_that_is_turned_to()
    {
        var bot = await BotAsync("cai", "ana", "ben");
        var read = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        var backup = Roster.Of("backup", Roster.Primary("eve"));
        await bot.Store.SaveAsync(
        [
            Write.Replace(read, read.Value with
            {
                Escalation = [new("primary", Duration.Zero), new("rotation:backup", Duration.FromMinutes(10))],
            }),
            Write.Create("backup", backup),
            Write.Create("eve", new Organization.Person("eve", "Eve Moe")
            {
                TimeZone = "Europe/Lisbon",
                Until = new LocalDate(2026, 11, 23),
            }),
        ], Ct);
        var check = await CheckAsync(bot);
        Assert.True(check.Covered);
        Assert.Equal(
        [
            new Unready("payments", "rotation:backup", Friday, Cases.At("2026-11-23T00:00:00Z"), "eve", "no verified method that wakes"),
            new Unready("payments", "rotation:backup", Cases.At("2026-11-23T00:00:00Z"), Friday + Readiness.Ahead, null,
                "nobody is on call for backup"),
        ], check.Gaps);
        Assert.Contains("payments, on call for backup", Bot.Plain(ReadinessReplies.Of("payments", check, new Dictionary<string, string>(),
            groupWait: null)), StringComparison.Ordinal);
        await bot.Store.SaveAsync([Write.Put("payments", read.Value with { Escalation = [new("rotation:backup", Duration.Zero)] })], Ct);
        Assert.False((await CheckAsync(bot)).Covered);
    }

    [Fact]
    public async Task Who_is_on_call_without_the_qualification_is_named_although_they_can_be_woken()
    {
        var bot = await BotAsync("cai", "ana", "ben");
        var read = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        await bot.Store.SaveAsync(
        [
            Write.Replace(read, read.Value with { Requires = "first-time-on-call" }),
            Write.Create("payments", new Training.Requirement("payments", "first-time-on-call", Friday)),
            .. new[] { "cai", "ben" }.Select(person => new Training.Enrollment(person, "first-time-on-call", "payments")
                .With(new Training.TrainingEvent(Friday, "watchbill", Training.TrainingStep.Granted)))
                    .Select(one => Write.Create(one.Id, one)),
        ], Ct);
        var check = await CheckAsync(bot);
        Assert.True(check.Covered);
        Assert.Empty(check.Gaps);
        // Secondary until Monday nine, primary from then on.
        Assert.Equal(
        [
            new Unready("payments", "primary", Cases.At("2026-11-23T09:00:00Z"), Friday + Readiness.Ahead, "ana",
                "not qualified (first-time-on-call)"),
            new Unready("payments", "secondary", Friday, Cases.At("2026-11-23T09:00:00Z"), "ana", "not qualified (first-time-on-call)"),
        ], check.Unqualified);
        await WeekAsync(bot);
        Assert.StartsWith("payments: 1 person is on call and not qualified. How far they are: `training report`",
            Bot.Plain(Assert.Single(await SaidAsync(bot)).Reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leads_read_it_on_Mondays_and_nothing_where_all_is_well()
    {
        var bot = await BotAsync("cai", "ana", "ben");
        await WeekAsync(bot);
        Assert.Empty(await SaidAsync(bot));
        bot = await BotAsync("cai", "ana");
        await WeekAsync(bot);
        var said = Assert.Single(await SaidAsync(bot));
        Assert.Equal(Address.Person("dot"), said.To);
        Golden.Matches("paging/unready", Bot.Plain(said.Reply));
    }

    private static async Task WeekAsync(Bot bot)
    {
        var job = new ReadinessJob(bot.Store, Check(bot), new OrgChart(bot.Store));
        await job.RunAsync(Friday, Changes.Everything, Ct);
        for (var i = 0; i < 2; i++) await job.RunAsync(Cases.At("2026-11-23T09:00:00Z"), Changes.None, Ct);
    }

    private static async Task<IReadOnlyList<Delivery>> SaidAsync(Bot bot) =>
        [.. (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)];

    private static async Task<Readiness> CheckAsync(Bot bot) =>
        await Check(bot).OfAsync([(await bot.Store.FindAsync<Rotation>("payments", Ct))!.Value], Friday, Ct);

    private static ReadinessCheck Check(Bot bot) => new(bot.Store, new Schedules(bot.Store),
        new ContactMethods(bot.Store, [new Ntfy()]), new Qualifications(bot.Store, new Schedules(bot.Store)));

    private static async Task<Bot> BotAsync(params string[] ready)
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync(
        [
            Write.Put(Organization.OrganizationSettings.DocumentId,
                new Organization.OrganizationSettings("Example", "Europe/Lisbon", "EUR")),
            .. ready.Select(person => Write.Put(person,
                Contacts.None.With(new Contact("ntfy", person) { SentAt = Friday, VerifiedAt = Friday - Duration.FromDays(1) }))),
        ], Ct);
        return bot;
    }

    private sealed class Ntfy : IContactMethod
    {
        public string Name => "ntfy";

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct) => Task.CompletedTask;
    }
}
