using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Rotations;

/// <summary>Who answers for what in turn: layers of people under a promise of coverage. Everything that decides is versioned.</summary>
/// <param name="Owner">Id of the team (kind team) or of the domain (kinds domain and triage).</param>
public sealed record Rotation(string Id, RotationKind Kind, string Owner)
{
    /// <summary>In the order of the file; the first one takes changes that name no layer.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    /// <summary>What is promised, oldest first; the first version is in force for all time before the next.</summary>
    public required IReadOnlyList<CoverageVersion> Promises { get; init; }

    public IReadOnlyList<EscalationStep> Escalation { get; init; } = [];

    /// <summary>How often the list begins again while nobody answers; null: as everywhere.</summary>
    public int? Repeat { get; init; }

    /// <summary>How long an acknowledged page may stay silent; zero: for good; null: as everywhere.</summary>
    public Duration? AckTimeout { get; init; }

    /// <summary>How soon somebody answers.</summary>
    public Duration? Response { get; init; }

    /// <summary>The user groups that follow who is on call, and whether the channel's topic does.</summary>
    public ByPlatform Groups { get; init; } = ByPlatform.None;
    public bool Topic { get; init; }

    /// <summary>The qualification that new entries need.</summary>
    public string? Requires { get; init; }

    /// <summary>Id of the compensation policy.</summary>
    public string? Pay { get; init; }

    /// <summary>How it was paid before, oldest first: what the file says later does not rewrite it.</summary>
    public IReadOnlyList<FormerPay> FormerPay { get; init; } = [];

    /// <summary>Made and changed in chat: the organisation file neither changes nor retires it.</summary>
    public bool InChat { get; init; }
    public bool Retired { get; init; }

    /// <summary>The id that took its place, with all that stood under this one.</summary>
    public string? RenamedTo { get; init; }

    /// <summary>What is promised at an instant; at <see cref="Instant.MaxValue"/> what is at last, which an edit starts from.</summary>
    public CoverageVersion CoverageAt(Instant at) =>
        Promises.LastOrDefault(promise => promise.From is not { } from || from <= at) ?? Promises[0];

    /// <summary>The zone in which it is spoken of at an instant: that of the promise in force.</summary>
    public DateTimeZone ZoneAt(Instant at) => DateTimeZoneProviders.Tzdb[CoverageAt(at).Turn.TimeZone];

    /// <summary>How a span of it is paid, cut where that changed; where it is not paid there is nothing.</summary>
    public IEnumerable<(Interval Span, string Pay, Duration? Response)> PaidIn(Interval span)
    {
        var start = span.Start;
        foreach (var former in FormerPay.Where(former => former.Until > span.Start))
        {
            if (start >= span.End) yield break;
            var end = Instant.Min(former.Until, span.End);
            yield return (new Interval(start, end), former.Policy, former.Response);
            start = end;
        }

        if (start < span.End && Pay is { } pay) yield return (new Interval(start, span.End), pay, Response);
    }

    /// <summary>The layers in force at an instant: begun, and not taken out.</summary>
    public IEnumerable<Layer> LayersAt(Instant at) => Layers.Where(layer => layer.At(at) is { Removed: false });

    /// <summary>Longer than any turn or piece of it can be, in any version.</summary>
    public Duration LongestTurn => Layers.SelectMany(layer => layer.Versions).Max(version => version.Turn.Longest);
}

/// <summary>The pay policy of a rotation until an instant (not included), and how soon somebody had to answer.</summary>
public sealed record FormerPay(Instant Until, string Policy, Duration? Response);

/// <summary>What a rotation is for: its owner's services, or a thin layer in front of its domain.</summary>
public enum RotationKind
{
    Team,
    Domain,
    Triage,
}

/// <summary>When somebody is promised to be there. A gap is any instant of it without a person.</summary>
/// <param name="From">When it came into force; null: for all time before.</param>
public sealed record CoverageVersion(Instant? From, TurnRule Turn, Coverage Coverage);

