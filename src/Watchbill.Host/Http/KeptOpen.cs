using NodaTime;
using Watchbill.Jobs;

namespace Watchbill.Http;

/// <summary>
/// Keeps a connection to a service open: once one is left the next is opened. After one that failed, or did not last, it waits, longer
/// each time.
/// </summary>
internal sealed class KeptOpen(TimeProvider time)
{
    private static readonly Backoff Retry = new(Duration.FromSeconds(1), Duration.FromMinutes(1));

    /// <summary>A connection that ends before this did not work.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    /// <param name="useAsync">Opens one, and returns when another is needed.</param>
    /// <param name="failed">Told why one could not be opened.</param>
    public async Task RunAsync(Func<CancellationToken, Task> useAsync, Action<string> failed, CancellationToken ct)
    {
        for (var failures = 0; !ct.IsCancellationRequested;)
        {
            var opened = time.GetTimestamp();
            try
            {
                await useAsync(ct);
                failures = time.GetElapsedTime(opened) < Short ? failures + 1 : 0;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps it from being open, it is tried again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures++;
                failed(failure.Message);
            }

            // A host that stops does not wait.
            if (failures > 0)
                await Task.Delay(Retry.After(failures).ToTimeSpan(), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
