using NodaTime;

namespace Watchbill.Calendars;

/// <summary>Spans of time as sets. Starts are in, ends are not.</summary>
public static class Spans
{
    /// <summary>What is left of some spans without others. The first ones do not overlap; neither does what is left.</summary>
    public static IReadOnlyList<Interval> Minus(IEnumerable<Interval> spans, IEnumerable<Interval> without)
    {
        var left = spans.ToList();
        foreach (var gone in without) left = [.. left.SelectMany(span => Minus(span, gone))];
        return left;
    }

    /// <summary>The part of one span that lies in another; null: none does.</summary>
    public static Interval? Within(Interval span, Instant start, Instant end)
    {
        var (from, to) = (Instant.Max(span.Start, start), Instant.Min(span.End, end));
        return from < to ? new Interval(from, to) : null;
    }

    /// <summary>All of some spans, in order: those that touch or overlap are one.</summary>
    public static IReadOnlyList<Interval> Union(IEnumerable<Interval> spans)
    {
        var union = new List<Interval>();
        foreach (var span in spans.Where(span => span.Start < span.End).OrderBy(span => span.Start))
        {
            if (union.Count > 0 && span.Start <= union[^1].End)
                union[^1] = new Interval(union[^1].Start, Instant.Max(union[^1].End, span.End));
            else union.Add(span);
        }

        return union;
    }

    private static IEnumerable<Interval> Minus(Interval span, Interval gone)
    {
        if (gone.End <= span.Start || gone.Start >= span.End)
        {
            yield return span;
            yield break;
        }

        if (span.Start < gone.Start) yield return new Interval(span.Start, gone.Start);
        if (gone.End < span.End) yield return new Interval(gone.End, span.End);
    }
}
