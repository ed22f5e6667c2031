using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Compensation;

/// <summary>What a bonus goes by. It is settled when its period begins: whatever the file says later is for the next one.</summary>
/// <param name="Version">Of the policy: <c>standard@2026-01-01</c>.</param>
/// <param name="First">The first day of the period.</param>
public sealed record BonusTerms(string Policy, string Version, LocalDate First, FixedAmount Bonus, string Currency)
{
    public IReadOnlyList<BonusService> Services { get; init; } = [];

    /// <summary>Ordered by period: <c>2026-10/standard</c>.</summary>
    public string Id => $"{PayRecord.MonthText(First)}/{Policy}";

    public ReportPeriod Period => new(Unit(Bonus.Per), First);

    /// <summary>The month that it is paid with: the last of its period.</summary>
    public LocalDate PaidWith => Period.Months[^1].First;

    /// <summary>The period that begins next after a day.</summary>
    public static ReportPeriod After(PaySpan per, LocalDate day)
    {
        var running = ReportPeriod.Of(Unit(per), day);
        return running with { First = running.Months[^1].First.PlusMonths(1) };
    }

    /// <summary>Whether the two promise the same for the same.</summary>
    public bool Says(BonusTerms other) => (Id, Version, Bonus, Currency) == (other.Id, other.Version, other.Bonus, other.Currency)
        && Services.Select(one => one.ToString()).SequenceEqual(other.Services.Select(one => one.ToString()));

    private static BudgetWindowUnit Unit(PaySpan per) => per switch
    {
        PaySpan.Year => BudgetWindowUnit.Year,
        PaySpan.Quarter => BudgetWindowUnit.Quarter,
        _ => BudgetWindowUnit.Month,
    };
}

/// <summary>A service whose budget a bonus is for, with its objectives as they were, and the rotations that answer for it.</summary>
public sealed record BonusService(string Service, IReadOnlyList<string> Rotations, IReadOnlyList<Slo> Slos)
{
    /// <summary>Everything that counts, for comparison.</summary>
    public override string ToString() =>
        $"{Service} {string.Join(' ', Rotations)} {string.Join(' ', Slos.Select(Written))}";

    private static string Written(Slo slo) =>
        FormattableString.Invariant($"{slo.Id} {slo.Objective} {slo.Kind} {slo.Window.Unit} {slo.Window.Days}");
}
