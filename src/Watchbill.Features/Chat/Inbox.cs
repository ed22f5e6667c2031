using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>A payload that a platform sent, kept for a day so that it is handled once. The id begins with the platform.</summary>
/// <param name="Mark">Of a press, its time by the platform: one that is not later was here before. Of anything else, nothing.</param>
public sealed record InboxItem(Instant At, string Mark)
{
    /// <summary>The payload still to be handled; null: it is done.</summary>
    public Payload? Todo { get; init; }
}

/// <summary>
/// Handles each payload once, however often a platform sends it and whenever the host dies: it is stored before it is acknowledged, and the
/// next start finishes what a host left undone.
/// </summary>
public sealed class Inbox(IStore store)
{
    /// <summary>A second press of the same button within this is a double click.</summary>
    private static readonly Duration DoubleClick = Duration.FromSeconds(3);

    /// <summary>Keeps what is to be done, before it is done. Null: it has been here before, or somebody clicked twice.</summary>
    /// <param name="key">The same for the same event, or for the same button pressed by the same user.</param>
    public async Task<Stored<InboxItem>?> KeepAsync(PlatformId platform, string key, Payload payload, Instant now, CancellationToken ct)
    {
        var id = IdOf(platform, key);
        var item = new InboxItem(now, (payload as PressPayload)?.At ?? "") { Todo = payload };
        var before = await store.FindAsync<InboxItem>(id, ct);
        if (before is { Value: var last } && (string.CompareOrdinal(item.Mark, last.Mark) <= 0 || now - last.At < DoubleClick)) return null;
        try
        {
            await store.SaveAsync([Write.Upsert(id, before, item)], ct);
        }
        catch (StaleException)
        {
            // A concurrent duplicate won; it handles this.
            return null;
        }

        return await store.FindAsync<InboxItem>(id, ct);
    }

    /// <summary>Marks the item as done.</summary>
    public async Task FinishAsync(Stored<InboxItem> item, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([Write.Replace(item, item.Value with { Todo = null })], ct);
        }
        catch (StaleException)
        {
            // A later press of the same button is in progress, and notes itself.
        }
    }

    /// <summary>Items left undone by a host that stopped.</summary>
    public async Task<IReadOnlyList<Stored<InboxItem>>> UnfinishedAsync(PlatformId platform, CancellationToken ct) =>
        [.. (await store.ListAsync<InboxItem>(IdRange.Prefix($"{platform}/"), ct)).Where(stored => stored.Value.Todo is not null)];

    /// <summary>The id of the note that something was done at once for what a platform sent.</summary>
    internal static string DoneId(PlatformId platform, string sent) => IdOf(platform, $"done\n{sent}");

    // What platforms send as ids may be long, and may be anything.
    private static string IdOf(PlatformId platform, string key) =>
        $"{platform}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}";
}
