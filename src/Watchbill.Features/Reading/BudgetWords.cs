using System.Globalization;
using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;

namespace Watchbill.Reading;

/// <summary>Numbers of budgets as people read them. This is the only place that rounds.</summary>
public static class BudgetWords
{
    /// <summary><c>6 min</c>, <c>1 h 6 min</c>, <c>1,234 requests</c>; without a sign.</summary>
    public static string Amount(Slo slo, decimal value) => Amount(slo.Kind, value);

    /// <summary><c>40 %</c>; under ten with one digit.</summary>
    /// <param name="limit">What it is compared with: beside 95 %, 94.96 % are not 95 %. Null: nothing.</param>
    public static string Percent(decimal value, decimal? limit = null)
    {
        var said = Said(value, decimal.Round(value, 1) < 10 ? "0.#" : "#,##0");
        if (limit is { } exact && value != exact && said == Exact(exact)) return Said(value, "#,##0.####");
        // 99.97 % are not all of it, and 100.2 % more than that.
        return value == 100 || said != Exact(100) ? said
            : Said((value < 100 ? decimal.Floor(10 * value) : decimal.Ceiling(10 * value)) / 10, "0.#");

        static string Said(decimal percent, string format) => percent.ToString(format, CultureInfo.InvariantCulture) + " %";
    }

    /// <summary><c>67x</c>: so many times what the budget allows.</summary>
    public static string Rate(decimal? value) => value switch
    {
        null => "unknown",
        > 0 and < 0.05m => "under 0.1x",
        { } rate => rate.ToString(rate < 10 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) + "x",
    };

    /// <summary>When it is gone: <c>Mon 09:00</c>; further ahead, where a rate does not tell an hour, the day alone.</summary>
    public static Text Gone(Instant known, Instant at) => at - known < Duration.FromDays(3) ? (Text)$"{at}" : $"{at:date}";

    /// <summary>How long what is said of an open incident holds: <c>while 2 incidents are open</c>.</summary>
    public static string WhileOpen(BudgetReading reading) => reading.Open.Count == 1 ? "while the incident is open"
        : string.Create(CultureInfo.InvariantCulture, $"while {reading.Open.Count} incidents are open");

    /// <summary>As it was set: <c>99.95 %</c>.</summary>
    public static string Exact(decimal percent) => percent.ToString("#,0.##", CultureInfo.InvariantCulture) + " %";

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
        status.State == BudgetState.NoData ? "no data"
        : status.Remaining < 0 ? "-" + Amount(status.Slo, Math.Max(-status.Remaining, Least(status.Slo.Kind)))
        : Amount(status.Slo, status.Remaining);

    public static string Date(Instant at, DateTimeZone zone) => at.InZone(zone).ToString("d MMM", CultureInfo.InvariantCulture);

    // What is not nothing is never said to be.
    private static string Amount(SloKind kind, decimal value) => Math.Abs(value) switch
    {
        > 0 and var some when some < Least(kind) / 2 => $"under {Amount(kind, Least(kind))}",
        var some => kind == SloKind.Time ? LengthWords.Of(some) : Requests(some),
    };

    // The smallest that is said: a tenth of a second, or a hundredth of a request.
    private static decimal Least(SloKind kind) => kind == SloKind.Time ? 0.1m : 0.01m;

    private static string Requests(decimal count)
    {
        var text = count.ToString(count is > 0 and < 10 ? "#,0.##" : "#,0", CultureInfo.InvariantCulture);
        return text == "1" ? "1 request" : $"{text} requests";
    }
}
