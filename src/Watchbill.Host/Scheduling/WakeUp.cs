using NodaTime;
using Quartz;

namespace Watchbill.Scheduling;

/// <summary>What Quartz calls: runs the job that the key names and sets the next alarm. An instant is all that Quartz learns.</summary>
[DisallowConcurrentExecution]
internal sealed class WakeUp(IReadOnlyDictionary<string, JobRun> runs) : IJob
{
    public static JobKey KeyOf(JobRun run) => new(run.Name);

    /// <summary>The one alarm of a job; setting it again moves it.</summary>
    public static ITrigger Alarm(JobRun run, Instant at) => TriggerBuilder.Create()
        .WithIdentity(run.Name)
        .ForJob(KeyOf(run))
        .StartAt(at.ToDateTimeOffset())
        .Build();

    /// <summary>Whether the host has stopped the scheduler, or is about to.</summary>
    public static bool IsOver(IScheduler scheduler) => scheduler.Status is SchedulerStatus.ShuttingDown or SchedulerStatus.Shutdown;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var run = runs[context.JobDetail.Key.Name];
        var next = await run.RunAsync(cancellationToken);
        if (cancellationToken.IsCancellationRequested) return;
        try
        {
            await context.Scheduler.ScheduleTrigger(Alarm(run, next), TriggerConflict.Replace, CancellationToken.None);
        }
        catch (SchedulerException) when (IsOver(context.Scheduler))
        {
            // The host stopped while the job ran. What is due lives in documents; the next start finds it.
        }
    }
}
