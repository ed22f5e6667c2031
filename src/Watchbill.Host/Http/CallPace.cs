namespace Watchbill.Http;

/// <summary>When a call may go: after a pause, or, beyond the caller's patience, when to come back.</summary>
internal readonly record struct CallTurn(bool IsGiven, TimeSpan After);

/// <summary>Spaces calls of one key according to the callee's rate limits, per host.</summary>
internal sealed class CallPace(TimeProvider time)
{
    private const int MaxKeys = 20_000;

    private readonly Dictionary<string, Turns> keys = [];
    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();

    // Counted steadily: a clock that is set back would hold every call up until it has come round again.
    private TimeSpan Now => time.GetElapsedTime(began);

    /// <summary>Holds a key for the given time.</summary>
    public void Hold(string key, TimeSpan after)
    {
        var until = Now + after;
        lock (gate)
        {
            var turns = Of(key);
            if (turns.Next < until) turns.Next = until;
        }
    }

    /// <summary>Takes the next turn of a key.</summary>
    /// <param name="interval">Between two turns.</param>
    /// <param name="burst">How many may be taken at once after a rest.</param>
    /// <param name="patience">
    /// Who would have to wait longer is told when to come back instead. Who waits for nothing keeps track of the others that do, and
    /// is told when the next turn is.
    /// </param>
    public CallTurn Take(string key, TimeSpan interval, int burst, TimeSpan patience)
    {
        var now = Now;
        lock (gate)
        {
            if (keys.Count >= MaxKeys) Forget(now);
            var turns = Of(key);
            var earliest = now - (interval * (burst - 1));
            var turn = turns.Next > earliest ? turns.Next : earliest;
            if (turn - now <= patience)
            {
                turns.Next = turn + interval;
                return new(true, turn - now);
            }

            if (patience == TimeSpan.Zero) return new(false, turn - now);
            // Each gets a time of its own to come back, so that a thousand do not come back at once and nearly all in vain.
            turns.Promised = (turns.Promised > turn ? turns.Promised : turn) + interval;
            return new(false, turns.Promised - now);
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (var (key, turns) in keys.ToList())
        {
            if (turns.Promised < now && turns.Next < now) keys.Remove(key);
        }
    }

    private Turns Of(string key) => keys.GetValueOrDefault(key) ?? (keys[key] = new Turns());

    private sealed class Turns
    {
        /// <summary>When the next call may go.</summary>
        public TimeSpan Next { get; set; } = TimeSpan.MinValue;

        /// <summary>The last time that was named to somebody who could not wait.</summary>
        public TimeSpan Promised { get; set; } = TimeSpan.MinValue;
    }
}
