using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// It is Friday 20 November 2026, 10:00 in Lisbon. Ana, ben and cai are the team payments, dot leads it, and out is of no team.
/// </summary>
public sealed class IncidentCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Declared_acknowledged_and_resolved_in_one_step_each()
    {
        var bot = await BotAsync();
        Golden.Matches("incident/declared", await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev2"));
        Golden.Matches("incident/declared-said", await bot.SaidAsync());
        bot.Clock.Now += Duration.FromMinutes(5);
        Golden.Matches("incident/acknowledged", await bot.SayAsync("ana", "incident ack checkout-1"));
        bot.Clock.Now += Duration.FromMinutes(45);
        Assert.Equal("Note added to checkout-1.", await bot.SayAsync("ana", "incident note checkout-1 rolled back to 2026.46"));
        Golden.Matches("incident/shown", await bot.SayAsync("cai", "incident show checkout-1"));
        // Who works on it has acknowledged it.
        Assert.Contains("\n[Resolve] [Share]", await bot.SayAsync("ana", "incident show checkout-1"), StringComparison.Ordinal);
        Golden.Matches("incident/resolved", await bot.SayAsync("ana", "incident resolve checkout-1 at 10:45"));
        Golden.Matches("incident/list", await bot.SayAsync("cai", "incident list checkout"));
        Assert.StartsWith("checkout, today: 1\n", await bot.SayAsync("cai", "incident list checkout in today"), StringComparison.Ordinal);
        Assert.StartsWith("Incidents, last week: none", await bot.SayAsync("cai", "incident list in last week"), StringComparison.Ordinal);

        var incident = await IncidentAsync(bot);
        Assert.Equal((At("10:00"), At("10:05"), At("10:45")), (incident.Start, incident.Acknowledged!.Value, incident.End!.Value));
        // It was over at 10:45, and ana's callout with it, though she said so at 10:50.
        Assert.Equal(new Responder("ana", At("10:05"), At("10:45")), Assert.Single(incident.Responders));
        Assert.Equal(4, incident.Version);
        Assert.Equal(3, (await bot.Store.ListAsync<IncidentVersion>(IdRange.Prefix("checkout/000001/"), Ct)).Count);
        Assert.Equal(["incident declare", "incident ack", "incident note", "incident resolve"], await ActionsAsync(bot));
    }

    [Fact]
    public async Task What_is_done_at_once_counts_among_the_changes_of_a_minute()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        for (var i = 2; i <= 60; i++)
            Assert.Equal("Note added to checkout-1.", await bot.SayAsync("ana", $"incident note checkout-1 line {i}"));
        Assert.Equal("You have made 60 changes within a minute, the most one person may. Nothing changed; try again in a minute.",
            await bot.SayAsync("ana", "incident note checkout-1 one too many"));
        Assert.Equal(59, (await IncidentAsync(bot)).Notes.Count);
        // Others may, and so may she a minute later.
        Assert.Equal("Note added to checkout-1.", await bot.SayAsync("ben", "incident note checkout-1 still here"));
        bot.Clock.Now += Duration.FromMinutes(1);
        Assert.StartsWith("Resolved after ", await bot.SayAsync("ana", "incident resolve checkout-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_the_subject_of_the_title_stays_in_it()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "declare sev3 checkout is slow");
        Assert.Equal("checkout is slow", (await IncidentAsync(bot)).Title);
    }

    [Theory]
    [InlineData("incident declare checkout payments fail sev2", "payments fail", Severity.Sev2)]
    [InlineData("incident declare checkout “cards are declined” 1 release 2026.47 cause release impact 25% noticed customer started 30 " +
        "min ago", "cards are declined", Severity.Sev1)]
    public async Task A_title_needs_no_quotes_and_the_rest_may_follow(string typed, string title, Severity severity)
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", typed);
        var incident = await IncidentAsync(bot);
        Assert.Equal((title, severity), (incident.Title, incident.Severity));
        if (severity == Severity.Sev2)
            Assert.Equal((1m, Cause.Other, NoticedBy.Team, At("10:00")),
                (incident.Impact, incident.Cause, incident.NoticedBy, incident.Start));
        else Assert.Equal((0.25m, Cause.Release, "2026.47", NoticedBy.Customer, At("09:30"), At("10:00")),
            (incident.Impact, incident.Cause, incident.Release, incident.NoticedBy, incident.Start, incident.Detected!.Value));
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_with_choices()
    {
        var bot = await BotAsync();
        Golden.Matches("incident/declare-form", await bot.SayAsync("ana", "incident declare"));
        var form = (await bot.AskAsync("ana", "incident declare checkout \"payments fail\"")).Form!;
        Assert.Equal(("checkout", "payments fail"), (form.Fields[0].Value, form.Fields[1].Value));
        var wrong =
            await bot.Router.SubmitAsync(form.Id,
                new Dictionary<string, string>
                {
                    ["service"] = "checkout",
                    ["title"] = "payments fail",
                    ["severity"] = "sev2",
                    ["impact"] = "all",
                }, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.StartsWith("Impact is the share of users affected, not 'all'.",
            wrong.Form!.Fields.Single(field => field.Name == "impact").Error, StringComparison.Ordinal);
        Assert.NotEmpty(wrong.Form.Fields.Single(field => field.Name == "severity").Options);
        var done =
            await bot.Router.SubmitAsync(form.Id,
                new Dictionary<string, string> { ["service"] = "checkout", ["title"] = "payments fail", ["severity"] = "sev2" },
                new Caller("ana", Platforms.Slack, null), Ct);
        Assert.StartsWith("sev2: payments fail (checkout-1)", done.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_right_it_is_shown_first_and_a_new_version_after()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2 started 09:00");
        Golden.Matches("incident/update-form", await bot.SayAsync("out", "incident update checkout-1"));
        Golden.Matches("incident/update-preview",
            await bot.SayAsync("out", "incident update checkout-1 severity sev1 impact 30% mitigated 09:40 end 09:50"));
        Assert.Equal(1, (await IncidentAsync(bot)).Version);
        Assert.Equal(
            "checkout-1 updated: severity sev1, was sev2; impact 30 % of users, was all users, as for every sev2; mitigated today 09:40; "
                + "end today 09:50 (payments fail).",
            await bot.ConfirmAsync("out", "incident update checkout-1 severity sev1 impact 30% mitigated 09:40 end 09:50"));
        var incident = await IncidentAsync(bot);
        Assert.Equal((2, Severity.Sev1, 0.3m, At("09:40"), At("09:50"), "out"),
            (incident.Version, incident.Severity, incident.Impact, incident.Mitigated!.Value, incident.End!.Value, incident.By));
        Assert.Contains("Out Sider updated checkout-1 (payments fail).", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Equal("checkout-1 is already like that. Nothing to change.",
            await bot.SayAsync("ana", "incident update checkout-1 severity sev1"));
        Assert.StartsWith("The end, today 08:00, is before the start",
            await bot.SayAsync("ana", "incident update checkout-1 end 08:00"), StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "incident update checkout-1 mitigated none end none");
        Assert.True((await IncidentAsync(bot)).Open);
    }

    /// <summary>A form comes back with every field, and shows minutes: what somebody did not touch keeps its seconds.</summary>
    [Fact]
    public async Task What_a_form_showed_and_nobody_changed_stays_to_the_second()
    {
        var bot = await BotAsync();
        bot.Clock.Now += Duration.FromSeconds(37);
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        bot.Clock.Now += Duration.FromMinutes(10);
        var form = (await bot.AskAsync("ana", "incident update checkout-1")).Form!;
        var values = form.Fields.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!);
        Assert.Contains("already like that",
            (await bot.Router.SubmitAsync(form.Id, values, new Caller("ana", Platforms.Slack, null), Ct)).Text.ToString(),
            StringComparison.Ordinal);
        values["severity"] = "catastrophe";
        // What comes back, too, is about this incident and no other.
        var wrong = (await bot.Router.SubmitAsync(form.Id, values, new Caller("ana", Platforms.Slack, null), Ct)).Form!;
        Assert.All([form, wrong], one => Assert.Equal([new FormOption("checkout-1", "checkout-1")], one.Fields[0].Options));
        values["severity"] = "sev3";
        var preview = await bot.Router.SubmitAsync(form.Id, values, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.Equal(["Severity", "sev2", "sev3"], Assert.Single(preview.Table!.Rows).Select(cell => cell.ToString()));
    }

    [Fact]
    public async Task A_false_alarm_is_taken_back_by_the_team_and_that_can_be_taken_back()
    {
        var bot = await BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev2");
        Assert.Equal("Only payments, its leads and admins can mark it as a false alarm. Ask one of them.",
            await bot.SayAsync("out", "incident void checkout-1 because it was a drill"));
        Golden.Matches("incident/void-preview", await bot.SayAsync("ana", "incident void checkout-1 because it was a drill"));
        await bot.ConfirmAsync("ana", "incident void checkout-1 because it was a drill");
        Assert.Equal(("it was a drill", false), ((await IncidentAsync(bot)).Voided, (await IncidentAsync(bot)).Open));
        Assert.Empty(await bot.Store.ListAsync<OpenIncident>(IdRange.All, Ct));
        Assert.StartsWith("checkout-1 is marked as a false alarm.", await bot.SayAsync("ana", "incident ack checkout-1"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "incident unvoid checkout-1");
        Assert.True((await IncidentAsync(bot)).Open);
        Assert.Single(await bot.Store.ListAsync<OpenIncident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Buttons_of_the_message_do_the_same_once()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Single(one => one.Value.To == Address.Team("payments")).Value;
        Assert.Equal(MessageKind.Incident, said.Kind);
        var (acknowledge, resolve) = (said.Reply.Actions[0], said.Reply.Actions[1]);
        await bot.PressAsync("ben", acknowledge.Action, acknowledge.Value);
        Assert.StartsWith("You are already responding to checkout-1.", await bot.PressAsync("ben", acknowledge.Action, acknowledge.Value),
            StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.PressAsync("ben", resolve.Action, resolve.Value);
        Assert.StartsWith("checkout-1 is already resolved.", await bot.PressAsync("ben", resolve.Action, resolve.Value),
            StringComparison.Ordinal);
        Assert.Equal(3, (await IncidentAsync(bot)).Version);
        Assert.StartsWith("Open again. sev2:", await bot.SayAsync("ana", "incident reopen checkout-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("incident declare chekout \"payments fail\" sev2", "No service `chekout`. Did you mean `checkout`?")]
    [InlineData("incident declare checkout payments fail badly", "No severity `badly`. Write one of sev1, sev2, sev3, sev4.")]
    [InlineData("incident declare checkout \"payments fail\" sev2 started tomorrow at 9",
        "Tomorrow 09:00 is in the future.")]
    [InlineData("incident ack checkout-7", "No incident `checkout-7`. Did you mean `checkout-1`?")]
    [InlineData("incident ack search", "No incident `search`. See all: `incident list`")]
    public async Task Refusals_say_what_to_do(string text, string refusal)
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"it is broken\" sev2");
        Assert.StartsWith(refusal, await bot.SayAsync("ana", text), StringComparison.Ordinal);
        Assert.Single(await bot.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_service_names_the_one_incident_that_is_open_there()
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        Assert.StartsWith("You are responding to checkout-1", await bot.SayAsync("ana", "incident ack checkout"), StringComparison.Ordinal);
        await bot.SayAsync("ana", "incident declare checkout \"cards, too\" sev2");
        Assert.Equal("No incident `checkout`. Open there: checkout-1, checkout-2.",
            await bot.SayAsync("ana", "incident resolve checkout"));
    }

    // Declared at ten, it was detected when it began: that goes along where nothing would be detected before it begins, and nowhere else.
    [Theory]
    [InlineData("", "10:05", "10:05")]
    [InlineData("", "9:30", "10:00")]
    [InlineData("detected 10:10", "10:05", "10:10")]
    public async Task A_detection_follows_a_start_that_moves_only_where_it_was_derived_from_it(string said, string start, string detected)
    {
        var bot = await BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        bot.Clock.Now += Duration.FromMinutes(20);
        if (said.Length > 0) await bot.ConfirmAsync("ana", $"incident update checkout-1 {said}");
        await bot.ConfirmAsync("ana", $"incident update checkout-1 start {start}");
        var incident = (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        Assert.Equal((Cases.At($"2026-11-20T{start.PadLeft(5, '0')}:00Z"), Cases.At($"2026-11-20T{detected}:00Z")),
            (incident.Start, incident.Detected));
    }

    internal static async Task<Bot> BotAsync()
    {
        var bot = await Bot.WithAsync();
        await bot.Store.SaveAsync([Write.Put("out", new Person("out", "Out Sider") { TimeZone = "Europe/Lisbon" })], Ct);
        return bot;
    }

    private static async Task<Incident> IncidentAsync(Bot bot) => (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;

    private static async Task<IEnumerable<string>> ActionsAsync(Bot bot) =>
        (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry.Action);

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}:00Z");
}
