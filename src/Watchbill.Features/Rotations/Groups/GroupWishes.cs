using System.Collections.Concurrent;
using NodaTime;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Works out, from all rotations that feed them, what user groups and topics should be. Looks only at rotations in which something happens.
/// </summary>
public sealed class GroupWishes(IStore store, Schedules schedules, OrgChart people, DueRotations due)
{
    private readonly ConcurrentDictionary<string, Feeding> byRotation = [];
    private readonly ConcurrentDictionary<GroupTarget, bool> open = [];
    private bool begun;

    /// <summary>Targets that may not be as they should be; each until it is <see cref="Close"/>d.</summary>
    public IReadOnlyList<GroupWish> Open => [.. open.Keys.Select(Of)];

    /// <summary>Looks at the rotations in which something happens by now.</summary>
    /// <returns>When something will happen next.</returns>
    public async Task<Instant?> VisitAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (!begun) await OpenLeftAsync(ct);
        begun = true;
        return await due.VisitAsync(now, changes, (rotation, token) => LookAsync(rotation, now, token), ct);
    }

    /// <summary>Looks at all targets again: those that lack somebody may have to lack them no longer.</summary>
    public void Reopen()
    {
        foreach (var target in byRotation.Values.SelectMany(one => one.Targets)) open[target] = true;
    }

    public void Close(GroupTarget target) => open.TryRemove(target, out _);

    // Topics of processes before this one that no rotation feeds any more.
    private async Task OpenLeftAsync(CancellationToken ct)
    {
        var fed =
            (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(rotation => !rotation.Value.Retired)
                .SelectMany(rotation => Targets(rotation.Value)).ToHashSet();
        var topics = (await store.ListAsync<GroupState>(IdRange.Prefix("topic/"), ct)).Select(state => GroupTarget.TopicOf(state.Id));
        foreach (var left in topics.Where(topic => !fed.Contains(topic))) open[left] = true;
    }

    private GroupWish Of(GroupTarget target)
    {
        var feeding =
            byRotation.Values.Where(one => one.Targets.Contains(target)).OrderBy(one => one.Rotation.Id, StringComparer.Ordinal).ToList();
        var rotations = feeding.ConvertAll(one => one.Rotation);
        return target.Group is not null
            ? new(target, [.. feeding.SelectMany(one => one.OnDuty).Distinct().Order(StringComparer.Ordinal)],
                feeding.Exists(one => one.Vacant), rotations)
            : new(target, feeding.Count == 0 ? [] : [string.Join(" · ", feeding.Select(one => one.Topic))], Vacant: false, rotations);
    }

    private async Task<Instant> LookAsync(string id, Instant now, CancellationToken ct)
    {
        // Where a rotation fed before is looked at, too: it may have been moved to another group.
        if (byRotation.TryGetValue(id, out var before)) foreach (var target in before.Targets) open[target] = true;
        if (await schedules.FindAsync(id, ct) is not { } schedule || Targets(schedule.Rotation) is not { Count: > 0 } targets)
        {
            byRotation.TryRemove(id, out _);
            return Instant.MaxValue;
        }

        var shown = schedule.At(now).Where(shift => !IsShadow(schedule.Rotation, shift.Layer)).ToList();
        byRotation[id] = new(schedule.Rotation, targets)
        {
            OnDuty = [.. shown.Select(shift => shift.Person).OfType<string>()],
            Vacant = shown.Count > 0 && shown.TrueForAll(shift => shift.Person is null),
            Topic = await TopicAsync(schedule, shown, now, ct),
        };
        foreach (var target in targets) open[target] = true;
        return schedule.Between(now, now + Duration.FromDays(1)).SelectMany(shift => new[] { shift.Start, shift.End }).Where(at => at > now)
            .Append(now + Duration.FromDays(1)).Min();
    }

    private async Task<string> TopicAsync(Schedule schedule, List<Shift> shown, Instant now, CancellationToken ct)
    {
        // Out of hours it names those who were last: a window that opens and closes every day is no news.
        var holders = shown.Count > 0
            ? shown.Select(shift => (shift.Layer, shift.Person))
            : HandoffState.Begin(schedule, now).Holders.Where(held => !IsShadow(schedule.Rotation, held.Key))
                .Select(held => (Layer: held.Key, Person: held.Value));
        var said = new List<string>();
        foreach (var (layer, person) in holders) said.Add($"{(person is null ? "nobody" : await people.NameAsync(person, ct))} ({layer})");
        return $"On call for {schedule.Rotation.Id}: {string.Join(", ", said)}";
    }

    private static List<GroupTarget> Targets(Rotation rotation) =>
    [
        .. rotation.Groups.All.Select(group => GroupTarget.Of(group.Platform, group.Id)),
        .. rotation.Topic ? new[] { GroupTarget.TopicOf(OverrideReplies.Owner(rotation)) } : [],
    ];

    private static bool IsShadow(Rotation rotation, string layer) => rotation.Layers.First(one => one.Id == layer).Shadow;

    /// <summary>What one rotation gives to its group and topic.</summary>
    private sealed record Feeding(Rotation Rotation, IReadOnlyList<GroupTarget> Targets)
    {
        public required IReadOnlyList<string> OnDuty { get; init; }
        public required bool Vacant { get; init; }
        public required string Topic { get; init; }
    }
}
