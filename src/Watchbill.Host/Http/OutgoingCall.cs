namespace Watchbill.Http;

/// <summary>A call of a service: its rate limit, its deadline, and whether it may be repeated.</summary>
/// <param name="Name">As the service's documentation names it; for the log and for errors.</param>
/// <param name="Key">Calls of one key take turns.</param>
internal sealed record OutgoingCall(string Name, string Key)
{
    /// <summary>Between two calls of one key; zero: nothing limits them.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>How many may go at once after a rest.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>How long its answer is waited for.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a retry after a lost answer would do the thing twice.</summary>
    public bool IsOnce { get; init; }
}
