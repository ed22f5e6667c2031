using NodaTime;
using NodaTime.Text;

namespace Watchbill.Budgets;

/// <summary>
/// The levels that the budget of an objective has reached in a window: each crossing once. What is
/// new in it is what is done. A rolling window has one document for good.
/// </summary>
/// <param name="Window">Start of the calendar window; null: it rolls.</param>
public sealed record LevelReached(string Service, string Slo, Instant? Window)
{
    /// <summary>In the order in which they were reached.</summary>
    public IReadOnlyList<ReachedLevel> Levels { get; init; } = [];

    /// <summary><c>checkout/availability/2026-10-01T00:00:00Z</c>, <c>checkout/latency/rolling</c>.</summary>
    public string DocumentId => IdOf(Service, Slo, Window);

    /// <summary>The document of the next window: what holds on across its start is taken along, so that it is not told anew.</summary>
    public LevelReached Next(Instant window) => new(Service, Slo, window)
    {
        Levels = [.. Levels.Where(
            level =>
                level.Rearmed is null && level.Incident is null && level.Condition?.Metric != PolicyMetric.Remaining)],
    };

    /// <summary>What is reached now that was not before, and the document with it.</summary>
    /// <param name="standing">The burn alert that stands; null: none.</param>
    public (LevelReached After, IReadOnlyList<ReachedLevel> New) Advance(BudgetReading reading, BudgetPolicy policy, BurnAlert? standing)
    {
        var holding = reading.Holding(policy);
        var burning = standing is null ? null : BurnAlertName.Of(standing);
        List<ReachedLevel> kept = [.. Levels.Select(
            level => level.Rearmed is null && (level.Alert is { } alert ? alert != burning : reading.Rearms(level, holding))
                ? level with { Rearmed = reading.Now }
                : level)];
        List<ReachedLevel> reached = [.. holding.Where(one => !kept.Exists(level => level.Rearmed is null && one.Is(level)))
            .Select(
                one => new ReachedLevel(one.Level.When.ToString(), reading.Now)
                {
                    Do = one.Level.Do,
                    Incident = one.Incident,
                    Value = one.Value,
                })];
        if (burning is not null && !kept.Exists(level => level.Rearmed is null && level.Alert == burning))
            reached.Add(
                new ReachedLevel(burning.ToString(), reading.Now)
                {
                    Do = Calls(standing!, reading.Slo),
                    Value = reading.Burning().Over(standing!.LongSpan),
                });
        return (this with { Levels = [.. kept, .. reached] }, reached);
    }

    /// <summary>Whether a burn alert has been told and has not ended.</summary>
    public bool Stands(BurnAlert alert) => Levels.Any(level => level.Rearmed is null && level.Alert == BurnAlertName.Of(alert));

    // A burn that dies down passes the lesser alerts on its way, and those have been told by the greater one.
    private IReadOnlyList<PolicyAction> Calls(BurnAlert standing, Slo slo)
    {
        var greater = BurnAlerts.Of(slo).TakeWhile(alert => alert != standing).Select(BurnAlertName.Of).ToHashSet();
        if (Levels.Any(level => level.Rearmed is null && level.Alert is { } alert && greater.Contains(alert))) return [];
        return standing.Urgency == BurnUrgency.Page ? [PolicyAction.TellChannel, PolicyAction.TellLead] : [PolicyAction.TellChannel];
    }

    public static string IdOf(string service, string slo, Instant? window) =>
        $"{service}/{slo}/{(window is { } start ? InstantPattern.General.Format(start) : "rolling")}";
}

/// <summary>A level, and when it was reached.</summary>
/// <param name="When">The condition as the policy writes it, or the name of a burn alert: <c>burn alert page 1h</c>.</param>
public sealed record ReachedLevel(string When, Instant At)
{
    /// <summary>The condition of a policy; null: it is a burn alert.</summary>
    public PolicyCondition? Condition => PolicyCondition.Parse(When);

    /// <summary>The burn alert; null: it is a condition of a policy.</summary>
    public BurnAlertName? Alert => BurnAlertName.Parse(When);

    /// <summary>What there was to do, as it stood in the policy then.</summary>
    public IReadOnlyList<PolicyAction> Do { get; init; } = [];

    /// <summary>The incident that reached it, where the level is about one.</summary>
    public string? Incident { get; init; }

    /// <summary>What was left, the burn rate, the incident's share or the count of periods at that moment.</summary>
    public decimal? Value { get; init; }

    /// <summary>
    /// From when it may be reached anew: two points of budget above its threshold, or when a burn has ended; null: it still holds.
    /// </summary>
    public Instant? Rearmed { get; init; }
}
