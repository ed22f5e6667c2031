namespace Watchbill.Slack;

/// <summary>
/// Spaces calls as Slack's tiers ask for, for each method, and one message a second for each channel. Counted by each host for itself.
/// </summary>
internal sealed class SlackPace(TimeProvider time)
{
    /// <summary>Who would have to wait longer is told so instead.</summary>
    public static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(6);

    private const int Remembered = 20_000;

    /// <summary>Calls a minute; what is not here is of tier 3.</summary>
    private static readonly Dictionary<string, int> Tiers = new()
    {
        ["usergroups.users.list"] = 20,
        ["usergroups.users.update"] = 20,
        ["conversations.setTopic"] = 20,
        ["chat.postEphemeral"] = 100,
        ["views.open"] = 100,
        ["views.publish"] = 100,
        ["views.update"] = 100,
        ["users.info"] = 100,
    };

    private readonly Dictionary<string, Turns> keys = [];
    private readonly Lock gate = new();

    /// <summary>Waits for the call's turn.</summary>
    /// <exception cref="SlackException">Its turn is too far away; it says when to come back.</exception>
    public Task WaitAsync(string method, string key, CancellationToken ct)
    {
        var pause = method == "response_url" ? TimeSpan.Zero : Take(method, key);
        return PauseAsync(pause, ct);
    }

    /// <summary>Nothing of this kind before Slack wants to hear it again.</summary>
    public void Hold(string key, TimeSpan after)
    {
        var until = time.GetUtcNow() + after;
        lock (gate)
        {
            var turns = keys.GetValueOrDefault(key) ?? (keys[key] = new Turns());
            if (turns.Next < until) turns.Next = until;
        }
    }

    public Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, time, ct);

    private TimeSpan Take(string method, string key)
    {
        var now = time.GetUtcNow();
        // A little slower than Slack counts: its clock is not ours.
        var (interval, burst) = method == "chat.postMessage"
            ? (TimeSpan.FromSeconds(1.05), 1)
            : (TimeSpan.FromMinutes(1.05) / Tiers.GetValueOrDefault(method, 50), Tiers.GetValueOrDefault(method, 50) / 4);
        lock (gate)
        {
            if (keys.Count >= Remembered)
                foreach (var (old, _) in keys.Where(entry => entry.Value.Promised < now && entry.Value.Next < now)
                    .ToList()) keys.Remove(old);
            var turns = keys.GetValueOrDefault(key) ?? (keys[key] = new Turns());
            var earliest = now - (interval * (burst - 1));
            var turn = turns.Next > earliest ? turns.Next : earliest;
            if (turn - now <= MostPatience)
            {
                turns.Next = turn + interval;
                return turn - now;
            }

            // Each gets a time of its own to come back, so that a thousand do not come back at once and nearly all in vain.
            turns.Promised = (turns.Promised > turn ? turns.Promised : turn) + interval;
            throw new SlackException(method, "it is too soon") { After = turns.Promised - now };
        }
    }

    private sealed class Turns
    {
        /// <summary>When the next call may go.</summary>
        public DateTimeOffset Next { get; set; }

        /// <summary>The last time that was named to somebody who could not wait.</summary>
        public DateTimeOffset Promised { get; set; }
    }
}
