using NodaTime;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Which rotations and teams answer for a service, by its engagement at an instant.</summary>
public sealed class Responsibilities(IStore store)
{
    /// <summary>The team that builds a service and, where others run it by its engagement, theirs.</summary>
    public async Task<IReadOnlyList<string>> TeamsOfAsync(Service service, Instant at, CancellationToken ct) =>
        [.. new[] { service.Team, (await EngagementAsync(service, at, ct)).By }.OfType<string>().Distinct()];

    /// <summary>Whether a service concerns somebody: as a member or lead of one of its teams.</summary>
    public async ValueTask<bool> ConcernsAsync(string person, string service, Instant at, CancellationToken ct)
    {
        if ((await store.FindAsync<Service>(service, ct))?.Value is not { Retired: false } found) return false;
        foreach (var team in await TeamsOfAsync(found, at, ct)) if (await IsOfAsync(person, team, ct)) return true;
        return false;
    }

    /// <summary>The rotations that answer for a service by its engagement at an instant, past or to come.</summary>
    public async Task<RespondingRotations> AnsweringAsync(Service service, Instant at, CancellationToken ct) =>
        (await ReadAsync(ct)).Of(service, await EngagementAsync(service, at, ct), at);

    /// <summary>The same of the past, with what was retired since: pay of what was worked stays.</summary>
    public async Task<RespondingRotations> AnsweredAsync(Service service, Instant at, CancellationToken ct)
    {
        var rotations = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value).ToList();
        var closed = new Dictionary<string, Instant>();
        foreach (var rotation in rotations.Where(one => one.Retired))
        {
            // One that was retired just now was recorded until now.
            if (await store.FindAsync<Recorded>(rotation.Id, ct) is { Value: var mark })
                closed[rotation.Id] = mark.Closed ?? Instant.MaxValue;
        }

        var teams = (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value);
        return Responsibility.At(at, rotations, teams, closed).Of(service, await EngagementAsync(service, at, ct), at);
    }

    /// <summary>The same question for many services, and for teams.</summary>
    public async Task<Responsibility> ReadAsync(CancellationToken ct) => new(
        (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value),
        (await store.ListAsync<Team>(IdRange.All, ct)).Select(stored => stored.Value));

    /// <summary>Whether the rotation answers for a service at an instant.</summary>
    public async ValueTask<bool> AnswersForAsync(Rotation rotation, string service, Instant at, CancellationToken ct)
    {
        if ((await store.FindAsync<Service>(service, ct))?.Value is not { Retired: false } found) return false;
        // Most rotations have nothing to do with it, which its teams and their domains tell.
        var teams = await TeamsOfAsync(found, at, ct);
        var domains = new List<string?>();
        foreach (var team in teams) domains.Add((await store.FindAsync<Team>(team, ct))?.Value.Domain);
        if (!(rotation.Kind == RotationKind.Team ? teams.Contains(rotation.Owner) : domains.Contains(rotation.Owner))) return false;
        return (await AnsweringAsync(found, at, ct)).Rotations.Any(one => one.Id == rotation.Id);
    }

    /// <summary>Whether somebody is a member or the lead of a team.</summary>
    public async ValueTask<bool> IsOfAsync(string person, string team, CancellationToken ct) =>
        (await store.FindAsync<Team>(team, ct))?.Value is { Retired: false } found
            && (found.Lead == person || found.Members.Contains(person));

    private async ValueTask<Engagement> EngagementAsync(Service service, Instant at, CancellationToken ct) =>
        (await store.FindAsync<EngagementHistory>(service.Id, ct))?.Value.At(service.Engagement, at) ?? service.Engagement;
}
