using NodaTime;

namespace Watchbill.Compensation;

/// <summary>A quantity that is paid at a rate: what the rules find, before it is added up into lines.</summary>
/// <param name="Hours">Elapsed hours that it accounts for; what is paid on top accounts for none.</param>
/// <param name="Rate">Null: a multiple of an hourly rate that nobody has said.</param>
internal sealed record Earning(PaidSpan Of, string? Class, PayPartKind What, decimal Quantity, decimal? Rate, decimal Hours)
{
    public decimal Factor { get; init; } = 1;

    /// <summary>Of the line that it is a part of: a fee stands in the line of the hours.</summary>
    public decimal? LineRate { get; init; } = Rate;
}

/// <summary>A piece of time under the policy of its day.</summary>
/// <param name="Id">Of the turn or the incident.</param>
internal sealed record PaidSpan(PayKind Kind, string Id, string Rotation, PayPolicy Policy, ClassedSpan Span)
{
    public decimal Hours => HoursOf(Span.Length);

    public static decimal HoursOf(Duration length) => (decimal)length.ToInt64Nanoseconds() / NodaConstants.NanosecondsPerHour;
}

/// <summary>The one place in which amounts are added.</summary>
public static class Earnings
{
    /// <summary>A line for each shift or incident, class, month, policy version, rate and factor, in order of time.</summary>
    internal static IReadOnlyList<PayLine> ToLines(IEnumerable<Earning> earnings, string currency) =>
    [
        .. earnings
            .GroupBy(one => (one.Of.Kind, one.Of.Id, one.Of.Rotation, one.Class, Month: Month(one.Of.Span.Day), one.Of.Policy.Version,
                one.Of.Policy.Currency, one.LineRate, one.Factor))
            .Select(group => Line(group.Key.Currency ?? currency, [.. group]))
            .OrderBy(line => line.Start).ThenBy(line => line.Kind).ThenBy(line => line.Rotation, StringComparer.Ordinal)
            .ThenBy(line => line.Class, StringComparer.Ordinal).ThenBy(line => line.Rate),
    ];

    /// <summary>By currency, of lines that are rounded already.</summary>
    public static IReadOnlyList<Money> Totals(IEnumerable<PayLine> lines) =>
        [.. lines.GroupBy(line => line.Amount.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Money(group.Sum(line => line.Amount.Amount), group.Key))];

    private static PayLine Line(string currency, IReadOnlyList<Earning> earnings)
    {
        var first = earnings[0];
        var parts = earnings.Where(one => one.Quantity != 0).GroupBy(one => (one.What, one.Rate))
            .Select(group => new PayPart(group.Key.What, group.Sum(one => one.Quantity), group.Key.Rate ?? 0, first.Factor)).ToList();
        var exact = parts.Sum(part => part.Amount);
        var amount = Money.Rounded(exact, currency);
        if (amount.Amount != exact) parts.Add(new PayPart(PayPartKind.Rounding, 1, amount.Amount - exact, 1));
        return new PayLine(first.Of.Kind, Month(first.Of.Span.Day), earnings.Min(one => one.Of.Span.Start),
            earnings.Max(one => one.Of.Span.End), earnings.Sum(one => one.Hours), amount)
        {
            Rotation = first.Of.Rotation,
            Class = first.Class,
            Rate = first.LineRate,
            Factor = first.Factor,
            Policy = first.Of.Policy.Version,
            Shift = first.Of.Kind == PayKind.Standby ? first.Of.Id : null,
            Incident = first.Of.Kind == PayKind.Callout ? first.Of.Id : null,
            Parts = parts,
        };
    }

    private static LocalDate Month(LocalDate day) => day.With(DateAdjusters.StartOfMonth);
}
