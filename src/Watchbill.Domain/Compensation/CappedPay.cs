using NodaTime;

namespace Watchbill.Compensation;

/// <summary>
/// Takes off what a policy's caps do not pay: by day, then by week from Monday, then by month, of standby and callouts together.
/// </summary>
internal static class CappedPay
{
    public static IReadOnlyList<Earning> Of(IEnumerable<Earning> earnings)
    {
        var all = earnings.ToList();
        foreach (var policy in all.Where(one => one.Of.Policy.Caps is not null).GroupBy(one => one.Of.Policy).ToList())
        {
            var caps = policy.Key.Caps!;
            var paid = policy.OrderBy(one => one.Of.Span.Start).ToList();
            foreach (var (cap, spanOf) in new (decimal?, Func<LocalDate, LocalDate>)[]
            {
                (caps.Day, day => day), (caps.Week, day => day.PlusDays(1 - (int)day.DayOfWeek)),
                (caps.Month, day => day.With(DateAdjusters.StartOfMonth)),
            })
            {
                if (cap is not { } most) continue;
                var taken = paid.GroupBy(one => spanOf(one.Of.Span.Day)).SelectMany(span => Over(most, [.. span])).ToList();
                paid.AddRange(taken);
                all.AddRange(taken);
            }
        }

        return all;
    }

    // From the end of the span backwards: what came first is paid.
    private static IEnumerable<Earning> Over(decimal most, IReadOnlyList<Earning> span)
    {
        var over = span.Sum(Amount) - most;
        foreach (var line in span
            .GroupBy(one => (one.Of.Kind, one.Of.Id, one.Of.Rotation, one.Class, one.Of.Span.Day, one.LineRate, one.Factor))
            .Reverse())
        {
            if (over <= 0) yield break;
            var taken = Math.Min(over, line.Sum(Amount));
            if (taken <= 0) continue;
            over -= taken;
            var last = line.Last();
            yield return last with
            {
                What = PayPartKind.Cap,
                Quantity = -1,
                Rate = taken / last.Factor,
                Hours = 0,
                LineRate = last.LineRate,
            };
        }
    }

    private static decimal Amount(Earning one) => one.Quantity * (one.Rate ?? 0) * one.Factor;
}
