using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Budgets;

/// <summary>
/// Works out the KPIs of a period. Incidents belong to the period in which they began; those that were taken back count nowhere.
/// </summary>
public static class Kpis
{
    // An incident is small that took less than this of the budget of a month, in percent; so many of them should be.
    private const decimal Small = 30;
    private const decimal SmallTarget = 95;

    /// <summary>Always the same ones, in the same order.</summary>
    public static IReadOnlyList<Kpi> Of(ReportPeriod period, ReportFacts facts)
    {
        var passed = facts.Passed(period);
        var incidents = facts.Services.SelectMany(service => service.Begun(passed)).ToList();
        var within = facts.Services.Select(service => BudgetOutcomes.Within(service, passed, facts.Zone)).OfType<bool>().ToList();
        var shares = facts.Services.SelectMany(service => BudgetOutcomes.LargestShares(service, passed, facts)).ToList();
        var down = facts.Services.Sum(service => service.Down(passed).Sum(piece => piece.Bad));
        return
        [
            Share(KpiName.ServicesWithinBudget, within.Count(one => one), within.Count),
            Share(KpiName.SmallIncidents, shares.Count(share => share < Small), shares.Count) with { Target = SmallTarget },
            Between(passed, incidents.Count, facts.Services.Count, down),
            Mean(KpiName.TimeToRestore, incidents),
            new Kpi(KpiName.Down, KpiUnit.Seconds, passed.Duration > Duration.Zero && facts.Services.Count > 0 ? down : null),
            new Kpi(KpiName.ConsumedBudget, KpiUnit.Percent, BudgetOutcomes.Consumed(period, facts)),
            Median(KpiName.TimeToDetect, incidents, incident => incident.Detected),
            Median(KpiName.TimeToAcknowledge, incidents, incident => incident.Acknowledged),
            Median(KpiName.TimeToMitigate, incidents, incident => incident.Mitigated),
            .. Releases(facts.Answers.Where(answer => passed.Contains(answer.At))),
        ];
    }

    private static Kpi Share(KpiName name, int some, int all) =>
        new(name, KpiUnit.Percent, all == 0 ? null : 100m * some / all) { Counted = some, Of = all };

    // The time in which services were up, added up, by the incidents that began: (services x length - downtime) / incidents.
    private static Kpi Between(Interval passed, int incidents, int services, decimal down) =>
        new(KpiName.TimeBetweenFailures, KpiUnit.Seconds,
            incidents == 0 ? null : ((services * passed.Duration.InSeconds()) - down) / incidents)
        {
            Counted = incidents,
            Of = incidents,
        };

    private static Kpi Mean(KpiName name, List<Incident> incidents)
    {
        var lengths = Lengths(incidents, incident => incident.End);
        return new Kpi(name, KpiUnit.Seconds, lengths.Count == 0 ? null : lengths.Average())
        {
            Counted = lengths.Count,
            Of = incidents.Count,
        };
    }

    // From the start, as users feel it. The median: one that nobody saw for a day says nothing about the others.
    private static Kpi Median(KpiName name, List<Incident> incidents, Func<Incident, Instant?> moment)
    {
        var lengths = Lengths(incidents, moment);
        var half = lengths.Count / 2;
        decimal? median = lengths.Count == 0 ? null : lengths.Count % 2 == 1 ? lengths[half] : (lengths[half - 1] + lengths[half]) / 2;
        return new Kpi(name, KpiUnit.Seconds, median) { Counted = lengths.Count, Of = incidents.Count };
    }

    // In order of length. What was seen before it began took no time.
    private static List<decimal> Lengths(List<Incident> incidents, Func<Incident, Instant?> moment) =>
        [.. incidents.Where(incident => moment(incident) is not null)
            .Select(incident => Math.Max(0, (moment(incident)!.Value - incident.Began).InSeconds())).Order()];

    // A release is what is asked about under one reference of one service, however often.
    // Once let through it is not halted, whatever is said later.
    private static IEnumerable<Kpi> Releases(IEnumerable<GateAnswer> answers)
    {
        var releases =
            answers.Where(answer => answer.Reference is not null).GroupBy(answer => (answer.Service, answer.Reference)).Select(Outcome)
                .ToList();
        return new[] { KpiName.ReleasesAllowed, KpiName.ReleasesHalted, KpiName.ReleasesExempted }.Select(outcome =>
            new Kpi(outcome, KpiUnit.Count, releases.Count == 0 ? null : releases.Count(release => release == outcome))
            {
                Counted = releases.Count(release => release == outcome),
                Of = releases.Count,
            });
    }

    private static KpiName Outcome(IEnumerable<GateAnswer> answers)
    {
        var open = answers.Where(answer => answer.Open).ToList();
        return open.Count == 0
            ? KpiName.ReleasesHalted : open.TrueForAll(answer => answer.Cause is GateCause.Exempt or GateCause.LetThrough)
            ? KpiName.ReleasesExempted : KpiName.ReleasesAllowed;
    }
}
