using System.Globalization;
using NodaTime;

namespace Watchbill.Budgets;

/// <summary>A calendar month, quarter or year that is reported on.</summary>
/// <param name="First">Its first day.</param>
public sealed record ReportPeriod(BudgetWindowUnit Unit, LocalDate First)
{
    /// <summary>What it is called, in commands, over HTTP and in ids: <c>2026-10</c>, <c>2026-Q4</c>, <c>2026</c>.</summary>
    public string Name => Unit switch
    {
        BudgetWindowUnit.Year => FormattableString.Invariant($"{First.Year:0000}"),
        BudgetWindowUnit.Quarter => FormattableString.Invariant($"{First.Year:0000}-Q{(First.Month + 2) / 3}"),
        _ => FormattableString.Invariant($"{First.Year:0000}-{First.Month:00}"),
    };

    public ReportPeriod Previous => Moved(-1);

    /// <summary>The months that it is made of, in order.</summary>
    public IReadOnlyList<ReportPeriod> Months =>
        [.. Enumerable.Range(0, Length(Unit)).Select(month => new ReportPeriod(BudgetWindowUnit.Month, First.PlusMonths(month)))];

    /// <summary>From the first local midnight (included) to the one after the last day (not included).</summary>
    public Interval In(DateTimeZone zone) =>
        new(zone.AtStartOfDay(First).ToInstant(), zone.AtStartOfDay(First.PlusMonths(Length(Unit))).ToInstant());

    /// <summary>The period that holds a day.</summary>
    public static ReportPeriod Of(BudgetWindowUnit unit, LocalDate day) =>
        new(unit, new LocalDate(day.Year, ((day.Month - 1) / Length(unit) * Length(unit)) + 1, 1));

    /// <summary>
    /// Reads a name; <c>this</c>, <c>last</c> or <c>next</c> with <c>month</c>, <c>quarter</c> or <c>year</c>; or a month by its English
    /// name or the first letters of it, of which without a year the nearest is meant. Null: it is none of these.
    /// </summary>
    public static ReportPeriod? Parse(string text, LocalDate today)
    {
        if (text.Trim().ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } words) return null;
        return words switch
        {
            ["this" or "last" or "next", var unit] => Units.IndexOf(unit) is >= 0 and var index
                ? Of((BudgetWindowUnit)index, today).Moved(words[0] switch { "last" => -1, "next" => 1, _ => 0 }) : null,
            [var month] when MonthOf(month) is { } number => Nearest(number, today),
            [var month, var digits] when MonthOf(month) is { } number && Number(digits, 4) is { } year =>
                Named([$"{year}", $"{number:00}"]),
            [var name] => Named(name.Split('-')),
            _ => null,
        };
    }

    private ReportPeriod Moved(int by) => this with { First = First.PlusMonths(by * Length(Unit)) };

    private static ReportPeriod Nearest(int month, LocalDate today) =>
        new[] { -1, 0, 1 }.Select(years => Of(BudgetWindowUnit.Month, new LocalDate(today.Year + years, month, 1)))
            .MinBy(period => Math.Abs((period.First.Year - today.Year) * 12 + period.First.Month - today.Month))!;

    private static int? MonthOf(string word) => word.Length < 3 ? null
        : Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames,
            name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + 1 : null;

    // In the order of the enumeration.
    private static List<string> Units { get; } = ["month", "quarter", "year"];

    private static ReportPeriod? Named(string[] parts)
    {
        if (Number(parts[0], 4) is not (>= 1970 and <= 2199 and var year)) return null;
        return parts switch
        {
            [_] => new(BudgetWindowUnit.Year, new LocalDate(year, 1, 1)),
            [_, ['q', >= '1' and <= '4' and var quarter]] =>
                new(BudgetWindowUnit.Quarter, new LocalDate(year, ((quarter - '1') * 3) + 1, 1)),
            [_, var digits] when Number(digits, 2) is >= 1 and <= 12 and var month =>
                new(BudgetWindowUnit.Month, new LocalDate(year, month, 1)),
            _ => null,
        };
    }

    private static int? Number(string digits, int length) =>
        digits.Length == length && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Length(BudgetWindowUnit unit) => unit switch
    {
        BudgetWindowUnit.Year => 12,
        BudgetWindowUnit.Quarter => 3,
        _ => 1,
    };
}
