using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Where people and channels of one platform are spoken to: kept from the first that is heard of them, and brought up to date by whatever
/// they send.
/// </summary>
public sealed class ConversationReferences(PlatformId platform, IStore store)
{
    // Who asks a hundred times a day is written once.
    private static readonly Duration Fresh = Duration.FromDays(1);

    /// <param name="key">The platform's id of an account or a channel.</param>
    /// <returns>Null: nothing was heard of it.</returns>
    public async ValueTask<ConversationReference?> FindAsync(string key, CancellationToken ct) => (await ReadAsync(key, ct))?.Value;

    /// <summary>The account that the platform addresses so; null: nobody has met them.</summary>
    public async Task<string?> AccountOfAsync(string user, CancellationToken ct) =>
        (await AllAsync(ct)).FirstOrDefault(one => one.Value.User == user)?.Id[IdOf("").Length..];

    /// <summary>Where an account or a channel is served; one of which nothing was heard, where another one is; null: nobody is.</summary>
    public async Task<string?> AddressOfAsync(string key, CancellationToken ct) =>
        (await FindAsync(key, ct) ?? (await AllAsync(ct)).MaxBy(other => other.Value.At)?.Value)?.Address;

    /// <summary>Keeps that something was heard of an account or a channel.</summary>
    /// <param name="address">Where it is served.</param>
    /// <param name="with">What is known of it from now on.</param>
    public async Task KeepAsync(
        string key, string address, Instant now, Func<ConversationReference, ConversationReference> with, CancellationToken ct)
    {
        var before = await ReadAsync(key, ct);
        var after = with((before?.Value ?? new(address, now)) with { Address = address });
        if (before is not null && before.Value == after && now - before.Value.At < Fresh) return;
        await SaveAsync(Write.Upsert(IdOf(key), before, after with { At = now }), ct);
    }

    /// <summary>Forgets a conversation from which the bot was removed.</summary>
    public async Task ForgetAsync(string key, CancellationToken ct)
    {
        if (await ReadAsync(key, ct) is { } known) await SaveAsync(Write.Delete(known), ct);
    }

    private async Task SaveAsync(Write change, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync([change], ct);
        }
        catch (StaleException)
        {
            // Two requests at the same moment: they say the same, or the next one says it again.
        }
    }

    private ValueTask<Stored<ConversationReference>?> ReadAsync(string key, CancellationToken ct) =>
        store.FindAsync<ConversationReference>(IdOf(key), ct);

    private ValueTask<IReadOnlyList<Stored<ConversationReference>>> AllAsync(CancellationToken ct) =>
        store.ListAsync<ConversationReference>(IdRange.Prefix(IdOf("")), ct);

    private string IdOf(string key) => ConversationReference.IdOf(platform, key);
}
