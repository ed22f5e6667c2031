using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Rotations;

/// <summary>
/// What a rotation made in chat does about the qualification that it requires: those in its roster when it begins to are granted it, and
/// whoever enters later is refused without it.
/// </summary>
internal sealed class RosterRequirement(IStore store)
{
    private readonly TrainingGate gate = new(store, new Schedules(store));
    private readonly Qualifications qualifications = new(store, new Schedules(store));
    private readonly OrgChart chart = new(store);

    /// <param name="before">Null: a new rotation.</param>
    /// <param name="insist">Why people are let in all the same; null: nobody insists.</param>
    /// <exception cref="RefusedException">Somebody who enters is not qualified.</exception>
    public async Task<Insisted> PassAsync(Rotation? before, Rotation after, string? insist, Actor by, CancellationToken ct)
    {
        var members = Qualifications.Members(after, by.Now);
        var known = before is null ? members : Qualifications.Members(before, by.Now);
        // Without a requirement of its own any more, it takes those who are qualified for what escalates to it.
        var entering = before?.Requires is not null && after.Requires is null ? members : members.Except(known);
        var insisted = await gate.EnterAsync((before ?? after) with { Requires = after.Requires }, entering, insist, by, ct);
        if (after.Requires is null || before?.Requires == after.Requires) return insisted;
        var program = await qualifications.ProgramOfAsync(after, ct);
        var begun = await qualifications.BeginAsync(after, known.Intersect(members), program, by.Now, ct);
        var granted = begun.Select(change => change.Value).OfType<Enrollment>().Select(one => one.Person).ToList();
        return insisted with
        {
            Changes = [.. insisted.Changes, .. begun],
            Notes = granted.Count == 0 ? insisted.Notes :
            [
                .. insisted.Notes,
                Text.Join(", ", (await chart.NamesAsync(granted, ct)).Select(one => (Text)$"{People.Named(one.Key, one.Value)}"))
                    + $" {(granted.Count == 1 ? "counts" : "count")} as qualified by {program.Id}: in the roster when it is first " +
                        $"required.",
            ],
        };
    }

    /// <summary>What a rotation may require.</summary>
    public async Task<IReadOnlyList<TrainingProgram>> ProgramsAsync(CancellationToken ct) =>
        [.. (await qualifications.ProgramsAsync(ct)).Where(program => !program.IsCareer)];

    /// <summary>The program that is named; null: none.</summary>
    /// <exception cref="RefusedException">There is no such program.</exception>
    public async Task<string?> NamedAsync(string program, CancellationToken ct) =>
        program == "none" ? null : (await qualifications.ProgramAsync(program, ct)) is { IsCareer: false } found ? found.Id
            : throw RotationWish.Wrong("requires",
                $"No training program '{program}'. Write first-time-on-call, one of the organisation file, or none.");
}
