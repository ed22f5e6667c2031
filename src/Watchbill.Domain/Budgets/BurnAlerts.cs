using NodaTime;

namespace Watchbill.Budgets;

/// <summary>
/// A burn rate that calls for somebody: over the long span and, so that it stops when the burning stops, over the short one too.
/// </summary>
/// <param name="Rate">Above it.</param>
/// <param name="Budget">Percent of the window's budget that is gone when the long span burned at this rate.</param>
public sealed record BurnAlert(BurnUrgency Urgency, decimal Rate, Duration LongSpan, Duration ShortSpan, decimal Budget);

/// <summary>Whether somebody has to look now, or in working hours.</summary>
public enum BurnUrgency
{
    Page,
    Ticket,
}

/// <summary>How an alert stands.</summary>
public enum BurnState
{
    Acceptable,
    Increasing,
    Recovering,
    Critical,
}

/// <summary>
/// Alerts on several windows, by the tables of the SRE workbook (30 days), Sloth (28 and 7 days) and Datadog (90 days, for quarters).
/// </summary>
public static class BurnAlerts
{
    /// <summary>Fewer failed requests than these over the long span are chance, and alert nobody.</summary>
    public const int MinFailures = 3;

    private static readonly (BurnUrgency Urgency, int Hours, int Minutes, decimal Budget)[] Week =
        [(BurnUrgency.Page, 1, 5, 8), (BurnUrgency.Page, 6, 30, 12.5m), (BurnUrgency.Ticket, 24, 120, 20),
            (BurnUrgency.Ticket, 72, 360, 42)];

    private static readonly (BurnUrgency Urgency, int Hours, int Minutes, decimal Budget)[] Month =
        [(BurnUrgency.Page, 1, 5, 2), (BurnUrgency.Page, 6, 30, 5), (BurnUrgency.Ticket, 24, 120, 10), (BurnUrgency.Ticket, 72, 360, 10)];

    private static readonly (BurnUrgency Urgency, int Hours, int Minutes, decimal Budget)[] Quarter =
        [(BurnUrgency.Page, 1, 5, 1), (BurnUrgency.Page, 6, 30, 3), (BurnUrgency.Ticket, 24, 120, 5)];

    /// <summary>The rate at which a long span takes a part of a window's budget: window x budget / (100 x long span).</summary>
    /// <param name="days">Length of the window.</param>
    /// <param name="budget">In percent.</param>
    public static decimal Rate(int days, decimal budget, Duration over) => days * 86_400m * budget / (100 * over.InSeconds());

    /// <summary>
    /// The alerts of a window, the most urgent first. Months count as 30 days, quarters as 90, years as 365; windows up to 14
    /// days go by the table of the week, up to 45 by that of the month, longer ones by that of the quarter.
    /// </summary>
    public static IReadOnlyList<BurnAlert> Of(BudgetWindow window)
    {
        var days =
            window.Unit switch
            {
                BudgetWindowUnit.Month => 30,
                BudgetWindowUnit.Quarter => 90,
                BudgetWindowUnit.Year => 365,
                _ => window.Days
            };
        return [.. (days <= 14 ? Week : days <= 45 ? Month : Quarter).Select(row =>
        {
            var over = Duration.FromHours(row.Hours);
            return new BurnAlert(row.Urgency, Rate(days, row.Budget, over), over, Duration.FromMinutes(row.Minutes), row.Budget);
        })];
    }

    /// <summary>Those that an objective can ever set off: no service fails more than wholly.</summary>
    public static IReadOnlyList<BurnAlert> Of(Slo slo) => [.. Of(slo.Window).Where(alert => alert.Rate < BurnRates.Highest(slo.Objective))];

    /// <summary>The most urgent alert that stands at an instant, the lesser ones being silent beside it; null: none stands.</summary>
    /// <param name="burning">With the pieces of the last 72 hours at least.</param>
    /// <param name="known">Whether an alert stood the last time: it goes on where its short span cannot be told, and none begins
    /// there.</param>
    public static BurnAlert? Standing(Burning burning, Func<BurnAlert, bool> known)
    {
        var calling = Calling(burning);
        return calling.FirstOrDefault(
            alert => burning.IsUnknown(alert.ShortSpan) ? known(alert) : Stands(alert.Rate, alert.LongSpan, alert.ShortSpan, burning));
    }

    /// <summary>Those whose long span burns too fast, by more than chance: whether they stand is for their short span to say.</summary>
    public static IReadOnlyList<BurnAlert> Calling(Burning burning) =>
        [.. Of(burning.Slo).Where(alert => burning.Over(alert.LongSpan) > alert.Rate && burning.Failures(alert.LongSpan) >= MinFailures)];

    /// <summary>Whether a rate is exceeded over both spans, by more than chance.</summary>
    public static bool Stands(decimal rate, Duration overLong, Duration overShort, Burning burning) =>
        StateOf(rate, burning.Over(overLong), burning.Over(overShort)) == BurnState.Critical && burning.Failures(overLong) >= MinFailures;

    /// <summary>What two burn rates say about a threshold, by the names that Kibana gives it.</summary>
    public static BurnState StateOf(decimal threshold, decimal overLong, decimal overShort) =>
        (overLong > threshold, overShort > threshold) switch
        {
            (true, true) => BurnState.Critical,
            (true, false) => BurnState.Recovering,
            (false, true) => BurnState.Increasing,
            _ => BurnState.Acceptable,
        };
}

/// <summary>What is known of how a budget burns until an instant.</summary>
/// <param name="Pieces">Of the spans that are asked for, at least.</param>
public sealed record Burning(Slo Slo, IReadOnlyList<Spent> Pieces, DateTimeZone Zone, Instant At)
{
    /// <summary>
    /// Spans that were measured for themselves, which count in place of the hours that they touch; null: nothing can be said of one.
    /// </summary>
    public IReadOnlyDictionary<Duration, Spent?> Measured { get; init; } = new Dictionary<Duration, Spent?>();

    /// <summary>The burn rate over the last while; 0 where there were no requests.</summary>
    public decimal Over(Duration span) =>
        BurnRates.Of(Slo, Measured.GetValueOrDefault(span) is { } measured ? [measured] : Pieces, Zone, new Interval(At - span, At)) ?? 0;

    /// <summary>Whether a span was to be measured and could not be.</summary>
    public bool IsUnknown(Duration span) => Measured.TryGetValue(span, out var measured) && measured is null;

    /// <summary>Failed requests over the last while. Time is no matter of chance: it always suffices.</summary>
    public decimal Failures(Duration span) =>
        Slo.Kind == SloKind.Time ? decimal.MaxValue : BurnRates.Bad(Pieces, new Interval(At - span, At));
}
