using NodaTime;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What there is of a kind: the options of type-ahead selects, and what completion offers.</summary>
public sealed class Choices(IStore store)
{
    /// <summary>The kinds that have a type-ahead select.</summary>
    private const FieldKind Named = FieldKind.Person | FieldKind.Rotation | FieldKind.Service | FieldKind.Team | FieldKind.Domain
        | FieldKind.Layer | FieldKind.Incident | FieldKind.Objective;

    /// <summary>Whether there is a list to pick from.</summary>
    public static bool Has(FieldKind kind) => (kind & ~Named) == 0;

    /// <summary>What one of a kind may be called, to show where somebody types.</summary>
    public static string Example(FieldKind? kind) => kind switch
    {
        FieldKind.Person => "ana",
        FieldKind.Layer => "primary",
        { } some when some.HasFlag(FieldKind.Incident) => "checkout-12",
        FieldKind.Objective => "availability",
        { } some when some.HasFlag(FieldKind.Service) => "checkout",
        FieldKind.Domain => "ordering",
        _ => "payments",
    };

    /// <summary>Options of a kind whose label or value contains what was typed.</summary>
    public async Task<IReadOnlyList<FormOption>> OfAsync(FieldKind kind, string typed, Instant now, CancellationToken ct)
    {
        var found = new List<FormOption>();
        foreach (var one in Enum.GetValues<FieldKind>().Where(one => kind.HasFlag(one))) found.AddRange(await EachAsync(one, now, ct));
        return Matching(found.DistinctBy(option => option.Value), typed);
    }

    /// <summary>Whether one of a kind has this id. Of layers and objectives it is not known without what they are of.</summary>
    public async Task<bool> HasAsync(FieldKind kind, string id, CancellationToken ct) =>
        kind.HasFlag(FieldKind.Person) && await IsThereAsync<Person>(id, person => person.Retired, ct)
        || kind.HasFlag(FieldKind.Rotation) && await IsThereAsync<Rotation>(id, rotation => rotation.Retired, ct)
        || kind.HasFlag(FieldKind.Team) && await IsThereAsync<Team>(id, team => team.Retired, ct)
        || kind.HasFlag(FieldKind.Service) && await IsThereAsync<Service>(id, service => service.Retired, ct)
        || kind.HasFlag(FieldKind.Domain) && await IsThereAsync<Domain>(id, domain => domain.Retired, ct)
        || kind.HasFlag(FieldKind.Incident) && Incident.Named(id) is var (service, number)
            && await IsThereAsync<Incident>(Incident.DocumentId(service, number), _ => false, ct);

    private async Task<bool> IsThereAsync<T>(string id, Func<T, bool> retired, CancellationToken ct) where T : class =>
        await store.FindAsync<T>(id, ct) is { Value: var found } && !retired(found);

    private async Task<IReadOnlyList<FormOption>> EachAsync(FieldKind kind, Instant now, CancellationToken ct) => kind switch
    {
        FieldKind.Person => await AllAsync<Person>(person => person.Retired ? null : person.Name, ct),
        FieldKind.Rotation => await AllAsync<Rotation>(rotation => rotation.Retired ? null : "", ct),
        FieldKind.Team => await AllAsync<Team>(team => team.Retired ? null : team.Name, ct),
        FieldKind.Service => await AllAsync<Service>(service => service.Retired ? null : "", ct),
        FieldKind.Domain => await AllAsync<Domain>(domain => domain.Retired ? null : domain.Name, ct),
        FieldKind.Layer => await LayersAsync(now, ct),
        FieldKind.Incident => await IncidentsAsync(ct),
        FieldKind.Objective => [.. (await store.ListAsync<Service>(IdRange.All, ct)).Where(stored => !stored.Value.Retired)
            .SelectMany(stored => stored.Value.Slos).Select(slo => slo.Id).Distinct().Select(id => new FormOption(id, id))],
        _ => [],
    };

    // Open ones first, then the newest.
    private async Task<IReadOnlyList<FormOption>> IncidentsAsync(CancellationToken ct) =>
        [.. (await store.ListAsync<Incident>(IdRange.All, ct)).Select(stored => stored.Value)
            .OrderByDescending(incident => incident.Open).ThenByDescending(incident => incident.Start)
            .Select(incident => new FormOption(incident.Id, $"{incident.Id}: {incident.Title}"))];

    /// <summary>Options whose label or value contains what was typed.</summary>
    public static IReadOnlyList<FormOption> Matching(IEnumerable<FormOption> options, string typed) =>
        [.. options.Where(option => $"{option.Label}\n{option.Value}".Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase))];

    // Of all rotations: which one is meant may not be chosen yet.
    private async Task<IReadOnlyList<FormOption>> LayersAsync(Instant now, CancellationToken ct) =>
        [.. (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(stored => !stored.Value.Retired)
            .SelectMany(stored => stored.Value.Layers).Where(layer => !layer.IsRemoved(now)).GroupBy(layer => layer.Id)
            .OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new FormOption(same.Key, same.Key))];

    /// <param name="name">Null: not offered any more; empty: the id is the name.</param>
    private async Task<IReadOnlyList<FormOption>> AllAsync<T>(Func<T, string?> name, CancellationToken ct) where T : class =>
        [.. from stored in await store.ListAsync<T>(IdRange.All, ct)
            let called = name(stored.Value)
            where called is not null
            select new FormOption(stored.Id, called.Length == 0 || called == stored.Id ? stored.Id : $"{called} ({stored.Id})")];
}
