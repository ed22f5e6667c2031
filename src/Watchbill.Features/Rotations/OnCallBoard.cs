using NodaTime;
using Watchbill.Reading;

namespace Watchbill.Rotations;

/// <summary>One layer at one instant: who holds it, and the next shift that somebody holds after that.</summary>
/// <param name="Now">Null: off duty. Without a person: vacant, for its reason.</param>
/// <param name="Next">Null: nobody within 400 days.</param>
public sealed record LayerOnCall(Layer Layer, Shift? Now, Shift? Next);

/// <summary>A rotation at one instant, layers in its own order, with the names of everybody in it.</summary>
public sealed record RotationOnCall(Rotation Rotation, IReadOnlyList<LayerOnCall> Layers, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Layers that are paged.</summary>
    public IEnumerable<LayerOnCall> Paged => Layers.Where(layer => !layer.Layer.Shadow);

    /// <summary>What is missing where somebody is promised and nobody is there; null: nothing is.</summary>
    public Gap? Gap { get; init; }

    /// <summary>The calendar whose public holiday it is, where nobody is on call for that; null: none.</summary>
    public string? Holiday { get; init; }
}

/// <summary>Answers who is on call and who is next, for commands and the API alike.</summary>
public sealed class OnCallBoard(Schedules schedules, WorkedShifts worked, OrgChart chart)
{
    // Most layers' next shift is near; one whose members are all away, or whose turns are months, is looked for further on.
    private static readonly Duration[] Horizons = [Duration.FromDays(28), Duration.FromDays(400)];

    /// <summary>A rotation at an instant, in the pieces of its schedule.</summary>
    public Task<RotationOnCall> OfAsync(Rotation rotation, Instant at, Instant now, CancellationToken ct) =>
        OfAsync(rotation, at, now, (shifts, _) => shifts, ct);

    /// <summary>The same as people speak of it: until somebody else comes.</summary>
    public Task<RotationOnCall> UnbrokenAsync(Rotation rotation, Instant at, Instant now, CancellationToken ct) =>
        OfAsync(rotation, at, now, Unbroken.Of, ct);

    private async Task<RotationOnCall> OfAsync(
        Rotation rotation, Instant at, Instant now, Func<IReadOnlyList<Shift>, Instant, IReadOnlyList<Shift>> joined, CancellationToken ct)
    {
        var there = rotation.Layers.Where(layer => !layer.IsRemoved(at)).ToList();
        var schedule = await schedules.ForAsync(rotation, ct);
        var next = new Dictionary<string, Shift>();
        IReadOnlyList<Shift> held = [];
        foreach (var horizon in Horizons)
        {
            var shifts = joined(await worked.BetweenAsync(schedule, at, at + horizon, now, ct), at + horizon);
            next.Clear();
            held = [.. shifts.Where(shift => shift.Covers(at))];
            foreach (var shift in shifts.Where(shift => shift.Person is not null && shift.Start > at)) next.TryAdd(shift.Layer, shift);
            if (there.All(
                layer =>
                    next.TryGetValue(layer.Id, out var follows)
                        ? follows.End < Unbroken.Endless : layer.Versions.All(version => version.Members.Count == 0))) break;
        }

        var names = new Dictionary<string, string>();
        foreach (var person in held.Concat(next.Values).SelectMany(shift => new[] { shift.Person, shift.Instead }).OfType<string>()
            .Distinct()) names[person] = await chart.NameAsync(person, ct);
        var layers =
            there.Select(
                layer => new LayerOnCall(layer, held.FirstOrDefault(shift => shift.Layer == layer.Id), next.GetValueOrDefault(layer.Id)));
        var board = new RotationOnCall(rotation, [.. layers], names);
        return board.Paged.Any(layer => layer.Now?.Person is not null)
            ? board : board with
            {
                Gap = schedule.Gaps(at, at + Duration.Epsilon) is [var gap, ..] ? gap : null,
                Holiday = schedule.HolidayAt(at),
            };
    }
}
