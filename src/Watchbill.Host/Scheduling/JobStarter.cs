using System.Threading.Channels;
using Quartz;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>
/// Hands every job to the scheduler, and wakes those that read what a save wrote; all of them when the clock was set, since
/// their alarms ring by it.
/// </summary>
internal sealed class JobStarter(
    IReadOnlyDictionary<string, JobRun> runs, ISchedulerFactory schedulers, SaveNotices notices, HostClock clock) : BackgroundService
{
    private readonly Channel<JobRun> wishes = Channel.CreateUnbounded<JobRun>(new() { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        // Listening begins first: what is saved between a job's first run and the subscription would wait for a minute.
        notices.Saved += Note;
        clock.Changed += WakeAll;
        try
        {
            foreach (var run in runs.Values.OrderByDescending(run => run.ComesFirst))
            {
                var detail = JobBuilder.Create<WakeUp>().WithIdentity(WakeUp.KeyOf(run)).StoreDurably().Build();
                await scheduler.ScheduleJob(detail, WakeUp.Alarm(run, clock.GetCurrentInstant()), cancellationToken: stoppingToken);
            }

            // A wish during a run waits in Quartz until that run has ended: never two runs of one job at once.
            await foreach (var run in wishes.Reader.ReadAllAsync(stoppingToken))
                await scheduler.TriggerJob(WakeUp.KeyOf(run), cancellationToken: stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops, or could not start: its port is taken.
        }
        catch (SchedulerException) when (WakeUp.IsOver(scheduler))
        {
            // The host stops; saves until its end wake nobody here.
        }
        finally
        {
            notices.Saved -= Note;
            clock.Changed -= WakeAll;
        }
    }

    // On the store's writer thread: takes note and nothing else.
    private void Note(IReadOnlyList<SavedDocument> saved)
    {
        foreach (var run in runs.Values)
        {
            if (run.Wish(saved)) wishes.Writer.TryWrite(run);
        }
    }

    private void WakeAll()
    {
        foreach (var run in runs.Values) wishes.Writer.TryWrite(run);
    }
}
