using NodaTime;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>Runs one job, once at a time, and decides when it runs again. Knows nothing of Quartz.</summary>
internal sealed partial class JobRun(IJob job, HostClock clock, JobPulse pulse, ILogger<JobRun> log)
{
    private static readonly Duration MaxPause = Duration.FromMinutes(1);
    private static readonly Backoff Retry = new(Duration.FromSeconds(1), MaxPause);
    private static readonly Duration AlmostDue = Duration.FromMilliseconds(20);

    private readonly PendingChanges pending = new(job.Reads);

    private int wished;
    private int failures;
    private int jumps = clock.Jumps;
    private Instant failedUntil = Instant.MinValue;

    public string Name { get; } = job.GetType().Name;

    public bool ComesFirst => job.ComesFirst;

    /// <summary>Takes note that the job has something new to read. True where that is news: many saves before a run are one wish.</summary>
    public bool Wish(IReadOnlyList<SavedDocument> saved) => pending.Add(saved) && Interlocked.Exchange(ref wished, 1) == 0;

    /// <summary>Does what is due.</summary>
    /// <returns>When to call again at the latest.</returns>
    public async Task<Instant> RunAsync(CancellationToken ct)
    {
        // Read first: that finds out that the clock was set.
        var now = clock.GetCurrentInstant();
        if (job.GoesByClock && !clock.IsBelieved) return now + MaxPause;
        if (jumps != clock.Jumps) Forget();
        if (!pending.IsEverything || job.ComesFirst) return await WorkAsync(ct);
        await pulse.Everything.WaitAsync(ct);
        try
        {
            return await WorkAsync(ct);
        }
        finally
        {
            pulse.Everything.Release();
        }
    }

    // The clock was set: no instant that was remembered by it holds, and the job looks at everything again.
    private void Forget()
    {
        jumps = clock.Jumps;
        failedUntil = Instant.MinValue;
        pending.AddEverything();
    }

    private async Task<Instant> WorkAsync(CancellationToken ct)
    {
        // Cleared before anything is read: what is saved from here on asks for one more run.
        Interlocked.Exchange(ref wished, 0);
        var now = clock.GetCurrentInstant();
        // A job that saves and then fails wakes itself; without this it would do so without end.
        if (now < failedUntil) return failedUntil;
        try
        {
            var next = await CallAsync(now, ct);
            // Timers wake up to 3 ms early. The job has then done nothing and named the
            // instant again: wait for it here, and read the clock again.
            while (next is { } due && due > now && due - clock.GetCurrentInstant() < AlmostDue)
            {
                await UntilAsync(due, ct);
                now = clock.GetCurrentInstant();
                next = await CallAsync(now, ct);
            }

            failures = 0;
            pulse.Beat(now);
            return next is { } at ? Instant.Min(at, now + MaxPause) : now + MaxPause;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return now + MaxPause;
        }
#pragma warning disable CA1031 // Whatever a job throws, the others go on and it is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var pause = Retry.After(++failures);
            LogFailed(failure, Name, pause);
            return failedUntil = clock.GetCurrentInstant() + pause;
        }
    }

    private async Task<Instant?> CallAsync(Instant now, CancellationToken ct)
    {
        var changes = pending.Take();
        try
        {
            return await job.RunAsync(now, changes, ct);
        }
        catch
        {
            pending.GiveBack(changes);
            throw;
        }
    }

    private async Task UntilAsync(Instant due, CancellationToken ct)
    {
        // No longer, should the clock be set back meanwhile.
        for (var left = due - clock.GetCurrentInstant(); left > Duration.Zero && left < AlmostDue; left = due - clock.GetCurrentInstant())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, left.TotalMilliseconds)), ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} failed and is tried again in {Pause}.")]
    private partial void LogFailed(Exception failure, string job, Duration pause);
}
