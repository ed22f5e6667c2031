using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>
/// A rotation as the file or somebody in chat has it: one version of everything. When
/// a change to it starts is decided against what is stored.
/// </summary>
public sealed record WantedRotation(Rotation Rotation)
{
    /// <summary><c>effective: now</c>.</summary>
    public bool Now { get; init; }

    /// <summary>The local time of <c>effective:</c>, in the rotation's zone; null: when the current shift ends.</summary>
    public LocalDateTime? At { get; init; }

    /// <summary>The instant at which it starts, where one was said in another zone than the rotation's.</summary>
    public Instant? From { get; init; }

    /// <summary>
    /// What it comes to on top of what is in force now and of each version that is planned, oldest first: an edit keeps what is planned
    /// of the parts that it does not name. Empty: nothing that is planned is kept.
    /// </summary>
    public IReadOnlyList<(Instant From, Rotation Rotation)> Planned { get; init; } = [];
}

/// <summary>
/// Puts what the file says of a rotation onto what is stored: the past stays, and what changes starts when the file says or the shift ends.
/// </summary>
public sealed class RotationMerge
{
    // A skipped local time is the first instant after the gap, a repeated one its first occurrence.
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

    private readonly Rotation stored;
    private readonly Rotation wanted;
    private readonly DateTimeZone zone;
    private readonly Instant now;
    private readonly Instant? start;
    private readonly IReadOnlyList<(Instant From, Rotation Rotation)> planned;
    private readonly List<VersionDetail> details = [];

    public RotationMerge(Rotation stored, WantedRotation wanted, Instant now)
    {
        this.stored = stored;
        (this.wanted, planned) = (wanted.Rotation, wanted.Planned);
        // Starts are kept in whole seconds, as ids of shifts are.
        this.now = now.ToWholeSeconds();
        zone = DateTimeZoneProviders.Tzdb[this.wanted.Promises[0].Turn.TimeZone];
        start = wanted.Now ? this.now : wanted.From ?? (wanted.At is { } at ? zone.ResolveLocal(at, Resolver).ToInstant() : null);
        Merged = this.wanted with
        {
            Promises = Promises(),
            Layers = [.. this.wanted.Layers.Select(Layer), .. Removed()],
            FormerPay = FormerPay(),
        };
        // An old start that is left in the file does no harm until something changes.
        TooLate = details.Count > 0 && start < this.now;
    }

    public Rotation Merged { get; }

    /// <summary>What changed of that which has versions, in words.</summary>
    public IReadOnlyList<VersionDetail> Details => details;

    /// <summary>The same as lines of a difference: with ids, and times of the rotation's zone.</summary>
    public IReadOnlyList<string> Lines => [.. details.Select(detail => $"{detail.Said(NoNames)} {From(detail.From)}")];

    /// <summary>Whether something changed and the start that the file gives has passed: the past is never rewritten.</summary>
    public bool TooLate { get; }

    // A rotation that was not paid is paid from its first record on: from which day is for the policy to say.
    private IReadOnlyList<FormerPay> FormerPay() =>
        stored.Pay is not { } pay || (pay, stored.Response) == (wanted.Pay, wanted.Response) ? stored.FormerPay
            : [.. stored.FormerPay, new FormerPay(now, pay, stored.Response)];

    private IReadOnlyList<CoverageVersion> Promises()
    {
        var from = start ?? EndOfShift();
        if (planned.Count > 0)
        {
            var applied = Steps(from)
                .Aggregate(stored.Promises, (promises, step) => NewLayerVersion.Apply(promises, step.Wanted.Promises[0], step.At));
            var kept = stored with { Promises = applied };
            if (Steps(from).FirstOrDefault(step => !NewLayerVersion.Same(stored.CoverageAt(step.At), kept.CoverageAt(step.At)))
                is not { Wanted: not null } changed) return stored.Promises;
            Say(stored.CoverageAt(changed.At), kept.CoverageAt(changed.At), changed.At);
            return applied;
        }

        var promise = wanted.Promises[0];
        var last = stored.CoverageAt(Instant.MaxValue);
        if (NewLayerVersion.Same(last, promise) && !Moves(last.From)) return stored.Promises;
        Say(last, promise, from);
        return NewLayerVersion.Apply(stored.Promises, promise, from);
    }

    // Where a layer takes turns as they are promised, both change at once: after a seam its shift may end at another boundary.
    private Instant EndOfShift()
    {
        var turn = stored.CoverageAt(now).Turn;
        return NewLayerVersion.EndOfShift(
            stored.LayersAt(now).FirstOrDefault(layer => !layer.Shadow && layer.At(now)!.Turn == turn)?.Versions
                ?? [.. stored.Promises.Select(old => new LayerVersion(old.From, old.Turn, old.Coverage, []))], now);
    }

    /// <summary>From when what is wanted: at the start, and again wherever a version was planned after it.</summary>
    private IEnumerable<(Instant At, Rotation Wanted)> Steps(Instant from) => planned.Where(one => one.From > from)
        .Prepend((from, planned.Last(one => one.From <= from || one == planned[0]).Rotation));

