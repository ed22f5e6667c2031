using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// What keeping the groups and topics of a platform is around its calls: who has an account there, who is left out because theirs was
/// closed, and which part of a topic is ours.
/// </summary>
public sealed class PlatformGroups(PlatformId platform, Accounts accounts, Recipients recipients)
{
    /// <param name="setAsync">Makes these accounts, and nobody else, the members; never called for none.</param>
    /// <param name="isClosed">Whether a failure says that one of them is closed.</param>
    /// <param name="isOpenAsync">Whether an account is open.</param>
    /// <returns>The people who have no open account there.</returns>
    public async Task<IReadOnlyList<string>> SyncAsync(
        IReadOnlyList<string> people, Instant now, Func<IReadOnlyList<string>, Task> setAsync, Func<Exception, bool> isClosed,
        Func<string, Task<bool>> isOpenAsync, CancellationToken ct)
    {
        var known = await accounts.OfAsync(platform, people, now, ct);
        try
        {
            await SetAsync(known);
        }
        catch (Exception failure) when (isClosed(failure))
        {
            // One account that was closed keeps nobody else out.
            var open = new Dictionary<string, string>();
            foreach (var (person, account) in known) if (await isOpenAsync(account)) open[person] = account;
            if (open.Count == known.Count) throw new RefusedException(failure.Message);
            await SetAsync(open);
            known = open;
        }

        return [.. people.Where(person => !known.ContainsKey(person))];

        Task SetAsync(IReadOnlyDictionary<string, string> members) =>
            members.Count == 0 ? Task.CompletedTask : setAsync([.. members.Values.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Sets our part of a channel's topic; an owner without a channel there is passed over.</summary>
    /// <param name="max">Characters of a topic.</param>
    /// <param name="readAsync">The topic of a channel, as somebody would type it.</param>
    /// <param name="writeAsync">Sets it.</param>
    public async Task TopicAsync(
        Address owner, string text, int max, Func<string, Task<string>> readAsync, Func<string, string, Task> writeAsync,
        CancellationToken ct)
    {
        if (await recipients.ChannelAsync(owner, platform, ct) is not { Id: var channel }) return;
        var now = await readAsync(channel);
        var next = Topics.With(now, text, max) ?? throw new RefusedException(
            $"The topic of {owner.ToString()}'s channel has no room for who is on call: "
            + $"shorten it to {max - Topics.MinWords - 3} characters.");
        if (next != now) await writeAsync(channel, next);
    }
}
