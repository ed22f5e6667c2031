using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// Whom an incident reaches. Friday 20 November 2026, 10:00 in Lisbon: cai is on call for payments, ana is secondary, dot leads the team.
/// </summary>
public sealed class IncidentOnCallTests
{
    private const string Declare = "incident declare checkout \"payments fail\" sev2";

    private const string Untold =
        "sev2: payments fail (checkout-1), since today 10:00. payments has no channel here that can be told.\n";

    private static IEnumerable<string> Notified(Reply reply) => reply.Fields.Select(field => field.Value).Prepend(reply.Text)
        .SelectMany(text => text.Parts).OfType<Mention>().Where(mention => !mention.Quiet).Select(mention => mention.Person);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Declaring_names_who_is_on_call_and_the_runbooks_and_opens_their_page()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync(
        [
            Write.Put("checkout", new Service("checkout", "payments")
            {
                Runbooks = [new("HighErrorRate", "https://runbooks.example.com/errors"), new("Slow", "https://runbooks.example.com/slow")],
            }),
        ], Ct);
        Golden.Matches("incident/declared-on-call", await bot.SayAsync("out", Declare));
        Golden.Matches("incident/declared-on-call-said", await bot.SaidAsync());
        var said = await SaidAsync(bot);
        Assert.Equal(["cai", "ana"], Notified(said[Address.Team("payments")]));
        Assert.Equal((PageState.Open, Urgency.High, true), ((await PageAsync(bot)).State, (await PageAsync(bot)).Urgency,
            (await PageAsync(bot)).Declared));
        await bot.PressAsync("cai", "incident-ack", "incident/checkout/1");
        Assert.Equal((PageState.Acknowledged, "cai"), ((await PageAsync(bot)).State, (await PageAsync(bot)).By));
        Assert.Equal(["cai"], (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Working());
    }

