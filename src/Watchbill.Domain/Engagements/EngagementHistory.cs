using NodaTime;

namespace Watchbill.Engagements;

/// <summary>
/// All that was decided about who runs a service; what holds before the first decision is the engagement of the organisation file.
/// </summary>
/// <param name="Service">Id of the service, and of the document.</param>
public sealed record EngagementHistory(string Service)
{
    /// <summary>By the instant from which they hold. What is past is never changed.</summary>
    public IReadOnlyList<EngagementDecision> Changes { get; init; } = [];

    /// <summary>In the order in which they were proposed.</summary>
    public IReadOnlyList<Handback> Handbacks { get; init; } = [];

    /// <summary>The last one; a hand-back uses it up.</summary>
    public ReadinessReview? Review { get; init; }

    /// <summary>The engagement that the organisation file names against the one in force, as admins were told; null: they agree.</summary>
    public string? FileSaid { get; init; }

    /// <summary>The engagement in force at an instant, past or to come.</summary>
    /// <param name="first">What the organisation file gave.</param>
    public Engagement At(Engagement first, Instant at) => Changes.LastOrDefault(decision => decision.From <= at)?.After ?? first;

    /// <summary>
    /// When the engagement in force at an instant began; null: it is the first one. A decision that all stays as it is begins nothing.
    /// </summary>
    public EngagementDecision? Since(Instant at) =>
        Changes.LastOrDefault(
            decision => decision.From <= at && (decision.Before.Model, decision.Before.By) != (decision.After.Model, decision.After.By));

    /// <summary>The decision to come; null: none is planned.</summary>
    public EngagementDecision? Next(Instant now) => Changes.FirstOrDefault(decision => decision.From > now);

    /// <summary>The hand-back that waits for an answer; null: none does.</summary>
    public Handback? Open() => Handbacks.FirstOrDefault(handback => handback.State == HandbackState.Proposed);

    /// <summary>The spans in which an engagement was in force within others' times, in order.</summary>
    /// <param name="first">What the organisation file gave.</param>
    public IReadOnlyList<EngagementSpan> Between(Engagement first, Instant from, Instant to)
    {
        var edges = Changes.Select(decision => decision.From).Where(at => at > from && at < to).Prepend(from).Append(to).ToList();
        return [.. edges.Zip(edges.Skip(1), (start, end) => new EngagementSpan(start, end, At(first, start)))];
    }

    /// <summary>
    /// With a decision: what was planned for later is replaced, a hand-back that waits or has not taken
    /// effect has no more to say, and leaving SREs' hands uses up the review.
    /// </summary>
    /// <exception cref="ArgumentException">It would change the past.</exception>
    public EngagementHistory With(EngagementDecision decision)
    {
        if (decision.From < decision.DecidedAt)
            throw new ArgumentException($"A decision made at {decision.DecidedAt} cannot hold from {decision.From}.", nameof(decision));
        return this with
        {
            Changes = [.. Changes.Where(other => other.From <= decision.DecidedAt && other.From < decision.From), decision],
            Handbacks = [.. Handbacks.Select(handback =>
                handback.Id != decision.Handback && handback.At(decision.DecidedAt) is (HandbackPhase.Proposed or HandbackPhase.Confirmed)
                    ? handback.Replace(decision.DecidedAt) : handback)],
            Review = decision.Before.Model.IsWithSre() && !decision.After.Model.IsWithSre() ? null : Review,
        };
    }

    /// <summary>With a hand-back in its new state.</summary>
    public EngagementHistory With(Handback handback) => this with
    {
        Handbacks =
            Handbacks.Any(other => other.Id == handback.Id)
                ? [.. Handbacks.Select(other => other.Id == handback.Id ? handback : other)] : [.. Handbacks, handback],
    };
}

/// <summary>Somebody's decision about who runs a service: both ends, and from when (included) it holds.</summary>
public sealed record EngagementDecision(Engagement Before, Engagement After, Instant From)
{
    public required string DecidedBy { get; init; }
    public required Instant DecidedAt { get; init; }
    public string? Reason { get; init; }

    /// <summary>The hand-back it came from; null: it was decided otherwise.</summary>
    public int? Handback { get; init; }
}

/// <summary>An engagement while it is in force, from start (included) to end (not included).</summary>
public sealed record EngagementSpan(Instant Start, Instant End, Engagement Engagement);
