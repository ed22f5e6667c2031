using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>
/// Downtime: the union of incidents, where they overlap weighted by the largest impact. What counts by correction comes first. Each piece
/// belongs to one incident (the largest impact, then the earlier start, then the lower number), so that shares add up to the whole.
/// </summary>
public static class Downtime
{
    /// <summary>The pieces of a span in which something was down. An incident that goes on counts up to the span's end.</summary>
    public static IReadOnlyList<Spent> In(Interval span, string slo, BudgetFacts facts)
    {
        if (span.Duration <= Duration.Zero) return [];
        var incidents = facts.Incidents.Where(one => one.Counts).SelectMany(one => one.Parts())
            .Where(
                one =>
                    one.Impact > 0 && one.Start < span.End
                        && (one.End ?? span.End) > Instant.Max(one.Start, span.Start))
            .OrderBy(one => one.Start).ThenBy(one => one.Number).ToList();
        var corrected = new CorrectedSpans(facts.Corrections, slo, span);
        var edges = new SortedSet<Instant>(corrected.Edges);
        foreach (var one in incidents)
        {
            edges.Add(Instant.Max(one.Start, span.Start));
            edges.Add(Instant.Min(one.End ?? span.End, span.End));
        }

        return [.. Pieces([.. edges], incidents, corrected)];
    }

    private static IEnumerable<Spent> Pieces(Instant[] edges, List<Incident> incidents, CorrectedSpans corrected)
    {
        var (open, next) = (new List<Incident>(), 0);
        for (var i = 0; i + 1 < edges.Length; i++)
        {
            var (start, end) = (edges[i], edges[i + 1]);
            open.RemoveAll(one => one.End <= start);
            while (next < incidents.Count && incidents[next].Start <= start) open.Add(incidents[next++]);
            var decided = corrected.At(start);
            // In order of start and number, so the first of the largest is the one it counts for.
            var worst = open.MaxBy(one => one.Impact);
            var impact = decided switch { true => 1, false => 0, null => worst?.Impact ?? 0 };
            if (impact > 0) yield return Piece(start, end, impact, worst?.Id);
        }
    }

    private static Spent Piece(Instant start, Instant end, decimal impact, string? cause)
    {
        var seconds = (end - start).InSeconds();
        return new Spent(start, end, seconds * impact, seconds, cause);
    }
}
