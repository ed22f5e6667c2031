using NodaTime;
using Watchbill.Compensation;
using Watchbill.Engagements;

namespace Watchbill.Api;

/// <summary>Who builds and who runs a service: <c>GET /engagements/{service}</c>.</summary>
internal static class EngagementRoutes
{
    public static void MapEngagements(this IEndpointRouteBuilder api) => api.MapGet("/engagements/{service}", AnswerAsync)
        .Needs(Organization.Scope.Read)
        .WithSummary("Who runs a service, since when, under which agreement, what is planned, and who did before.")
        .Produces<EngagementShape>();

    private static async Task<EngagementShape> AnswerAsync(
        string service, HttpContext http, EngagementQueries queries, IClock clock, CancellationToken ct)
    {
        _ = new Query(http);
        var engaged = await queries.OfAsync(service, ct);
        Reach.MustReach(http.Grant(), engaged.Service);
        return EngagementShape.Of(engaged, Moments.Now(clock));
    }
}

/// <summary>A service's engagement as it is now, with what is planned and what was.</summary>
internal sealed record EngagementShape(string Service, string Team, string Model, string? By)
{
    /// <summary>Null: the organisation file's, from the beginning.</summary>
    public Instant? Since { get; init; }

    /// <summary>The rotations that answer now.</summary>
    public required IReadOnlyList<string> Rotations { get; init; }

    /// <summary>Null: no SREs are on call for it.</summary>
    public Agreement? Agreement { get; init; }
    public PriceShape? Price { get; init; }
    public EngagementStep? Next { get; init; }
    public ReviewShape? Review { get; init; }
    public required IReadOnlyList<HandbackShape> Handbacks { get; init; }

    /// <summary>Oldest first, what is planned among them.</summary>
    public required IReadOnlyList<EngagementStep> History { get; init; }

    public static EngagementShape Of(ServiceEngagement engaged, Instant now)
    {
        var (history, current) = (engaged.History, engaged.At(now));
        return new(engaged.Service.Id, engaged.Service.Team, EngagementModels.Name(current.Model), current.By)
        {
            Since = history.Since(now)?.From,
            Rotations = [.. engaged.Answering(now).Rotations.Select(rotation => rotation.Id)],
            Agreement = current.Model.IsWithSre() ? Engagements.Agreement.Of(current) : null,
            Price = current.Price is { } price ? new(price.Amount, price.Per) : null,
            Next = history.Next(now) is { } next ? EngagementStep.Of(next) : null,
            Review =
                history.Review is { } review
                    ? new(review.By, review.IsComplete(),
                        [.. review.Items.Select(item => new SignedItem(item.Id, item.SignedBy, item.SignedAt))]) : null,
            Handbacks = [.. history.Handbacks.Select(handback => HandbackShape.Of(handback, now))],
            History = [.. history.Changes.Select(EngagementStep.Of)],
        };
    }
}

/// <summary>What the running team charges.</summary>
internal sealed record PriceShape(Money Amount, PriceUnit Per);

/// <summary>A change with both ends.</summary>
internal sealed record EngagementStep(Instant From, ModelShape Before, ModelShape After, string DecidedBy, Instant DecidedAt)
{
    public string? Reason { get; init; }
    public int? Handback { get; init; }

    public static EngagementStep Of(EngagementDecision change) =>
        new(change.From, ModelShape.Of(change.Before), ModelShape.Of(change.After), change.DecidedBy, change.DecidedAt)
        {
            Reason = change.Reason,
            Handback = change.Handback,
        };
}

/// <summary>One end of a change.</summary>
internal sealed record ModelShape(string Model, string? By)
{
    public static ModelShape Of(Engagement engagement) => new(EngagementModels.Name(engagement.Model), engagement.By);
}

/// <summary>A readiness review and who has signed what.</summary>
internal sealed record ReviewShape(string By, bool Complete, IReadOnlyList<SignedItem> Items);

/// <summary>An item of a review; without a person it is not signed.</summary>
internal sealed record SignedItem(string Id, string? SignedBy, Instant? SignedAt);

/// <summary>A hand-back, where it stands, and when the service may be taken over again.</summary>
internal sealed record HandbackShape(int Id, HandbackPhase State, string ProposedBy, Instant ProposedAt)
{
    /// <summary>The objective and its periods that made the exit hold; null: proposed by hand.</summary>
    public SloPeriods? Evidence { get; init; }
    public string? DecidedBy { get; init; }
    public Instant? EffectiveAt { get; init; }
    public required int ReinstatedAfter { get; init; }
    public Instant? MetAt { get; init; }

    public static HandbackShape Of(Handback handback, Instant now) =>
        new(handback.Id, handback.At(now), handback.ProposedBy, handback.ProposedAt)
        {
            Evidence = handback.Evidence,
            DecidedBy = handback.DecidedBy,
            EffectiveAt = handback.EffectiveAt,
            ReinstatedAfter = handback.Reinstatement,
            MetAt = handback.MetAt,
        };
}
