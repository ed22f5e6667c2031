using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Watchbill.Chat;

/// <summary>
/// Work that may outlive its request: whatever exceeds the platform's time limit continues after the response, and a stopping host waits
/// for it.
/// </summary>
public sealed partial class BackgroundWork(TimeProvider time, ILogger<BackgroundWork> log) : IDisposable
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Task, bool> behind = new();
    private readonly CancellationTokenSource stopped = new();

    /// <summary>
    /// The token for such work, since a request's own ends with its response; cancelled when a stopping host has waited long enough.
    /// </summary>
    public CancellationToken Stopped => stopped.Token;

    /// <summary>Waits for the work; false: it is still running.</summary>
    public async ValueTask<bool> InTimeAsync(Task work, TimeSpan patience, CancellationToken ct)
    {
        if (!work.IsCompleted)
        {
            try
            {
                await work.WaitAsync(patience, time, ct);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        await work;
        return true;
    }

    /// <summary>Waits for the work up to a limit; after that it continues in the background.</summary>
    public async Task WaitAsync(Task work, TimeSpan patience, CancellationToken ct)
    {
        if (!await InTimeAsync(work, patience, ct)) Behind(work);
    }

    /// <summary>Continues the work in the background and logs its failure.</summary>
    public void Behind(Task work)
    {
        if (work.IsCompletedSuccessfully) return;
        var guarded = GuardedAsync(work, stopped.Token);
        behind[guarded] = true;
        _ = guarded.ContinueWith(done => behind.TryRemove(done, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for all background work, for ten seconds at most.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        stopped.CancelAfter(LastPatience);
        try
        {
            // What goes on behind an answer may leave something behind itself, such as what it has to say.
            while (!behind.IsEmpty) await Task.WhenAll(behind.Keys).WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Whoever stops the host waits no longer. What was begun is kept, and finished by the next start.
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
            // Kept as unfinished; the next start does it.
        }
#pragma warning disable CA1031 // Nobody waits for it any more: it ends in the log.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Something that a chat platform asked for failed after it was acknowledged.")]
    private partial void LogFailed(Exception failure);
}
