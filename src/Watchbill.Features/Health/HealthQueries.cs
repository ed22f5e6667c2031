using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>Somebody's figures over spans that end now.</summary>
/// <param name="Spans">By days, in order; null: nothing is known.</param>
public sealed record PersonView(
    string Person, string Name, IReadOnlyList<(int Days, HealthFigures? Figures)> Spans, HealthFigures? UsualWeek,
    IReadOnlyList<CrossedLimit> Crossed);

/// <summary>A team's members, by name, and what the team may see of all of them.</summary>
/// <param name="Medians">By days; null: fewer than five people have data.</param>
/// <param name="Small">Rotations with too few people.</param>
public sealed record TeamView(
    Team Team, IReadOnlyList<PersonView> People, IReadOnlyList<(int Days, HealthFigures? Median)> Medians,
    IReadOnlyList<SmallRoster> Small)
{
    /// <summary>What took most of their weeks; null: fewer than five people answered.</summary>
    public TeamWeeks? Weeks { get; init; }
}

/// <summary>Weeks that people of a team were asked about and answered: a sum, so that nobody's answer is seen.</summary>
/// <param name="Project">Those that project work took most of.</param>
public sealed record TeamWeeks(int People, int Answered, int Project);

/// <summary>A rotation with too few people.</summary>
public sealed record SmallRoster(string Rotation, int People, int Needed);

/// <summary>Works out what is asked about health. Rights are checked by who calls.</summary>
public sealed class HealthQueries(IStore store, DutyRecords duties, WorkWeeks weeks, OrgChart chart)
{
    private const int MedianFrom = 5;
    private const int FewestPeople = 5;
    private const int FewestAroundTheClock = 8;

    public async Task<PersonView> PersonAsync(string person, Instant now, CancellationToken ct) =>
        (await PeopleAsync([person], now, ct))[0];

    public async Task<TeamView> TeamAsync(Team team, Instant now, CancellationToken ct)
    {
        var people = await PeopleAsync(await chart.Leads.HereAsync(team.Members, now, ct), now, ct);
        var medians = PersonHealth.Days.Select(days =>
            (days, people.Select(person => person.Spans.First(span => span.Days == days).Figures).OfType<HealthFigures>().ToList()));
        return new TeamView(team, [.. people.OrderBy(person => person.Name, StringComparer.Ordinal)],
            [.. medians.Select(one => (one.days, one.Item2.Count < MedianFrom ? null : HealthFigures.Median(one.Item2)))],
            await SmallAsync(team, now, ct))
        { Weeks = await WeeksAsync(people, now, ct) };
    }

    private async Task<TeamWeeks?> WeeksAsync(IReadOnlyList<PersonView> people, Instant now, CancellationToken ct)
    {
        var answered = new List<IReadOnlyList<WorkWeek>>();
        foreach (var person in people)
        {
            var theirs = (await weeks.OfAsync(person.Person, now, ct)).Where(week => week.Kind is not null).ToList();
            if (theirs.Count > 0) answered.Add(theirs);
        }

        return answered.Count < MedianFrom ? null : new TeamWeeks(answered.Count, answered.Sum(theirs => theirs.Count),
            answered.Sum(theirs => theirs.Count(week => week.Kind == WeekKind.Project)));
    }

    private async Task<IReadOnlyList<PersonView>> PeopleAsync(IReadOnlyCollection<string> people, Instant now, CancellationToken ct)
    {
        var records = await duties.WorkedAsync(people, PersonHealth.Span(now, PersonHealth.Days[^1]), ct);
        var views = new List<PersonView>();
        foreach (var id in people)
        {
            var record = records[id];
            views.Add(new PersonView(id, await chart.NameAsync(id, ct),
                [.. PersonHealth.Days.Select(days => (days, PersonHealth.Of(record, PersonHealth.Span(now, days))))],
                PersonHealth.UsualWeek(record, now), HealthLimits.Crossed(record, now)));
        }

        return views;
    }

    private async Task<IReadOnlyList<SmallRoster>> SmallAsync(Team team, Instant now, CancellationToken ct)
    {
        var small = new List<SmallRoster>();
        foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value))
        {
            if (rotation.Retired || rotation.Kind != RotationKind.Team || rotation.Owner != team.Id) continue;
            var layers = rotation.LayersAt(now).Where(layer => !layer.Shadow).ToList();
            var people = layers.SelectMany(layer => layer.MembersAt(now)).Distinct().Count();
            var aroundTheClock = rotation.CoverageAt(now).Coverage.Windows.Count == 0
                && layers.DistinctBy(layer => layer.Level).Skip(1).Any();
            var needed = aroundTheClock ? FewestAroundTheClock : FewestPeople;
            if (people < needed) small.Add(new SmallRoster(rotation.Id, people, needed));
        }

        return small;
    }
}
