using NodaTime;
using NodaTime.Text;

namespace Watchbill.Rotations;

/// <summary>A shift as a calendar shows it.</summary>
/// <param name="Sequence">How often it has changed since it was first served.</param>
/// <param name="Changed">When it was first served or changed last.</param>
public sealed record FeedEvent(string Rotation, Shift Shift, int Sequence, Instant Changed)
{
    private static readonly InstantPattern Compact = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    /// <summary>It was there and is not any more.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The same while only the person or the end changes, so that calendars update the entry they have.</summary>
    public string Uid => FormattableString.Invariant($"{Rotation}.{Shift.Layer}.{Shift.Turn}.{Compact.Format(Shift.Start)}@watchbill");

    /// <summary>Whether a reader would see no difference.</summary>
    public bool Shows(FeedEvent other) =>
        !Cancelled && !other.Cancelled && Shift.End == other.Shift.End && Shift.Person == other.Shift.Person
        && Shift.Source == other.Shift.Source && Shift.Instead == other.Shift.Instead && Shift.Reason == other.Shift.Reason;
}

/// <summary>
/// What a feed served last: without it nobody would know what to cancel and how often something changed. The
/// document's id is the feed's address, such as <c>people/ana</c>; all keys of a feed see the same.
/// </summary>
public sealed record FeedState(Instant WrittenAt, IReadOnlyList<FeedEvent> Events)
{
    /// <summary>How long what is gone is served as cancelled: longer than any calendar goes without asking.</summary>
    private static readonly Duration Remembered = Duration.FromDays(90);

    public static FeedState None { get; } = new(Instant.MinValue, []);

    /// <summary>What to serve now, in order of start.</summary>
    /// <param name="current">The shifts as they are, by what they are in.</param>
    /// <param name="from">Where the feed begins: what has ended by then is left out and not cancelled.</param>
    public FeedState Next(IEnumerable<(string Rotation, Shift Shift)> current, Instant from, Instant now)
    {
        var known = Events.ToDictionary(served => served.Uid);
        var next = new Dictionary<string, FeedEvent>();
        foreach (var (rotation, shift) in current)
        {
            var wanted = new FeedEvent(rotation, shift, 0, now);
            next[wanted.Uid] = !known.TryGetValue(wanted.Uid, out var served) ? wanted
                : served.Shows(wanted) ? served
                : wanted with { Sequence = served.Sequence + 1 };
        }

        foreach (var served in Events.Where(served => !next.ContainsKey(served.Uid) && served.Shift.End > from))
        {
            if (!served.Cancelled) next[served.Uid] = served with { Cancelled = true, Sequence = served.Sequence + 1, Changed = now };
            else if (now - served.Changed < Remembered) next[served.Uid] = served;
        }

        return new(now, [.. next.Values.OrderBy(served => served.Shift.Start).ThenBy(served => served.Uid, StringComparer.Ordinal)]);
    }
}
