using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>All that a policy looks at, for one objective at an instant.</summary>
/// <param name="At">Whose window is meant.</param>
/// <param name="Known">Now: what is later does not count, also where <paramref name="At"/> is to come.</param>
public sealed record BudgetReading(Slo Slo, BudgetFacts Facts, DateTimeZone Zone, Instant At, Instant Known)
{
    // The longest span of a burn alert.
    private static readonly Duration Recent = Duration.FromHours(72);

    public BudgetStatus Status { get; } = Budget.Status(Slo, Facts, Zone, At, Known);

    /// <summary>Up to when facts count.</summary>
    public Instant Now => Instant.Min(At, Known);

    /// <summary>
    /// Seconds of the budget that each second takes while an incident stays open; null: none does, or there is nothing left to take.
    /// </summary>
    public decimal? PaceWhileOpen =>
        Status is { Slo.Kind: SloKind.Time, State: not BudgetState.Exhausted, Pieces: [.., { Bad: > 0 } last] }
        && last.End == Status.Known && Facts.Incidents.Any(incident => incident.Open && incident.Id == last.Cause)
            ? last.Bad / last.Valid : null;

    /// <summary>
    /// Whether anything takes of it now: of requests nobody knows better than by the last of them; time stops with what was down.
    /// </summary>
    public bool BurnsOn => Slo.Kind == SloKind.Requests
        || Status.Pieces is [.., { Bad: > 0 } last] && last.End == Status.Known
            && Facts.Incidents.All(incident => incident.Open || incident.Id != last.Cause);

    /// <summary>What has taken of it last; null: no incident has.</summary>
    public Incident? BurnedLast =>
        Burning().Pieces.LastOrDefault(piece => piece.Bad > 0) is { } last
            ? Facts.Incidents.FirstOrDefault(incident => incident.Id == last.Cause) : null;

    /// <summary>Open incidents that may burn it, the worst first.</summary>
    public IReadOnlyList<Incident> Open =>
        [.. Facts.Incidents.Where(incident => incident.Open && (Slo.Kind == SloKind.Requests || incident.Impact > 0)).WorstFirst()];

    /// <summary>How long the budget lasts at that pace: the one answer of <c>budget status</c> and of the news of a burn.</summary>
    public decimal? SecondsLeftWhileOpen => Status.Remaining / PaceWhileOpen;

    /// <summary>How it burns, across the start of the window too.</summary>
    public Burning Burning() => new(Slo, Budget.Pieces(Slo, Facts, new Interval(Now - Recent, Now)), Zone, Now);

    /// <summary>The levels of a policy that hold now; one that is about incidents once for each of them.</summary>
    public IReadOnlyList<LevelHolding> Holding(BudgetPolicy policy) => [.. policy.Levels.SelectMany(level => Holding(level, policy))];

    /// <summary>Those of them that halt releases.</summary>
    public IReadOnlyList<LevelHolding> Halting(BudgetPolicy policy) =>
        [.. policy.Levels.Where(level => level.Do.Contains(PolicyAction.Halt)).SelectMany(level => Holding(level, policy))];

    /// <summary>
    /// Whether a level that was reached may be reached anew: two points of budget above its threshold, or once its burn has ended.
    /// </summary>
    /// <param name="holding">What holds now.</param>
    public bool Rearms(ReachedLevel reached, IReadOnlyList<LevelHolding> holding)
    {
        if (reached.Incident is not null || holding.Any(one => one.Is(reached))) return false;
        if (reached.Condition is not { Metric: PolicyMetric.Remaining } condition) return true;
        return Status.RemainingPercent >= condition.Value + 2;
    }

    private IEnumerable<LevelHolding> Holding(PolicyLevel level, BudgetPolicy policy)
    {
        var when = level.When;
        switch (when.Metric)
        {
            case PolicyMetric.Remaining
                when Status.RemainingPercent is { } left && when.Holds(left) && (left != 0 || policy.ZeroHalts || when.Value > 0):
                yield return new LevelHolding(level, left, null);
                break;
            case PolicyMetric.Burn when Exceeds(when):
                yield return new LevelHolding(level, Burning().Over(Duration.FromHours(1)), null);
                break;
            case PolicyMetric.Incident:
                foreach (var share in Status.Shares().Where(share => share.Percent is { } percent && when.Holds(percent)))
                    yield return new LevelHolding(level, share.Percent!.Value, share.Incident);
                break;
            case PolicyMetric.Exhausted
                when BudgetPeriod.Last(when.Of, Slo, Facts, Zone, Now).Count(period => period.Exhausted) is var count
                    && count >= when.Value:
                yield return new LevelHolding(level, count, null);
                break;
        }
    }

    private bool Exceeds(PolicyCondition when)
    {
        var burning = Burning();
        return when.Holds(burning.Over(Duration.FromHours(1))) && when.Holds(burning.Over(Duration.FromMinutes(5)))
            && burning.Failures(Duration.FromHours(1)) >= BurnAlerts.MinFailures;
    }
}

/// <summary>A level that holds, by which value, and for which incident where it is about one.</summary>
public sealed record LevelHolding(PolicyLevel Level, decimal Value, string? Incident)
{
    public bool Is(ReachedLevel reached) => reached.When == Level.When.ToString() && reached.Incident == Incident;
}
