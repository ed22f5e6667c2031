using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Quartz;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Rotations;
using Watchbill.Storage;
using IJob = Watchbill.Jobs.IJob;

namespace Watchbill.Scheduling;

/// <summary>
/// With the real scheduler and the real clock; what they measure in is milliseconds, what they wait for is less than a second.
/// </summary>
public sealed class SchedulingTests
{
    private static readonly Duration Soon = Duration.FromMilliseconds(300);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_runs_at_the_start_and_at_the_instant_it_names_and_not_before()
    {
        var due = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(1);
        var done = new TaskCompletionSource<Instant>();
        var job = new AlarmJob(now =>
        {
            if (now >= due) done.TrySetResult(now);
            return now < due ? due : null;
        });
        using var host = await StartAsync(job);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        var at = await done.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        Assert.InRange(at - due, Duration.Zero, Soon);
        Assert.True(job.Runs.Count >= 2);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task Saves_wake_the_jobs_that_read_them_never_twice_at_once_and_none_is_missed()
    {
        var job = new AlarmJob(_ => null);
        using var host = await StartAsync(job);
        var notices = host.Services.GetRequiredService<SaveNotices>();
        await UntilAsync(() => job.Runs.Count == 1 && job.Running == 0);

        var held = new TaskCompletionSource();
        job.Held = held.Task;
        notices.Raise([new(typeof(AuditRow), "1")]);
        notices.Raise([new(typeof(Rotation), "payments")]);
        await UntilAsync(() => job.Running == 1);
        // Twenty wishes during a run are one more run.
        for (var i = 0; i < 20; i++) notices.Raise([new(typeof(Rotation), "payments")]);
        held.SetResult();
        await UntilAsync(() => job.Runs.Count == 3 && job.Running == 0);
        await Task.Delay(100, Ct);
        Assert.Equal(3, job.Runs.Count);
        Assert.Equal(1, job.MaxAtOnce);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task After_a_run_that_a_save_asked_for_the_alarm_still_rings()
    {
        var due = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(1.5);
        var done = new TaskCompletionSource();
        var job = new AlarmJob(now =>
        {
            if (now >= due) done.TrySetResult();
            return now < due ? due : null;
        });
        using var host = await StartAsync(job);
        for (var i = 0; i < 5; i++)
        {
            host.Services.GetRequiredService<SaveNotices>().Raise([new(typeof(Rotation), "payments")]);
            await Task.Delay(20, Ct);
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
        Assert.True(host.Services.GetRequiredService<JobPulse>().BeatsAt(SystemClock.Instance.GetCurrentInstant()));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_stop_waits_until_a_running_job_has_ended()
    {
        var job = new AlarmJob(_ => null) { Takes = TimeSpan.FromMilliseconds(200) };
        using var host = await StartAsync(job);
        await UntilAsync(() => job.Running == 1);
        await host.StopAsync(Ct);
        Assert.Equal(0, job.Running);
        Assert.True(job.Stopped);
    }

    [Fact]
    public async Task Each_job_has_a_place_of_its_own_so_that_none_waits_for_another_to_end()
    {
        using var host = await StartAsync(new AlarmJob(_ => null));
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Ct);
        var jobs = typeof(DeliveryJob).Assembly.GetTypes().Concat(typeof(JobRun).Assembly.GetTypes())
            .Count(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IJob)));
        Assert.InRange(jobs, 25, (await scheduler.GetMetadata(Ct)).ThreadPoolSize - 1);
        await host.StopAsync(Ct);
    }

    private static async Task<IHost> StartAsync(IJob job)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton<IClock>(SystemClock.Instance).AddSingleton<SaveNotices>().AddSingleton(job)
            .AddScheduling();
        var host = builder.Build();
        await host.StartAsync(Ct);
        return host;
    }

    // Healthy as soon as a job has run.
    private static async Task<HealthStatus> HealthAsync(IHost host)
    {
        await UntilAsync(() => host.Services.GetRequiredService<JobPulse>().LastBeat is not null);
        return (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ct)).Status;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 2000, "waited for ten seconds");
            await Task.Delay(5, Ct);
        }
    }

    private sealed class AlarmJob(Func<Instant, Instant?> body) : IJob
    {
        private int running;

        public ConcurrentQueue<Instant> Runs { get; } = [];

        public TimeSpan Takes { get; init; } = TimeSpan.Zero;

        /// <summary>A run ends no sooner than this.</summary>
        public Task Held { get; set; } = Task.CompletedTask;

        public int Running => Volatile.Read(ref running);

        public int MaxAtOnce { get; private set; }

        public bool Stopped { get; private set; }

        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Rotation) };

        public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
        {
            MaxAtOnce = Math.Max(MaxAtOnce, Interlocked.Increment(ref running));
            Runs.Enqueue(now);
            await Task.Delay(Takes, CancellationToken.None);
            await Held;
            Stopped = ct.IsCancellationRequested;
            Interlocked.Decrement(ref running);
            return body(now);
        }
    }
}
