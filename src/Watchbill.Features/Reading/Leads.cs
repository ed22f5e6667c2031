using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>
/// Who leads, manages and is accountable at an instant: the team's own first, then the domain's. Somebody who has left does none of it.
/// </summary>
public sealed class Leads(IStore store)
{
    /// <summary>The lead of the owner first, then of the owner's domain.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Rotation rotation, Instant now, CancellationToken ct) =>
        rotation.Kind == RotationKind.Team && await store.FindAsync<Team>(rotation.Owner, ct) is { Value: var team }
            ? await HereAsync([team.Lead, (await DomainOfAsync(team, ct))?.Lead], now, ct)
            : await HereAsync([(await store.FindAsync<Domain>(rotation.Owner, ct))?.Value.Lead], now, ct);

    /// <summary>The lead of the team first, then of its domain; nobody where there is no such team.</summary>
    public async Task<IReadOnlyList<string>> OfTeamAsync(string? team, Instant now, CancellationToken ct) =>
        await TeamAsync(team, ct) is { } found ? await HereAsync([found.Lead, (await DomainOfAsync(found, ct))?.Lead], now, ct) : [];

    /// <summary>Who is told what a lead has to know: the lead of the owner, else of its domain, else admins.</summary>
    public async Task<Address> ResponsibleAsync(Rotation rotation, Instant now, CancellationToken ct) =>
        First(await OfAsync(rotation, now, ct));

    /// <summary>The same for a team.</summary>
    public async Task<Address> ResponsibleAsync(string team, Instant now, CancellationToken ct) => First(await OfTeamAsync(team, now, ct));

    /// <summary>Who manages a team's releases, else who leads it.</summary>
    public async Task<Address> ReleaseAsync(string team, Instant now, CancellationToken ct) =>
        await RoleAsync(team, roles => roles.Release, now, ct) is { } person ? Address.Person(person)
            : await ResponsibleAsync(team, now, ct);

    /// <summary>Who looks after a team's monitoring, else who leads it.</summary>
    public async Task<Address> MonitoringAsync(string team, Instant now, CancellationToken ct) =>
        await RoleAsync(team, roles => roles.Monitoring, now, ct) is { } person ? Address.Person(person)
            : await ResponsibleAsync(team, now, ct);

    /// <summary>The manager of a team, else of its domain; null: it has none.</summary>
    public async Task<string?> ManagerAsync(string team, Instant now, CancellationToken ct) =>
        await TeamAsync(team, ct) is { } found
            && await HereAsync([found.Manager, (await DomainOfAsync(found, ct))?.Manager], now, ct) is [var manager, ..] ? manager : null;

    /// <summary>
    /// Who manages somebody, by the teams they are of or lead; of a manager the one above; executives where nobody does. Never themselves.
    /// </summary>
    public async Task<IReadOnlyList<string>> ManagersOfAsync(string person, Instant now, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var team in (await store.ListAsync<Team>(IdRange.All, ct)).Select(read => read.Value).Where(team => !team.Retired))
        {
            if (!team.Members.Contains(person) && team.Lead != person && team.Manager != person) continue;
            var managers = await HereAsync([team.Manager, (await DomainOfAsync(team, ct))?.Manager], now, ct);
            if (managers.FirstOrDefault(one => one != person) is { } manager) found.Add(manager);
        }

        if (found.Count > 0) return [.. found.Distinct()];
        var settings = await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct);
        return [.. (await HereAsync(settings?.Value.Executives ?? [], now, ct)).Where(one => one != person)];
    }

    /// <summary>Who is accountable for a service, else for the domain of its team; null: nobody is.</summary>
    public async Task<string?> AccountableAsync(Service service, Instant now, CancellationToken ct)
    {
        var domain = await TeamAsync(service.Team, ct) is { } team ? await DomainOfAsync(team, ct) : null;
        return await HereAsync([service.Accountable, domain?.Accountable], now, ct) is [var accountable, ..] ? accountable : null;
    }

    /// <summary>Whether somebody leads or manages any team or domain.</summary>
    public async Task<bool> LeadsOrManagesAsync(string person, Instant now, CancellationToken ct) =>
        (await HereAsync([person], now, ct)).Count > 0
            && ((await store.ListAsync<Team>(IdRange.All, ct)).Any(stored =>
                    stored.Value is { Retired: false } team && (team.Lead == person || team.Manager == person))
                || (await store.ListAsync<Domain>(IdRange.All, ct)).Any(stored =>
                    stored.Value is { Retired: false } domain && (domain.Lead == person || domain.Manager == person)));

    /// <summary>Those of some people who are here, in the same order.</summary>
    public async Task<IReadOnlyList<string>> HereAsync(IEnumerable<string?> people, Instant now, CancellationToken ct)
    {
        var here = new List<string>();
        foreach (var person in people.OfType<string>().Distinct())
            if (await store.FindAsync<Person>(person, ct) is { } found && found.Value.IsHere(now)) here.Add(person);
        return here;
    }

    private async Task<string?> RoleAsync(string team, Func<TeamRoles, string?> role, Instant now, CancellationToken ct) =>
        await TeamAsync(team, ct) is { Roles: { } roles } && await HereAsync([role(roles)], now, ct) is [var person] ? person : null;

    private static Address First(IReadOnlyList<string> leads) => leads is [var lead, ..] ? Address.Person(lead) : Address.Admins;

    private async ValueTask<Team?> TeamAsync(string? id, CancellationToken ct) =>
        id is null ? null : (await store.FindAsync<Team>(id, ct))?.Value;

    private async ValueTask<Domain?> DomainOfAsync(Team team, CancellationToken ct) =>
        team.Domain is { } id ? (await store.FindAsync<Domain>(id, ct))?.Value : null;
}
