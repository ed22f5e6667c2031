using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Pages over the store, the job and the outbox. Friday 20 November 2026, 10:00 in Lisbon: cai is primary of payments, ana secondary, dot
/// leads the team.
/// </summary>
public sealed class PagingTests
{
    private readonly RecordingChat chat = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_pages_the_primary_then_the_secondary_then_the_lead()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["cai"], Called());
        Golden.Matches("paging/called", Bot.Plain(chat.Said.Single(said => said.To == Address.Person("cai")).Reply));
        await RunAsync(bot, minutes: 5);
        Assert.Equal(["cai", "ana"], Called());
        await RunAsync(bot, minutes: 5);
        Assert.Equal(["cai", "ana", "dot"], Called());
    }

    [Fact]
    public async Task Pressing_Acknowledge_stops_it_begins_the_callout_and_takes_the_buttons_away()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 5);
        var button = chat.Said.Last(said => said.To == Address.Person("ana")).Reply.Actions[0];
        Assert.Contains("You have checkout-1.", await bot.PressAsync("ana", button.Action, button.Value), StringComparison.Ordinal);
        Assert.Equal(["ana"], (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Working());
        await RunAsync(bot, minutes: 20);
        Assert.Equal(["cai", "ana"], Called());
        var cais = chat.Edited.Last(edit => edit.Reply.Text.ToString().Contains("Ana Silva has checkout-1", StringComparison.Ordinal)
            && edit.Reply.Actions.Count == 0);
        Assert.NotNull(cais.Reply);
        Assert.StartsWith("Ana Silva has checkout-1 already", await bot.SayAsync("cai", "ack checkout-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ack_alone_takes_the_page_that_calls_and_else_the_handoff()
    {
        var bot = await BotAsync();
        Assert.StartsWith("Neither a page nor a handoff waits for you", await bot.SayAsync("cai", "ack"), StringComparison.Ordinal);
        await bot.SayAsync("out", "page checkout payments fail sev1");
        await RunAsync(bot, minutes: 0);
        Assert.StartsWith("You have checkout-1.", await bot.SayAsync("cai", "ack"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_answering_is_said_to_the_channel_and_the_lead_once()
    {
        var bot = await BotAsync(repeat: 0);
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        for (var i = 0; i < 8; i++) await RunAsync(bot, minutes: 5);
        var said = chat.Said.Where(one => $"{one.Reply.Text}".StartsWith("Nobody has acknowledged", StringComparison.Ordinal)).ToList();
        Assert.Equal(["person:dot", "team:payments"], said.Select(one => $"{one.To}").Order());
        Golden.Matches("paging/over", Bot.Plain(said[0].Reply));
    }

    [Fact]
    public async Task A_page_of_a_rotation_or_person_is_an_incident_without_service_that_burns_nothing()
    {
        var bot = await BotAsync();
        Assert.Equal("page-1 pages payments: please look (sev2). Cai Wen (primary) has no account here: call them. "
            + "It counts against no budget.", await bot.SayAsync("out", "page payments please look"));
        Assert.Equal("page-2 pages Ana Silva: please call me (sev1). Ana Silva has no account here: call them. "
            + "It counts against no budget.", await bot.SayAsync("out", "page ana please call me sev1"));
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["cai", "ana"], Called());
        var (first, second) = ((await bot.Store.FindAsync<Incident>("page/000001", Ct))!.Value,
            (await bot.Store.FindAsync<Incident>("page/000002", Ct))!.Value);
        Assert.Equal((0m, Severity.Sev2, 0m, Severity.Sev1), (first.Impact, first.Severity, second.Impact, second.Severity));
        await bot.SayAsync("cai", "ack page-1");
        Assert.Equal(PageState.Acknowledged, (await bot.Store.FindAsync<Page>("page/000001", Ct))!.Value.State);
    }

    [Fact]
    public async Task Resolving_ends_the_page_and_reopening_pages_again()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 1);
        await bot.SayAsync("out", "incident resolve checkout-1");
        await RunAsync(bot, minutes: 10);
        Assert.Equal(["cai"], Called());
        Assert.Empty(await bot.Store.ListAsync<OpenPage>(IdRange.All, Ct));
        await bot.SayAsync("out", "incident reopen checkout-1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["cai", "cai"], Called());
    }

    [Fact]
    public async Task Low_urgency_outside_coverage_waits_and_the_channel_reads_until_when()
    {
        var bot = await BotAsync(office: true);
        bot.Clock.Now = Cases.At("2026-11-20T20:00:00Z");
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev3");
        await RunAsync(bot, minutes: 60);
        Assert.Empty(Called());
        Golden.Matches("paging/waiting", Bot.Plain(chat.Said.Single(said =>
            said.Reply.Text.ToString().StartsWith("checkout-1 waits", StringComparison.Ordinal)).Reply));
        bot.Clock.Now = Cases.At("2026-11-23T09:00:00Z");
        await RunAsync(bot, minutes: 0);
        Assert.Single(Called());
    }

    [Fact]
    public async Task NO06_high_urgency_outside_coverage_goes_at_once_to_who_comes_next()
    {
        var bot = await BotAsync(office: true);
        bot.Clock.Now = Cases.At("2026-11-20T20:00:00Z");
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["dot"], Called());
    }

    [Fact]
    public async Task A_level_whose_message_arrives_nowhere_is_passed_at_once()
    {
        var bot = await BotAsync();
        chat.First = to => to == Address.Person("cai") ? throw new UnreachableException("cai has no account.") : Task.CompletedTask;
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["ana"], Called());
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal((CallOutcome.Failed, "cai has no account."), (page.Calls[0].Outcome, page.Calls[0].Reason));
    }

    [Fact]
    public async Task RC02_of_a_step_that_two_jobs_take_one_is_said()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        var (first, second) = (Job(bot), Job(bot));
        await Task.WhenAll(first.RunAsync(bot.Clock.Now, Ct), second.RunAsync(bot.Clock.Now, Ct));
        await DeliverAsync(bot);
        Assert.Equal(["cai"], Called());
    }

    [Fact]
    public async Task MT07_maintenance_holds_what_monitoring_sends_and_nothing_that_a_person_declares()
    {
        var bot = await BotAsync();
        var now = bot.Clock.Now;
        await bot.Store.SaveAsync([Write.Create($"checkout/{now}/k3f9", new BudgetCorrection("k3f9", "checkout", null,
            CorrectionKind.Maintenance, now - Duration.FromHours(1), now + Duration.FromHours(1))
        { Reason = "upgrade", By = "dot", At = now })], Ct);
        var alert = new Incident("checkout", 1, "HighErrorRate", Severity.Sev1, now, null)
        {
            By = "token:am",
            At = now,
            Alerts = [new IncidentAlert("HighErrorRate", "f", now, null)],
        };
        await bot.Store.SaveAsync(await bot.Incidents.WritesAsync(null, alert, new Actor("token:am", "api", now, now),
            new IncidentEdit("incident alert", one => one), Ct), Ct);
        await RunAsync(bot, minutes: 30);
        Assert.Empty(Called());
        await bot.SayAsync("out", "incident declare checkout \"payments fail, too\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal(["cai"], Called());
        await bot.SayAsync("cai", "incident resolve checkout-2");
        await RunAsync(bot, minutes: 30);
        Assert.Equal(["cai", "cai"], Called());
    }

    [Theory]
    [InlineData("snooze checkout-1 30 min")]
    [InlineData("incident show checkout-1")]
    public async Task Acknowledged_before_the_first_look_it_comes_back_after_a_snooze_and_after_silence(string then)
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await bot.SayAsync("cai", "ack checkout-1");
        await bot.SayAsync("cai", then);
        await RunAsync(bot, minutes: 29);
        Assert.Empty(Called());
        await RunAsync(bot, minutes: 1);
        Assert.Equal(["cai"], Called());
    }

    [Fact]
    public async Task Snoozed_it_is_quiet_and_comes_back_and_more_than_a_day_is_refused()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 1);
        Assert.Contains("24 hours at most", await bot.SayAsync("cai", "snooze checkout-1 25 h"), StringComparison.Ordinal);
        Assert.Contains("is quiet until", await bot.SayAsync("cai", "snooze checkout-1 30 min"), StringComparison.Ordinal);
        await RunAsync(bot, minutes: 29);
        Assert.Equal(["cai"], Called());
        await RunAsync(bot, minutes: 1);
        Assert.Equal(["cai", "cai"], Called());
    }

    private string[] Called() => [.. chat.Said.Where(said => said.To.Kind == AddressKind.Person
        && said.Reply.Actions.Any(action => action.Action == "page-escalate")
        && !said.Reply.Text.ToString().StartsWith("Nobody", StringComparison.Ordinal)).Select(said => said.To.Id)];

    internal static PagingJob Job(Bot bot, IStore? over = null)
    {
        var (store, chart) = (over ?? bot.Store, new OrgChart(over ?? bot.Store));
        var surroundings = new PageSurroundings(store, chart, new Schedules(store));
        return new PagingJob(store, surroundings, new PageCalls(store),
            new PageMessages(store, chart, surroundings, new AnswerLinks(store, () => "https://wb.example.com"), bot.Incidents.Desk),
            NullLogger<PagingJob>.Instance);
    }

    // As a new process each time: what it knows it has from the store.
    private async Task RunAsync(Bot bot, int minutes)
    {
        bot.Clock.Now += Duration.FromMinutes(minutes);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        await DeliverAsync(bot);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        await DeliverAsync(bot);
    }

    private Task<Instant?> DeliverAsync(Bot bot) =>
        new DeliveryJob(new Outbox(bot.Store, exclusive: true), chat, bot.Clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(bot.Clock.Now, Ct);

    internal static async Task<Bot> BotAsync(bool office = false, int? repeat = null)
    {
        var coverage = office ? Roster.Office : Coverage.Always;
        var bot = await Bot.WithAsync(Roster.Of("payments",
            Roster.Layer("primary", Roster.Weekly, coverage, "cai", "ana", "ben"),
            Roster.Layer("secondary", Roster.Weekly, coverage, "ana", "ben", "cai")) with
        { Repeat = repeat });
        await bot.Store.SaveAsync([Write.Create("out", new Person("out", "Out Sider") { TimeZone = "Europe/Lisbon" })], Ct);
        return bot;
    }
}
