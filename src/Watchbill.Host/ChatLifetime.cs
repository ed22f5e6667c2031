using NodaTime;
using Watchbill.Chat;

namespace Watchbill;

/// <summary>Finishes what an earlier run left in the inbox, and has a stop wait for what goes on behind answers.</summary>
internal sealed class ChatLifetime(InboxRecovery recovery, BackgroundWork work, IClock clock) : BackgroundService
{
    // Read before anything can arrive.
    private readonly Instant began = clock.GetCurrentInstant();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await work.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await recovery.RunAsync(began, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or never started; the next start goes on from here.
        }
    }
}
