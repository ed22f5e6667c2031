using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>A decision that somebody else is on call, from start (included) to end (not included). The newest decision wins.</summary>
/// <param name="Kind">Swap, cover or override; never turn.</param>
/// <param name="Instead">Whom it replaces. A swap or cover holds only where that person does; an override replaces whoever it is
/// (null).</param>
public sealed record ShiftChange(string Id, ShiftSource Kind, string Layer, Instant Start, Instant End, string Person, string? Instead)
{
    public required Instant DecidedAt { get; init; }
    public required string DecidedBy { get; init; }
    public string? Reason { get; init; }

    /// <summary>The local times that were typed, so that newer zone rules can recompute the instants.</summary>
    public TypedSpan? Typed { get; init; }
}

/// <summary>Local times as a person typed them, in the zone they meant.</summary>
public sealed record TypedSpan(LocalDateTime Start, LocalDateTime End, string TimeZone)
{
    /// <summary>
    /// The instants that a span comes to under newer rules, where it came to these under older ones. What has begun keeps its start, and an
    /// instant that was not the typed one's (a part that was taken, a start that was past) stays as it is.
    /// </summary>
    /// <param name="rules">Older null: nobody remembers; then all that lies ahead is what was typed.</param>
    public (Instant Start, Instant End) Move(Instant start, Instant end, Instant now, (DateTimeZone? Older, DateTimeZone Newer) rules)
    {
        var moved = By(rules.Newer);
        var before = rules.Older is null ? (Start: start, End: end) : By(rules.Older);
        var first = start > now && before.Start == start ? moved.Start : start;
        var last = end > now && before.End == end ? moved.End : end;
        // Rules never turn a span round; where they swallow it whole, it stays.
        return first < last ? (first, last) : (start, end);
    }

    /// <summary>The start's first occurrence and the end's last, so that a repeated hour belongs to the span.</summary>
    private (Instant Start, Instant End) By(DateTimeZone zone)
    {
        var clock = new WallClock(zone);
        return (clock.First(WallClock.Seconds(Start)), clock.Last(WallClock.Seconds(End)));
    }
}

/// <summary>The changes of one rotation; the document's id is the rotation's.</summary>
public sealed record RotationChanges(IReadOnlyList<ShiftChange> Changes)
{
    public static RotationChanges None { get; } = new([]);

    /// <summary>
    /// The same, with nothing decided later than now: what a clock that ran ahead has dated would win against all that comes until then.
    /// </summary>
    public RotationChanges AsOf(Instant now)
    {
        if (Changes.All(change => change.DecidedAt <= now)) return this;
        // In the order in which they were decided.
        var ahead =
            Changes.Where(change => change.DecidedAt > now).OrderBy(change => change.DecidedAt).Select(change => change.Id).ToList();
        return new([.. Changes.Select(change => change.DecidedAt <= now ? change
            : change with { DecidedAt = now - Duration.FromTicks(ahead.Count - 1 - ahead.IndexOf(change.Id)) })]);
    }
}

/// <summary>Time a person is away. No reason is asked or kept.</summary>
public sealed record Absence(string Id, Instant Start, Instant End, Instant DecidedAt)
{
    public TypedSpan? Typed { get; init; }
}

/// <summary>The absences of one person; the document's id is the person's.</summary>
public sealed record Absences(IReadOnlyList<Absence> Items)
{
    /// <summary>The same, with nothing decided later than now.</summary>
    public Absences AsOf(Instant now) => Items.All(absence => absence.DecidedAt <= now) ? this
        : new([.. Items.Select(absence => absence.DecidedAt <= now ? absence : absence with { DecidedAt = now })]);
}
