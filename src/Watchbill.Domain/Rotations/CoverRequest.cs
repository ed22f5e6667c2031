using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Somebody is looked for who takes a shift, or the part of it from start (included) to end (not included).</summary>
/// <param name="Person">Whose shift it is.</param>
public sealed record CoverRequest(string Rotation, string Layer, Instant Start, Instant End, string Person)
{
    /// <summary>Who asks in the place of somebody who leaves.</summary>
    public const string Leaving = "watchbill:leaving";

    public required string AskedBy { get; init; }
    public required Instant AskedAt { get; init; }

    /// <summary>The absence that raised it; null: somebody asked.</summary>
    public string? Absence { get; init; }

    /// <summary>Who was asked, and who of them will not.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];
    public IReadOnlyList<string> Declined { get; init; } = [];

    /// <summary>Who took what, oldest first.</summary>
    public IReadOnlyList<CoverPart> Taken { get; init; } = [];

    /// <summary>When those who were asked were reminded last.</summary>
    public Instant? RemindedAt { get; init; }

    /// <summary>When the lead was told that nobody takes it.</summary>
    public Instant? EscalatedAt { get; init; }

    public RequestState State { get; init; }
    public Instant? ClosedAt { get; init; }

    /// <summary>The same, without what a clock that ran ahead has dated later than now: its time has not come after all.</summary>
    public CoverRequest AsOf(Instant now) => this with
    {
        AskedAt = Instant.Min(AskedAt, now),
        RemindedAt = RemindedAt > now ? null : RemindedAt,
        EscalatedAt = EscalatedAt > now ? null : EscalatedAt,
        State = ClosedAt > now && State is (RequestState.Expired or RequestState.Lapsed) ? RequestState.Open : State,
        ClosedAt = !(ClosedAt > now) ? ClosedAt : State is RequestState.Expired or RequestState.Lapsed ? null : now,
    };

    /// <summary>How long before its start the lead is told that it is still open.</summary>
    public static Duration LeadNotice { get; } = Duration.FromHours(12);

    /// <summary>When a reminder is due: after half of the time that was left, and a day ahead.</summary>
    public IReadOnlyList<Instant> Reminders =>
        Start <= AskedAt
            ? [] : [.. new[] { AskedAt + (Start - AskedAt) / 2, Start - Duration.FromDays(1) }
                .Where(at => at >= AskedAt + Patience).Order()];

    /// <summary>How long those who were asked have at the least, also where it is soon or has begun.</summary>
    public static Duration Patience { get; } = Duration.FromMinutes(15);

    /// <summary>When the lead is told; at once where nobody could be asked.</summary>
    public Instant EscalateAt => Asked.Count == 0 ? AskedAt : Instant.Max(AskedAt + Patience, Start - LeadNotice);

    /// <summary>Whether its person leaves: then it is open only while they are missing, and they are not asked or told.</summary>
    public bool IsOfLeaver() => AskedBy == Leaving;

    /// <summary>Those who were asked, have not said no, and are in the roster in some of what is open.</summary>
    public IReadOnlyList<string> CouldTake(Rotation rotation, IReadOnlyList<Interval> open) =>
        [.. Asked.Except(Declined).Where(person => Members.Parts(rotation, person, open).Count > 0)];

    /// <summary>The same where some of it is open, cut only where somebody else has a part, not by off-duty time.</summary>
    public IReadOnlyList<Interval> Stretches(Schedule schedule, Instant now) =>
        schedule.Stretches(Layer, Person, new Interval(Instant.Max(Start, now), End));

    /// <summary>What nobody has taken yet: time to come that its person still holds, or is missing in.</summary>
    public IReadOnlyList<Interval> Open(Schedule schedule, Instant now)
    {
        if (State != RequestState.Open || Instant.Max(Start, now) is var from && from >= End) return [];
        return [.. schedule.Between(from, End, Layer).Where(piece => piece.IsOf(Person) && (piece.Person is null || !IsOfLeaver()))
            .Select(piece => Spans.Within(new Interval(piece.Start, piece.End), from, End)!.Value)];
    }

    /// <summary>Who else is on call in its time to come because a lead decided so.</summary>
    /// <param name="schedule">Null: the rotation is gone.</param>
    public IReadOnlyList<string> Overriding(Schedule? schedule, Instant now) =>
        [.. (schedule is null || now >= End ? [] : schedule.Between(Instant.Max(Start, now), End, Layer))
            .Where(piece => piece.Source == ShiftSource.Override && !piece.IsOf(Person)).Select(piece => piece.Person)
            .OfType<string>().Distinct()];

    /// <summary>
    /// What an open request with nothing left to cover has come to. Expired: its end has come. Otherwise nothing of it is its person's any
    /// more: accepted, where somebody took a part, and lapsed where nobody did.
    /// </summary>
    public RequestState ClosedAs(Instant now) =>
        End <= now ? RequestState.Expired : Taken.Count > 0 ? RequestState.Accepted : RequestState.Lapsed;
}

/// <summary>A part of a shift that somebody took.</summary>
public sealed record CoverPart(string Person, Instant Start, Instant End, Instant At);
