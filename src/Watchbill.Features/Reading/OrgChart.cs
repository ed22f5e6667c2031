using NodaTime;
using Watchbill.Chat;
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
    public Task<Person> PersonAsync(string named, CancellationToken ct) => PersonAsync(named, "person", ct);

    /// <summary>The same of another argument.</summary>
    /// <param name="field">What it is called.</param>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Person> PersonAsync(string named, string field, CancellationToken ct) =>
        await FindAsync<Person>(named, person => !person.Retired, ct)
        ?? throw new RefusedException((await UnknownAsync<Person>("person", named, person => !person.Retired, [], ct)).Said)
        {
            Field = field,
            Missing = true,
        };

    /// <summary>The same, also of somebody whom the file no longer names: what they worked is still owed to them.</summary>
    /// <exception cref="RefusedException">There never was one; the nearest one is named.</exception>
    public async Task<Person> AnybodyAsync(string named, CancellationToken ct) =>
        await FindAsync<Person>(named, _ => true, ct)
        ?? throw await UnknownAsync<Person>("person", named, person => !person.Retired, [], ct);

    /// <summary>The rotation with this id.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Rotation> RotationAsync(string named, CancellationToken ct) =>
        await FindAsync<Rotation>(named, rotation => !rotation.Retired, ct)
        ?? throw await UnknownAsync<Rotation>("rotation", named, rotation => !rotation.Retired, [], ct);

    /// <summary>The same; null: there is none.</summary>
    public Task<Rotation?> FindRotationAsync(string named, CancellationToken ct) =>
        FindAsync<Rotation>(named, rotation => !rotation.Retired, ct);

    /// <summary>The team with this id.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Team> TeamAsync(string named, CancellationToken ct) =>
        await FindAsync<Team>(named, team => !team.Retired, ct)
        ?? throw await UnknownAsync<Team>("team", named, team => !team.Retired, [], ct);

    /// <summary>The service with this id, or that had it: alerts, pipelines and buttons may still have the old one.</summary>
    /// <exception cref="RefusedException">There is none; the nearest one is named.</exception>
    public async Task<Service> ServiceAsync(string named, CancellationToken ct) =>
        await CurrentServiceAsync(named, ct)
        ?? throw await UnknownAsync<Service>("service", named, service => !service.Retired, [], ct);

    /// <summary>The same; null: there is none.</summary>
    public async Task<Service?> CurrentServiceAsync(string named, CancellationToken ct)
    {
        var found = await FindAsync<Service>(named, _ => true, ct);
        while (found is { Retired: true, RenamedTo: { } next }) found = await FindServiceAsync(next, ct);
        return found is { Retired: false } ? found : null;
    }

    /// <summary>The service with this id, retired or not; null: there never was one.</summary>
    public async ValueTask<Service?> FindServiceAsync(string id, CancellationToken ct) => (await store.FindAsync<Service>(id, ct))?.Value;

    /// <summary>A person whom an answer names.</summary>
    public async ValueTask<Mention> WhoAsync(string person, CancellationToken ct) => People.Named(person, await NameAsync(person, ct));

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

    /// <summary>Who leads, manages and is accountable.</summary>
    public Leads Leads { get; } = new(store);

    /// <summary>Which rotations and teams answer for a service.</summary>
    public Responsibilities Responsibilities { get; } = new(store);

    /// <summary>Whether the caller leads the rotation: admins, the lead of the owner, and of the owner's domain.</summary>
    public Task<bool> LeadsAsync(Caller caller, Rotation rotation, Instant now, CancellationToken ct) =>
        LeadsAsync(caller.Person, caller.ByMail, rotation, now, ct);

    /// <summary>The same of whoever a change is by; a token leads nothing.</summary>
    public async Task<bool> LeadsAsync(Actor by, Rotation rotation, CancellationToken ct) =>
        by.Person is { } person && await LeadsAsync(person, by.ByMail, rotation, by.Now, ct);

    /// <summary>
    /// Whether the caller is an admin. Somebody who is known by an e-mail address alone is none, and neither is somebody who has left.
    /// </summary>
    public Task<bool> IsAdminAsync(Caller caller, Instant now, CancellationToken ct) =>
        IsAdminAsync(caller.Person, caller.ByMail, now, ct);

    /// <summary>Whether the caller is of the teams of a service: their members and leads, the leads of their domains, and admins.</summary>
    public async Task<bool> OwnsAsync(Caller caller, string service, Instant at, CancellationToken ct) => await IsOfAsync(caller,
        await FindServiceAsync(service, ct) is { } owned ? await Responsibilities.TeamsOfAsync(owned, at, ct) : [], at, ct);

    /// <summary>Whether the caller is of one of the teams, in the same sense.</summary>
    public async Task<bool> IsOfAsync(Caller caller, IReadOnlyList<string> teams, Instant at, CancellationToken ct)
    {
        if (await IsAdminAsync(caller, at, ct)) return true;
        if ((await Leads.HereAsync([caller.Person], at, ct)).Count == 0) return false;
        foreach (var id in teams)
        {
            if (await Responsibilities.IsOfAsync(caller.Person, id, ct)
                || (await Leads.OfTeamAsync(id, at, ct)).Contains(caller.Person)) return true;
        }

        return false;
    }

    /// <summary>Why somebody who does not lead the rotation may not do something to it, and whom to ask.</summary>
    public async Task<RefusedException> NotALeadAsync(Rotation rotation, string act, Instant now, CancellationToken ct)
    {
        var leads = await NamesAsync(await Leads.OfAsync(rotation, now, ct), ct);
        return new RefusedException($"Only leads can {act} {rotation.Id}. Ask {Whom(leads)}.") { Forbidden = true };
    }

    /// <summary>Why somebody who is no admin may not do something, and whom to ask.</summary>
    public async Task<RefusedException> NotAnAdminAsync(string act, Instant now, CancellationToken ct)
    {
        var admins = (await store.ListAsync<Person>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(person => person.Admin && person.IsHere(now)).ToDictionary(person => person.Id, person => person.Name);
        return new RefusedException($"Only admins can {act}. Ask {Whom(admins)}.") { Forbidden = true };
    }

    /// <summary>Why somebody may not say that a paid shift was theirs, and who can.</summary>
    public async Task<RefusedException> NotForThemselvesAsync(Rotation rotation, Actor by, CancellationToken ct)
    {
        var leads = await NamesAsync([.. (await Leads.OfAsync(rotation, by.Now, ct)).Where(lead => lead != by.Person)], ct);
        return new RefusedException(
            $"Nobody records a paid shift for themselves. Ask {Whom(leads)}, or enter your hours for your manager to approve: `pay add`")
        { Forbidden = true };
    }

    private static Text Whom(IReadOnlyDictionary<string, string> leads) =>
        leads.Count == 0 ? "an admin" : Text.Join(" or ", leads.Keys.Select(lead => (Text)$"{leads.Named(lead)}"));

    /// <exception cref="RefusedException">The caller leads neither the team nor its domain and is no admin; who does is named.</exception>
    public async Task MustLeadAsync(Caller caller, string team, string act, Instant now, CancellationToken ct)
    {
        var leads = await Leads.OfTeamAsync(team, now, ct);
        if (leads.Contains(caller.Person) || await IsAdminAsync(caller, now, ct)) return;
        throw new RefusedException($"Only leads of {team} can {act}. Ask {Whom(await NamesAsync(leads, ct))}.") { Forbidden = true };
    }

    private async Task<bool> LeadsAsync(string person, bool byMail, Rotation rotation, Instant now, CancellationToken ct) =>
        await IsAdminAsync(person, byMail, now, ct) || (await Leads.OfAsync(rotation, now, ct)).Contains(person);

    private async Task<bool> IsAdminAsync(string person, bool byMail, Instant now, CancellationToken ct) =>
        !byMail && await store.FindAsync<Person>(person, ct) is { Value: { Admin: true } admin } && admin.IsHere(now);

    // Phones begin words with a capital; ids have none.
    private async Task<T?> FindAsync<T>(string id, Func<T, bool> current, CancellationToken ct) where T : class =>
        (await store.FindAsync<T>(id.TrimStart('@').ToLowerInvariant(), ct))?.Value is { } found && current(found) ? found : null;

    /// <summary>That neither a rotation has this name nor anything that rotations answer for.</summary>
    public async Task<RefusedException> NobodyAnswersAsync(string named, CancellationToken ct) =>
        await UnknownAsync<Rotation>("rotation", named, rotation => !rotation.Retired,
        [
            .. await IdsAsync<Service>(service => !service.Retired, ct), .. await IdsAsync<Team>(team => !team.Retired, ct),
            .. await IdsAsync<Domain>(domain => !domain.Retired, ct),
        ], ct);

    private async Task<List<string>> IdsAsync<T>(Func<T, bool> current, CancellationToken ct) where T : class =>
        [.. (await store.ListAsync<T>(IdRange.All, ct)).Where(stored => current(stored.Value)).Select(stored => stored.Id)];

    /// <param name="others">What of other kinds may have been meant.</param>
    private async Task<RefusedException> UnknownAsync<T>(
        string kind, string named, Func<T, bool> current, IEnumerable<string> others, CancellationToken ct) where T : class
    {
        var ids = await IdsAsync(current, ct);
        var help = Nearest.To(named, ids.Concat(others).Where(id => id != named)) is { } nearest ? $"Did you mean `{nearest}`?"
            : ids.Count == 0 ? "The organisation file names none."
            : ids.Count <= Named ? $"Known: {string.Join(", ", ids)}."
            : $"Known: {string.Join(", ", ids.Take(Named))} and {ids.Count - Named} more.";
        return new RefusedException($"No {kind} `{named}`. {help}") { Field = kind, Missing = true };
    }
}
