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
        foreach (var policy in all.GroupBy(one => (one.Of.Policy.Id, one.Of.Policy.Currency))
            .Where(policy => policy.Any(one => one.Of.Policy.Caps is not null)).ToList())
        {
            var paid = policy.OrderBy(one => one.Of.Span.Start).ToList();
            foreach (var (capOf, spanOf) in new (Func<PayCaps, decimal?>, Func<LocalDate, LocalDate>)[]
            {
                (caps => caps.Day, day => day), (caps => caps.Week, Monday),
                (caps => caps.Month, day => day.With(DateAdjusters.StartOfMonth)),
            })
            {
                var taken = paid.GroupBy(one => spanOf(one.Of.Span.Day)).SelectMany(span => Over(span, capOf)).ToList();
                paid.AddRange(taken);
                all.AddRange(taken);
            }
        }

        return all;
    }

    /// <summary>The first day of the week that holds a day.</summary>
    internal static LocalDate Monday(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    // A new version goes on where the one before left off: what that has paid in the span counts.
    private static IEnumerable<Earning> Over(IEnumerable<Earning> span, Func<PayCaps, decimal?> capOf)
    {
        var paid = 0m;
        foreach (var version in span.GroupBy(one => one.Of.Policy).OrderBy(version => version.Key.Effective))
        {
            List<Earning> earned = [.. version];
            List<Earning> taken = version.Key.Caps is { } caps && capOf(caps) is { } most ? [.. Over(most - paid, earned)] : [];
            paid += earned.Sum(Amount) + taken.Sum(Amount);
            foreach (var one in taken) yield return one;
        }
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
