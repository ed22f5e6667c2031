using NodaTime;

namespace Watchbill.Budgets;

/// <summary>A lead's decision to let one change through a halted gate.</summary>
/// <param name="Reference">What names the change, such as a ticket or a release.</param>
public sealed record GateOpening(string Service, string Reference, string By, Instant At, string Reason)
{
    public string DocumentId => IdOf(Service, Reference);

    /// <summary>References are free text, so their bytes stand in the id: <c>checkout/4142432d31</c>.</summary>
    public static string IdOf(string service, string reference) =>
        $"{service}/{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(reference))}";
}

/// <summary>What a gate answered: release frequency comes from these.</summary>
/// <param name="Reference">What names the change; null: nothing was said.</param>
public sealed record GateAnswer(string Service, ReleaseKind Change, string? Reference, bool Open, string Reason, Instant At)
{
    /// <summary>Who asked: a person, or <c>token:name</c>.</summary>
    public required string By { get; init; }

    /// <summary>Why, for counting; null: it was not kept yet when this was answered.</summary>
    public GateCause? Cause { get; init; }
}

/// <summary>What a gate decides, and why.</summary>
public sealed record GateVerdict(bool Open, GateCause Cause)
{
    /// <summary>The objectives that halt releases; named also where this change passes all the same.</summary>
    public IReadOnlyList<GateHalt> Halts { get; init; } = [];

    /// <summary>Objectives of which nothing is known.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
    public GateOpening? Opening { get; init; }

    /// <summary>Until when it stays halted where nothing else happens; null: it is open, or nobody can say.</summary>
    public Instant? Until { get; init; }
}

/// <summary>An objective that halts releases.</summary>
/// <param name="Level">Null: nothing is known, and the policy halts then.</param>
/// <param name="Until">When it no longer does if nothing else happens; null: nobody can say.</param>
public sealed record GateHalt(BudgetStatus Status, LevelHolding? Level, Instant? Until);

/// <summary>Why a gate is open or halted.</summary>
public enum GateCause
{
    WithinBudget,
    BudgetUsed,

    /// <summary>Halted, but not for this kind of change.</summary>
    Exempt,

    /// <summary>Halted, but a lead let this change through.</summary>
    LetThrough,

    /// <summary>Nothing is known; the policy says what that means.</summary>
    NoData,

    /// <summary>The service promises nothing.</summary>
    NoObjectives,

    /// <summary>What is stored could not be read or reckoned with; the policy says what that means, as for no data.</summary>
    NotComputed,
}

/// <summary>Decides whether a change may be released. A service is halted when any of its objectives is.</summary>
public static class ReleaseGate
{
    public static GateVerdict Decide(IReadOnlyList<BudgetReading> readings, BudgetPolicy policy, ReleaseKind change, GateOpening? opening)
    {
        if (readings.Count == 0) return new GateVerdict(true, GateCause.NoObjectives);
        var halts = readings.SelectMany(reading => Halting(reading, policy)).ToList();
        var verdict = new GateVerdict(false, halts.Exists(halt => halt.Level is not null) ? GateCause.BudgetUsed : GateCause.NoData)
        {
            Halts = halts,
            Unknown = [.. readings.Where(reading => reading.Status.State == BudgetState.NoData).Select(reading => reading.Slo.Id)],
        };
        if (halts.Count == 0)
            return verdict with
            {
                Open = true,
                Cause = verdict.Unknown.Count == readings.Count ? GateCause.NoData : GateCause.WithinBudget,
            };
        if (policy.Exempt.Contains(change)) return verdict with { Open = true, Cause = GateCause.Exempt };
        if (opening is not null) return verdict with { Open = true, Cause = GateCause.LetThrough, Opening = opening };
        return verdict with { Until = halts.Exists(halt => halt.Until is null) ? null : halts.Max(halt => halt.Until) };
    }

    private static IEnumerable<GateHalt> Halting(BudgetReading reading, BudgetPolicy policy)
    {
        if (reading.Status.State == BudgetState.NoData && policy.NoDataHalts) yield return new GateHalt(reading.Status, null, null);
        var levels = reading.Halting(policy);
        // Of several of one kind the one that asks for most: what opens it opens the others. Each incident stands for itself.
        foreach (var kind in levels.GroupBy(one => (one.Level.When.Metric, one.Incident)))
        {
            var level = Strictest(kind);
            var when = level.Level.When;
            // Where nothing left is open, the level at nothing is one below it.
            yield return new GateHalt(reading.Status, level,
                Until(reading.Status, policy.ZeroHalts || when.Value != 0 ? when : when with { Inclusive = false }));
        }
    }

    private static LevelHolding Strictest(IGrouping<(PolicyMetric Metric, string? Incident), LevelHolding> kind) =>
        kind.Key.Metric == PolicyMetric.Remaining ? kind.MaxBy(one => one.Level.When.Value)! : kind.MinBy(one => one.Level.When.Value)!;

    private static Instant? Until(BudgetStatus status, PolicyCondition when) => when.Metric switch
    {
        PolicyMetric.Remaining or PolicyMetric.Incident when status.Slo.Window.IsCalendar => status.Window.End,
        PolicyMetric.Remaining => Recovers(status, when),
        _ => null,
    };

    /// <summary>When enough of the past has left a rolling window, if nothing fails any more; null: it fails now.</summary>
    private static Instant? Recovers(BudgetStatus status, PolicyCondition when)
    {
        var (slo, pieces, days) = (status.Slo, status.Pieces, Duration.FromDays(status.Slo.Window.Days));
        var time = slo.Kind == SloKind.Time;
        if (time && pieces.Count > 0 && pieces[^1].End == status.Known) return null;
        var (consumed, valid) = (status.Consumed, status.Valid);
        foreach (var piece in pieces)
        {
            var most = status.Total * (100 - when.Value) / 100;
            if (time && Opens(consumed - piece.Bad, most))
            {
                var length = (piece.End - piece.Start).InSeconds() * (consumed - most) / piece.Bad;
                var gone = when.Inclusive ? decimal.Floor(length) + 1 : decimal.Ceiling(length);
                return piece.Start + days + Duration.FromSeconds((long)gone);
            }

            (consumed, valid) = (consumed - piece.Bad, valid - piece.Valid);
            // Requests that leave the window take their part of the budget with them.
            if (!time && (valid <= 0 || Opens(consumed, Objectives.Allowance(status.Objective) * valid * (100 - when.Value) / 100)))
                return piece.Start + days + Duration.FromSeconds(1);
        }

        return null;

        bool Opens(decimal used, decimal most) => used < most || (!when.Inclusive && used == most);
    }
}
