using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Which rotations a token reaches that is bound to services or teams.</summary>
internal sealed class Reach(IStore store, RotationPicker picker)
{
    /// <summary>Every rotation that the grant reaches.</summary>
    public async Task<IReadOnlyList<Rotation>> OfAsync(Grant grant, CancellationToken ct)
    {
        var all = await picker.AllAsync(ct);
        if (!grant.IsBound) return all;
        var owners = await OwnersAsync(grant, ct);
        return [.. all.Where(owners.Contains)];
    }

    /// <exception cref="RefusedException">The grant is bound to services or teams for which the rotation does not answer.</exception>
    public async Task MustReachAsync(Grant grant, Rotation rotation, CancellationToken ct)
    {
        if (grant.IsBound && !(await OwnersAsync(grant, ct)).Contains(rotation)) throw grant.Beyond($"the rotation '{rotation.Id}'");
    }

    /// <exception cref="RefusedException">The rotation is not one of the bound teams' own: what a domain shares is not theirs alone to
    /// change.</exception>
    public async Task MustChangeAsync(Grant grant, Rotation rotation, CancellationToken ct)
    {
        if (grant.IsBound && !(rotation.Kind == RotationKind.Team && (await OwnersAsync(grant, ct)).Contains(rotation)))
            throw grant.Beyond($"the rotation '{rotation.Id}'");
    }

    /// <exception cref="RefusedException">The person is in none of the teams that the grant is bound to.</exception>
    public async Task MustReachAsync(Grant grant, Person person, CancellationToken ct)
    {
        if (!await ReachesAsync(grant, person.Id, ct)) throw grant.Beyond($"the person '{person.Id}'");
    }

    /// <summary>Whether a person is in one of the teams that the grant is bound to, if it is bound.</summary>
    public async Task<bool> ReachesAsync(Grant grant, string person, CancellationToken ct)
    {
        if (!grant.IsBound) return true;
        foreach (var team in (await OwnersAsync(grant, ct)).Teams)
            if ((await store.FindAsync<Team>(team, ct))?.Value.Members.Contains(person) ?? false) return true;
        return false;
    }

    /// <exception cref="RefusedException">The grant is bound to other services, and to other teams than the one that owns this
    /// one.</exception>
    public static void MustReach(Grant grant, Service service)
    {
        if (!grant.Reaches(service)) throw grant.Beyond($"the service '{service.Id}'");
    }

    /// <exception cref="RefusedException">The grant is bound to other teams, or to single services, which are not all that a team
    /// has.</exception>
    public static void MustReach(Grant grant, Team team)
    {
        if (grant.IsBound && !grant.Teams.Contains(team.Id)) throw grant.Beyond($"the team '{team.Id}'");
    }

    private async Task<Owners> OwnersAsync(Grant grant, CancellationToken ct)
    {
        var teams = grant.Teams.ToHashSet();
        foreach (var service in grant.Services)
            if ((await store.FindAsync<Service>(service, ct))?.Value.Team is { } team) teams.Add(team);
        var domains = new HashSet<string>();
        foreach (var team in teams)
            if ((await store.FindAsync<Team>(team, ct))?.Value.Domain is { } domain) domains.Add(domain);
        return new(teams, domains);
    }

    private sealed record Owners(HashSet<string> Teams, HashSet<string> Domains)
    {
        public bool Contains(Rotation rotation) => (rotation.Kind == RotationKind.Team ? Teams : Domains).Contains(rotation.Owner);
    }
}
