using Watchbill.Jobs;

namespace Watchbill.Scheduling;

/// <summary>Keeps finding out how right the clock is: asks at the start, every few minutes, and at once when the clock was set.</summary>
internal sealed class ClockWatch(HostClock clock, IEnumerable<ClockSource> sources, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan EveryUnheard = TimeSpan.FromSeconds(30);

    // Jobs wait this long for an answer, and then believe the clock.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ClockSource[] sources = [.. sources.Where(source => source.IsConfigured)];
    private readonly Dictionary<string, long> askedAt = [];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var source in sources) clock.Await(source.Name);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var jumps = clock.Jumps;
        try
        {
            do
            {
                // Where no job reads the clock, it is found here that it was set.
                clock.GetCurrentInstant();
                if (jumps != clock.Jumps) askedAt.Clear();
                jumps = clock.Jumps;
                foreach (var source in sources.Where(IsDue))
                {
                    askedAt[source.Name] = time.GetTimestamp();
                    _ = AskAsync(source, stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private bool IsDue(ClockSource source) => !askedAt.TryGetValue(source.Name, out var at)
        || time.GetElapsedTime(at) >= (clock.IsUnheard(source.Name) ? EveryUnheard : Every);

    private async Task AskAsync(ClockSource source, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            await source.AskAsync(either.Token);
        }
#pragma warning disable CA1031 // Whatever keeps them from answering, they are asked again; who else talks to them says what it is.
        catch (Exception)
#pragma warning restore CA1031
        {
            // An answer that refused something has said the time all the same.
        }
        finally
        {
            clock.AwaitNoLonger(source.Name);
        }
    }
}
