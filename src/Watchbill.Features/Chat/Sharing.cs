using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Lets a reader show an answer to everyone: worked out anew, with the reader's rights, without buttons.</summary>
internal sealed class Sharing(Vocabulary vocabulary, IStore store)
{
    private const int Remembered = 10_000;

    /// <summary>Ids known to be stored: the same question asked again writes nothing and reads nothing.</summary>
    private readonly ConcurrentDictionary<string, bool> kept = new();

    /// <summary>The reply with a Share button, where it may be shared.</summary>
    public async Task<Reply> OfferAsync(Reply reply, Request request, Instant askedAt, CancellationToken ct)
    {
        if (!reply.Shareable || reply.Audience == Audience.Everyone) return reply;
        var shared = new Shared(request, request.Arguments.Keys.Any(UsageArgument.Phrases.Contains) ? askedAt : null);
        var id = IdOf(shared);
        if (!kept.ContainsKey(id) && !await KeepAsync(id, shared, ct)) return reply;
        return reply with { Actions = [.. reply.Actions, new Button("Share", Buttons.Share, id)] };
    }

    /// <returns>Whether it is kept. Who is on call is answered on a full disk, too; then it cannot be shared.</returns>
    private async Task<bool> KeepAsync(string id, Shared shared, CancellationToken ct)
    {
        try
        {
            if (await store.FindAsync<Shared>(id, ct) is null) await store.SaveAsync([Change.Put(id, shared)], ct);
        }
        catch (StorageException)
        {
            return false;
        }

        if (kept.Count >= Remembered) kept.Clear();
        return kept[id] = true;
    }

    public async Task<Reply> PostAsync(string id, Caller caller, Instant now, CancellationToken ct)
    {
        var shared = (await store.FindAsync<Shared>(id, ct))?.Value
            ?? throw new RefusedException("This answer is too old to be shared. Ask again and share the new one.") { Missing = true };
        var answer = await vocabulary.AnswerAsync(shared.Request, caller, now, shared.AskedAt ?? now, ct);
        if (answer is not Reply { Shareable: true } reply)
            throw new RefusedException("This answer is for you alone and cannot be shared.") { Forbidden = true };
        return reply with { Audience = Audience.Everyone, Actions = [], Form = null, Shareable = false };
    }

    private static string IdOf(Shared shared)
    {
        var words = string.Join('\n',
        [
            shared.Request.Name, shared.Request.Pressed ?? "", shared.AskedAt is { } at ? InstantPattern.ExtendedIso.Format(at) : "",
            .. shared.Request.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"),
        ]);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16));
    }
}
