using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>Who is asked what time it is, how often, and what waits for the answer.</summary>
public sealed class ClockWatchTests : IAsyncDisposable
{
    private static readonly Instant Ten = Cases.At("2026-11-20T10:00:00Z");

    private readonly FakeClock wall = new(Ten);
    private readonly FakeTimeProvider time = new();
    private readonly HostClock clock;
    private readonly JobPulse pulse = new();
    private readonly SemaphoreSlim asked = new(0);
    private readonly ClockWatch watch;
    private Func<CancellationToken, Task> answerAsync;

    public ClockWatchTests()
    {
        clock = new(wall, time, NullLogger<HostClock>.Instance);
        answerAsync = _ => SayAsync(Duration.Zero);
        watch = new(clock, [new("Slack", true, AskAsync), new("Teams", false, _ => throw new InvalidOperationException("not here"))], time);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_platform_is_asked_at_the_start_within_every_five_minutes_and_when_the_clock_was_set()
    {
        await watch.StartAsync(Ct);
        await AskedAsync();
        Assert.InRange(await PassUntilAskedAsync(20), 1, 300);
        Assert.InRange(await PassUntilAskedAsync(20), 1, 300);
        wall.Now += Duration.FromHours(1);
        Assert.Equal(1, await PassUntilAskedAsync());
        Assert.True(clock.IsWrong);
    }

    [Fact]
    public async Task Jobs_wait_for_the_first_answer_five_seconds_at_most_and_it_is_asked_for_again_soon()
    {
        var cut = new TaskCompletionSource();
        answerAsync = async ct =>
        {
            await using var end = ct.Register(() => cut.TrySetResult());
            await Task.Delay(Timeout.Infinite, ct);
        };
        await watch.StartAsync(Ct);
        Assert.False(clock.IsBelieved);
        await AskedAsync();
        Pass(4);
        Assert.False(cut.Task.IsCompleted);
        Pass(1);
        await cut.Task.WaitAsync(Ct);
        while (!clock.IsBelieved) await Task.Delay(1, Ct);
        Assert.InRange(await PassUntilAskedAsync(), 20, 30);
    }

    [Fact]
    public async Task While_the_clock_is_wrong_nothing_is_done_by_it_and_what_was_decided_is_still_said()
    {
        var (byClock, saying) = (new Job(true), new Job(false));
        var (held, goes) = (Run(byClock), Run(saying));
        await SayAsync(Duration.FromHours(-3));
        await held.RunAsync(Ct);
        await goes.RunAsync(Ct);
        Assert.Equal((0, 1), (byClock.Given.Count, saying.Given.Count));

        wall.Now = Theirs;
        await SayAsync(Duration.Zero);
        await held.RunAsync(Ct);
        Assert.True(Assert.Single(byClock.Given).IsEverything);
    }

    [Fact]
    public async Task Set_back_a_job_looks_at_everything_again_and_does_not_wait_out_a_failure_still_to_come()
    {
        var job = new Job(true);
        var run = Run(job);
        await run.RunAsync(Ct);
        wall.Now += Duration.FromDays(40);
        job.Fails = true;
        await run.RunAsync(Ct);
        wall.Now = Ten;
        job.Fails = false;
        Assert.Equal(Ten + Duration.FromMinutes(1), await run.RunAsync(Ct));
        await run.RunAsync(Ct);
        Assert.Equal([true, true, true, false], job.Given.Select(given => given.IsEverything));
    }

    [Fact]
    public async Task An_alarm_still_to_come_when_the_clock_is_set_back_rings_now()
    {
        var (shifted, job) = (new ShiftedClock(), new Job(true));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton<IClock>(shifted).AddSingleton<SaveNotices>().AddSingleton<IJob>(job).AddScheduling();
        using var host = builder.Build();
        await host.StartAsync(Ct);
        await job.RanAsync();
        // The scheduler's clock is the real one, so that the next alarm is 40 days away.
        shifted.By = Duration.FromDays(40);
        await job.RanAsync();
        shifted.By = Duration.Zero;
        await job.RanAsync();
        await host.StopAsync(Ct);
    }

    [Theory]
    [InlineData(0, HealthStatus.Healthy, "is right as far as anybody says")]
    [InlineData(10, HealthStatus.Degraded, "is 8.9 s ahead of the clock of Slack")]
    [InlineData(10800, HealthStatus.Unhealthy,
        "is 3 h ahead of the clock of Slack: until it is right, nothing is recorded, handed over or paged")]
    public async Task Readiness_names_a_clock_that_is_off_and_fails_over_five_minutes(int ahead, HealthStatus status, string says)
    {
        await SayAsync(Duration.FromSeconds(ahead));
        var found = await new ClockCheck(clock).CheckHealthAsync(new HealthCheckContext(), Ct);
        Assert.Equal((status, says), (found.Status, found.Description));
    }

    [Fact]
    public async Task What_a_clock_that_ran_ahead_once_has_left_is_named_and_the_host_is_ready_and_works()
    {
        clock.TakeBack("The handoffs of payments", Ten + Duration.FromDays(40), Ten);
        var found = await new ClockCheck(clock).CheckHealthAsync(new HealthCheckContext(), Ct);
        Assert.Equal((HealthStatus.Degraded, "ran ahead once: 1 marks of times up to 2026-12-30T10:00:00Z were taken back"),
            (found.Status, found.Description));
        Assert.Equal((false, true), (clock.IsWrong, clock.IsBelieved));
    }

    public async ValueTask DisposeAsync()
    {
        await watch.StopAsync(CancellationToken.None);
        watch.Dispose();
        pulse.Dispose();
        asked.Dispose();
    }

    private JobRun Run(Job job) => new(job, clock, pulse, NullLogger<JobRun>.Instance);

    // Their time is Ten and what has passed steadily.
    private Task SayAsync(Duration ahead)
    {
        if (ahead != Duration.Zero) wall.Now = Theirs + ahead;
        clock.Hear("Slack", Theirs, Duration.FromMilliseconds(100));
        return Task.CompletedTask;
    }

    private Instant Theirs => Ten + Duration.FromTimeSpan(time.GetUtcNow() - time.Start);

    private async Task AskAsync(CancellationToken ct)
    {
        asked.Release();
        await answerAsync(ct);
    }

    private async Task AskedAsync() => Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(10), Ct));

    private async Task<int> PassUntilAskedAsync(int step = 1)
    {
        for (var seconds = step; ; seconds += step)
        {
            Assert.True(seconds < 1000, "nobody was asked");
            Pass(step);
            if (await asked.WaitAsync(TimeSpan.FromMilliseconds(20), Ct)) return seconds;
        }
    }

    private void Pass(int seconds)
    {
        wall.Now += Duration.FromSeconds(seconds);
        time.Advance(TimeSpan.FromSeconds(seconds));
    }

    private sealed class ShiftedClock : IClock
    {
        public Duration By { get; set; }

        public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + By;
    }

    private sealed class Job(bool goesByClock) : IJob
    {
        private readonly Channel<bool> ran = Channel.CreateUnbounded<bool>();

        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

        public bool GoesByClock => goesByClock;

        public bool Fails { get; set; }

        public List<Changes> Given { get; } = [];

        public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
        {
            Given.Add(changes);
            ran.Writer.TryWrite(true);
            return Fails ? Task.FromException<Instant?>(new IOException("disk")) : Task.FromResult<Instant?>(null);
        }

        public async Task RanAsync() => await ran.Reader.ReadAsync(Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }
}
