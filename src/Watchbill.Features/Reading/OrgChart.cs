using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Finds people, teams, domains and rotations as they are named in a command, and what somebody may do with them.</summary>
public sealed class OrgChart(IStore store)
{
    // As many as somebody reads who only mistyped one.
    private const int Named = 8;

    /// <summary>The person with this id, an @ before it allowed.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Person> PersonAsync(string named, CancellationToken ct) =>
        await FindAsync<Person>(named.TrimStart('@'), person => !person.Retired, ct)
        ?? throw await UnknownAsync<Person>("person", named, person => !person.Retired, ct);

    /// <summary>The rotation with this id.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Rotation> RotationAsync(string named, CancellationToken ct) =>
        await FindAsync<Rotation>(named, rotation => !rotation.Retired, ct)
        ?? throw await UnknownAsync<Rotation>("rotation", named, rotation => !rotation.Retired, ct);

    /// <summary>The team with this id.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Team> TeamAsync(string named, CancellationToken ct) =>
        await FindAsync<Team>(named, team => !team.Retired, ct)
        ?? throw await UnknownAsync<Team>("team", named, team => !team.Retired, ct);

    /// <summary>The service with this id.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Service> ServiceAsync(string named, CancellationToken ct) =>
        await FindAsync<Service>(named, service => !service.Retired, ct)
        ?? throw await UnknownAsync<Service>("service", named, service => !service.Retired, ct);

    /// <summary>The service with this id, retired or not; null: there never was one.</summary>
    public async ValueTask<Service?> FindServiceAsync(string id, CancellationToken ct) => (await store.FindAsync<Service>(id, ct))?.Value;

    /// <summary>The name to show for an id; the id itself for somebody who is forgotten.</summary>
    public async ValueTask<string> NameAsync(string person, CancellationToken ct) =>
        (await store.FindAsync<Person>(person, ct))?.Value.Name ?? person;

    /// <summary>The names of people by id.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string?> people, CancellationToken ct)
    {
        var names = new Dictionary<string, string>();
        foreach (var person in people.OfType<string>().Distinct()) names[person] = await NameAsync(person, ct);
        return names;
    }

