using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// What is said about budgets. By hand: 3974.4 s a quarter are 1 h 6 min 14 s. Checkout was down 30 min by a release (1800 s, 45.3 %) and
/// 20 min for a half (600 s, 15.1 %): 2400 s, 60.4 %, leaving
/// 1574.4 s, 26 min 14 s. Of the quarter 50 days and 10 h have passed, 4,356,000 s, of which 2178 s were allowed: burn 1.1019. The rest
/// lasts 0.39613 x 7,948,800 s / 1.1019 = 33 d 1.7 h, until after Christmas.
/// </summary>
public sealed class BudgetCommandTests
{
    private static readonly Incident Release = Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:30:00Z") with
    {
        Title = "Payments fail",
        Cause = Cause.Release,
        Release = "2026.45",
    };
    private static readonly Incident Slow =
        Incident(2, "2026-11-10T08:00:00Z", "2026-11-10T08:20:00Z", 0.5m) with { Title = "Slow checkout" };
    private static readonly Incident Outage = Incident(3, "2026-11-20T09:00:00Z", null) with { Title = "All down" };

    [Theory]
    [InlineData("budget status checkout slo availability", "status")]
    [InlineData("budget status checkout slo latency", "status-no-data")]
    [InlineData("budget status checkout at 2026-11-02 10:15", "status-past")]
    [InlineData("budget status", "status-several")]
    [InlineData("budget report", "report")]
    [InlineData("budget gate checkout", "gate-open")]
    [InlineData("budget status ledger", "status-nothing")]
    [InlineData("budget status chekout", "status-unknown")]
    [InlineData("budget status checkout slo latnecy", "status-unknown-slo")]
    public async Task It_is_said_as_it_stands(string text, string golden)
    {
        var bot = await BudgetBot.WithAsync(Release, Slow);
        Golden.Matches($"budget/{golden}", await bot.SayAsync("ben", text));
    }

    [Theory]
    [InlineData("budget status checkout at 3am", "budget status checkout at today 3:00")]
    [InlineData("budget status checkout at 23:50", "budget status checkout at yesterday 23:50")]
    [InlineData("budget correct checkout 2 nov 10:00 to 10:20 as uptime because x",
        "budget correct checkout 2026-11-02 10:00 to 2026-11-02 10:20 as uptime because x")]
    public async Task A_time_of_a_budget_is_the_last_such_time(string said, string meant)
    {
        var bot = await BudgetBot.WithAsync(Release, Slow);
        Assert.Equal(await bot.SayAsync("dot", meant), await bot.SayAsync("dot", said));
    }

