using NodaTime;

namespace Watchbill.Engagements;

/// <summary>
/// Giving a service back to those who build it: proposed, then confirmed or declined by one SRE lead; confirmed, it takes effect at the
/// next boundary of the receiving rotation, and names what has to hold before SREs take the service over again.
/// </summary>
/// <param name="Id">Counts from 1 in each service.</param>
/// <param name="Window">The end of the last full period it was proposed for: the bot proposes once a window.</param>
public sealed record Handback(int Id, Engagement Before, Engagement After, Instant ProposedAt, Instant Window)
{
    /// <summary>A person's id, or <c>watchbill</c>.</summary>
    public required string ProposedBy { get; init; }
    public string? Reason { get; init; }

    /// <summary>The objective whose periods made the exit hold, and those periods; null: proposed by hand.</summary>
    public SloPeriods? Evidence { get; init; }

    public HandbackState State { get; init; }
    public string? DecidedBy { get; init; }
    public Instant? DecidedAt { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; init; }

    /// <summary>When on-call moves; null: it was not confirmed.</summary>
    public Instant? EffectiveAt { get; init; }

    /// <summary>How many full periods after it must be within budget before the service may be taken over again.</summary>
    public int Reinstatement { get; init; }

    /// <summary>When that was met, and said; null: not yet.</summary>
    public Instant? MetAt { get; init; }

    /// <summary>Where it stands at an instant.</summary>
    public HandbackPhase At(Instant now) => State switch
    {
        HandbackState.Proposed => HandbackPhase.Proposed,
        HandbackState.Declined => HandbackPhase.Declined,
        HandbackState.Replaced => HandbackPhase.Replaced,
        _ when now < EffectiveAt => HandbackPhase.Confirmed,
        _ => MetAt is null ? HandbackPhase.Effective : HandbackPhase.Reinstatable,
    };

    /// <summary>Confirmed by an SRE lead.</summary>
    /// <param name="effective">Not before <paramref name="now"/>.</param>
    /// <exception cref="InvalidOperationException">It was decided before.</exception>
    public Handback Confirm(string by, Instant now, Instant effective) => Open() with
    {
        State = HandbackState.Confirmed,
        DecidedBy = by,
        DecidedAt = now,
        EffectiveAt =
            effective >= now
                ? effective : throw new ArgumentOutOfRangeException(nameof(effective), effective, "On-call does not move in the past."),
    };

    /// <exception cref="InvalidOperationException">It was decided before.</exception>
    public Handback Decline(string by, Instant now, string? answer) =>
        Open() with { State = HandbackState.Declined, DecidedBy = by, DecidedAt = now, Answer = answer };

    /// <summary>A later one takes its place, or it was decided otherwise before on-call moved.</summary>
    /// <exception cref="InvalidOperationException">It was declined or replaced before, or has taken effect.</exception>
    public Handback Replace(Instant now) => At(now) is HandbackPhase.Proposed or HandbackPhase.Confirmed
        ? this with { State = HandbackState.Replaced, DecidedBy = null, DecidedAt = now, EffectiveAt = null }
        : throw new InvalidOperationException($"Hand-back {Id} is {At(now)} and cannot be replaced.");

    /// <summary>Its service may be taken over again.</summary>
    /// <exception cref="InvalidOperationException">It is not in effect, or that was said before.</exception>
    public Handback Meet(Instant now) =>
        At(now) == HandbackPhase.Effective
            ? this with { MetAt = now } : throw new InvalidOperationException($"Hand-back {Id} is {At(now)}, not in effect.");

    private Handback Open() =>
        State == HandbackState.Proposed ? this : throw new InvalidOperationException($"Hand-back {Id} was {State} before.");
}

/// <summary>What was decided about a hand-back.</summary>
public enum HandbackState
{
    Proposed,
    Confirmed,
    Declined,
    Replaced,
}

/// <summary>Where a hand-back stands at an instant.</summary>
public enum HandbackPhase
{
    Proposed,
    Confirmed,
    Declined,
    Replaced,

    /// <summary>On-call has moved.</summary>
    Effective,

    /// <summary>SREs may take the service over again.</summary>
    Reinstatable,
}
