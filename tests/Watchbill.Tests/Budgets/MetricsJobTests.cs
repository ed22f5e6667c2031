using System.Globalization;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

public sealed class MetricsJobTests : IDisposable
{
    private readonly FakeMetrics metrics = new();
    private readonly Lines log = new();
    private readonly ILoggerFactory loggers;

    public MetricsJobTests() => loggers = LoggerFactory.Create(logging => logging.AddProvider(log));

    public void Dispose()
    {
        loggers.Dispose();
        log.Dispose();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_are_counted_back_to_what_is_kept_a_day_at_a_time_and_the_one_that_runs_goes_on()
    {
        var bot = await BotAsync();
        Say("5m", at => 99, at => 100);
        var job = Job(bot);
        // 10:00:00: the step that ended just now settles first. 15 days back is 5 November, 10:00.
        var next = await job.RunAsync(Cases.At("2026-11-20T10:00:00Z"), Ct);
        Assert.Equal(Cases.At("2026-11-20T10:05:20Z"), next);
        // 14 hours, 14 whole days and 10 hours, each asked for twice; the last step is that of 9:55.
        Assert.Equal(32, metrics.Asked.Count);
        Assert.Equal(("total[5m]", Cases.At("2026-11-05T10:05:00Z"), Cases.At("2026-11-06T00:00:00Z"), Duration.FromMinutes(5)),
            metrics.Asked[0]);
        Assert.Equal(Cases.At("2026-11-20T09:55:00Z"), metrics.Asked[^1].Last);
        var hours = await HoursAsync(bot);
        Assert.Equal(360, hours.Count);
        Assert.All(hours.SkipLast(1), hour => Assert.Equal((1188m, 1200m, 1m), (hour.Good, hour.Total, hour.Coverage)));
        // Eleven steps of the last one: 11 x 99 of 1100.
        Assert.Equal(new Bucket(Cases.At("2026-11-20T09:00:00Z"), 1089, 1100) { Coverage = 11m / 12 }, hours[^1]);

        // Twice does nothing, and is not even asked before its time.
        metrics.Asked.Clear();
        Assert.Equal(next, await job.RunAsync(Cases.At("2026-11-20T10:01:00Z"), Changes.None, Ct));
        Assert.Empty(metrics.Asked);
        await job.RunAsync(next!.Value, Ct);
        // The last hour again, with what runs: one day, two queries.
        Assert.Equal(("total[5m]", Cases.At("2026-11-20T09:05:00Z")), (metrics.Asked[0].Query, metrics.Asked[0].First));
        Assert.Equal(2, metrics.Asked.Count);
        Assert.Equal(["08:1188/1200*1", "09:1188/1200*1", "10:99/100*0.083"], (await HoursAsync(bot)).TakeLast(3).Select(Said));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_asks_again_at_once()
    {
        var bot = await BotAsync();
        Say("5m", at => 99, at => 100);
        var job = Job(bot);
        await job.RunAsync(bot.Clock.Now + Duration.FromDays(40), Ct);
        Assert.True(await job.RunAsync(bot.Clock.Now, Ct) < bot.Clock.Now + Duration.FromMinutes(10));
    }

    [Fact]
    public async Task After_a_while_of_silence_it_goes_on_from_the_last_hour_and_says_which_hours_are_missing()
    {
        var bot = await BotAsync();
        var down = new Interval(Cases.At("2026-11-20T12:00:00Z"), Cases.At("2026-11-20T14:30:00Z"));
        // The service is watched since 9:00; its target is down from 12:00 to 14:30.
        decimal? total(Instant at) => at <= Cases.At("2026-11-20T09:00:00Z") || (at > down.Start && at <= down.End) ? null : 10;
        Say("5m", total, total);
        await Job(bot).RunAsync(Cases.At("2026-11-20T10:01:00Z"), Ct);
        // Watchbill itself was stopped for six hours.
        await Job(bot).RunAsync(Cases.At("2026-11-20T16:00:30Z"), Ct);
        Assert.Equal(["09:120/120*1", "10:120/120*1", "11:120/120*1", "14:60/60*0.5", "15:120/120*1"],
            (await HoursAsync(bot)).Select(Said));
        // From 10:00 to 16:00: 12, 13 and the half of 14 are missing. With 9:00 a status knows 4.5 hours of its 28 days.
        Assert.Contains(
            "Information: checkout latency was counted from 2026-11-20T10:00:00Z on: of 6 hours 3 were not measured, or not wholly.",
            log.All);
        bot.Clock.Now = Cases.At("2026-11-20T16:00:00Z");
        Assert.Contains("Measured: 0.7 % of the time so far", await bot.SayAsync("ben", "budget status checkout"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_down_is_a_hole_until_it_is_measured_again_and_never_all_good()
    {
        var bot = await BotAsync();
        Say("5m", _ => null, _ => null);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Empty(await HoursAsync(bot));
        Assert.Contains("checkout: no requests counted in 28 days", await bot.SayAsync("ben", "budget status checkout"),
            StringComparison.Ordinal);
        // The query was wrong, and is mended: all that is kept is filled up.
        Say("5m", _ => 1, _ => 1);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(360, (await HoursAsync(bot)).Count);
    }

    [Fact]
    public async Task What_was_measured_does_not_become_less_when_the_monitoring_forgets()
    {
        var bot = await BotAsync();
        Say("5m", _ => 1, _ => 1);
        await Job(bot).RunAsync(bot.Clock.Now, Ct);
        Say("5m", at => at.InUtc().Minute == 30 ? 1 : null, at => at.InUtc().Minute == 30 ? 1 : null);
        var before = await HoursAsync(bot);
        await Job(bot).RunAsync(Cases.At("2026-11-20T10:20:00Z"), Ct);
        Assert.Equal(before, await HoursAsync(bot));
    }

    [Fact]
    public async Task A_query_with_a_length_of_its_own_is_asked_at_the_end_of_each_hour()
    {
        var bot = await BotAsync("good[1h]", "total[1h]");
        Say("1h", _ => 995, _ => 1000);
        await Job(bot).RunAsync(Cases.At("2026-11-20T10:59:00Z"), Ct);
        Assert.All(metrics.Asked, ask => Assert.Equal((Duration.FromHours(1), 0), (ask.Step, ask.First.InUtc().Minute)));
        // The hour that runs has no end yet.
        Assert.Equal("09:995/1000*1", Said((await HoursAsync(bot))[^1]));
    }

    [Fact]
    public async Task One_query_that_is_refused_stops_no_other_and_is_told_once()
    {
        var bot = await BotAsync();
        var wrong = Counted("99", Rolling(28)) with { Id = "alpha", Good = "bad(", Total = "bad(" };
        await bot.Store.SaveAsync(
            [Write.Put("checkout", (await ServiceAsync(bot)) with { Slos = [wrong, .. (await ServiceAsync(bot)).Slos] })], Ct);
        Say("5m", _ => 1, _ => 1);
        var job = Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(10), Ct);
        Assert.NotEmpty(await HoursAsync(bot));
        Assert.Equal("Warning: checkout alpha gets no numbers from Prometheus: the query is refused: bad(",
            Assert.Single(log.All, line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_that_does_not_answer_is_asked_again_a_minute_later_and_told_of_once()
    {
        var bot = await BotAsync();
        Say("5m", _ => 1, _ => 1);
        var job = Job(bot);
        metrics.Failure = new MetricsException("it cannot be reached.") { Unreachable = true };
        Assert.Equal(bot.Clock.Now + Duration.FromMinutes(1), await job.RunAsync(bot.Clock.Now, Ct));
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(1), Ct);
        Assert.Equal(2, metrics.Asked.Count);
        metrics.Failure = null;
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(2), Ct);
        Assert.NotEmpty(await HoursAsync(bot));
        Assert.Equal(
            "Warning: No numbers come from Prometheus: it cannot be reached. It is asked again each minute; hours are filled up once it " +
                "answers.", Assert.Single(log.All, line => line.StartsWith("Warning", StringComparison.Ordinal)));
        Assert.Contains("Information: Prometheus answers again.", log.All);
    }

    [Fact]
    public async Task A_query_that_Prometheus_falls_silent_over_keeps_no_other_from_its_turn()
    {
        var bot = await BotAsync();
        var heavy = Counted("99", Rolling(28)) with { Id = "alpha", Good = "heavy", Total = "heavy" };
        await bot.Store.SaveAsync(
            [Write.Put("checkout", (await ServiceAsync(bot)) with { Slos = [heavy, .. (await ServiceAsync(bot)).Slos] })], Ct);
        Say("5m", _ => 1, _ => 1);
        metrics.Queries["heavy"] = _ => throw new MetricsException("it did not answer within 25 seconds.") { Unreachable = true };
        var job = Job(bot);
        await job.RunAsync(bot.Clock.Now, Ct);
        Assert.Empty(await HoursAsync(bot));
        await job.RunAsync(bot.Clock.Now + Duration.FromMinutes(1), Ct);
        Assert.Equal(360, (await HoursAsync(bot)).Count);
    }

    private void Say(string window, Func<Instant, decimal?> good, Func<Instant, decimal?> total) =>
        (metrics.Queries[$"good[{window}]"], metrics.Queries[$"total[{window}]"]) = (good, total);

    private MetricsJob Job(BudgetBot bot) => new(bot.Store, new BucketIntake(bot.Store), metrics, loggers.CreateLogger<MetricsJob>());

    private static async Task<BudgetBot> BotAsync(string good = "good[$window]", string total = "total[$window]")
    {
        var bot = await BudgetBot.WithAsync();
        await bot.Store.SaveAsync(
            [Write.Put("checkout", BudgetBot.Checkout with { Slos = [Counted("99", Rolling(28)) with { Good = good, Total = total }] })],
            Ct);
        return bot;
    }

    private static async Task<Service> ServiceAsync(BudgetBot bot) => (await bot.Store.FindAsync<Service>("checkout", Ct))!.Value;

    private static async Task<List<Bucket>> HoursAsync(BudgetBot bot) =>
        [.. (await bot.Store.ListAsync<BucketDay>(IdRange.Prefix("checkout/latency/"), Ct))
            .Where(day => day.Value.Source == Budgets.Requests.Prometheus).SelectMany(day => day.Value.Hours)];

    private static string Said(Bucket hour) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{hour.Hour.InUtc().Hour:00}:{hour.Good}/{hour.Total}*{decimal.Round(hour.Coverage, 3):0.###}");
}
