using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

public sealed class PostmortemTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_for_written_with_actions_and_published()
    {
        var bot = await DeclaredAsync();
        Golden.Matches("incident/postmortem-preview", await bot.SayAsync("ben", "incident postmortem checkout-1"));
        await bot.ConfirmAsync("ben", "incident postmortem checkout-1");
        // Dot leads the team. Friday; 23 November is a holiday of hers: Tue, Wed, Thu, Fri, Mon 30.
        Assert.Equal(("dot", new LocalDate(2026, 11, 30)), ((await ReadAsync(bot)).Owner, (await ReadAsync(bot)).Due));
        Assert.Contains("person:dot: Write the postmortem of checkout-1 by Mon 30 Nov (payments fail).", await bot.SaidAsync(),
            StringComparison.Ordinal);

        Assert.StartsWith("The postmortem of checkout-1 needs a P0 action",
            await bot.SayAsync("dot", "incident postmortem publish checkout-1"), StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 out p2 due 4 dec to write the runbook");
        Assert.StartsWith("The postmortem of checkout-1 needs", await bot.SayAsync("dot", "incident postmortem publish checkout-1"),
            StringComparison.Ordinal);
        Golden.Matches("incident/postmortem-action",
            await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 ben p0 due 27 nov to roll out to one region first"));
        Golden.Matches("incident/postmortem-shown", await bot.SayAsync("cai", "incident postmortem checkout-1"));
        Golden.Matches("incident/postmortem-published",
            await bot.ConfirmAsync("dot", "incident postmortem publish checkout-1 at https://wiki.example.com/checkout-1"));

        Assert.StartsWith("Only its author Dot Lead and the team can mark the actions of others as done.",
            await bot.SayAsync("out", "incident postmortem done checkout-1 2"), StringComparison.Ordinal);
        Assert.Equal("Done: write the runbook (checkout-1). 1 action open.",
            await bot.SayAsync("out", "incident postmortem done checkout-1 1"));
        Assert.Equal("Done: roll out to one region first (checkout-1). No actions open.",
            await bot.PressAsync("ben", "postmortem-done", "incident/checkout/1/2"));
        Assert.Equal("Action 2 of checkout-1 is already done. Nothing to do.",
            await bot.PressAsync("ben", "postmortem-done", "incident/checkout/1/2"));
        Assert.Equal("No postmortems to write, no actions open\n[Share]", await bot.SayAsync("ana", "incident postmortem list"));
    }

    [Fact]
    public async Task A_budgets_share_asks_once_and_the_first_responder_writes_it_where_no_lead_is_left()
    {
        var bot = await DeclaredAsync();
        await bot.Store.SaveAsync([Write.Put("dot", new Person("dot", "Dot Lead") { TimeZone = "Europe/Lisbon", Retired = true })], Ct);
        var asks = new PostmortemAsks(bot.Store, new OrgChart(bot.Store));
        var incident = (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        var by = new Actor("watchbill", "job", bot.Clock.Now, bot.Clock.Now);
        await bot.Store.SaveAsync(await asks.AskAsync(incident, 34.5m, by, Ct), Ct);
        Assert.Empty(await asks.AskAsync(incident, 40m, by, Ct));
        // Ben responded first.
        Assert.Equal(("ben", 34.5m), ((await ReadAsync(bot)).Owner, (await ReadAsync(bot)).Share));
        Assert.Contains("It alone used 35 % of a budget.", await bot.SayAsync("ana", "incident postmortem checkout-1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_mondays_people_are_reminded_of_what_is_theirs_once()
    {
        var bot = await DeclaredAsync();
        await bot.ConfirmAsync("ben", "incident postmortem checkout-1");
        await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 ben p0 due 27 nov to roll out to one region first");
        var job = await JobAsync(bot);
        var before = await SaidAsync(bot);
        var monday = Cases.At("2026-11-30T09:00:00Z");
        Assert.Equal(Cases.At("2026-12-07T09:00:00Z"), await job.RunAsync(monday, Ct));
        await job.RunAsync(monday + Duration.FromMinutes(1), Ct);
        Golden.Matches("incident/nudges", string.Join('\n', (await SaidAsync(bot)).Except(before)));
    }

    [Fact]
    public async Task Of_a_false_alarm_nothing_is_to_be_written_and_what_was_agreed_stays_to_be_done()
    {
        var bot = await DeclaredAsync();
        await bot.ConfirmAsync("ben", "incident postmortem checkout-1");
        await bot.ConfirmAsync("dot", "incident void checkout-1 because it was a drill");
        Assert.Equal("No postmortems to write, no actions open\n[Share]", await bot.SayAsync("ana", "incident postmortem list"));
        await bot.ConfirmAsync("dot", "incident unvoid checkout-1");
        Assert.StartsWith("1 postmortem to write, no actions open\ncheckout-1: Dot Lead writes it",
            await bot.SayAsync("ana", "incident postmortem list"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 ben p0 due 27 nov to mend the alert");
        await bot.ConfirmAsync("dot", "incident void checkout-1 because it was a drill");
        Assert.Contains("mend the alert", await bot.SayAsync("ana", "incident postmortem list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_published_is_given_to_nobody()
    {
        var bot = await DeclaredAsync();
        await bot.ConfirmAsync("ben", "incident postmortem checkout-1");
        await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 ben p0 due 27 nov to roll out to one region first");
        await bot.ConfirmAsync("dot", "incident postmortem publish checkout-1");
        Assert.Equal("The postmortem of checkout-1 is already published.",
            await bot.SayAsync("dot", "incident postmortem checkout-1 by ben"));
    }

    [Fact]
    public async Task Runbooks_that_helped_come_first_and_old_ones_are_named_to_the_lead()
    {
        var bot = await DeclaredAsync();
        Runbook[] books = [new("HighErrorRate", "https://runbooks.example.com/a"), new("HighErrorRate", "https://runbooks.example.com/b")];
        await bot.Store.SaveAsync([Write.Put("checkout", new Service("checkout", "payments") { Runbooks = books })], Ct);
        var job = await JobAsync(bot);
        var value = $"runbook/checkout/1/{RunbookReplies.KeyOf(books[1])}";
        Assert.Equal("The runbook HighErrorRate helped with checkout-1. Those that help most come first.",
            await bot.PressAsync("ana", "runbook-helped", value));
        await bot.PressAsync("ana", "runbook-helped", value);
        Assert.Equal("Runbooks for HighErrorRate (checkout) reviewed today.",
            await bot.ConfirmAsync("ana", "incident runbook reviewed checkout higherrorrate"));
        Golden.Matches("incident/runbooks", await bot.SayAsync("ana", "incident runbooks checkout"));
        Assert.StartsWith("checkout has no runbook for 'HighErrorRat'. Did you mean `HighErrorRate`?",
            await bot.SayAsync("ana", "incident runbook reviewed checkout HighErrorRat"), StringComparison.Ordinal);

        // 180 days after 20 November is 19 May, a Wednesday: the Monday after names them.
        await job.RunAsync(Cases.At("2027-05-17T08:00:00Z"), Ct);
        Assert.DoesNotContain(await SaidAsync(bot), said => said.Contains("180 days", StringComparison.Ordinal));
        await job.RunAsync(Cases.At("2027-05-24T08:00:00Z"), Ct);
        Golden.Matches("incident/runbooks-stale",
            (await SaidAsync(bot)).Single(said => said.Contains("180 days", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_twelve_hours_who_works_on_it_is_asked_whether_it_goes_on()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        var job = new IncidentJob(bot.Store, new OrgChart(bot.Store), bot.Incidents);
        var begin = bot.Clock.Now;
        Assert.Equal(begin + Duration.FromHours(12), await job.RunAsync(begin, Ct));
        // Nobody works on it: the lead is asked; then ben does.
        Assert.Equal(begin + Duration.FromHours(24), await job.RunAsync(begin + Duration.FromHours(12), Ct));
        await job.RunAsync(begin + Duration.FromHours(12), Ct);
        await bot.SayAsync("ben", "incident ack checkout-1");
        await job.RunAsync(begin + Duration.FromHours(24), Ct);
        var asked =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(delivery => delivery.Value.Kind == MessageKind.Reminder)
                .Select(delivery => delivery.Value).ToList();
        Assert.Equal([Address.Person("dot"), Address.Person("ben")], asked.Select(delivery => delivery.To));
        Golden.Matches("incident/still-open", Bot.Plain(asked[1].Reply));
        await bot.SayAsync("ben", "incident resolve checkout-1");
        Assert.Null(await job.RunAsync(begin + Duration.FromHours(48), Ct));
    }

    [Fact]
    public async Task What_is_open_stands_in_handoffs_and_on_homes()
    {
        var bot = await DeclaredAsync();
        await bot.SayAsync("ana", "incident declare checkout \"cards are slow\" sev3");
        await bot.ConfirmAsync("ben", "incident postmortem checkout-1");
        await bot.ConfirmAsync("dot", "incident postmortem action checkout-1 ben p0 due 27 nov to roll out to one region first");
        await bot.Store.SaveAsync([Write.Put("payments", Some.Payments)], Ct);
        var work = new OpenWork(bot.Store, new OrgChart(bot.Store));
        Golden.Matches("incident/handoff-lines",
            Written.Of(new Reply("") { Fields = await work.OfAsync(Some.Payments, bot.Clock.Now, Ct) }, Bot.Lisbon, bot.Clock.Now));
        Assert.Empty(await work.OfAsync(Some.Payments with { Owner = "others" }, bot.Clock.Now, Ct));
        Golden.Matches("incident/home",
            string.Join('\n',
                (await bot.Router.HomeAsync(new Caller("ben", Platforms.Slack, null), Ct))
                    .Where(section => section.Title is "Open incidents" or "Waiting for you")
                    .SelectMany(section => section.Replies.Select(reply =>
                        $"{section.Title}: {Written.Of(reply, Bot.Lisbon, bot.Clock.Now)}"))));
        var none = (await bot.Router.HomeAsync(new Caller("out", Platforms.Slack, null), Ct)).Single(one => one.Title == "Open incidents");
        Assert.Equal("No open incidents.\n[Declare incident…]", Bot.Plain(Assert.Single(none.Replies)));
    }

    [Fact]
    public async Task With_several_incidents_each_has_the_step_that_is_next_for_who_looks()
    {
        var bot = await DeclaredAsync();
        await bot.SayAsync("ana", "incident declare checkout \"invoices fail\" sev3");
        await bot.SayAsync("ana", "incident declare checkout \"refunds fail\" sev3");
        await bot.SayAsync("ben", "incident ack checkout-2");
        var section =
            Assert.Single(await bot.Router.HomeAsync(new Caller("ben", Platforms.Slack, null), Ct), one => one.Title == "Open incidents");
        Assert.Equal([("Resolve checkout-2", "incident/checkout/2"), ("Acknowledge checkout-3", "incident/checkout/3"),
            ("Declare incident…", "incident declare")],
            section.Replies.SelectMany(reply => reply.Actions).Select(button => (button.Label, button.Value)));
    }

    [Fact]
    public async Task The_worst_incident_stands_first_and_all_of_them_can_be_reached()
    {
        var bot = await IncidentCommandTests.BotAsync();
        for (var i = 1; i <= 12; i++) await bot.SayAsync("ana", $"incident declare checkout \"fault {i}\" {(i == 12 ? "sev1" : "sev3")}");
        var section =
            (await bot.Router.HomeAsync(new Caller("ben", Platforms.Slack, null), Ct)).Single(one => one.Title == "Open incidents");
        var home = Bot.Plain(Assert.Single(section.Replies));
        Assert.StartsWith("sev1: fault 12 (checkout-12)", home, StringComparison.Ordinal);
        Assert.Contains("and 2 more\n", home, StringComparison.Ordinal);
        Assert.Contains("[Acknowledge checkout-9] [Show all incidents] [Declare incident…]", home, StringComparison.Ordinal);
        Assert.Equal(12, section.Replies[0].Actions.Count);
    }

    private static async Task<Bot> DeclaredAsync()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.Store.SaveAsync(
        [
            Write.Put("XX", new HolidayCalendar("XX", [new LocalDate(2026, 11, 23)])),
            Write.Put("dot", new Person("dot", "Dot Lead") { TimeZone = "Europe/Lisbon", Holidays = "XX" }),
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Europe/Lisbon", "EUR")),
        ], Ct);
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2 started 09:00");
        await bot.SayAsync("ben", "incident ack checkout-1");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.SayAsync("ana", "incident ack checkout-1");
        await bot.SayAsync("ana", "incident resolve checkout-1");
        return bot;
    }

    private static async Task<LearningJob> JobAsync(Bot bot)
    {
        var job = new LearningJob(bot.Store, new OrgChart(bot.Store), new OpenWork(bot.Store, new OrgChart(bot.Store)));
        await job.RunAsync(bot.Clock.Now, Ct);
        return job;
    }

    private static async Task<Postmortem> ReadAsync(Bot bot) => (await bot.Store.FindAsync<Postmortem>("checkout/000001", Ct))!.Value;

    private static async Task<IReadOnlyList<string>> SaidAsync(Bot bot) =>
        [.. (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
            .Select(delivery => $"{delivery.Value.To}: {Bot.Plain(delivery.Value.Reply)}")];
}
