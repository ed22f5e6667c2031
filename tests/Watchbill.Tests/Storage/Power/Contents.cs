using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Watchbill.Storage;

/// <summary>All that a store is to hold: documents by kind and id as they are stored, and what was audited in order.</summary>
internal sealed record Contents(ImmutableSortedDictionary<string, string> Documents, ImmutableList<string> Audited)
{
    private const string AuditKind = "audit/";

    public static Contents Nothing { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), []);

    public static Contents Of(IDatabaseContent content)
    {
        var documents = Nothing.Documents.ToBuilder();
        var audited = Nothing.Audited.ToBuilder();
        foreach (var (kind, id, _, json) in content.Documents())
        {
            if (kind + "/" != AuditKind) documents[$"{kind}/{id}"] = Encoding.UTF8.GetString(json);
            else
            {
                using var row = JsonDocument.Parse(json);
                audited.Add(row.RootElement.GetProperty("entry").GetProperty("action").GetString()!);
            }
        }

        return new(documents.ToImmutable(), audited.ToImmutable());
    }

    /// <summary>Null: the save is stale.</summary>
    public Contents? With(IReadOnlyList<Write> changes)
    {
        var after = this;
        foreach (var change in changes)
        {
            var key = $"{Storage.Documents.NameOf(change.Kind)}/{change.Id}";
            if (change.Expected == 0 && after.Documents.ContainsKey(key)) return null;
            after = change.Value switch
            {
                AuditEntry entry => after with { Audited = after.Audited.Add(entry.Action) },
                null => after with { Documents = after.Documents.Remove(key) },
                var value =>
                    after with { Documents = after.Documents.SetItem(key, Encoding.UTF8.GetString(Storage.Documents.Serialize(value))) },
            };
        }

        return after;
    }

    /// <summary>In what another one differs; null: in nothing.</summary>
    public string? Difference(Contents found)
    {
        foreach (var key in Documents.Keys.Union(found.Documents.Keys))
        {
            var (wanted, there) = (Documents.GetValueOrDefault(key), found.Documents.GetValueOrDefault(key));
            if (wanted != there) return $"{key} is {Short(there)} and not {Short(wanted)}";
        }

        return Audited.SequenceEqual(found.Audited)
            ? null : $"{found.Audited.Count} audit rows are there, or others, and not {Audited.Count}";
    }

    private static string Short(string? json) => json is null ? "not there" : json.Length > 60 ? $"{json[..60]}… ({json.Length})" : json;
}
