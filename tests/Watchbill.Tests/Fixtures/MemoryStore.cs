using System.Collections.Immutable;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>The store's contract in memory, for tests of everything that stores. Held to it by the same suite as the real one.</summary>
public sealed class MemoryStore(SaveNotices? notices = null) : IStore
{
    private readonly Lock gate = new();
    // By kind and in the order of ids: what is there is never changed, so a save copies what it writes to and no more.
    private ImmutableDictionary<Type, ImmutableArray<Row>> documents = ImmutableDictionary<Type, ImmutableArray<Row>>.Empty;
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
            lock (gate)
            {
                return [.. documents.OrderBy(kind => kind.Key.FullName, StringComparer.Ordinal)
                    .SelectMany(kind => kind.Value, (kind, row) => $"{kind.Key.Name} {row.Id} {row.Version}")];
            }
        }
    }

    public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Find(documents, typeof(T), id) is { } found ? new Stored<T>(id, (T)found.Value, found.Version) : null);
        }
    }

    public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var rows = Rows(documents, typeof(T));
            var (from, to) = (range.From is { } first ? Place(rows, first) : 0, range.To is { } end ? Place(rows, end) : rows.Length);
            var found = rows.Take(from..Math.Max(from, to));
            return new([.. (range.Descending ? found.Reverse() : found).Take(range.Limit)
                .Select(row => new Stored<T>(row.Id, (T)row.Value, row.Version))]);
        }
    }

    public Task SaveAsync(IReadOnlyList<Write> writes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (gate)
        {
            var (next, nextChain) = (documents, chain);
            foreach (var change in writes.Select(SaveRules.Checked))
            {
                // What cannot be stored for real is not stored here either.
                if (change.Value is { } value) Documents.Serialize(value);
                if (change.Value is AuditEntry entry)
                {
                    (var row, nextChain) = nextChain.Append(entry);
                    next = With(next, change.Kind, new Row(nextChain.Id, row, ++version));
                    continue;
                }

                var current = Find(next, change.Kind, change.Id)?.Version ?? 0;
                if (change.Expected is { } expected && expected != current)
                    return Task.FromException(new StaleException(change.Kind, change.Id));
                if (change.Value is not null) next = With(next, change.Kind, new Row(change.Id, change.Value, ++version));
                else if (current != 0) next = Without(next, change.Kind, change.Id);
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

    private static ImmutableArray<Row> Rows(ImmutableDictionary<Type, ImmutableArray<Row>> documents, Type kind) =>
        documents.GetValueOrDefault(kind, []);

    private static Row? Find(ImmutableDictionary<Type, ImmutableArray<Row>> documents, Type kind, string id)
    {
        var rows = Rows(documents, kind);
        var at = Place(rows, id);
        return at < rows.Length && rows[at].Id == id ? rows[at] : null;
    }

    private static ImmutableDictionary<Type, ImmutableArray<Row>> With(
        ImmutableDictionary<Type, ImmutableArray<Row>> documents, Type kind, Row row)
    {
        var rows = Rows(documents, kind);
        var at = Place(rows, row.Id);
        return documents.SetItem(kind, at < rows.Length && rows[at].Id == row.Id ? rows.SetItem(at, row) : rows.Insert(at, row));
    }

    private static ImmutableDictionary<Type, ImmutableArray<Row>> Without(
        ImmutableDictionary<Type, ImmutableArray<Row>> documents, Type kind, string id)
    {
        var rows = Rows(documents, kind);
        return documents.SetItem(kind, rows.RemoveAt(Place(rows, id)));
    }

    // Where an id is, or would be.
    private static int Place(ImmutableArray<Row> rows, string id)
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(rows[middle].Id, id) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private sealed record Row(string Id, object Value, long Version);
}
