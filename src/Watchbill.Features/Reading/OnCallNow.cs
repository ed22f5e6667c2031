using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Reading;

/// <summary>Somebody who is on call, once, with every rotation and layer in which they are.</summary>
/// <param name="Places">As people read them: <c>payments, primary</c>.</param>
public sealed record PersonOnCall(string Id, string Name, IReadOnlyList<string> Places);

/// <summary>Says who is on call for a service, in the order in which they are turned to. Shadows are not.</summary>
public sealed class OnCallNow(OrgChart chart, Schedules schedules)
{
    public async Task<IReadOnlyList<PersonOnCall>> OfAsync(Service service, Instant now, CancellationToken ct) =>
        await OfAsync((await chart.Responsibilities.AnsweringAsync(service, now, ct)).Rotations, now, ct);

    /// <summary>The same of rotations.</summary>
    public async Task<IReadOnlyList<PersonOnCall>> OfAsync(IEnumerable<Rotation> rotations, Instant now, CancellationToken ct)
    {
        var found = new List<(string Person, string Place)>();
        foreach (var rotation in rotations)
        {
            var held = (await schedules.ForAsync(rotation, ct)).At(now).ToList();
            foreach (var layer in rotation.Layers.Where(layer => !layer.Shadow))
                if (held.Find(shift => shift.Layer == layer.Id)?.Person is { } person) found.Add((person, $"{rotation.Id}, {layer.Id}"));
        }

        var names = await chart.NamesAsync(found.Select(one => one.Person), ct);
        return [.. found.GroupBy(one => one.Person)
            .Select(one => new PersonOnCall(one.Key, names[one.Key], [.. one.Select(held => held.Place)]))];
    }

    /// <summary>The rotations that a page of a service calls.</summary>
    public async Task<IReadOnlyList<Rotation>> CalledAsync(Service service, Instant now, CancellationToken ct)
    {
        var answering = await chart.Responsibilities.AnsweringAsync(service, now, ct);
        if (answering.Rotations.All(rotation => rotation.Kind != RotationKind.Triage)) return answering.Rotations;
        var found = new Dictionary<string, Schedule>();
        foreach (var rotation in answering.Rotations) found[rotation.Id] = await schedules.ForAsync(rotation, ct);
        return answering.Called(rotation => found[rotation.Id].PromisedFrom(now) == now);
    }
}
