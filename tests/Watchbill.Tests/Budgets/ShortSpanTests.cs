using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// Burn alerts with the last minutes asked of the monitoring. 24 hours of 1000 requests at 99 % in 28 days, 200 failed in
/// the last of them: 20 % over the hour burn at 20, above 28 x 24 h x 2 % / 1 h = 13.44; over six hours 200 of 6000 burn at
/// 3.33, below 28 x 24 h x 5 % / 6 h = 5.6; over a day 200 of 24,000 at 0.83, below 2.8.
/// </summary>
public sealed class ShortSpanTests
{
    private const string Page = "burn alert page 1h";
    private readonly FakeMetrics metrics = new();

    private static CancellationToken Ct => BudgetBot.Ct;

    [Fact]
    public async Task An_alert_begins_and_ends_by_the_last_five_minutes_and_silence_changes_nothing()
    {
        var bot = await BotAsync("good[$window]", "total[$window]");
        var job = bot.Job(metrics);
        metrics.Failure = new MetricsException("it cannot be reached.") { Unreachable = true };
        await RunAsync("2026-11-20T10:00:00Z", 0);
        Assert.Equal(("total[5m]", bot.Clock.Now, bot.Clock.Now, Duration.FromMinutes(5)), Assert.Single(metrics.Asked));
        // What failed has been mended within the hour.
        Say(99, 100);
        await RunAsync("2026-11-20T10:05:30Z", 0);
        // 13 of 100 burn at 13, 14 at 14.
        Say(87, 100);
        await RunAsync("2026-11-20T10:10:30Z", 0);
        Say(86, 100);
        await RunAsync("2026-11-20T10:15:30Z", 2);
        metrics.Failure = new MetricsException("the query is refused: parse error");
        await RunAsync("2026-11-20T10:20:30Z", 2);
        Say(null, null);
        await RunAsync("2026-11-20T10:25:30Z", 2);
        Say(50, 100);
        await RunAsync("2026-11-20T10:30:30Z", 2);
        Assert.Null(Assert.Single(await BurnsAsync(bot)).Rearmed);
        Say(0, 0);
        await RunAsync("2026-11-20T10:35:30Z", 2);
        Assert.Equal((Page, Cases.At("2026-11-20T10:35:30Z")),
            (Assert.Single(await BurnsAsync(bot)).When, Assert.Single(await BurnsAsync(bot)).Rearmed));

        async Task RunAsync(string at, int told)
        {
            await job.RunAsync(Cases.At(at), Ct);
            // To the channel and to the lead.
            Assert.Equal(told, (await bot.SaidAsync()).Split("budget is gone in").Length - 1);
        }
    }

    [Theory]
    [InlineData("good[1h]", "total[1h]")]
    [InlineData(null, null)]
    public async Task Where_the_monitoring_cannot_be_asked_the_hours_decide(string? good, string? total)
    {
        var bot = await BotAsync(good, total);
        await bot.Job(metrics).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal([Page], (await BurnsAsync(bot)).Select(level => level.When));
        Assert.Empty(metrics.Asked);
    }

    [Fact]
    public async Task Without_monitoring_the_hours_decide()
    {
        var bot = await BotAsync("good[$window]", "total[$window]");
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Equal([Page], (await BurnsAsync(bot)).Select(level => level.When));
    }

    [Fact]
    public async Task One_that_hangs_is_asked_once_a_minute_by_all_objectives_together()
    {
        var bot = await BotAsync("good[$window]", "total[$window]");
        var other = Asked("good[$window]", "total[$window]") with { Id = "other" };
        await bot.Store.SaveAsync(
            [Write.Put("checkout", BudgetBot.Checkout with { Slos = [Asked("good[$window]", "total[$window]"), other] }),
                .. Hours("other")], Ct);
        metrics.Failure = new MetricsException("it did not answer within 25 seconds.") { Unreachable = true };
        var job = bot.Job(metrics);
        await job.RunAsync(bot.Clock.Now, Ct);
        Assert.Single(metrics.Asked);
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(5) + Duration.FromSeconds(30), Ct);
        Assert.Equal(2, metrics.Asked.Count);
    }

    [Fact]
    public async Task Where_requests_come_in_it_is_looked_at_after_each_five_minutes_when_they_have_been_counted()
    {
        var bot = await BotAsync("good[$window]", "total[$window]");
        Say(100, 100);
        var job = bot.Job(metrics);
        Assert.Equal(Cases.At("2026-11-20T10:00:30Z"), await job.RunAsync(Cases.At("2026-11-20T10:00:29Z"), Ct));
        Assert.Equal(Cases.At("2026-11-20T10:05:30Z"), await job.RunAsync(Cases.At("2026-11-20T10:00:30Z"), Ct));
    }

    private void Say(decimal? good, decimal? total)
    {
        metrics.Failure = null;
        (metrics.Queries["good[5m]"], metrics.Queries["total[5m]"]) = (_ => good, _ => total);
    }

    private static Slo Asked(string? good, string? total) => Counted("99", Rolling(28)) with { Good = good, Total = total };

    private static async Task<BudgetBot> BotAsync(string? good, string? total)
    {
        var bot = await BudgetBot.WithAsync();
        await bot.Store.SaveAsync([Write.Put("checkout", BudgetBot.Checkout with { Slos = [Asked(good, total)] }), .. Hours("latency")],
            Ct);
        return bot;
    }

    private static IEnumerable<Write> Hours(string slo) =>
        Days(slo, Budgets.Requests.Prometheus,
            [.. Enumerable.Range(-24, 24)
                .Select(hour => new Bucket(Cases.At("2026-11-20T10:00:00Z") + Duration.FromHours(hour), hour == -1 ? 800 : 1000, 1000))])
            .Select(day => Write.Put(BucketDay.IdOf("checkout", slo, day.Day, day.Source), day));

    private static async Task<IReadOnlyList<ReachedLevel>> BurnsAsync(BudgetBot bot) =>
        [.. (await bot.Store.ListAsync<LevelReached>(IdRange.Prefix("checkout/latency/"), Ct)).SelectMany(stored => stored.Value.Levels)
            .Where(level => level.Alert is not null)];
}
