using NodaTime;

namespace Watchbill.Jobs;

/// <summary>
/// How long to wait before something that failed is tried again: twice as long each time, up to a limit, and a quarter more or less, so
/// that what comes back is not met by everything at once.
/// </summary>
/// <param name="First">After the first failure.</param>
/// <param name="Max">However often it failed, give or take that quarter.</param>
public sealed record Backoff(Duration First, Duration Max)
{
    /// <param name="failures">In a row, this one included.</param>
    public Duration After(int failures) => After(failures, Random.Shared.NextDouble());

    /// <param name="chance">From 0, a quarter less, to 1, a quarter more.</param>
    public Duration After(int failures, double chance) =>
        Duration.Min(Max, First * Math.Pow(2, Math.Clamp(failures - 1, 0, 30))) * (0.75 + (chance / 2));
}
