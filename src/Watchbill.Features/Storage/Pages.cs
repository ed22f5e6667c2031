using System.Runtime.CompilerServices;

namespace Watchbill.Storage;

/// <summary>Reads all documents of a kind without holding all of them in memory.</summary>
public static class Pages
{
    private const int Size = 500;

    /// <summary>In ordinal order of id, some at a time.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<Stored<T>>> PagesAsync<T>(
        this IStore store, [EnumeratorCancellation] CancellationToken ct) where T : class
    {
        string? from = null;
        while (await store.ListAsync<T>(new IdRange(from, null, Size), ct) is { Count: > 0 } page)
        {
            yield return page;
            from = page[^1].Id + '\0';
        }
    }
}
