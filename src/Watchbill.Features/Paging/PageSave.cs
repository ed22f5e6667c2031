using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// What one save of several pages writes. A document that more than one of them touches is written once, as the last left it.
/// </summary>
public sealed class PageSave(IStore store)
{
    private readonly List<Write> changes = [];
    private readonly Dictionary<(Type Kind, string Id), int> places = [];
    private readonly Dictionary<(Type Kind, string Id), long> versions = [];

    public IReadOnlyList<Write> Changes => changes;

    public void Add(Write change)
    {
        places[(change.Kind, change.Id)] = changes.Count;
        changes.Add(change);
    }

    public void AddRange(IEnumerable<Write> more)
    {
        foreach (var change in more) Add(change);
    }

    /// <summary>A document as this save leaves it; null: there is none.</summary>
    public async ValueTask<T?> FindAsync<T>(string id, CancellationToken ct) where T : class
    {
        if (places.TryGetValue((typeof(T), id), out var place)) return (T?)changes[place].Value;
        var read = await store.FindAsync<T>(id, ct);
        versions[(typeof(T), id)] = read?.Version ?? 0;
        return read?.Value;
    }

    /// <summary>Writes a document that was found before.</summary>
    public void Put<T>(string id, T value) where T : class
    {
        if (places.TryGetValue((typeof(T), id), out var place)) changes[place] = changes[place] with { Value = value };
        else Add(new Write(typeof(T), id, value, versions[(typeof(T), id)]));
    }
}
