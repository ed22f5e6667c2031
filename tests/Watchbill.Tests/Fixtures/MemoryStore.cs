using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>The store's contract in memory, for tests of everything that stores. Held to it by the same suite as the real one.</summary>
public sealed class MemoryStore(SaveNotices? notices = null) : IStore
{
    private readonly Lock gate = new();
    private SortedDictionary<(Type Kind, string Id), (object Value, long Version)> documents =
        new(Comparer<(Type Kind, string Id)>.Create(Compare));
    private long version;
    private AuditChain chain = AuditChain.Start;

    /// <summary>Raised after each save.</summary>
    public SaveNotices Notices { get; } = notices ?? new();

    /// <summary>What each save wrote, in their order; null: not kept.</summary>
    public List<IReadOnlyList<Write>>? Saves { get; init; }

    /// <summary>Each document with its version: the same two times where nothing was saved in between.</summary>
    public IReadOnlyList<string> State
    {
        get
        {
            lock (gate) return [.. documents.Select(document => $"{document.Key.Kind.Name} {document.Key.Id} {document.Value.Version}")];
        }
    }

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(documents.TryGetValue((typeof(T), id), out var found) ? new Stored<T>(id, (T)found.Value, found.Version) : null);
        }
    }

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var found = documents.Where(document => document.Key.Kind == typeof(T) && Holds(range, document.Key.Id))
                .Select(document => new Stored<T>(document.Key.Id, (T)document.Value.Value, document.Value.Version));
            return new([.. (range.Descending ? found.Reverse() : found).Take(range.Limit)]);
        }
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var (next, nextChain) =
                (new SortedDictionary<(Type Kind, string Id), (object Value, long Version)>(documents, documents.Comparer), chain);
            foreach (var change in writes.Select(SaveRules.Checked))
            {
                // What cannot be stored for real is not stored here either.
                if (change.Value is { } value) Documents.Serialize(value);
                if (change.Value is AuditEntry entry)
                {
                    (var row, nextChain) = nextChain.Append(entry);
                    next[(change.Kind, nextChain.Id)] = (row, ++version);
                    continue;
                }

                var key = (change.Kind, change.Id);
                var current = next.TryGetValue(key, out var found) ? found.Version : 0;
                if (change.Expected is { } expected && expected != current)
                    return Task.FromException(new StaleException(change.Kind, change.Id));
                if (change.Value is null) next.Remove(key);
                else next[key] = (change.Value, ++version);
            }

            (documents, chain) = (next, nextChain);
            Saves?.Add(writes);
        }

        if (writes.Count > 0) Notices.Raise([.. writes.Select(change => new SavedDocument(change.Kind, change.Id))]);
        return Task.CompletedTask;
    }

    /// <summary>Answers what takes back whatever is saved from now on, as if it had never been.</summary>
    public Action Mark()
    {
        lock (gate)
        {
            var then = (documents, chain);
            return () =>
            {
                lock (gate) (documents, chain) = then;
            };
        }
    }

    private static bool Holds(IdRange range, string id) =>
        (range.From is null || string.CompareOrdinal(id, range.From) >= 0) && (range.To is null || string.CompareOrdinal(id, range.To) < 0);

    private static int Compare((Type Kind, string Id) left, (Type Kind, string Id) right)
    {
        var kind = string.CompareOrdinal(left.Kind.FullName, right.Kind.FullName);
        return kind != 0 ? kind : string.CompareOrdinal(left.Id, right.Id);
    }
}
