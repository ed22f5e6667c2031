using System.Collections.Concurrent;
using NodaTime;

namespace Watchbill.Slack;

/// <summary>
/// Work that may take longer than Slack waits. Slack gives up after three seconds; what is not done after two and a half goes on behind
/// the answer, and a stopping host waits for it.
/// </summary>
internal sealed partial class SlackWork(TimeProvider time, IClock clock, ILogger<SlackWork> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Task, bool> behind = new();
    private readonly CancellationTokenSource stopped = new();

    /// <summary>
    /// Ends when the host has waited long enough: the token of everything here, since a request's own ends with its answer.
    /// </summary>
    public CancellationToken Stopped => stopped.Token;

    /// <summary>When what is asked for arrives; read once for each.</summary>
    public Instant Now => clock.GetCurrentInstant();

    /// <summary>Whether it ended in time. Where it did not, it goes on.</summary>
    public async ValueTask<bool> InTimeAsync(Task work, CancellationToken ct)
    {
        if (!work.IsCompleted)
        {
            try
            {
                await work.WaitAsync(Patience, time, ct);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        await work;
        return true;
    }

    /// <summary>Lets it go on behind the answer.</summary>
    public void Behind(Task work)
    {
        if (work.IsCompletedSuccessfully) return;
        var guarded = GuardedAsync(work, stopped.Token);
        behind[guarded] = true;
        _ = guarded.ContinueWith(done => behind.TryRemove(done, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken ct)
    {
        stopped.CancelAfter(LastPatience);
        try
        {
            // What goes on behind an answer may itself leave something behind, such as what it has to say.
            while (!behind.IsEmpty) await Task.WhenAll(behind.Keys).WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops the host waits no longer. What was begun is noted, and done by the next start.
        }
    }

    public void Dispose() => stopped.Dispose();

    private async Task GuardedAsync(Task work, CancellationToken ct)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Noted as begun; the next start does it.
        }
#pragma warning disable CA1031 // Nobody waits for it any more: it ends in the log.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that Slack asked for failed after it was acknowledged.")]
    private partial void LogFailed(Exception failure);
}
