using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NSubstitute;
using Quartz;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using IJob = Watchbill.Jobs.IJob;

namespace Watchbill.Scheduling;

/// <summary>What a job does whose run ends as the host stops.</summary>
public sealed class WakeUpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_ends_after_the_scheduler_sets_no_alarm_and_fails_nothing()
    {
        await using var services = new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler(Ct);
        await scheduler.Shutdown(waitForJobsToComplete: false, Ct);
        using var pulse = new JobPulse();
        var run =
            new JobRun(new Idle(), Some.ReadFrom(new FakeClock(Cases.At("2026-11-20T10:00:00Z"))), pulse, NullLogger<JobRun>.Instance);
        var context = Substitute.For<IJobExecutionContext>();
        context.Scheduler.Returns(scheduler);
        context.JobDetail.Returns(JobBuilder.Create<WakeUp>().WithIdentity(WakeUp.KeyOf(run)).Build());

        await new WakeUp(new Dictionary<string, JobRun> { [run.Name] = run }).Execute(context, CancellationToken.None);

        Assert.NotNull(pulse.LastBeat);
    }

    private sealed class Idle : IJob
    {
        public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

        public Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct) => Task.FromResult<Instant?>(null);
    }
}
