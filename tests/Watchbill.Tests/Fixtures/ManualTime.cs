using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Watchbill.Fixtures;

/// <summary>Time that stands until a test moves it, which it does once somebody waits for it.</summary>
public sealed class ManualTime : FakeTimeProvider, IDisposable
{
    private readonly ConcurrentDictionary<ITimer, TimeSpan> waits = new();
    private readonly SemaphoreSlim begun = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Wait(this, base.CreateTimer(callback, state, dueTime, period));
        waits[timer] = dueTime;
        begun.Release();
        return timer;
    }

    /// <summary>Lets a span pass as soon as somebody waits for just that long.</summary>
    public async Task PassAsync(TimeSpan span, CancellationToken ct)
    {
        while (!waits.Values.Contains(span)) await begun.WaitAsync(ct);
        Advance(span);
    }

    public void Dispose() => begun.Dispose();

    private sealed class Wait(ManualTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            time.waits.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
