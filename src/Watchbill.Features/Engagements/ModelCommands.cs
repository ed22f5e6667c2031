using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Puts the models side by side with what is known about a service.</summary>
public sealed class ModelCommands(IStore store, EngagementQueries queries) : ICommands
{
    private static readonly Duration Back = Duration.FromDays(90);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "advise <service>", "The ways to share building and running, side by side, with this service's facts",
            AdviseAsync) { Looks = true },
    ];

    private async Task<Answer> AdviseAsync(Call call, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(call.Arguments.Required("service"), ct);
        var facts = await FactsAsync(engaged, call.Now, ct);
        return ModelReplies.Shown(engaged.Service.Id, engaged.At(call.Now), facts, ModelAdvice.For(facts));
    }

    private async Task<ModelFacts> FactsAsync(ServiceEngagement engaged, Instant now, CancellationToken ct)
    {
        var (service, current) = (engaged.Service, engaged.At(now));
        var teams =
            (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value)
                .Where(team => team is { Sre: true, Retired: false }).ToList();
        var sre = teams.Find(team => team.Id == current.By) ?? teams.FirstOrDefault();
        var incidents = (await store.ListAsync<Incident>(IdRange.Prefix(service.Id + "/"), ct)).Select(stored => stored.Value)
            .Where(incident => incident.Counts && incident.Start >= now - Back).ToList();
        var calendars = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value);
        return new ModelFacts(service.Slos.Select(slo => (decimal?)slo.Objective).Max(), service.Team)
        {
            Developers = People(engaged.Responsibility.OfTeam(service.Team), now),
            Sre = sre is null ? null : (sre.Id, People(engaged.Responsibility.OfTeam(sre.Id), now)),
            Runbooks = service.Runbooks.Count,
            Incidents = incidents.Count,
            MedianMinutes =
                Median(
                    [.. incidents.Where(incident => incident.End is not null)
                        .Select(incident => (decimal)(incident.End!.Value - incident.Start).TotalMinutes).Order()]),
            HoursAMonth = Hours(engaged.Answering(now).Rotations, now, calendars),
            Price = engaged.Known(EngagementModel.YouBuildSreRun, sre?.Id).Price,
        };
    }

    private static int People(IEnumerable<Rotation> rotations, Instant now) =>
        rotations.SelectMany(rotation => rotation.Layers).Where(layer => !layer.Shadow)
            .SelectMany(
layer => layer.MembersAt(now))
                        .Distinct().Count();

    private static decimal? Median(IReadOnlyList<decimal> sorted) => sorted.Count switch
    {
        0 => null,
        var count when count % 2 == 1 => sorted[count / 2],
        var count => (sorted[count / 2 - 1] + sorted[count / 2]) / 2,
    };

    // The one that promises the most of those who answer.
    private static decimal Hours(IReadOnlyList<Rotation> rotations, Instant now, Dictionary<string, HolidayCalendar> calendars) =>
        rotations.Select(rotation =>
        {
            var promise = rotation.CoverageAt(now);
            var holidays = promise.Coverage.HolidaysOff is { } off ? calendars.GetValueOrDefault(off) : null;
            return Advice.HoursAMonth(new Windows(promise.Coverage, promise.Turn.TimeZone, holidays), now);
        }).DefaultIfEmpty(0).Max();
}