    [Theory]
    [InlineData("19:ordering", true)]
    [InlineData("19:payments", true)]
    [InlineData("19:hiring", false)]
    [InlineData("C0HIR", true)]
    public async Task Without_a_name_the_conversations_team_or_domain_decides_whose_budgets_are_meant(string conversation, bool checkout)
    {
        var bot = await BudgetBot.WithAsync(Release, Slow);
        var payments = (await bot.Store.FindAsync<Team>("payments", BudgetBot.Ct))!.Value;
        await bot.Store.SaveAsync(
        [
            Write.Put("payments", payments with { Channels = Platforms.OnTeams("19:payments") }),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Channels = Platforms.OnTeams("19:ordering") }),
            Write.Put("hiring",
                new Team("hiring", "Hiring") { Lead = "eve", Channels = Platforms.OnTeams("19:hiring").With(Platforms.Slack, "C0HIR") }),
            Write.Put("jobs", new Service("jobs", "hiring") { Slos = [Time("99.9", Quarter)] }),
        ], BudgetBot.Ct);
        // Ben is of payments: what is no conversation of Teams says nothing there.
        var said = Bot.Plain(await bot.Router.AskAsync("budget status", new Caller("ben", Platforms.Teams, conversation), BudgetBot.Ct));
        Assert.Equal((checkout, !checkout),
            (said.Contains("checkout", StringComparison.Ordinal), said.Contains("jobs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("budget status checkout", "status-exhausted")]
    [InlineData("budget gate checkout", "gate-halted")]
    [InlineData("budget gate checkout security for CVE-1", "gate-exempt")]
    [InlineData("budget report payments", "report-over")]
    [InlineData("budget gate checkout featrue", "gate-unknown")]
    public async Task Over_budget_it_is_said_too(string text, string golden)
    {
        // 2400 s and the hour since nine: 6000 s of 3974.4 s, over by 2025.6 s.
        var bot = await BudgetBot.WithAsync(Release, Slow, Outage);
        Golden.Matches($"budget/{golden}", await bot.SayAsync("ben", text));
    }

    [Theory]
    [InlineData("budget status checkout at 2026-11-20 08:00", "Today 08:00, checkout: 26 min left")]
    [InlineData("budget status ledger", "sev2: Ledger stuck (ledger-1), since today 09:30. Responders: Ben Ode.\nledger has no SLO")]
    [InlineData("budget status search", "search: 43 min left")]
    public async Task An_open_incident_of_the_service_is_said_first_for_now(string text, string begins)
    {
        var stuck = Outage with
        {
            Service = "ledger",
            Number = 1,
            Title = "Ledger stuck",
            Start = Cases.At("2026-11-20T09:30:00Z"),
            Responders = [new Responder("ben", Cases.At("2026-11-20T09:40:00Z"), null)],
        };
        var bot = await BudgetBot.WithAsync(Release, Slow, Outage, stuck);
        Assert.StartsWith(begins, await bot.SayAsync("ben", text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_it_is_computed_has_the_numbers_put_in()
    {
        var bot = await BudgetBot.WithAsync(Release, Slow);
        Golden.Matches("budget/how",
            await bot.PressAsync("ben", await bot.AskAsync("ben", "budget status checkout"), "How is this computed?"));
    }

    [Fact]
    public async Task Requests_tell_of_their_hours()
    {
        // 1 % of 40,000 are 400; 130 failed, of which 100 in the hour of an incident.
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T08:10:00Z", "2026-11-20T08:50:00Z", null) with { Title = "Timeouts" });
        await bot.Store.SaveAsync(
            await new BucketIntake(bot.Store).ChangesAsync(BudgetBot.Checkout, "latency", Budgets.Requests.Pushed,
                [new(Cases.At("2026-11-20T07:00:00Z"), 19_970, 20_000), new(Cases.At("2026-11-20T08:00:00Z"), 19_900, 20_000)],
                bot.Clock.Now, BudgetBot.Ct), BudgetBot.Ct);
        Golden.Matches("budget/status-requests", await bot.SayAsync("ben", "budget status checkout slo latency"));
    }

    [Fact]
    public async Task A_correction_is_confirmed_told_listed_and_taken_back()
    {
        var bot = await BudgetBot.WithAsync(Release);
        Golden.Matches("budget/correct-preview",
            await bot.SayAsync("dot",
                "budget correct checkout 2026-11-02 10:00 to 2026-11-02 10:20 as uptime because the probe was wrong"));
        Golden.Matches("budget/correct-done",
            await bot.ConfirmAsync("dot",
                "budget correct checkout 2026-11-02 10:00 to 2026-11-02 10:20 as uptime because the probe was wrong"));
        Assert.Equal(600, (await ReadAsync(bot)).Consumed);
        var listed = await bot.AskAsync("ben", "budget corrections checkout");
        Assert.Contains("Mon 2 Nov 10:00 - 10:20  uptime", Written.Of(listed, Utc), StringComparison.Ordinal);
        Assert.Contains("Only leads of payments can correct", await bot.PressAsync("ben", listed, listed.Actions[0].Label),
            StringComparison.Ordinal);
        await bot.PressAsync("dot", listed, listed.Actions[0].Label);
        Assert.Equal(1800, (await ReadAsync(bot)).Consumed);
        Assert.Contains("Correction undone: checkout counted as up", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Single(await bot.Store.ListAsync<BudgetCorrection>(IdRange.All, BudgetBot.Ct));
    }

    [Theory]
    [InlineData("dot", "budget correct checkout 2026-11-25 10:00 to 11:00 as uptime because x", "has not happened yet")]
    [InlineData("dot", "budget correct checkout yesterday as sideways because x", "neither uptime nor downtime")]
    [InlineData("ben", "budget maintenance checkout tomorrow 9-17 because x", "Only leads of payments")]
    [InlineData("dot", "budget undo checkout abc", "has no correction `abc`")]
    [InlineData("dot", "budget close checkout for SHOP-1", "has no exception")]
    [InlineData("ben", "budget open checkout for SHOP-1 because I say so",
        "Only leads of payments can open the gate of checkout. Ask Dot Lead.")]
    public async Task What_cannot_be_is_refused(string person, string text, string says)
    {
        var bot = await BudgetBot.WithAsync();
        Assert.Contains(says, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<BudgetCorrection>(IdRange.All, BudgetBot.Ct));
    }

    [Fact]
    public async Task Maintenance_ahead_counts_as_uptime()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-21T09:30:00Z", "2026-11-21T10:30:00Z"));
        Golden.Matches("budget/maintenance",
            await bot.SayAsync("dot", "budget maintenance checkout tomorrow 9-10 because the database moves"));
        await bot.ConfirmAsync("dot", "budget maintenance checkout tomorrow 9-10 because the database moves");
        bot.Clock.Now = Cases.At("2026-11-22T10:00:00Z");
        Assert.Equal(1800, (await ReadAsync(bot)).Consumed);
    }

    [Fact]
    public async Task A_lead_lets_one_change_through_and_takes_that_back()
    {
        var bot = await BudgetBot.WithAsync(Outage with { Start = Cases.At("2026-11-20T07:00:00Z") });
        Assert.Contains("Halted: SHOP-1.", await bot.SayAsync("ben", "budget gate checkout feature for SHOP-1"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "budget open checkout for SHOP-1 because it turns the broken page off");
        Golden.Matches("budget/gate-let-through", await bot.SayAsync("ben", "budget gate checkout feature for SHOP-1"));
        Assert.Contains("Halted: SHOP-2.", await bot.SayAsync("ben", "budget gate checkout feature for SHOP-2"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("dot", "budget close checkout for SHOP-1");
        Assert.Contains("Halted: SHOP-1.", await bot.SayAsync("ben", "budget gate checkout feature for SHOP-1"),
            StringComparison.Ordinal);
        // With a reference an answer is a release's, and kept; without one somebody only wanted to know.
        await bot.SayAsync("ben", "budget gate checkout");
        var answers = (await bot.Store.ListAsync<GateAnswer>(IdRange.All, BudgetBot.Ct)).Select(stored => stored.Value).ToList();
        Assert.Equal((4, 1), (answers.Count, answers.Count(answer => answer.Open)));
        Assert.Contains("SHOP-1 may ship to checkout: exception by Dot Lead. Reason: it turns the broken page off.", await bot.SaidAsync(),
            StringComparison.Ordinal);
    }

    private static async Task<BudgetStatus> ReadAsync(BudgetBot bot) =>
        (await bot.Queries.ReadingsAsync(BudgetBot.Checkout, bot.Clock.Now, bot.Clock.Now, 0, BudgetBot.Ct))[0].Status;
}
