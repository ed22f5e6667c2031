using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Somebody offers a shift to somebody else, for one of theirs or for nothing. Nothing changes before they accept.</summary>
/// <param name="Given">The shift that is offered.</param>
/// <param name="With">Who is asked to take it.</param>
public sealed record SwapRequest(string Rotation, SwapPart Given, string With)
{
    /// <summary>What they would give in return; null: nothing.</summary>
    public SwapPart? Returned { get; init; }

    public required string AskedBy { get; init; }
    public required Instant AskedAt { get; init; }

    /// <summary>Why a lead insists on somebody who is not qualified; null: nobody does.</summary>
    public string? Insist { get; init; }
    public RequestState State { get; init; }

    /// <summary>When it was answered, or ended otherwise; null: it is open.</summary>
    public Instant? ClosedAt { get; init; }

    /// <summary>The same, without what a clock that ran ahead has dated later than now: its time has not come after all.</summary>
    public SwapRequest AsOf(Instant now) => this with
    {
        AskedAt = Instant.Min(AskedAt, now),
        State = ClosedAt > now && State is (RequestState.Expired or RequestState.Lapsed) ? RequestState.Open : State,
        ClosedAt = !(ClosedAt > now) ? ClosedAt : State is RequestState.Expired or RequestState.Lapsed ? null : now,
    };

    /// <summary>
    /// When nobody can answer any more: a shift that has begun is not traded; one that had begun when it was asked, until its end.
    /// </summary>
    public Instant Expires
    {
        get
        {
            var given = Given.Start > AskedAt ? Given.Start : Given.End;
            return Returned is null ? given : Instant.Min(given, Returned.Start > AskedAt ? Returned.Start : Returned.End);
        }
    }
}

/// <summary>One shift of a swap, start included, end not.</summary>
public sealed record SwapPart(string Layer, Instant Start, Instant End, string Person);

/// <summary>How far a request has come.</summary>
public enum RequestState
{
    Open,
    Accepted,
    Declined,
    Withdrawn,
    Expired,

    /// <summary>Its person no longer holds the shift.</summary>
    Lapsed,
}
