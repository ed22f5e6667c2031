using NodaTime;

namespace Watchbill.Budgets;

/// <summary>Which objective held when. The first one held for all time, later ones by date.</summary>
public static class Objectives
{
    /// <summary>The objective on a day, in percent.</summary>
    public static decimal On(Slo slo, LocalDate day) =>
        slo.Earlier.FirstOrDefault(earlier => day < earlier.Until)?.Objective ?? slo.Objective;

    /// <summary>The parts of a span with the objective of each, in order; together they are the span.</summary>
    public static IEnumerable<(Interval Span, decimal Objective)> In(Slo slo, Interval span, DateTimeZone zone)
    {
        var from = span.Start;
        foreach (var earlier in slo.Earlier)
        {
            var until = zone.AtStartOfDay(earlier.Until).ToInstant();
            if (until <= from) continue;
            if (until >= span.End)
            {
                yield return (new Interval(from, span.End), earlier.Objective);
                yield break;
            }

            yield return (new Interval(from, until), earlier.Objective);
            from = until;
        }

        yield return (new Interval(from, span.End), slo.Objective);
    }

    /// <summary>The fraction that may fail: (1 - objective).</summary>
    public static decimal Allowance(decimal objective) => (100 - objective) / 100;

    /// <summary>The budget of time of a span, in seconds: (1 - objective) x its real length, version by version.</summary>
    public static decimal Seconds(Slo slo, Interval span, DateTimeZone zone) =>
        In(slo, span, zone).Sum(part => Allowance(part.Objective) * part.Span.Duration.InSeconds());

    /// <summary>The objective with an objective of today put onto it: the one before is kept with the day until which it held.</summary>
    /// <param name="today">From when the new one holds; a change of the same day leaves no trace.</param>
    public static Slo Merge(Slo before, Slo wanted, LocalDate today)
    {
        if (before.Objective == wanted.Objective) return wanted with { Earlier = before.Earlier };
        var earlier =
            before.Earlier.Count > 0 && before.Earlier[^1].Until >= today
                ? before.Earlier : [.. before.Earlier, new EarlierObjective(before.Objective, today)];
        // Changed to and fro on one day: it never changed.
        if (earlier[^1].Objective == wanted.Objective && earlier[^1].Until == today) earlier = [.. earlier.SkipLast(1)];
        return wanted with { Earlier = earlier };
    }

    /// <summary>The same of all objectives of a service, by their ids.</summary>
    public static IReadOnlyList<Slo> Merge(IReadOnlyList<Slo> before, IReadOnlyList<Slo> wanted, LocalDate today) =>
        [.. wanted.Select(slo => before.FirstOrDefault(old => old.Id == slo.Id) is { } old ? Merge(old, slo, today) : slo)];

    /// <summary>Seconds of a length of time, exact to the nanosecond.</summary>
    public static decimal InSeconds(this Duration duration) => duration.ToInt64Nanoseconds() / 1_000_000_000m;
}