    [Theory]
    [InlineData("sev2", "person:gia", "On call: nobody. Paging Gia Fry: chat at once.")]
    [InlineData("sev3", "lead", "On call: nobody. The page waits until Mon 09:00, when somebody is on call.")]
    public async Task Nobody_is_said_to_be_paged_who_is_not(string severity, string level, string said)
    {
        var bot = await BotAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Roster.Office, "cai")) with
        {
            Escalation = [new("primary", Duration.Zero), new(level, Duration.FromMinutes(5))],
        });
        bot.Clock.Now = Cases.At("2026-11-21T10:00:00Z");
        Assert.Contains(said, await bot.SayAsync("out", $"declare checkout payments fail {severity}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_messages_are_paused_nobody_is_said_to_be_told_or_paged()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync([Write.Create(Restored.Id, new Restored(bot.Clock.Now, bot.Clock.Now))], Ct);
        var answer = await bot.SayAsync("out", Declare);
        Assert.DoesNotContain("Telling", answer, StringComparison.Ordinal);
        Assert.Contains("\nOn call: Cai Wen (payments, primary), Ana Silva (payments, secondary).\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_declares_reads_by_what_whoever_is_paged_is_reached()
    {
        var bot = await BotAsync();
        var sms = new Contact("sms", "+351 912 345 678") { SentAt = bot.Clock.Now, VerifiedAt = bot.Clock.Now };
        await bot.Store.SaveAsync([Write.Create("cai", Paging.Contacts.None.With(sms))], Ct);
        Assert.Contains("Paging Cai Wen (primary): chat at once, sms after 1 min.", await bot.SayAsync("out", Declare),
            StringComparison.Ordinal);
        Assert.Contains("Paging you: chat at once, sms after 1 min.", await bot.SayAsync("cai", Declare), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nobody_on_call_the_lead_is_told_and_that_is_said()
    {
        var bot = await BotAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Roster.Office, "cai")));
        bot.Clock.Now = Cases.At("2026-11-21T10:00:00Z");
        Assert.Contains("\nOn call: nobody. Paging Dot Lead (lead): chat at once. It goes on until somebody acknowledges.\n",
            await bot.SayAsync("out", Declare), StringComparison.Ordinal);
        var said = await SaidAsync(bot);
        Assert.Equal(["dot"], Notified(said[Address.Team("payments")]));
    }

    [Fact]
    public async Task Somebody_without_an_account_is_not_said_to_be_told()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync([Write.Put("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon" })], Ct);
        Assert.Contains("Cai Wen (primary) has no account here: call them.", await bot.SayAsync("out", Declare),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_whose_account_was_closed_is_not_said_to_be_told_until_it_is_open_again()
    {
        var bot = await BotAsync();
        var links = new ChatLinks(bot.Store);
        await links.EndAsync(SlackPlatform.Value, "U0CAI", closed: true, bot.Clock.Now, Ct);
        Assert.Contains("Cai Wen (primary) has no account here: call them.", await bot.SayAsync("out", Declare),
            StringComparison.Ordinal);
        await links.ReopenAsync(Platforms.Slack, "U0CAI", bot.Clock.Now, Ct);
        Assert.DoesNotContain("has no account here", await bot.SayAsync("out", Declare), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_is_said_to_be_told_only_where_there_is_one()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync([Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Members = ["ana"] })], Ct);
        var answer = await bot.SayAsync("out", Declare);
        Assert.StartsWith(Untold, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_in_which_the_last_message_did_not_arrive_is_not_said_to_be_told()
    {
        var bot = await BotAsync();
        var archived = new Unreached(Address.Team("payments"), "The channel is archived.", bot.Clock.Now, bot.Clock.Now, []);
        await bot.Store.SaveAsync([Write.Create(archived.DocumentId, archived)], Ct);
        var answer = await bot.SayAsync("out", Declare);
        Assert.StartsWith(Untold, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_woken_for_what_nobody_notices_until_it_gets_worse()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"a typo\" sev4");
        Assert.Empty(Notified((await SaidAsync(bot))[Address.Team("payments")]));
        Assert.Empty(await bot.Store.ListAsync<Page>(IdRange.All, Ct));
        bot.Clock.Now += Duration.FromMinutes(5);
        await bot.ConfirmAsync("out", "incident update checkout-1 severity sev2");
        Assert.Equal(PageState.Open, (await PageAsync(bot)).State);
    }

    [Fact]
    public async Task A_lead_of_another_team_who_presses_in_public_is_asked_back_and_the_team_is_not()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", Declare);
        foreach (var action in new[] { "incident-ack", "incident-resolve" })
        {
            var asked = await PressAsync(bot, "out", action);
            Assert.Equal([action == "incident-ack" ? "Respond" : "Resolve incident", "Cancel"],
                asked.Actions.Select(button => button.Label));
            Assert.Equal($"{(action == "incident-ack" ? "Respond to" : "Resolve")} checkout-1 (payments fail)? "
                + "You are not on call for checkout, nor in payments.", asked.Text.ToString());
            Assert.Equal(1, (await IncidentAsync(bot)).Version);
        }

        bot.Clock.Now += Duration.FromMinutes(1);
        var confirm = (await PressAsync(bot, "out", "incident-ack")).Actions[0];
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.Router.PressAsync(confirm.Action, confirm.Value, new Caller("out", Platforms.Slack, "C0PAY"), Ct);
        Assert.Equal(["out"], (await IncidentAsync(bot)).Working());
        // Of the team, or on call without being of it; and in their own conversation anybody.
        await PressAsync(bot, "ben", "incident-ack");
        await bot.Store.SaveAsync([Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Members = [] })], Ct);
        await PressAsync(bot, "cai", "incident-ack");
        await bot.PressAsync("gia", "incident-ack", "incident/checkout/1");
        Assert.Equal(["out", "ben", "cai", "gia"], (await IncidentAsync(bot)).Working());
    }

    [Theory]
    [InlineData("incident declare checkout \"slow\" sev2 impact none")]
    [InlineData("incident declare checkout \"slow\" sev2 started none")]
    public async Task What_nobody_can_know_is_refused_where_it_is_declared(string typed)
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", typed);
        Assert.Empty(await bot.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Until_somebody_responds_it_says_who_is_on_call()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", Declare);
        Assert.Contains("\nResponders: nobody. On call: Cai Wen (payments, primary), Ana Silva (payments, secondary)\n",
            await bot.SayAsync("ben", "incident show checkout-1"), StringComparison.Ordinal);
        await bot.ConfirmAsync("out", "incident update checkout-1 severity sev3");
        Assert.Contains("Responders: nobody. On call at 10:00: Cai Wen (payments, primary), ", await CardAsync(bot),
            StringComparison.Ordinal);
        await bot.SayAsync("ana", "incident ack checkout-1");
        Assert.Contains("\nResponders: Ana Silva\n", await CardAsync(bot), StringComparison.Ordinal);
        await bot.SayAsync("ana", "incident leave checkout-1");
        Assert.Contains("\nResponders: nobody. On call at 10:00: Cai Wen", await CardAsync(bot), StringComparison.Ordinal);

        static async Task<string> CardAsync(Bot bot) => (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
            .Where(delivery => delivery.Value.IsEdit && delivery.Value.To == Address.Team("payments"))
                .Select(delivery => Bot.Plain(delivery.Value.Reply)).Last();
    }

    private static async Task<Page> PageAsync(Bot bot) => (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;

    internal static async Task<Bot> BotAsync(Rotation? rotation = null)
    {
        var bot = await Bot.WithAsync(rotation ?? Roster.Of("payments", Roster.Primary("cai", "ana", "ben"),
            Roster.Layer("secondary", Roster.Weekly, Coverage.Always, "ana", "ben", "cai"),
            Roster.Layer("shadow", Roster.Weekly, Coverage.Always, "gia") with { Shadow = true }));
        foreach (var (id, name) in new[] { ("ana", "Ana Silva"), ("ben", "Ben Ode"), ("cai", "Cai Wen"), ("dot", "Dot Lead"),
            ("out", "Out Sider"), ("gia", "Gia Fry") })
            await bot.Store.SaveAsync(
                [Write.Put(id, new Person(id, name)
                {
                    TimeZone = "Europe/Lisbon",
                    Accounts = Platforms.OnSlack($"U0{id.ToUpperInvariant()}"),
                })], Ct);
        return bot;
    }

    private static async Task<Incident> IncidentAsync(Bot bot) => (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;

    // The last that each of them was told.
    private static async Task<Dictionary<Address, Reply>> SaidAsync(Bot bot) => (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
        .Where(delivery => !delivery.Value.IsEdit).GroupBy(delivery => delivery.Value.To)
        .ToDictionary(to => to.Key, to => to.Last().Value.Reply);

    private static Task<Reply> PressAsync(Bot bot, string person, string action) =>
        bot.Router.PressAsync(action, "incident/checkout/1", new Caller(person, Platforms.Slack, "C0PAY"), Ct);
}
