using NodaTime;
using Watchbill.Compensation;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Engagements;

/// <summary>What SREs' work for a service is read from.</summary>
/// <param name="Worked">Shifts of SRE teams.</param>
/// <param name="Incidents">Of the service.</param>
/// <param name="Members">Ids of those who are in a team, or were on call for it, by team.</param>
/// <param name="Now">Until when work counts that is not over.</param>
public sealed record SreFacts(
    IReadOnlyList<WorkedShift> Worked, IReadOnlyList<Incident> Incidents, ILookup<string, string> Members, Instant Now);

/// <summary>What SREs did for one service, or in support of a team, under one price, in hours.</summary>
/// <param name="Service">Null: support of the team, of no one service.</param>
/// <param name="By">Id of the SRE team.</param>
/// <param name="Standby">Of shifts, a shift's hours divided among the services that it had, so that they add up to the hours
/// worked.</param>
/// <param name="Callouts">Of incidents.</param>
public sealed record SreWork(string? Service, string By, EngagementPrice? Price, decimal Standby, decimal Callouts)
{
    /// <summary>Of entries by hand.</summary>
    public decimal Support { get; init; }

    public decimal Hours => Standby + Callouts + Support;

    /// <summary>Hours by the price; null: the price is not one per hour, or none was agreed.</summary>
    public Money? Amount =>
        Price is { Per: PriceUnit.Hour, Amount: var hourly }
            ? hourly with { Amount = Math.Round(hourly.Amount * Hours, 2, MidpointRounding.AwayFromZero) } : null;

    /// <summary>The work in the spans in which SREs were on call for a service, one entry for each team and price.</summary>
    /// <param name="spans">Of the service's engagements, within the period that is asked for.</param>
    public static IReadOnlyList<SreWork> Of(string service, IEnumerable<EngagementSpan> spans, SreFacts facts) =>
    [
        .. spans.Where(span => span.Engagement.Model.IsWithSre() && span.Engagement.By is not null)
            .Select(
                span =>
                    new SreWork(service, span.Engagement.By!, span.Engagement.Price, StandbyHours(service, span, facts.Worked),
                        CalloutHours(span, facts)))
            .GroupBy(work => (work.By, work.Price))
            .Select(group => group.First() with { Standby = group.Sum(work => work.Standby), Callouts = group.Sum(work => work.Callouts) }),
    ];

    /// <summary>
    /// Support by entries of SREs, one entry for each of their teams and prices. The price is the one that the two
    /// teams agreed on when it began; where they agreed on several, or on none, there is none.
    /// </summary>
    /// <param name="entries">Of one team that was supported.</param>
    /// <param name="spans">Of the engagements of all its services.</param>
    /// <param name="sreOf">The SRE team of a person; null: they are in none.</param>
    public static IReadOnlyList<SreWork> SupportOf(
        IEnumerable<TimeEntry> entries, IReadOnlyList<EngagementSpan> spans, Func<string, string?> sreOf, Interval within) =>
    [
        .. from entry in entries
           let hours = HoursIn(within, entry.Start, entry.End)
           let sre = sreOf(entry.Person)
           where hours > 0 && sre is not null
           group hours by (By: sre, Price: Agreed(spans, sre, Instant.Max(entry.Start, within.Start))) into work
           select new SreWork(null, work.Key.By, work.Key.Price, 0, 0) { Support = work.Sum() },
    ];

    private static EngagementPrice? Agreed(IEnumerable<EngagementSpan> spans, string by, Instant at) =>
        spans.Where(span => span.Start <= at && at < span.End && span.Engagement.By == by).Select(span => span.Engagement.Price)
            .OfType<EngagementPrice>().Distinct().ToList() is [var price] ? price : null;

    private static decimal StandbyHours(string service, EngagementSpan span, IEnumerable<WorkedShift> worked) => worked
        .Where(
            shift =>
                shift is { Shadow: false, Shift.Person: not null } && shift.Team == span.Engagement.By && shift.Services.Contains(service))
        .Sum(shift => HoursIn(new Interval(span.Start, span.End), shift.Shift.Start, shift.Shift.End) / shift.Services.Count);

    private static decimal CalloutHours(EngagementSpan span, SreFacts facts)
    {
        var sres = facts.Members[span.Engagement.By!].ToHashSet();
        return facts.Incidents.Where(incident => incident.Counts).SelectMany(incident => incident.Responders)
            .Where(responder => sres.Contains(responder.Person))
                .Sum(responder => HoursIn(new Interval(span.Start, span.End), responder.Start, responder.End ?? facts.Now));
    }

    private static decimal HoursIn(Interval within, Instant start, Instant end)
    {
        var (from, to) = (Instant.Max(within.Start, start), Instant.Min(within.End, end));
        // Whole ticks, so that a third of an hour stays one.
        return from < to ? (decimal)(to - from).BclCompatibleTicks / NodaConstants.TicksPerHour : 0;
    }
}
