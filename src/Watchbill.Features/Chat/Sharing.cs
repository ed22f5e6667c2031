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

    /// <summary>
    /// A question asked again within this writes nothing; half of what it is kept for, so that a new answer can be shared.
    /// </summary>
    private static readonly Duration Fresh = Duration.FromHours(12);

    /// <summary>Questions known to be stored, and when they were: asked again they need not be read.</summary>
    private readonly ConcurrentDictionary<string, Instant> kept = new();

    /// <summary>The reply with a Share button, where it may be shared.</summary>
    public async Task<Reply> OfferAsync(Reply reply, Request request, Instant askedAt, CancellationToken ct)
    {
        if (!reply.Shareable || reply.Audience == Audience.Everyone) return reply;
        // Answers say minutes: within one the same words mean the same.
        var minute = Instant.FromUnixTimeSeconds(askedAt.ToUnixTimeSeconds() / 60 * 60);
        var id = IdOf(request, minute);
        if (!await KeepAsync(id, new Shared(request, minute), minute, ct)) return reply;
        return reply with { Actions = [.. reply.Actions, new Button("Share", Buttons.Share, id)] };
    }

    /// <returns>Whether it is kept. Who is on call is answered on a full disk, too; then it cannot be shared.</returns>
    private async Task<bool> KeepAsync(string id, Shared shared, Instant asked, CancellationToken ct)
    {
        if (kept.TryGetValue(id, out var since) && asked - since < Fresh) return true;
        try
        {
            if ((await store.FindAsync<Shared>(id, ct))?.Value.AskedAt is not { } before || asked - before >= Fresh)
            {
                await store.SaveAsync([Write.Put(id, shared)], ct);
                before = asked;
            }

            if (kept.Count >= Remembered) kept.Clear();
            kept[id] = before;
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    public async Task<Reply> PostAsync(string id, Caller caller, Instant now, CancellationToken ct)
    {
        var shared = (await store.FindAsync<Shared>(id, ct))?.Value
            ?? throw new RefusedException("This answer is too old to be shared. Ask again and share the new one.") { Missing = true };
        var answer = await vocabulary.AnswerAsync(shared.Request, caller, now, Counts(shared.Request) ? shared.AskedAt ?? now : now, ct);
        if (answer is not Reply { Shareable: true } reply)
            throw new RefusedException("This answer is for you alone and cannot be shared.") { Forbidden = true };
        return reply with { Audience = Audience.Everyone, Actions = [], Form = null, Shareable = false };
    }

    private static bool Counts(Request request) => request.Arguments.Keys.Any(UsageArgument.Phrases.Contains);

    // What a question without a time means does not depend on when it was asked.
    private static string IdOf(Request request, Instant asked)
    {
        var words = string.Join('\n',
        [
            request.Name, request.Pressed ?? "", Counts(request) ? InstantPattern.ExtendedIso.Format(asked) : "",
            .. request.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"),
        ]);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16));
    }
}
