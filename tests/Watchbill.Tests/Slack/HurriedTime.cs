namespace Watchbill.Slack;

/// <summary>Time that runs so many times faster, for those who wait for it.</summary>
public sealed class HurriedTime(int times) : TimeProvider
{
    private readonly DateTimeOffset start = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => start + ((System.GetUtcNow() - start) * times);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : dueTime / times,
            period < TimeSpan.Zero ? period : period / times);
}