    /// <summary>The zone in which a person types and reads times.</summary>
    public async ValueTask<DateTimeZone> ZoneAsync(string person, CancellationToken ct) =>
        DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(person, ct))?.Value.TimeZone ?? "Etc/UTC"];

    /// <summary>Whether the caller leads the rotation: admins, the lead of the owner, and of the owner's domain.</summary>
    public Task<bool> LeadsAsync(Caller caller, Rotation rotation, CancellationToken ct) =>
        LeadsAsync(caller.Person, caller.ByMail, rotation, ct);

    /// <summary>The same of whoever a change is by; a token leads nothing.</summary>
    public async Task<bool> LeadsAsync(Actor by, Rotation rotation, CancellationToken ct) =>
        by.Person is { } person && await LeadsAsync(person, by.ByMail, rotation, ct);

    /// <summary>Whether the caller is an admin. Somebody who is known by an e-mail address alone is none.</summary>
    public Task<bool> IsAdminAsync(Caller caller, CancellationToken ct) => IsAdminAsync(caller.Person, caller.ByMail, ct);

    /// <summary>Whether the caller is of the teams of a service: their members and leads, the leads of their domains, and admins.</summary>
    public async Task<bool> OwnsAsync(Caller caller, string service, Instant at, CancellationToken ct)
    {
        if (await IsAdminAsync(caller, ct)) return true;
        if (await FindServiceAsync(service, ct) is not { } owned) return false;
        foreach (var id in await TeamsOfAsync(owned, at, ct))
        {
            if (await IsOfAsync(caller.Person, id, ct) || (await LeadsOfTeamAsync(id, ct)).Contains(caller.Person)) return true;
        }

        return false;
    }

    /// <summary>The team that builds a service and, where others run it by its engagement, theirs.</summary>
    public async Task<IReadOnlyList<string>> TeamsOfAsync(Service service, Instant at, CancellationToken ct) =>
        [.. new[] { service.Team, (await EngagementAsync(service, at, ct)).By }.OfType<string>().Distinct()];

    /// <summary>Whether a service concerns somebody: as a member or lead of one of its teams.</summary>
    public async ValueTask<bool> ConcernsAsync(string person, string service, Instant at, CancellationToken ct)
    {
        if (await FindServiceAsync(service, ct) is not { Retired: false } found) return false;
        foreach (var team in await TeamsOfAsync(found, at, ct)) if (await IsOfAsync(person, team, ct)) return true;
        return false;
    }

    /// <summary>The lead of the owner first, then of the owner's domain.</summary>
    public async Task<IReadOnlyList<string>> LeadsOfAsync(Rotation rotation, CancellationToken ct)
    {
        var team = rotation.Kind == RotationKind.Team ? (await store.FindAsync<Team>(rotation.Owner, ct))?.Value : null;
        var domain = (team is null ? rotation.Owner : team.Domain) is { } id ? (await store.FindAsync<Domain>(id, ct))?.Value : null;
        return [.. new[] { team?.Lead, domain?.Lead }.OfType<string>().Distinct()];
    }

    /// <summary>The rotations that answer for a service by its engagement at an instant, past or to come.</summary>
    public async Task<Answering> AnsweringAsync(Service service, Instant at, CancellationToken ct) =>
        (await ResponsibilityAsync(ct)).Of(service, await EngagementAsync(service, at, ct), at);

    /// <summary>The same question for many services, and for teams.</summary>
    public async Task<Responsibility> ResponsibilityAsync(CancellationToken ct) => new(
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

    /// <summary>The lead of the team first, then of its domain; nobody where there is no such team.</summary>
    public async Task<IReadOnlyList<string>> LeadsOfTeamAsync(string? team, CancellationToken ct)
    {
        if (team is null || (await store.FindAsync<Team>(team, ct))?.Value is not { } found) return [];
        var domain = found.Domain is { } id ? (await store.FindAsync<Domain>(id, ct))?.Value : null;
        return [.. new[] { found.Lead, domain?.Lead }.OfType<string>().Distinct()];
    }

    /// <summary>Why somebody who does not lead the rotation may not do something to it, and whom to ask.</summary>
    public async Task<RefusedException> NotALeadAsync(Rotation rotation, string act, CancellationToken ct)
    {
        var leads = (await NamesAsync(await LeadsOfAsync(rotation, ct), ct)).Values;
        return new RefusedException(
            $"Only a lead of {rotation.Id} may {act} it. Ask {(leads.Any() ? string.Join(" or ", leads) : "an admin")}.")
        {
            Forbidden = true,
        };
    }

    private async Task<bool> LeadsAsync(string person, bool byMail, Rotation rotation, CancellationToken ct) =>
        await IsAdminAsync(person, byMail, ct) || (await LeadsOfAsync(rotation, ct)).Contains(person);

    private async Task<bool> IsAdminAsync(string person, bool byMail, CancellationToken ct) =>
        !byMail && await store.FindAsync<Person>(person, ct) is { Value.Admin: true };

    private async ValueTask<bool> IsOfAsync(string person, string team, CancellationToken ct) =>
        (await store.FindAsync<Team>(team, ct))?.Value is { Retired: false } found
            && (found.Lead == person || found.Members.Contains(person));

    private async ValueTask<Engagement> EngagementAsync(Service service, Instant at, CancellationToken ct) =>
        (await store.FindAsync<EngagementHistory>(service.Id, ct))?.Value.At(service.Engagement, at) ?? service.Engagement;

    private async Task<T?> FindAsync<T>(string id, Func<T, bool> current, CancellationToken ct) where T : class =>
        (await store.FindAsync<T>(id, ct))?.Value is { } found && current(found) ? found : null;

    private async Task<RefusedException> UnknownAsync<T>(
        string kind, string named, Func<T, bool> current, CancellationToken ct) where T : class
    {
        var ids = (await store.ListAsync<T>(IdRange.All, ct)).Where(stored => current(stored.Value)).Select(stored => stored.Id).ToList();
        var help = Nearest.To(named, ids) is { } nearest ? $"Did you mean '{nearest}'?"
            : ids.Count == 0 ? "The organisation file names none."
            : ids.Count <= Named ? $"Known: {string.Join(", ", ids)}."
            : $"Known: {string.Join(", ", ids.Take(Named))} and {ids.Count - Named} more.";
        return new RefusedException($"There is no {kind} '{named}'. {help}") { Field = kind, Missing = true };
    }
}
