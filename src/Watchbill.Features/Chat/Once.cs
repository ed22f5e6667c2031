using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Something that a platform sent, kept for a day so that it is acted on once. The id begins with the platform.</summary>
/// <param name="Mark">Of a button, the time of the press: one that is not later was here before. Of an event, nothing.</param>
public sealed record Seen(Instant At, string Mark)
{
    /// <summary>What is to be done about it, as the platform sent it; null: it is done.</summary>
    public string? Todo { get; init; }
}

/// <summary>Has what a platform sends acted on once, however often it sends it and whenever the host dies.</summary>
public sealed class Once(IStore store)
{
    /// <summary>A second press of the same button within this is a double click.</summary>
    private static readonly Duration DoubleClick = Duration.FromSeconds(3);

    /// <summary>Notes what is to be done, before it is done. Null: this has been here before, or somebody clicked twice.</summary>
    /// <param name="what">The same for the same event, or the same button under the same finger.</param>
    public async Task<Stored<Seen>?> BeginAsync(string platform, string what, Seen seen, CancellationToken ct)
    {
        var id = IdOf(platform, what);
        var before = await store.FindAsync<Seen>(id, ct);
        if (before is { Value: var last } && (string.CompareOrdinal(seen.Mark, last.Mark) <= 0 || seen.At - last.At < DoubleClick))
            return null;
        try
        {
            await store.SaveAsync([Change.Upsert(id, before, seen)], ct);
        }
        catch (StaleException)
        {
            // The other one of two that came at the same moment acts.
            return null;
        }

        return await store.FindAsync<Seen>(id, ct);
    }

    /// <summary>Notes that it is done.</summary>
    public async Task DoneAsync(Stored<Seen> begun, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([Change.Replace(begun, begun.Value with { Todo = null })], ct);
        }
        catch (StaleException)
        {
            // A later press of the same button is being done already, and notes itself.
        }
    }

    /// <summary>What was begun and not done, because the host ended in between.</summary>
    public async Task<IReadOnlyList<Stored<Seen>>> UndoneAsync(string platform, CancellationToken ct) =>
        [.. (await store.ListAsync<Seen>(IdRange.Prefix($"{platform}/"), ct)).Where(stored => stored.Value.Todo is not null)];

    /// <summary>The id under which is kept that something was done at once for what a platform sent.</summary>
    internal static string DoneId(string platform, string sent) => IdOf(platform, $"done\n{sent}");

    // What platforms send as ids may be long, and may be anything.
    private static string IdOf(string platform, string what) =>
        $"{platform}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16))}";
}
