using System.Collections.Concurrent;
using System.Collections.Frozen;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>
/// Documents as parsed, and those known not to exist, in memory. Two generations: when the young one is full the old one is dropped and the
/// young becomes old; what is found in the old moves to the young. A look-up takes no lock. What very many answers go through, all that the
/// organisation file names, is there as whole lists as well, each until one of its kind is written.
/// </summary>
internal sealed class DocumentCache(int documents, long bytes)
{
    /// <summary>Lists up to this length go into memory; longer ones would push out what is looked up all the time.</summary>
    public const int KeptOfList = 1000;

    /// <summary>Whether a kind is read in ranges and seldom: neither what is written of it nor what is listed goes into memory.</summary>
    public static bool PassesBy(Type kind) => kind == typeof(AuditRow) || kind == typeof(Message);

    private static readonly FrozenSet<Type> Whole =
        new[] { typeof(Person), typeof(Domain), typeof(Team), typeof(Service), typeof(Rotation) }.ToFrozenSet();

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<Type, long> writes = new();
    private readonly ConcurrentDictionary<Type, object> lists = new();
    private volatile ConcurrentDictionary<(Type, string), CachedDocument> young = new();
    private volatile ConcurrentDictionary<(Type, string), CachedDocument> old = new();
    private int youngCount;
    private long youngBytes;

    /// <summary>How many are in memory.</summary>
    public int Count => young.Count + old.Count;

    /// <summary>The document, or that there is none; null: not in memory.</summary>
    public CachedDocument? Find(Type kind, string id)
    {
        if (young.TryGetValue((kind, id), out var found)) return found;
        var older = old;
        if (!older.TryGetValue((kind, id), out found)) return null;
        lock (gate)
        {
            if (ReferenceEquals(older, old) && older.TryRemove(new((kind, id), found))) Put(kind, id, found);
        }

        return found;
    }

    /// <summary>All documents of a kind in order of id; null: not in memory.</summary>
    public IReadOnlyList<Stored<T>>? All<T>() where T : class => (IReadOnlyList<Stored<T>>?)lists.GetValueOrDefault(typeof(T));

    /// <summary>To be taken before documents of a kind are read from the disk, and given back with what was found there.</summary>
    public long Mark(Type kind) => writes.GetValueOrDefault(kind);

    /// <summary>A document as a reader found it: the one in memory where that is the same, else parsed, and kept where it may be.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public CachedDocument Read(Type kind, string id, (long Version, long Mark) at, ReadOnlySpan<byte> json, bool keep = true)
    {
        if (Find(kind, id) is { } known && known.Version == at.Version) return known;
        var document = new CachedDocument(Documents.Deserialize(kind, id, json), at.Version, json.Length);
        if (keep) Fill(kind, id, document, at.Mark);
        return document;
    }

    /// <summary>Keeps that a reader found no document with this id.</summary>
    public void Miss(Type kind, string id, long mark) => Fill(kind, id, new CachedDocument(null, 0, id.Length), mark);

    /// <summary>
    /// Takes in what a reader found, unless the writer has replaced one of its kind since: the reader may have seen the older one.
    /// </summary>
    public void Fill(Type kind, string id, CachedDocument document, long mark)
    {
        lock (gate)
        {
            if (Mark(kind) == mark) Put(kind, id, document);
        }
    }

    /// <summary>Takes in all documents of a kind as a reader found them, under the same condition, where its list is kept.</summary>
    public void FillAll<T>(IReadOnlyList<Stored<T>> all, long mark) where T : class
    {
        if (!Whole.Contains(typeof(T))) return;
        lock (gate)
        {
            if (Mark(typeof(T)) == mark) lists[typeof(T)] = all;
        }
    }

    /// <summary>Takes in what was written, once it is on the disk.</summary>
    public void Replace(Type kind, string id, CachedDocument document)
    {
        lock (gate)
        {
            Note(kind);
            old.TryRemove((kind, id), out _);
            Put(kind, id, document);
        }
    }

    /// <summary>Forgets a document that was written, and would only push out what is looked up.</summary>
    public void Drop(Type kind, string id)
    {
        lock (gate)
        {
            Note(kind);
            old.TryRemove((kind, id), out _);
            if (!young.TryRemove((kind, id), out var before)) return;
            youngCount--;
            youngBytes -= before.Size;
        }
    }

    private void Note(Type kind)
    {
        writes[kind] = Mark(kind) + 1;
        lists.TryRemove(kind, out _);
    }

    private void Put(Type kind, string id, CachedDocument document)
    {
        if (young.TryGetValue((kind, id), out var before)) youngBytes -= before.Size;
        else youngCount++;
        young[(kind, id)] = document;
        youngBytes += document.Size;
        if (youngCount < documents / 2 && youngBytes < bytes / 2) return;
        old = young;
        young = new();
        (youngCount, youngBytes) = (0, 0);
    }
}

/// <summary>A document in memory.</summary>
/// <param name="value">Null: there is none.</param>
/// <param name="size">Bytes of its JSON.</param>
internal sealed class CachedDocument(object? value, long version, int size)
{
    private object? stored;

    public long Version => version;

    public int Size => size;

    /// <summary>The same object each time, so that a look-up allocates nothing.</summary>
    public Stored<T>? As<T>(string id) where T : class
    {
        if (value is null) return null;
        if (stored is Stored<T> made) return made;
        made = new Stored<T>(id, (T)value, version);
        stored = made;
        return made;
    }
}
