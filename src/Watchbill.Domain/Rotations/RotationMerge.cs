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
    private readonly List<VersionDetail> details = [];

    public RotationMerge(Rotation stored, WantedRotation wanted, Instant now)
    {
        this.stored = stored;
        this.wanted = wanted.Rotation;
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
        var promise = wanted.Promises[0];
        var last = stored.CoverageAt(Instant.MaxValue);
        if (RosterEdit.Same(last, promise) && !Moves(last.From)) return stored.Promises;
        var from =
            start
                ?? RosterEdit.EndOfShift([.. stored.Promises.Select(old => new LayerVersion(old.From, old.Turn, old.Coverage, []))], now);
        Say("turn", [Of(last.Turn)], [Of(promise.Turn)], from);
        Say("coverage", [RosterText.Of(last.Coverage)], [RosterText.Of(promise.Coverage)], from);
        return RosterEdit.Apply(stored.Promises, promise, from);
    }

    private Layer Layer(Layer layer)
    {
        if (stored.Layers.FirstOrDefault(old => old.Id == layer.Id) is { } before)
            return layer with { Versions = Versions(before, layer.Versions[0]) };
        // Nobody held the new layer before: it begins now, in the middle of a turn as the case may be, and not in the past.
        var from = start ?? now;
        SayNew(layer.Id, layer.Versions[0], from);
        return layer with { Versions = RosterEdit.Apply([], layer.Versions[0], from) };
    }

    private IEnumerable<Layer> Removed() => stored.Layers
        .Where(old => wanted.Layers.All(layer => layer.Id != old.Id))
        .Select(old => old with { Versions = Versions(old, old.At(Instant.MaxValue)! with { Members = [], Removed = true }) });

    private IReadOnlyList<LayerVersion> Versions(Layer before, LayerVersion version)
    {
        var last = before.At(Instant.MaxValue)!;
        var pending = before.Versions.Reverse().TakeWhile(old => RosterEdit.Same(old, version)).LastOrDefault();
        if (pending is not null && !Moves(pending.From)) return before.Versions;
        var from = start ?? RosterEdit.EndOfShift(before.Versions, now);
        if (version.Removed) details.Add(new VersionDetail($"layer {before.Id} removed", null, [], from));
        else if (last.Removed) SayNew(before.Id, version, from);
        if (version.Removed || last.Removed) return RosterEdit.Apply(before.Versions, version, from);
        Say($"members of {before.Id}", last.Members, version.Members, from, people: true);
        // A layer without turns and coverage of its own has the rotation's, and they have been named once.
        var (old, promise) = (stored.CoverageAt(Instant.MaxValue), wanted.Promises[0]);
        if (last.Turn != old.Turn || version.Turn != promise.Turn)
            Say($"turn of {before.Id}", [Of(last.Turn)], [Of(version.Turn)], from);
        if (!RosterEdit.Same(last.Coverage, old.Coverage) || !RosterEdit.Same(version.Coverage, promise.Coverage))
            Say($"coverage of {before.Id}", [RosterText.Of(last.Coverage)], [RosterText.Of(version.Coverage)], from);
        if (pending is not null) details.Add(new VersionDetail($"change of {before.Id} starts", null, [], from));
        return RosterEdit.Apply(before.Versions, version, from);
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