/// <summary>One place of a rotation: primary, secondary, shadow.</summary>
public sealed record Layer(string Id)
{
    /// <summary>The level it fills, when several layers fill one together (follow the sun); otherwise its own id.</summary>
    public string Level { get; init; } = Id;

    /// <summary>Told everything, paged never, and no coverage.</summary>
    public bool Shadow { get; init; }

    /// <summary>Oldest first. The first version is in force for all time before the next, unless it has a start of its own.</summary>
    public required IReadOnlyList<LayerVersion> Versions { get; init; }

    /// <summary>Whether the rotation has the layer no more: nobody is expected there, until it comes back.</summary>
    public bool IsRemoved(Instant at) => At(at) is { Removed: true };

    /// <summary>
    /// The version in force at an instant; null: none yet. At <see cref="Instant.MaxValue"/> the one in force at last, which an edit
    /// starts from.
    /// </summary>
    public LayerVersion? At(Instant at) => Versions.LastOrDefault(version => version.From is not { } from || from <= at);

    /// <summary>Which count of turns a piece is of, from 1: numbers begin again with a version whose turns are others.</summary>
    public int CountOf(Instant start, long turn)
    {
        var i = Versions.Count - 1;
        while (i > 0 && Versions[i].From > start) i--;
        // A turn that is kept goes on as it was counted.
        while (i > 0 && Versions[i] is { Seam.Kept: { } kept } version && kept.Turn == turn && IsInSeam(version, start)) i--;
        return 1 + Enumerable.Range(1, i).Count(j => !Versions[j].CountsLike(Versions[j - 1]));

        static bool IsInSeam(LayerVersion version, Instant at) => version.From is { } from && at < new LayerTurns(version).At(from).End;
    }

    /// <summary>Ids of those in the roster at an instant, in order.</summary>
    public IReadOnlyList<string> MembersAt(Instant at) => At(at)?.Members ?? [];

    /// <summary>Ids of those in the roster at an instant or by a version still to come, in order.</summary>
    public IEnumerable<string> MembersFrom(Instant at) =>
        Versions.Where((_, i) => i + 1 == Versions.Count || Versions[i + 1].From > at).SelectMany(version => version.Members).Distinct();
}

/// <summary>A layer's turns, windows and people from one instant until the next version's.</summary>
/// <param name="From">When it came into force; null: for all time before.</param>
/// <param name="Members">Ids of people, in order; empty: nobody.</param>
public sealed record LayerVersion(Instant? From, TurnRule Turn, Coverage Coverage, IReadOnlyList<string> Members)
{
    /// <summary>The person of turn n is <c>Members[(n + Offset) mod count]</c>: how a new version keeps its place in the order.</summary>
    public long Offset { get; init; }

    /// <summary>Set where the version starts before the first boundary of its turns and that time is no turn of its own.</summary>
    public Seam? Seam { get; init; }

    /// <summary>The layer was taken out of the rotation: it has no shifts, not even vacant ones.</summary>
    public bool Removed { get; init; }

    /// <summary>Whether a turn has the same number in both: days are counted by the weekdays of the windows.</summary>
    public bool CountsLike(LayerVersion other) => Turn == other.Turn
        && (Turn.Unit != TurnUnit.Day || Coverage.Weekdays == other.Coverage.Weekdays);
}

/// <summary>Whose the time is between the start of a version and the first boundary of its turns.</summary>
/// <param name="Kept">The turn before goes on; null: the first whole turn begins early.</param>
public sealed record Seam(KeptTurn? Kept);

/// <summary>A turn of the version before, and the place of its person in the members of the new one.</summary>
public sealed record KeptTurn(long Turn, int Place);

/// <summary>
/// Whom to turn to how long after the first call: a level, <c>lead</c>, <c>manager</c>, <c>accountable</c>, <c>rotation:id</c> or
/// <c>person:id</c>.
/// </summary>
public sealed record EscalationStep(string To, Duration After);
