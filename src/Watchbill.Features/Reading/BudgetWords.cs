using System.Globalization;
using NodaTime;
using Watchbill.Budgets;

namespace Watchbill.Reading;

/// <summary>Numbers of budgets as people read them. This is the only place that rounds.</summary>
internal static class BudgetWords
{
    private const decimal Minute = 60;
    private const decimal Hour = 3600;
    private const decimal Day = 86_400;

    /// <summary><c>6 min</c>, <c>1 h 6 min</c>, <c>1,234 requests</c>; without a sign.</summary>
    public static string Amount(Slo slo, decimal value) => Amount(slo.Kind, value);

    /// <summary><c>40 %</c>; under ten with one digit.</summary>
    public static string Percent(decimal value) =>
        value.ToString(decimal.Round(value, 1) < 10 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) + " %";

    /// <summary><c>67x</c>: so many times what the budget allows.</summary>
    public static string Rate(decimal? value) => value is { } rate
        ? rate.ToString(rate is > 0 and < 0.05m ? "0.###" : rate < 10 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) + "x" : "unknown";

    /// <summary>How long something lasts at this rate: <c>40 min</c>, <c>32 h</c>, <c>6 d</c>.</summary>
    public static string Rough(decimal seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds switch
    {
        < 2 * Hour => $"{Math.Max(1, decimal.Round(seconds / Minute)):0} min",
        < 2 * Day => $"{decimal.Round(seconds / Hour):0} h",
        _ => $"{decimal.Round(seconds / Day):#,0} d",
    }}");

    /// <summary><c>this quarter</c>, <c>in 28 days</c>.</summary>
    public static string Window(BudgetWindow window) => window.Unit switch
    {
        BudgetWindowUnit.Month => "this month",
        BudgetWindowUnit.Quarter => "this quarter",
        BudgetWindowUnit.Year => "this year",
        _ => string.Create(CultureInfo.InvariantCulture, $"in {window.Days} days"),
    };

    /// <summary>Whose budget it is: <c>the quarter's</c>, <c>the 28-day</c>.</summary>
    public static string Whose(BudgetWindow window) => window.IsCalendar
        ? $"the {window.Unit.ToString().ToLowerInvariant()}'s" : string.Create(CultureInfo.InvariantCulture, $"the {window.Days}-day");

    /// <summary>As the organisation file writes it: <c>quarter</c>, <c>rolling 28 days</c>.</summary>
    public static string Written(BudgetWindow window) => window.IsCalendar
        ? window.Unit.ToString().ToLowerInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"rolling {window.Days} days");

    /// <summary>What there is of it: <c>6 min of 13 min left this quarter</c>.</summary>
    public static string Left(BudgetStatus status) => status.State == BudgetState.NoData
        ? $"no requests counted {Window(status.Slo.Window)}" : Left(BudgetLeft.Of(status));

    public static string Left(BudgetLeft left) => left.Remaining < 0
        ? $"overspent by {Amount(left.Kind, left.Remaining)}: {Amount(left.Kind, left.Consumed)} spent"
            + $" of {Amount(left.Kind, left.Total)} {Window(left.Window)}"
        : $"{Amount(left.Kind, left.Remaining)} of {Amount(left.Kind, left.Total)} left {Window(left.Window)}";

    /// <summary>The same for a cell: <c>6 min</c>, <c>-1 h 6 min</c> where more was used than there was.</summary>
    public static string LeftShort(BudgetStatus status) =>
        status.State == BudgetState.NoData ? "no data" : (status.Remaining < 0 ? "-" : "") + Amount(status.Slo, status.Remaining);

    public static string Date(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>6 min</c>, <c>1 h 20 min</c>, <c>3 d 4 h</c>; of something that is not below zero. Seconds only under two minutes.
    /// </summary>
    public static string Length(decimal seconds)
    {
        // Rounded first, so that 59 min 59.7 s is an hour and not 60 minutes.
        var whole = decimal.Round(seconds, seconds < Minute ? 1 : 0, MidpointRounding.AwayFromZero);
        if (whole < Minute) return string.Create(CultureInfo.InvariantCulture, $"{whole:0.#} s");
        if (whole >= 2 * Minute) whole = Rounded(whole, Minute);
        if (whole >= Day) whole = Rounded(whole, Hour);
        var parts =
            new[] { (decimal.Floor(whole / Day), "d"), (decimal.Floor(whole % Day / Hour), "h"),
                (decimal.Floor(whole % Hour / Minute), "min"), (whole % Minute, "s") };
        return string.Join(' ',
            parts.Where(part => part.Item1 > 0)
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1:#,0} {part.Item2}")));
    }

    private static decimal Rounded(decimal seconds, decimal to) => decimal.Round(seconds / to, MidpointRounding.AwayFromZero) * to;

    private static string Amount(SloKind kind, decimal value) => kind == SloKind.Time ? Length(Math.Abs(value)) : Requests(Math.Abs(value));

    private static string Requests(decimal count)
    {
        var text = count.ToString(count is > 0 and < 10 ? "#,0.##" : "#,0", CultureInfo.InvariantCulture);
        return text == "1" ? "1 request" : $"{text} requests";
    }
}
