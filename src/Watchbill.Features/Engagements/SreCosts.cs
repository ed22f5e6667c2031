using NodaTime;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>SREs' work for one service, and who pays for it.</summary>
public sealed record CostLine(string Team, string? CostCenter, SreWork Work);

/// <summary>Gathers what SREs did for services, and what it costs those who own them.</summary>
public sealed class SreCosts(IStore store)
{
    /// <summary>A line for each service, team of SREs and price of a span.</summary>
    /// <param name="of">The services that are asked for.</param>
    /// <param name="span">Not beyond now.</param>
    public async Task<IReadOnlyList<CostLine>> LinesAsync(Func<Service, bool> of, Interval span, Instant now, CancellationToken ct)
    {
        if (span.Duration == Duration.Zero) return [];
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).ToDictionary(team => team.Id);
        var members = teams.Values.SelectMany(team => team.Members.Append(team.Lead).Distinct().Select(person => (team.Id, person))).ToLookup(pair => pair.Id, pair => pair.person);
        var worked = await WorkedAsync(teams, span.Start, span.End, ct);
        var lines = new List<CostLine>();
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(of))
        {
            var history = (await store.FindAsync<EngagementHistory>(service.Id, ct))?.Value ?? new EngagementHistory(service.Id);
            var spans = history.Between(service.Engagement, span.Start, span.End);
            if (!spans.Any(one => one.Engagement.Model.IsWithSre())) continue;
            var incidents = (await store.ListAsync<Incident>(IdRange.Prefix(service.Id + "/"), ct)).Select(stored => stored.Value).ToList();
            lines.AddRange(SreWork.Of(service.Id, spans, new SreFacts(worked, incidents, members, now))
                .Select(work => new CostLine(service.Team, teams.GetValueOrDefault(service.Team)?.CostCenter, work)));
        }

        return lines;
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
