using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Budgets;

/// <summary>Which part of a span counts how by decision. Where rows overlap, the one that was decided last wins.</summary>
internal sealed class CorrectedSpans
{
    private readonly List<(Interval Span, bool Down)> spans = [];

    public CorrectedSpans(IEnumerable<BudgetCorrection> corrections, string slo, Interval within)
    {
        var standing =
            corrections.Where(row => row.UndoneAt is null && (row.Slo ?? slo) == slo).OrderByDescending(row => row.At)
                .ThenByDescending(row => row.Id, StringComparer.Ordinal);
        var taken = new List<Interval>();
        foreach (var row in standing)
        {
            if (row.End <= row.Start || Spans.Within(new Interval(row.Start, row.End), within.Start, within.End) is not { } span) continue;
            spans.AddRange(Spans.Minus([span], taken).Select(left => (left, row.Kind == CorrectionKind.Downtime)));
            taken.Add(span);
        }
    }

    public IEnumerable<Instant> Edges => spans.SelectMany(one => new[] { one.Span.Start, one.Span.End });

    /// <summary>True: counts as downtime; false: as uptime; null: as it was recorded.</summary>
    public bool? At(Instant at)
    {
        foreach (var (span, down) in spans) if (span.Contains(at)) return down;
        return null;
    }

    /// <summary>How much of a span counts as downtime, and as uptime, as fractions of it.</summary>
    public (decimal Down, decimal Up) Of(Interval span)
    {
        if (spans.Count == 0) return (0, 0);
        var (down, up) = (0m, 0m);
        foreach (var one in spans)
        {
            if (Spans.Within(one.Span, span.Start, span.End) is not { } part) continue;
            var fraction = part.Duration.InSeconds() / span.Duration.InSeconds();
            if (one.Down) down += fraction;
            else up += fraction;
        }

        return (down, up);
    }
}
