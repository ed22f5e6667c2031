using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Brings one group or topic to what it should be. A group is never emptied; what the platform refuses is tried again, at longer and longer
/// intervals, and the lead hears of it. From a topic that no rotation feeds any more our part is taken out.
/// </summary>
public sealed partial class GroupSync(IStore store, OrgChart people, IEnumerable<IChatGroups> platforms, ILogger<GroupSync> log)
{
    /// <summary>A platform that is away for a moment is nobody's business.</summary>
    private const int FailuresUntilTold = 3;

    // What waits longer was put off by a clock that ran ahead.
    private static readonly Duration MaxWait = Duration.FromHours(1);

    private static readonly Backoff Retry = new(Duration.FromSeconds(1), Duration.FromMinutes(15));

    /// <summary>Whether there is any platform that has groups.</summary>
    public bool IsPossible { get; } = platforms.Any();

    /// <summary>Does it, unless it is done.</summary>
    /// <returns>When to try again; null: it is as it should be.</returns>
    public async Task<Instant?> SyncAsync(GroupWish wish, Instant now, CancellationToken ct)
    {
        var id = wish.Target.Id;
        var read = await store.FindAsync<GroupState>(id, ct);
        var wanted = wish.Wanted.Count > 0 || wish.Target.Group is null ? wish.Wanted : await LastAsync(read?.Value.Wanted ?? [], now, ct);
        if (wanted.Count == 0 && (read is null || await IsRenamedAsync(wish.Target.Channel!, ct))) return null;

        var before = read?.Value ?? new GroupState(wanted);
        var kept = wish.Wanted.Count == 0 && (wish.Vacant || before.Kept);
        var state = before with { Wanted = wanted, Kept = kept, NotBefore = before.Wanted.SequenceEqual(wanted) ? before.NotBefore : now };
        var news =
            kept && !before.Kept
                ? [await SayAsync(wish, "kept", MessageKind.Gap, now, GroupReplies.Kept(wish, await NamesAsync(wanted, ct)), ct)]
                : new List<Write>();
        if (state.IsDone && state.Unlinked.Count == 0) return await SaveAsync(read, before, state, news, id, ct);
        if (state.NotBefore > now && state.NotBefore - now <= MaxWait)
            return await SaveAsync(read, before, state, news, id, ct) ?? state.NotBefore;

        try
        {
            var unlinked = await TellPlatformsAsync(wish.Target, wanted, ct);
            if (unlinked.Except(state.Unlinked).ToList() is { Count: > 0 } unknown)
                news.Add(
                    await SayAsync(wish, "unlinked", MessageKind.Change, now, GroupReplies.Unlinked(wish, await NamesAsync(unknown, ct)),
                        ct));
            state = state with { Done = wanted, Unlinked = unlinked, Failures = 0, FailureTold = false, Refusal = null };
            return await SaveAsync(read, before, state, news, id, ct);
        }
        catch (BusyException busy)
        {
            // A limit is no failure: the platform says itself when to come again.
            state = state with { NotBefore = now + busy.Pause };
            await SaveAsync(read, before, state, news, id, ct);
            return state.NotBefore;
        }
#pragma warning disable CA1031 // Whatever a platform throws, it is tried again and the others go on.
        catch (Exception failure) when (failure is not OperationCanceledException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var pause = Retry.After(state.Failures + 1);
            LogFailed(failure, wish.Target.Name, pause);
            var refusal = (failure as RefusedException)?.Message;
            var tell = refusal is null ? !state.FailureTold && state.Failures + 1 >= FailuresUntilTold : refusal != state.Refusal;
            if (tell) news.Add(await SayAsync(wish, "failed", MessageKind.Escalation, now, GroupReplies.Failed(wish, refusal), ct));
            state = state with
            {
                Failures = state.Failures + 1,
                FailureTold = state.FailureTold || tell,
                Refusal = refusal ?? state.Refusal,
                NotBefore = now + pause,
            };
            await SaveAsync(read, before, state, news, id, ct);
            return state.NotBefore;
        }
    }

    private async Task<IReadOnlyList<string>> TellPlatformsAsync(GroupTarget target, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var unlinked = new List<string>();
        foreach (var platform in platforms.Where(platform => target.Platform is not { } of || of == platform.Platform))
        {
            if (target.Group is { } group) unlinked.AddRange(await platform.SyncAsync(group, wanted, ct));
            else await platform.TopicAsync(target.Channel!, string.Concat(wanted), ct);
        }

        return [.. unlinked.Distinct()];
    }

    // Whoever was renamed has the same channel under the new name, and what stands there is theirs.
    private async Task<bool> IsRenamedAsync(Address owner, CancellationToken ct) => owner.Kind == AddressKind.Team
        ? await store.FindAsync<Team>(owner.Id, ct) is { Value.RenamedTo: not null }
        : await store.FindAsync<Domain>(owner.Id, ct) is { Value.RenamedTo: not null };

    // Those who have left go even so; but a platform's group cannot be without anybody.
    private async Task<IReadOnlyList<string>> LastAsync(IReadOnlyList<string> last, Instant now, CancellationToken ct)
    {
        var here = await people.Leads.HereAsync(last, now, ct);
        return here.Count > 0 ? here : last;
    }

    private async Task<Instant?> SaveAsync(
        Stored<GroupState>? read, GroupState before, GroupState state, List<Write> news, string id, CancellationToken ct)
    {
        if (read is null || news.Count > 0 || !Same(before, state)) await store.SaveAsync([Write.Upsert(id, read, state), .. news], ct);
        return null;
    }

    // Lists compare by what is in them.
    private static bool Same(GroupState one, GroupState other) =>
        one.Wanted.SequenceEqual(other.Wanted) && one.Unlinked.SequenceEqual(other.Unlinked)
            && (one.Done ?? []).SequenceEqual(other.Done ?? [])
        && one.IsDone == other.IsDone && one with { Wanted = other.Wanted, Unlinked = other.Unlinked, Done = other.Done } == other;

    private async Task<Write> SayAsync(GroupWish wish, string cause, MessageKind kind, Instant now, Reply reply, CancellationToken ct)
    {
        var to = wish.Rotations is [var rotation, ..] ? await people.Leads.ResponsibleAsync(rotation, now, ct) : Address.Admins;
        return Delivery.Say(new Delivery(now, kind, to, reply) { Rotation = wish.Rotations.Count == 0 ? null : wish.Rotations[0].Id },
            $"{wish.Target.Id}/{cause}");
    }

    private async Task<IReadOnlyList<Mention>> NamesAsync(IEnumerable<string> ids, CancellationToken ct)
    {
        var names = new List<Mention>();
        foreach (var id in ids) names.Add(await people.WhoAsync(id, ct));
        return names;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Target} could not be set and is tried again in {Pause}.")]
    private partial void LogFailed(Exception failure, string target, Duration pause);
}
