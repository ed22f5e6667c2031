using NodaTime;
using Watchbill.Compensation;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>Whose costs are asked for: of which services, and for support of which teams.</summary>
public sealed record CostScope(Func<Service, bool> Services, Func<string, bool> Teams)
{
    /// <param name="team">Null: everybody's.</param>
    public static CostScope Of(string? team) => new(service => team is null || service.Team == team, one => team is null || one == team);
}

/// <summary>SREs' work for one service or team, and who pays for it.</summary>
public sealed record CostLine(string Team, string? CostCenter, SreWork Work);

/// <summary>Gathers what SREs did for services, and what it costs those who own them.</summary>
public sealed class SreCosts(IStore store, WorkedShifts shifts)
{
    /// <summary>A line for each service or supported team, team of SREs and price of a span.</summary>
    /// <param name="span">Not beyond now.</param>
    public async Task<IReadOnlyList<CostLine>> LinesAsync(CostScope of, Interval span, Instant now, CancellationToken ct)
    {
        if (span.Duration == Duration.Zero) return [];
        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value).ToDictionary(team => team.Id);
        var worked = await WorkedAsync(teams, span, now, ct);
        // Somebody who left since was an SRE when they were on call for them.
        var onCall =
            worked.Where(shift => shift is { Shadow: false, Shift.Person: not null, Team: not null })
                .Select(shift => (Team: shift.Team!, Person: shift.Shift.Person!));
        var members =
            teams.Values.SelectMany(team => team.Members.Append(team.Lead).Select(person => (Team: team.Id, Person: person))).Concat(onCall)
                .Distinct().ToLookup(pair => pair.Team, pair => pair.Person);
        var lines = new List<CostLine>();
        var engagements = new List<(string Team, EngagementSpan Span)>();
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(of.Services))
        {
            var history = (await store.FindAsync<EngagementHistory>(service.Id, ct))?.Value ?? new EngagementHistory(service.Id);
            var spans = history.Between(service.Engagement, span.Start, span.End);
            engagements.AddRange(spans.Select(one => (service.Team, one)));
            if (!spans.Any(one => one.Engagement.Model.IsWithSre())) continue;
            var incidents = (await store.ListAsync<Incident>(IdRange.Prefix(service.Id + "/"), ct)).Select(stored => stored.Value).ToList();
            lines.AddRange(SreWork.Of(service.Id, spans, new SreFacts(worked, incidents, members, now))
                .Select(work => new CostLine(service.Team, teams.GetValueOrDefault(service.Team)?.CostCenter, work)));
        }

        var bySupported = engagements.ToLookup(one => one.Team, one => one.Span);
        foreach (var supported in (await store.ListAsync<TimeEntry>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(entry => entry is { Kind: TimeEntryKind.Support, Team: not null, IsApproved: true } && of.Teams(entry.Team))
            .GroupBy(entry => entry.Team!))
        {
            lines.AddRange(
                SreWork.SupportOf(supported, [.. bySupported[supported.Key]], SreOf, span)
                    .Select(work => new CostLine(supported.Key, teams.GetValueOrDefault(supported.Key)?.CostCenter, work)));
        }

        return lines;

        string? SreOf(string person) =>
            teams.Values.Where(team => team.Sre && members[team.Id].Contains(person)).Select(team => team.Id).Min(StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<WorkedShift>> WorkedAsync(
        Dictionary<string, Team> teams, Interval span, Instant now, CancellationToken ct)
    {
        var worked = new List<WorkedShift>();
        foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value))
        {
            if (rotation.Kind != RotationKind.Team || teams.GetValueOrDefault(rotation.Owner) is not { Sre: true }) continue;
            worked.AddRange(await shifts.OfAsync(rotation, span.Start, span.End, now, ct));
        }

        return worked;
    }
}
