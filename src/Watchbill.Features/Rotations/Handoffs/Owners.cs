using NodaTime;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Whose a rotation is, and for which services it answers when: what is written down with a worked shift.</summary>
public sealed class Owners
{
    private readonly Dictionary<string, Team> teams;
    private readonly Dictionary<string, EngagementHistory> histories;
    private readonly IReadOnlyList<Rotation> rotations;
    private readonly IReadOnlyList<Service> services;
    private readonly Responsibility responsibility;

    private Owners(
        IReadOnlyList<Rotation> rotations, IReadOnlyList<Team> teams, IReadOnlyList<Service> services,
        IEnumerable<EngagementHistory> histories)
    {
        this.teams = teams.ToDictionary(team => team.Id);
        (this.rotations, this.services) = (rotations, services);
        this.histories = histories.ToDictionary(history => history.Service);
        responsibility = new Responsibility(rotations, teams);
    }

    public static async Task<Owners> ReadAsync(IStore store, CancellationToken ct) => new(
        await ListAsync<Rotation>(store, ct), await ListAsync<Team>(store, ct),
        [.. (await ListAsync<Service>(store, ct)).Where(service => !service.Retired)], await ListAsync<EngagementHistory>(store, ct));

    /// <summary>The team (none for a rotation that teams share) and the domain.</summary>
    public (string? Team, string? Domain) Of(Rotation rotation) =>
        rotation.Kind == RotationKind.Team ? (rotation.Owner, teams.GetValueOrDefault(rotation.Owner)?.Domain) : (null, rotation.Owner);

    /// <summary>The services for which a rotation answered in a shift, or in a part of it.</summary>
    public IReadOnlyList<string> ServicesOf(Rotation rotation, Shift shift)
    {
        // A rotation that is retired just now answered until now.
        var answering =
            rotation.Retired
                ? new Responsibility(rotations.Select(one => one.Id == rotation.Id ? one with { Retired = false } : one), teams.Values)
                : responsibility;
        return [.. services.Where(service => Moments(service, shift).Any(at => Answers(answering, rotation, service, at)))
            .Select(service => service.Id)];
    }

    private IEnumerable<Instant> Moments(Service service, Shift shift) => histories.TryGetValue(service.Id, out var history)
        ? history.Between(service.Engagement, shift.Start, shift.End).Select(span => span.Start)
        : [shift.Start];

    private bool Answers(Responsibility answering, Rotation rotation, Service service, Instant at)
    {
        var engagement = histories.GetValueOrDefault(service.Id)?.At(service.Engagement, at) ?? service.Engagement;
        return answering.Of(service, engagement, at).Rotations.Any(one => one.Id == rotation.Id);
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(IStore store, CancellationToken ct) where T : class =>
        [.. (await store.ListAsync<T>(IdRange.All, ct)).Select(stored => stored.Value)];
}
