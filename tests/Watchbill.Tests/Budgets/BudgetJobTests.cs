using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

public sealed class BudgetJobTests
{
    private static CancellationToken Ct => BudgetBot.Ct;

    [Fact]
    public async Task Each_crossing_is_told_once_to_whom_the_policy_names()
    {
        // 40 min are 2400 of 3974.4 s: 39.6 % left, and one incident with more than a fifth.
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:40:00Z"));
        var job = bot.Job();
        await job.RunAsync(bot.Clock.Now, Ct);
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(20), Ct);
        await bot.Job().RunAsync(bot.Clock.Now + Duration.FromMinutes(40), Ct);
        Golden.Matches("budget/told-half", await bot.SaidAsync());
        // Another 30 min: 4200 s, over by 225.6 s. Of the two levels that were passed at
        // once the last is named, and lead and accountable hear of it.
        await bot.HappenAsync(Incident(2, "2026-11-20T11:00:00Z", "2026-11-20T11:30:00Z"));
        await ForgetAsync(bot);
        await job.RunAsync(bot.Clock.Now + Duration.FromHours(8), Ct);
        Golden.Matches("budget/told-over", await bot.SaidAsync());
        var reached = (await bot.Store.FindAsync<LevelReached>("checkout/availability/2026-10-01T00:00:00Z", Ct))!.Value;
        // At ten the last five minutes were quiet, the last half hour was not; twenty
        // minutes later only the slowest alert stood, which was no news.
        Assert.Equal(
            ["remaining <= 50%", "incident > 20%", "burn alert page 6h", "burn alert ticket 24h", "remaining <= 25%", "remaining <= 0%",
                "incident > 20%"],
            reached.Levels.Select(level => level.When));
        Assert.Empty(reached.Levels[3].Do);
        Assert.Equal(["checkout-1", "checkout-2"], reached.Levels.Select(level => level.Incident).OfType<string>());
    }

    [Fact]
    public async Task A_second_exhausted_quarter_is_told_to_executives_and_left_for_engagements_to_read()
    {
        var bot =
            await BudgetBot.WithAsync(Incident(1, "2026-08-02T10:00:00Z", "2026-08-02T12:00:00Z"),
                Incident(2, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        var reached = (await bot.Store.FindAsync<LevelReached>("checkout/availability/2026-10-01T00:00:00Z", Ct))!.Value;
        Assert.Single(reached.Levels, level => level.Do.Contains(PolicyAction.ProposeHandBack));
        Assert.Contains("person:eve: checkout (availability) overspent its budget in 2 of the last 4 periods.",
            await bot.SaidAsync(), StringComparison.Ordinal);
        await ForgetAsync(bot);
        await bot.Job().RunAsync(Cases.At("2027-01-01T00:00:00Z"), Ct);
        Assert.Empty(await bot.SaidAsync());
    }

    [Fact]
    public async Task A_burning_budget_pages_channel_and_lead_at_once_and_is_looked_at_each_minute()
    {
        // Two minutes of an hour at 99.95 %: 1/30 / 0.0005 = 66.7 times too fast, above 21.6.
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T09:58:00Z", null));
        Assert.Equal(bot.Clock.Now + Duration.FromMinutes(1), await bot.Job().RunAsync(bot.Clock.Now, Ct));
        Golden.Matches("budget/told-burning", await bot.SaidAsync());
    }

    // Both are caused within one second, and wait for the same channel.
    [Fact]
    public async Task News_of_a_budget_comes_after_the_incident_that_caused_it()
    {
        var bot = await Incidents.IncidentCommandTests.BotAsync();
        var (store, chart, chat) = (bot.Store, new OrgChart(bot.Store), new RecordingChat());
        await store.SaveAsync(
            [Write.Put("checkout", new Service("checkout", "payments") { Slos = [Time("99.95", Quarter)] })], Ct);
        bot.Clock.Now += Duration.FromMilliseconds(700);
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1 started 8:00");
        bot.Clock.Now += Duration.FromMilliseconds(100);
        await new BudgetJob(new BudgetQueries(store), new BudgetPolicies(store), new BudgetLevels(store, new ShortSpans([])),
            new LowBudgetNotes(store, new OpenWork(store, chart), chart)).RunAsync(bot.Clock.Now, Ct);
        await new DeliveryJob(new Outbox(store, exclusive: true), chat, bot.Clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(bot.Clock.Now, Ct);
        var said = chat.Said.Where(one => one.To == Address.Team("payments")).Select(one => one.Reply.Text.ToString()).ToList();
        Assert.StartsWith("sev1: payments fail (checkout-1)", said[0], StringComparison.Ordinal);
        Assert.Contains("overspent", said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_is_saved_with_its_cause_or_not_at_all()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:40:00Z"));
        var dying = new DyingStore(bot.Store, change => change.Kind == typeof(LevelReached));
        await Assert.ThrowsAnyAsync<Exception>(
            () =>
                new BudgetJob(new BudgetQueries(dying), new BudgetPolicies(dying), new BudgetLevels(dying, new ShortSpans([])),
                    bot.Troubles)
                    .RunAsync(bot.Clock.Now, Ct));
        Assert.Empty(await bot.SaidAsync());
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.NotEmpty(await bot.SaidAsync());
    }

    [Fact]
    public async Task Handoffs_and_homes_tell_of_budgets_in_trouble()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var rotation = Roster.Payments;
        await bot.Store.SaveAsync([Write.Put(rotation.Id, rotation)], Ct);
        var expected = "checkout availability: overspent by 54 min: 2 h spent of 1 h 6 min this quarter";
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(expected, Assert.Single(await bot.Work.OfAsync(rotation, bot.Clock.Now, Ct)).Value.ToString());
        Assert.Empty(await bot.Work.OfAsync(rotation with { Owner = "others" }, bot.Clock.Now, Ct));
        var home = bot.Troubles.Home[0].RunAsync;
        Assert.Equal(expected,
            (await home(new Call(new Caller("ben", Platforms.Slack, null), Arguments.None, bot.Clock.Now, bot.Clock.Now),
                Ct))!.Text.ToString());
        Assert.Null(await home(new Call(new Caller("ana", Platforms.Slack, null), Arguments.None, bot.Clock.Now, bot.Clock.Now), Ct));
        // The next quarter begins with a full budget.
        await bot.Job().RunAsync(Cases.At("2027-01-02T00:00:00Z"), Ct);
        Assert.Empty(await bot.Work.OfAsync(rotation, Cases.At("2027-01-02T00:00:00Z"), Ct));
    }

    [Fact]
    public async Task A_process_whose_job_has_not_looked_yet_tells_of_the_same_budgets_and_a_service_that_is_gone_is_told_of_no_more()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        await bot.Store.SaveAsync([Write.Put("payments", Roster.Payments)], Ct);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        var told = await bot.Work.OfAsync(Roster.Payments, bot.Clock.Now, Ct);
        var other = new OpenWork(bot.Store, new OrgChart(bot.Store));
        Assert.Equal(Assert.Single(told).Value.ToString(),
            Assert.Single(await other.OfAsync(Roster.Payments, bot.Clock.Now, Ct)).Value.ToString());

        await bot.Store.SaveAsync([Write.Put("checkout", BudgetBot.Checkout with { Retired = true })], Ct);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Empty(await other.OfAsync(Roster.Payments, bot.Clock.Now, Ct));
        Assert.Empty(await bot.Store.ListAsync<LowBudgets>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Only_the_service_that_something_happened_to_is_looked_at_again()
    {
        var bot = await BudgetBot.WithAsync();
        await bot.Store.SaveAsync([Write.Put("checkout", BudgetBot.Checkout with { Slos = [BudgetBot.Checkout.Slos[0]] })], Ct);
        var job = bot.Job();
        await job.RunAsync(bot.Clock.Now, Ct);
        // Both were down for half an hour; the job is woken for search alone.
        var down = Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:30:00Z");
        await bot.HappenAsync(down, down with { Service = "search" });
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(Incidents.Incident), "search/000001")), Ct);
        Assert.Equal(["search/availability/2026-11-01T00:00:00Z"], await ReachedAsync());
        await job.RunAsync(bot.Clock.Now, Changes.Of(new SavedDocument(typeof(OrganizationSettings), "organization")), Ct);
        Assert.Equal(["checkout/availability/2026-10-01T00:00:00Z", "search/availability/2026-11-01T00:00:00Z"], await ReachedAsync());

        async Task<IEnumerable<string>> ReachedAsync() =>
            (await bot.Store.ListAsync<LevelReached>(IdRange.All, Ct)).Select(reached => reached.Id);
    }

    [Fact]
    public async Task On_mondays_a_team_reads_how_it_stands_worst_first()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var job = new BudgetReportJob(bot.Store, bot.Queries);
        var monday = Cases.At("2026-11-23T09:00:00Z");
        Assert.Equal(monday, await job.RunAsync(bot.Clock.Now, Ct));
        Assert.Empty(await bot.SaidAsync());
        await job.RunAsync(monday, Ct);
        await job.RunAsync(monday + Duration.FromMinutes(1), Ct);
        Golden.Matches("budget/weekly", await bot.SaidAsync());
        Assert.NotNull(await bot.Store.FindAsync<Reported>("budgets/payments", Ct));
    }

    [Fact]
    public async Task A_policy_of_the_file_decides_what_is_told_and_when_it_halts()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:40:00Z"));
        await bot.Store.SaveAsync(
        [
            Write.Put("checkout", BudgetBot.Checkout with { Policy = "strict" }),
            Write.Put("budgetPolicies/strict",
                PolicyText.Read("budgetPolicies", """
                    {"id":"strict","exactlyZero":"open","noData":"halted","exempt":["p0"],
                    "levels":[{"when":"remaining <= 40%","do":["halt","tell manager"]}]}
                    """)),
        ], Ct);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Contains("person:eve: checkout (availability): 40 % of the budget left. ", await bot.SaidAsync(),
            StringComparison.Ordinal);
        var policy = await new BudgetPolicies(bot.Store).OfAsync(BudgetBot.Checkout with { Policy = "strict" }, Ct);
        Assert.Equal((false, true), (policy.ZeroHalts, policy.NoDataHalts));
        Assert.Equal([ReleaseKind.P0], policy.Exempt);
        Assert.Contains("Halted: checkout security changes.", await bot.SayAsync("ben", "budget gate checkout security"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lead", "ben", "person:ben")]
    [InlineData("lead", null, "admins")]
    [InlineData("manager", "ben", "person:ben")]
    [InlineData("accountable", "ben", "person:ben")]
    public async Task Who_has_left_is_not_told_and_who_stands_in_for_the_domain_is(string role, string? ofDomain, string to)
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:40:00Z"));
        var left = new Person("dot", "Dot Lead") { TimeZone = "Etc/UTC", Until = new LocalDate(2026, 11, 20) };
        await bot.Store.SaveAsync(
        [
            Write.Put("dot", left),
            Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Manager = "dot", Domain = "ordering" }),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Lead = ofDomain, Manager = ofDomain, Accountable = ofDomain }),
            Write.Put("checkout", BudgetBot.Checkout with { Policy = "strict", Accountable = "dot" }),
            Policy($"tell {role}"),
        ], Ct);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(to, Assert.Single(await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Value.To.ToString());
    }

    [Fact]
    public async Task A_team_without_a_manager_has_its_domains()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T10:40:00Z"));
        await bot.Store.SaveAsync(
        [
            Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Domain = "ordering" }),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Manager = "ana" }),
            Write.Put("checkout", BudgetBot.Checkout with { Policy = "strict" }),
            Policy("tell manager"),
        ], Ct);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Equal("person:ana", Assert.Single(await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Value.To.ToString());
    }

    private static Write Policy(string action) => Write.Put("budgetPolicies/strict", PolicyText.Read("budgetPolicies", $$"""
        {"id":"strict","exactlyZero":"open","noData":"open","exempt":[],"levels":[{"when":"remaining <= 40%","do":["{{action}}"]}]}
        """));

    private static async Task ForgetAsync(BudgetBot bot) =>
        await bot.Store.SaveAsync([.. (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(Write.Delete)], Ct);
}
