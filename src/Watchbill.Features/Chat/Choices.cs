using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Options for type-ahead selects, looked up by the field's name.</summary>
public sealed class Choices(IStore store)
{
    /// <summary>The kinds of fields that have a type-ahead select.</summary>
    public static IReadOnlySet<FieldKind> Kinds { get; } = new HashSet<FieldKind>
    {
        FieldKind.Person, FieldKind.Rotation, FieldKind.Service, FieldKind.Team, FieldKind.Domain, FieldKind.Layer,
    };

    /// <summary>What one of a kind may be called, to show where somebody types.</summary>
    public static string Example(FieldKind? kind) => kind switch
    {
        FieldKind.Person => "ana",
        FieldKind.Layer => "primary",
        FieldKind.Service => "checkout",
        FieldKind.Domain => "ordering",
        _ => "payments",
    };

    /// <summary>Options whose label or value contains what was typed.</summary>
    public async Task<IReadOnlyList<FormOption>> OfAsync(string field, string typed, Instant now, CancellationToken ct) =>
        Matching(field switch
        {
            "person" => await AllAsync<Person>(person => person.Retired ? null : person.Name, ct),
            "rotation" => await AllAsync<Rotation>(rotation => rotation.Retired ? null : "", ct),
            "team" => await AllAsync<Team>(team => team.Retired ? null : team.Name, ct),
            "service" => await AllAsync<Service>(service => service.Retired ? null : "", ct),
            "domain" => await AllAsync<Domain>(domain => domain.Retired ? null : domain.Name, ct),
            "layer" => await LayersAsync(now, ct),
            _ => [],
        }, typed);

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
