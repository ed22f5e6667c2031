using NodaTime;

namespace Watchbill.Incidents;

/// <summary>Time of another incident that is part of this one since the two were merged. Start included, end not.</summary>
/// <param name="Id">Of the incident that was merged.</param>
/// <param name="Impact">As that time counts; null: nobody has said, and it burns no budget of time.</param>
public sealed record IncidentPart(string Id, Instant Start, Instant End, decimal? Impact);

/// <summary>Makes one incident of two of the same service.</summary>
public static class IncidentMerge
{
    /// <summary>
    /// Both as they are once the first is part of the second: that has notes, responders and alerts of both, and goes on where either does.
    /// What a budget has lost stays the same: the times of both count, each with its own impact, and once where they overlap.
    /// </summary>
    /// <param name="now">When what goes on in both becomes one.</param>
    public static (Incident From, Incident Into) Merge(this Incident joining, Incident into, Instant now)
    {
        // Its own time is what goes on, or what ended last; the other's is kept as a part.
        var own = Lasting(into, joining);
        var other = own == into ? joining : into;
        var part = new IncidentPart(joining.Id, other.Start, other.End ?? Instant.Max(now, other.Start), other.Impact);
        var severity = (Severity)Math.Min((int)into.Severity, (int)joining.Severity);
        var first = joining.Detected < into.Detected ? joining : into;
        var merged = into with
        {
            Severity = severity,
            Start = own.Start,
            End = own.End,
            Impact = own.Impact,
            // Worse by the other's word, it would otherwise lose more than it did.
            ImpactOf = own.ImpactOf == severity ? severity : null,
            Mitigated = own.Mitigated,
            Merged = [.. into.Merged, .. joining.Merged, part],
            Cause = into.Cause == Cause.Other ? joining.Cause : into.Cause,
            Release = into.Release ?? joining.Release,
            NoticedBy = first.NoticedBy,
            Detected = Earlier(into.Detected, joining.Detected),
            Acknowledged = Earlier(into.Acknowledged, joining.Acknowledged),
            Responders = Joined(into.Responders.Concat(joining.Responders)),
            Notes = [.. into.Notes.Concat(joining.Notes).OrderBy(note => note.At)],
            Links = [.. into.Links.Union(joining.Links)],
            Alerts = [.. into.Alerts.Union(joining.Alerts).OrderBy(alert => alert.End ?? Instant.MaxValue).ThenBy(alert => alert.Start)
                .TakeLast(Incidents.Alerts.MaxAlerts)],
            // What people declared does not end with somebody else's alerts.
            TakenOver = into.TakenOver || joining.TakenOver || into.Alerts.Count == 0 || joining.Alerts.Count == 0,
        };
        return (joining with
        {
            MergedInto = into.Id,
            End = joining.End ?? Instant.Max(now, joining.Start),
            Responders = [],
            Notes = [],
            Links = [],
            Alerts = [],
            Merged = [],
        }, merged);
    }

    /// <summary>The incident as each of the times that count for it.</summary>
    public static IEnumerable<Incident> Parts(this Incident incident) => incident.Merged.Count == 0
        ? [incident]
        : incident.Merged.Select(part => incident with { Start = part.Start, End = part.End, Impact = part.Impact, Merged = [] })
            .Prepend(incident with { Merged = [] });

    /// <summary>Whether its times count with several impacts.</summary>
    public static bool IsMixed(this Incident incident) => incident.Merged.Any(part => part.Impact != incident.Impact);

    private static Incident Lasting(Incident into, Incident joining) =>
        into.End == joining.End ? joining.Impact > (into.Impact ?? 0) ? joining : into
        : into.End is null ? into
        : joining.End is null || joining.End > into.End ? joining
        : into;

    private static Instant? Earlier(Instant? one, Instant? other) => other is null || one < other ? one : other;

    // Who worked on both at once was called out once.
    private static List<Responder> Joined(IEnumerable<Responder> responders)
    {
        var joined = new List<Responder>();
        foreach (var next in responders.OrderBy(responder => responder.Start))
        {
            var last = joined.FindLastIndex(one => one.Person == next.Person);
            if (last < 0 || joined[last].End < next.Start) joined.Add(next);
            else
                joined[last] = joined[last] with
                {
                    End = joined[last].End is { } end && next.End is { } later ? Instant.Max(end, later) : null,
                };
        }

        return joined;
    }
}
