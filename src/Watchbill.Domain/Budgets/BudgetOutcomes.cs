using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>What became of the budgets of services over a span of the past.</summary>
public static class BudgetOutcomes
{
    /// <summary>
    /// Whether none of a service's budgets was used up in a span: each window that the span touches counts, up
    /// to the span's end; calendar months where windows roll. Null: nothing is known.
    /// </summary>
    public static bool? Within(ReportedService service, Interval span, DateTimeZone zone)
    {
        var states = service.Service.Slos.SelectMany(slo => Windows(slo with { Window = slo.Window.Period }, service.Facts, span, zone))
            .Select(status => status.State).Where(state => state != BudgetState.NoData).ToList();
        return states.Count == 0 ? null : !states.Contains(BudgetState.Exhausted);
    }

    /// <summary>
    /// What each incident that began in a span took of the budget of a calendar month, in percent: the largest share of any objective and
    /// of any month that it touches. An incident under a worse one, or in maintenance, took nothing. Without what cannot be said: of
    /// services without objectives, and of incidents without an impact that no failed request tells of.
    /// </summary>
    public static IEnumerable<decimal> LargestShares(ReportedService service, Interval span, ReportFacts facts)
    {
        var begun = service.Begun(span).ToList();
        if (begun.Count == 0) return [];
        var last = BudgetWindow.CalendarMonth.At(begun.Max(incident => incident.End ?? facts.Now), facts.Zone).End;
        var months = new Interval(span.Start, Instant.Max(span.End, Instant.Min(last, facts.Now)));
        var largest =
            service.Service.Slos
                .SelectMany(slo => Windows(slo with { Window = BudgetWindow.CalendarMonth }, service.Facts, months, facts.Zone))
                .SelectMany(status => status.Shares()).Where(share => share.Percent is not null)
                .GroupBy(share => share.Incident).ToDictionary(share => share.Key, share => share.Max(one => one.Percent!.Value));
        return begun.Select(incident => largest.TryGetValue(incident.Id, out var percent) ? percent : Nothing(service, incident))
            .OfType<decimal>();
    }

    /// <summary>
    /// What was consumed so far of all that the services may be down in a period, in percent: the downtime of those with an
    /// objective of time by what their strictest ones allow over the whole period. Null: none has one.
    /// </summary>
    public static decimal? Consumed(ReportPeriod period, ReportFacts facts)
    {
        var promising = facts.Services.Where(service => service.Strictest is not null).ToList();
        var allowed = promising.Sum(service => Objectives.Seconds(service.Strictest!, period.In(facts.Zone), facts.Zone));
        return allowed > 0 ? 100 * promising.Sum(service => service.Down(facts.Passed(period)).Sum(piece => piece.Bad)) / allowed : null;
    }

    private static IEnumerable<BudgetStatus> Windows(Slo slo, BudgetFacts facts, Interval span, DateTimeZone zone)
    {
        for (var window = slo.Window.At(span.Start, zone); window.Start < span.End; window = slo.Window.At(window.End, zone))
            yield return window.End <= span.End
                ? Budget.Closing(slo, facts, zone, window) : Budget.Status(slo, facts, zone, span.End, span.End);
    }

    // Nobody counted an incident in requests that have not been counted either.
    private static decimal? Nothing(ReportedService service, Incident incident) =>
        incident.Impact is null || service.Strictest is null ? null : 0;
}