    private Layer Layer(Layer layer)
    {
        if (stored.Layers.FirstOrDefault(old => old.Id == layer.Id) is { } before)
            return layer with { Versions = Versions(before, layer.Versions[0]) };
        // Nobody held the new layer before: it begins now, in the middle of a turn as the case may be, and not in the past.
        var from = start ?? now;
        SayNew(layer.Id, layer.Versions[0], from);
        return layer with
        {
            Versions = planned.Count > 0 ? Planned(layer.Id, [], [.. Steps(from)]) : NewLayerVersion.Apply([], layer.Versions[0], from),
        };
    }

    private IEnumerable<Layer> Removed() => stored.Layers
        .Where(old => wanted.Layers.All(layer => layer.Id != old.Id))
        .Select(old => old with { Versions = Versions(old, old.At(Instant.MaxValue)! with { Members = [], Removed = true }) });

    private IReadOnlyList<LayerVersion> Versions(Layer before, LayerVersion version)
    {
        if (planned.Count > 0) return Planned(before);
        var last = before.At(Instant.MaxValue)!;
        var pending = before.Versions.Reverse().TakeWhile(old => NewLayerVersion.Same(old, version)).LastOrDefault();
        if (pending is not null && !Moves(pending.From)) return before.Versions;
        var from = start ?? NewLayerVersion.EndOfShift(before.Versions, now);
        Say(before.Id, (last, version), (stored.CoverageAt(Instant.MaxValue), wanted.Promises[0]), from);
        if (pending is not null && !version.Removed && !last.Removed)
            details.Add(new VersionDetail($"change of {before.Id} starts", null, [], from));
        return NewLayerVersion.Apply(before.Versions, version, from);
    }

    private IReadOnlyList<LayerVersion> Planned(Layer before)
    {
        var from = start ?? NewLayerVersion.EndOfShift(before.Versions, now);
        var steps = Steps(from).ToList();
        var applied = Planned(before.Id, before.Versions, steps);
        var after = before with { Versions = applied };
        foreach (var (at, step) in steps)
        {
            var (old, version) = (before.At(at), after.At(at));
            if (version is null || old is not null && NewLayerVersion.Same(old, version)) continue;
            if (old is null) SayNew(before.Id, version, at);
            else Say(before.Id, (old, version), (stored.CoverageAt(at), step.Promises[0]), at);
            return applied;
        }

        return before.Versions;
    }

    private static IReadOnlyList<LayerVersion> Planned(
        string id, IReadOnlyList<LayerVersion> versions, List<(Instant At, Rotation Wanted)> steps)
    {
        IReadOnlyList<LayerVersion> applied = [.. versions.Where(version => version.From is not { } from || from < steps[0].At)];
        LayerVersion? last = null;
        foreach (var (at, step) in steps)
        {
            var version = step.Layers.FirstOrDefault(layer => layer.Id == id)?.Versions[0]
                ?? (applied.Count == 0 ? null : applied[^1] with { Members = [], Removed = true });
            // Where nothing new is wanted, a turn that somebody is still owed stays.
            if (version is null || last is not null && NewLayerVersion.Same(last, version)) continue;
            (applied, last) = (NewLayerVersion.Apply(applied, version, at), version);
        }

        return applied;
    }

    private void Say(
        string layer, (LayerVersion Old, LayerVersion New) change, (CoverageVersion Old, CoverageVersion New) promise, Instant from)
    {
        var (last, version) = change;
        if (version.Removed) details.Add(new VersionDetail($"layer {layer} removed", null, [], from));
        else if (last.Removed) SayNew(layer, version, from);
        if (version.Removed || last.Removed) return;
        Say($"members of {layer}", last.Members, version.Members, from, people: true);
        // A layer without turns and coverage of its own has the rotation's, and they have been named once.
        if (last.Turn != promise.Old.Turn || version.Turn != promise.New.Turn)
            Say($"turn of {layer}", [Of(last.Turn)], [Of(version.Turn)], from);
        if (!NewLayerVersion.Same(last.Coverage, promise.Old.Coverage) || !NewLayerVersion.Same(version.Coverage, promise.New.Coverage))
            Say($"coverage of {layer}", [RosterText.Of(last.Coverage)], [RosterText.Of(version.Coverage)], from);
    }

    private void Say(CoverageVersion last, CoverageVersion promise, Instant from)
    {
        Say("turn", [Of(last.Turn)], [Of(promise.Turn)], from);
        Say("coverage", [RosterText.Of(last.Coverage)], [RosterText.Of(promise.Coverage)], from);
    }

    private void SayNew(string layer, LayerVersion version, Instant from) =>
        details.Add(new VersionDetail($"layer {layer} with", null, version.Members, from) { People = true });

    // The same change is to start at another time than it was going to.
    private bool Moves(Instant? pending) => start is { } wished && pending > now && pending != wished && wished >= now;

    private void Say(string what, IReadOnlyList<string> before, IReadOnlyList<string> after, Instant from, bool people = false)
    {
        if (!before.SequenceEqual(after)) details.Add(new VersionDetail(what, before, after, from) { People = people });
    }

    private string Of(TurnRule turn) => RosterText.Of(turn, now.InZone(zone).Date);

    private string From(Instant from) => "from " + from.InZone(zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
