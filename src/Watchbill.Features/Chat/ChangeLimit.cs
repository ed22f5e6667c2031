using System.Collections.Concurrent;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>Limits each person, or a script in their name, to 60 changes a minute, counted per host.</summary>
internal sealed class ChangeLimit
{
    private const int PerMinute = 60;

    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Queue<Instant>> changes = new();

    /// <exception cref="RefusedException">The person has made as many as they may.</exception>
    public void Count(string person, Instant now)
    {
        var recent = changes.GetOrAdd(person, _ => new Queue<Instant>());
        lock (recent)
        {
            // What lies ahead was counted before the clock was set back.
            while (recent.TryPeek(out var oldest) && (oldest <= now - Minute || oldest > now + Minute)) recent.Dequeue();
            if (recent.Count >= PerMinute)
                throw new RefusedException(
                    $"You have made {PerMinute} changes within a minute, the most one person may. Nothing changed; try again in a " +
                        $"minute.");
            recent.Enqueue(now);
        }
    }
}
