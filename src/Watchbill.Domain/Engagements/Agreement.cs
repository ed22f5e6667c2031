using NodaTime;

namespace Watchbill.Engagements;

/// <summary>Under which budgets SREs take a service over, and give it back.</summary>
/// <param name="Entry">How many of the last full periods must be within budget, one after the other.</param>
public sealed record Agreement(int Entry, ExitCondition Exit)
{
    /// <summary>What holds where an engagement says nothing: three periods in, two of four out.</summary>
    public static Agreement Default { get; } = new(3, new ExitCondition(2, 4));

    /// <summary>The agreement of an engagement, with the default for what it leaves out.</summary>
    public static Agreement Of(Engagement engagement) => new(engagement.Entry ?? Default.Entry, engagement.Exit ?? Default.Exit);

    /// <summary>How many periods have to be known to judge it.</summary>
    public int Longest() => Math.Max(Entry, Exit.Periods);

    /// <summary>
    /// What keeps a service out, one entry for each period that was not within budget and each that is not there; empty:
    /// the entry holds. Every objective counts, and a period without data is not within budget.
    /// </summary>
    public IReadOnlyList<EntryLack> Lacks(IReadOnlyList<SloPeriods> slos) => slos.Count == 0
        ? [new EntryLack(null, null, Entry)]
        :
        [
            .. slos.SelectMany(
                slo =>
                    slo.Periods.TakeLast(Entry).Where(period => period.Exhausted is not false)
                        .Select(period => new EntryLack(slo.Slo, period, 0))
                        .Concat(slo.Periods.Count < Entry ? [new EntryLack(slo.Slo, null, Entry - slo.Periods.Count)] : [])),
        ];

    /// <summary>The objective that makes the exit hold, with the periods that were looked at; null: it does not hold.</summary>
    /// <remarks>A period without data is not exhausted; where fewer periods have passed than the agreement looks at, those that have are
    /// looked at.</remarks>
    public SloPeriods? ExitBy(IReadOnlyList<SloPeriods> slos) => slos
        .Select(slo => slo with { Periods = [.. slo.Periods.TakeLast(Exit.Periods)] })
        .FirstOrDefault(slo => slo.Periods.Count(period => period.Exhausted is true) >= Exit.Exhausted);

    /// <summary>
    /// Whether a service that was handed back may be taken over again: the entry holds in periods that all ended after the hand-back.
    /// </summary>
    public bool Reinstates(IReadOnlyList<SloPeriods> slos, Instant since) =>
        Lacks([.. slos.Select(slo => slo with { Periods = [.. slo.Periods.Where(period => period.End > since)] })]).Count == 0;
}

/// <summary>Why the entry does not hold: a period that was not within budget, or so many that have not been yet.</summary>
/// <param name="Slo">Null: the service has no objective at all.</param>
public sealed record EntryLack(string? Slo, PeriodResult? Period, int Missing);
