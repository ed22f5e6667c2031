using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Says what SREs' work costs those who own the services, by team and cost centre.</summary>
public sealed class CostCommands(IStore store, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("engagement", "cost [<team>] [in <period>]", "What SREs' work for a team's services costs; this month, all teams without more", CostAsync),
    ];

    private async Task<Answer> CostAsync(Call call, CancellationToken ct)
    {
        var only = call.Arguments["team"] is { } named ? await chart.TeamAsync(named, ct) : null;
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var span = Phrases.Period(call.Arguments["period"] ?? "this month", call.AskedAt, zone);
        var end = Instant.Min(span.End, Instant.Max(call.Now, span.Start));
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).ToDictionary(team => team.Id);
        var members = teams.Values.SelectMany(team => team.Members.Append(team.Lead).Distinct().Select(person => (team.Id, person))).ToLookup(pair => pair.Id, pair => pair.person);
        var worked = await WorkedAsync(teams, span.Start, end, ct);
        var lines = new List<CostLine>();
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(service => only is null || service.Team == only.Id))
        {
            var history = (await store.FindAsync<EngagementHistory>(service.Id, ct))?.Value ?? new EngagementHistory(service.Id);
            var spans = span.Start < end ? history.Between(service.Engagement, span.Start, end) : [];
            if (!spans.Any(one => one.Engagement.Model.IsWithSre())) continue;
            var incidents = (await store.ListAsync<Incident>(IdRange.Prefix(service.Id + "/"), ct)).Select(stored => stored.Value).ToList();
            lines.AddRange(SreWork.Of(service.Id, spans, new SreFacts(worked, incidents, members, call.Now))
                .Select(work => new CostLine(service.Team, teams.GetValueOrDefault(service.Team)?.CostCenter, work)));
        }

        return CostReplies.Shown(only?.Id, new Interval(span.Start, end), lines, span.Notes);
    }

    private async Task<IReadOnlyList<WorkedShift>> WorkedAsync(Dictionary<string, Team> teams, Instant from, Instant to, CancellationToken ct)
    {
        var worked = new List<WorkedShift>();
        foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value))
        {
            if (rotation.Kind != RotationKind.Team || teams.GetValueOrDefault(rotation.Owner) is not { Sre: true }) continue;
            var longest = rotation.Layers.SelectMany(layer => layer.Versions).Max(version => version.Turn.Longest);
            var range = new IdRange(WorkedShift.IdOf(rotation.Id, from - longest, ""), WorkedShift.IdOf(rotation.Id, to, ""));
            worked.AddRange((await store.ListAsync<WorkedShift>(range, ct)).Select(stored => stored.Value));
        }

        return worked;
    }
}
