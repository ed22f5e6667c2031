using NodaTime;
using Watchbill.Compensation;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>
/// What availability was worth. Lost is downtime (weighted by impact, without maintenance) x revenue per hour.
/// Protected is what the strictest objective of time would have allowed to be lost and was not: (1 - objective) x time
/// that has passed x revenue per hour, less what was lost; below zero where more was lost than was agreed. So lost and
/// protected add up to what the budget allows, and months to their year.
/// </summary>
public sealed record ValueReport(ReportPeriod Period, Interval Passed)
{
    /// <summary>Whether all of the period has passed.</summary>
    public required bool Over { get; init; }

    /// <summary>One for each service with a revenue and each month that has begun, rounded to the cent here and nowhere else.</summary>
    public IReadOnlyList<ValueLine> Lines { get; init; } = [];

    /// <summary>Incidents that began in the period and that customers saw first, the oldest first.</summary>
    public IReadOnlyList<NoticedIncident> Noticed { get; init; } = [];

    /// <summary>Services of which nobody has said what an hour is worth.</summary>
    public IReadOnlyList<string> Unpriced { get; init; } = [];

    public static ValueReport Of(ReportPeriod period, ReportFacts facts) => new(period, facts.Passed(period))
    {
        Over = facts.Now >= period.In(facts.Zone).End,
        Lines = [.. facts.Services.SelectMany(service => period.Months.Select(month => Line(service, month, facts))).OfType<ValueLine>()],
        Noticed = [.. facts.Services.SelectMany(service => Seen(service, facts.Passed(period))).OrderBy(one => one.Incident.Start)
            .ThenBy(one => one.Incident.Id, StringComparer.Ordinal)],
        Unpriced = [.. facts.Services.Where(service => service.Service.RevenuePerHour is null).Select(service => service.Service.Id)],
    };

    /// <summary>Sums by currency: amounts of two currencies are never added.</summary>
    public static IReadOnlyList<Revenue> Totals(IEnumerable<Revenue> amounts) =>
        [.. amounts.GroupBy(amount => amount.Currency).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
            new Revenue(group.Key, group.Sum(amount => amount.Lost),
                group.Any(amount => amount.Protected is not null) ? group.Sum(amount => amount.Protected ?? 0) : null))];

    private static ValueLine? Line(ReportedService service, ReportPeriod month, ReportFacts facts)
    {
        var passed = facts.Passed(month);
        if (passed.Duration == Duration.Zero || service.Service.RevenuePerHour is not { } hourly) return null;
        var down = service.Down(passed).Sum(piece => piece.Bad);
        var lost = Worth(down, hourly);
        decimal? spared = service.Strictest is { } slo ? Worth(Objectives.Seconds(slo, passed, facts.Zone), hourly) - lost : null;
        return new ValueLine(service.Service.Id, month, down, new Revenue(hourly.Currency, lost, spared));
    }

    private static IEnumerable<NoticedIncident> Seen(ReportedService service, Interval passed)
    {
        var seen = service.Begun(passed).Where(incident => incident.NoticedBy == NoticedBy.Customer).ToList();
        if (seen.Count == 0) return [];
        var down = service.Down(passed).Where(piece => piece.Cause is not null).ToLookup(piece => piece.Cause, piece => piece.Bad);
        return seen.Select(
            incident =>
                new NoticedIncident(incident, down[incident.Id].Sum(),
                    service.Service.RevenuePerHour is { } hourly ? hourly with { Amount = Worth(down[incident.Id].Sum(), hourly) } : null));
    }

    private static decimal Worth(decimal seconds, Money hourly) =>
        Math.Round(hourly.Amount * seconds / 3600, 2, MidpointRounding.AwayFromZero);
}

/// <summary>A month of a service.</summary>
/// <param name="Down">Seconds, weighted by impact.</param>
public sealed record ValueLine(string Service, ReportPeriod Month, decimal Down, Revenue Revenue);

/// <summary>Amounts of one currency.</summary>
/// <param name="Protected">Null: the service promises nothing by time, so nothing says what might have been lost.</param>
public sealed record Revenue(string Currency, decimal Lost, decimal? Protected);

/// <summary>An incident that customers saw first.</summary>
/// <param name="Down">Seconds of downtime that count for it, weighted by impact.</param>
/// <param name="Lost">Null: nobody has said what an hour is worth.</param>
public sealed record NoticedIncident(Incident Incident, decimal Down, Money? Lost);
