using NodaTime;

namespace Watchbill.Budgets;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class BudgetSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        new BudgetCorrection("1c0ffe", "checkout", "availability", CorrectionKind.Maintenance, At, Later)
        {
            Reason = "Moving the database",
            By = "ana",
            At = At,
            UndoneBy = "eve",
            UndoneAt = Later,
        },
        new BucketDay("checkout", "latency", new LocalDate(2026, 11, 16), "prometheus",
            [new Bucket(At, 9_990.5m, 10_000) { Coverage = 0.75m }]),
        new LevelReached("checkout", "availability", At)
        {
            Levels = [new ReachedLevel("incident > 20%", At)
            {
                Do = [PolicyAction.Halt, PolicyAction.TellChannel],
                Incident = "checkout-12",
                Value = 34.5m,
                Rearmed = Later,
            }],
        },
        new LowBudgets("checkout",
            [new BudgetLeft("availability", SloKind.Time, new BudgetWindow(BudgetWindowUnit.Quarter, 0), 3974.4m, 4200m)]),
        new GateAnswer("checkout", ReleaseKind.Fix, "SHOP-1431", false, "availability has used its budget.", At)
        {
            By = "token:deploy",
            Cause = GateCause.BudgetUsed,
        },
        new KpiFigure("customer-satisfaction", "2026-Q4", 91.5m, "%") { By = "eve", At = At },
        new GateOpening("checkout", "SHOP-1431", "ana", At, "It turns the broken page off"),
    ];
}
