using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Engagements;

/// <summary>The rotations that answer for a service, in the order in which they are turned to.</summary>
public sealed record RespondingRotations(IReadOnlyList<Rotation> Rotations)
{
    /// <summary>
    /// The team that should answer by its engagement and has no rotation, so that the owner's rotations stand in; null: none is missing.
    /// </summary>
    public string? Lacking { get; init; }

    /// <summary>The triage rotation that stands in front of the others and forwards to them; null: there is none.</summary>
    public string? Triage { get; init; }

    /// <summary>Whether what triage forwards may have to wait, since none of the others is promised around the clock.</summary>
    public bool ForwardsWait { get; init; }

    /// <summary>
    /// Those that a page of the service calls: triage alone where it stands in front, unless it is off-hours and others are not.
    /// </summary>
    /// <param name="isPromised">Whether a rotation promises somebody now.</param>
    public IReadOnlyList<Rotation> Called(Func<Rotation, bool> isPromised)
    {
        if (Rotations.FirstOrDefault(rotation => rotation.Kind == RotationKind.Triage) is not { } triage) return Rotations;
        var others = Rotations.Where(rotation => rotation.Kind != RotationKind.Triage).ToList();
        return !isPromised(triage) && others.Exists(other => isPromised(other)) ? others : [triage];
    }
}

/// <summary>Says which rotations answer for whom: a service's by its engagement, a team's by who owns them.</summary>
public sealed class Responsibility
{
    private readonly Dictionary<string, Team> teams;
    private readonly ILookup<string, Rotation> byTeam;
    private readonly ILookup<string, Rotation> byDomain;

    public Responsibility(IEnumerable<Rotation> rotations, IEnumerable<Team> teams)
    {
        var current = rotations.Where(rotation => !rotation.Retired).ToList();
        this.teams = teams.Where(team => !team.Retired).ToDictionary(team => team.Id);
        byTeam = current.Where(rotation => rotation.Kind == RotationKind.Team).ToLookup(rotation => rotation.Owner);
        byDomain = current.Where(rotation => rotation.Kind != RotationKind.Team).ToLookup(rotation => rotation.Owner);
    }

    /// <summary>The same at a past instant: what was retired since answered then. What has a new id answers under that.</summary>
    /// <param name="closed">When rotations were retired; one that is missing was never on call, and of teams none is known.</param>
    public static Responsibility At(
        Instant at, IEnumerable<Rotation> rotations, IEnumerable<Team> teams, IReadOnlyDictionary<string, Instant> closed) => new(
        rotations.Select(one => one is { Retired: true, RenamedTo: null } && closed.TryGetValue(one.Id, out var end) && at < end
            ? one with { Retired = false } : one),
        teams.Select(team => team.RenamedTo is null ? team with { Retired = false } : team));

    /// <summary>The rotations of the team; where it has none of its own, those of its domain.</summary>
    public IReadOnlyList<Rotation> OfTeam(string team) =>
        byTeam.Contains(team) ? [.. byTeam[team]] : DomainOf(team) is { } domain ? [.. byDomain[domain]] : [];

    /// <summary>The rotations that answer for a service under an engagement.</summary>
    /// <param name="at">Which promises of coverage are in force.</param>
    public RespondingRotations Of(Service service, Engagement engagement, Instant at)
    {
        var owner = OfTeam(service.Team);
        var (called, lacking) = engagement.Model switch
        {
            EngagementModel.YouBuildYouRun => (owner, null),
            EngagementModel.YouBuildYouAndSreRun => Both(owner, engagement.By),
            _ => Instead(owner, engagement, service.Team),
        };
        var always = called.Any(rotation => rotation.CoverageAt(at).Coverage.IsAlways);
        // The thin layer in front of the owner's domain takes every breach. Others who run the service around the clock take their own.
        var triage = always && !called.Intersect(owner).Any()
            ? [] : Triage(service.Team).Where(rotation => !called.Contains(rotation)).ToList();
        return new RespondingRotations([.. triage, .. called])
        {
            Lacking = lacking,
            Triage = called.Count > 0 && triage.Count > 0 ? triage[0].Id : null,
            ForwardsWait = !always,
        };
    }

    private (IReadOnlyList<Rotation>, string?) Both(IReadOnlyList<Rotation> owner, string? by)
    {
        var sre = by is null ? [] : OfTeam(by);
        return ([.. owner.Union(sre)], sre.Count == 0 ? by : null);
    }

    private (IReadOnlyList<Rotation>, string?) Instead(IReadOnlyList<Rotation> owner, Engagement engagement, string team)
    {
        if (engagement.By is { } by) return OfTeam(by) is { Count: > 0 } theirs ? (theirs, null) : (owner, by);
        // Operations without a team of their own: whoever stands in front of the domain.
        var shared =
            engagement.Model == EngagementModel.YouBuildOpsRun ? Triage(team) is { Count: > 0 } triage ? triage : OfDomain(team) : [];
        return (shared.Count > 0 ? shared : owner, null);
    }

    private IReadOnlyList<Rotation> Triage(string team) => [.. OfDomain(team).Where(rotation => rotation.Kind == RotationKind.Triage)];

    private IReadOnlyList<Rotation> OfDomain(string team) => DomainOf(team) is { } domain ? [.. byDomain[domain]] : [];

    private string? DomainOf(string team) => teams.GetValueOrDefault(team)?.Domain;
}
