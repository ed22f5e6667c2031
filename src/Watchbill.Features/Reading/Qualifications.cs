using NodaTime;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Reading;

/// <summary>Who is qualified for what, and what they lack. The one place where it is worked out.</summary>
public sealed class Qualifications(IStore store, Schedules schedules)
{
    // The roster of no rotation has more turns to come than are asked about.
    private const int MaxTurns = 20;
    private static readonly Duration Ahead = Duration.FromDays(56);

    private readonly WorkedShifts worked = new(store);

    /// <summary>The program with this id, of the file or built in; null: there is none.</summary>
    public async ValueTask<TrainingProgram?> ProgramAsync(string id, CancellationToken ct) =>
        await store.FindAsync<Policy>($"training/{id}", ct) is { Value: { Retired: false, Training: { } program } }
            ? program : BuiltInPrograms.Find(id);

    /// <summary>All programs that qualify for rotations, of the file and built in.</summary>
    public async Task<IReadOnlyList<TrainingProgram>> ProgramsAsync(CancellationToken ct)
    {
        var own = (await store.ListAsync<Policy>(IdRange.Prefix("training/"), ct)).Where(read => !read.Value.Retired)
            .Select(read => read.Value.Training).OfType<TrainingProgram>().ToList();
        return [.. own.Concat(BuiltInPrograms.All).DistinctBy(program => program.Id)
            .OrderBy(program => program.Id, StringComparer.Ordinal)];
    }

    /// <summary>The program that qualifies for a rotation: the one it requires, else the built-in one.</summary>
    public async ValueTask<TrainingProgram> ProgramOfAsync(Rotation rotation, CancellationToken ct) =>
        await ProgramAsync(rotation.Requires ?? BuiltInPrograms.FirstTimeOnCall, ct)
            ?? BuiltInPrograms.Find(BuiltInPrograms.FirstTimeOnCall)!;

    /// <summary>Everything that somebody is in for rotations. Steps of a career are their signers' to see.</summary>
    public async Task<IReadOnlyList<Progress>> OfPersonAsync(string person, Instant now, CancellationToken ct)
    {
        var found = new List<Progress>();
        foreach (var read in await store.ListAsync<Enrollment>(IdRange.Prefix(person + "/"), ct))
        {
            if (read.Value.Rotation is not null && await OfAsync(read.Value, now, ct) is { } progress) found.Add(progress);
        }

        return found;
    }

    /// <summary>Where somebody is in the program of a rotation; null: they have not begun.</summary>
    public async Task<Progress?> OfAsync(Rotation rotation, string person, Instant now, CancellationToken ct) =>
        await store.FindAsync<Enrollment>(await IdAsync(rotation, person, ct), ct) is { } read ? await OfAsync(read.Value, now, ct) : null;

    /// <summary>The same of an enrollment that was read.</summary>
    public async Task<Progress?> OfAsync(Enrollment enrollment, Instant now, CancellationToken ct) =>
        await ProgramAsync(enrollment.Program, ct) is { } program
            ? Progress.Of(program, enrollment, await FactsAsync(enrollment, program, now, ct), now) : null;

    /// <summary>What somebody lacks to be put on call anew; null: nothing.</summary>
    public async Task<Lacking?> LackingAsync(Rotation rotation, string person, Instant now, CancellationToken ct)
    {
        if (rotation.Requires is not { } required) return null;
        var program = await ProgramOfAsync(rotation, ct);
        // Stored by a release that did not grant it yet: whoever is in the roster is about to be.
        if (await store.FindAsync<Requirement>(rotation.Id, ct) is not { } begun || begun.Value.Program != required)
            if (Members(rotation, now).Contains(person)) return null;
        var progress = await OfAsync(rotation, person, now, ct);
        return progress is { State: TrainingState.Qualified } ? null
            : new Lacking(rotation.Id, person, program, progress,
                await EarliestAsync(progress, program, rotation, now, ct));
    }

    /// <summary>Those in the roster of a rotation who are qualified.</summary>
    public async Task<IReadOnlyList<string>> QualifiedAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var person in Members(rotation, now))
            if (await LackingAsync(rotation, person, now, ct) is null) found.Add(person);
        return found;
    }

    /// <summary>When somebody is on call next, or is now, once they may be; null: not in the next eight weeks.</summary>
    public async Task<Interval?> NextShiftAsync(Rotation rotation, Progress progress, Instant now, CancellationToken ct)
    {
        if (progress is not ({ State: TrainingState.Qualified } or { Stage.ReverseShadowShifts: > 0 })) return null;
        var span = new Interval(now, now + Ahead);
        return HeldShift.Touching(await schedules.ForAsync(rotation, ct), progress.Enrollment.Person, span)
            .Select(held => (Interval?)new Interval(held.Start, held.End)).FirstOrDefault();
    }

    /// <summary>What is saved when a rotation begins to require a program: those in its roster are granted it.</summary>
    /// <param name="members">Those who are granted it.</param>
    public async Task<IReadOnlyList<Write>> BeginAsync(
        Rotation rotation, IEnumerable<string> members, TrainingProgram program, Instant now, CancellationToken ct)
    {
        var begun = await store.FindAsync<Requirement>(rotation.Id, ct);
        // Those of its first use are granted it, once: who came while it was not required has to qualify.
        if (begun?.Value.Program == program.Id) return [];
        var writes = new List<Write> { Write.Upsert(rotation.Id, begun, new Requirement(rotation.Id, program.Id, now)) };
        foreach (var person in members.Distinct())
        {
            var id = Enrollment.IdOf(person, program.Id, rotation.Id);
            var read = await store.FindAsync<Enrollment>(id, ct);
            var before = read?.Value ?? new Enrollment(person, program.Id, rotation.Id);
            if (before.Events.Any(one => one.What is TrainingStep.Granted or TrainingStep.Qualified)) continue;
            writes.Add(Write.Upsert(id, read, before.With(new TrainingEvent(now, TrainingEvent.Watchbill, TrainingStep.Granted)
            {
                Version = program.Version,
                Items = [.. program.Items.Select(item => item.Id)],
            })));
        }

        return writes;
    }

    /// <summary>Everybody in a roster that is paged, now or by a version to come.</summary>
    public static IReadOnlyList<string> Members(Rotation rotation, Instant now) => [.. rotation.Layers
        .Where(layer => !layer.Shadow && !layer.IsRemoved(now)).SelectMany(layer => layer.MembersFrom(now)).Distinct()];

    private async ValueTask<string> IdAsync(Rotation rotation, string person, CancellationToken ct) =>
        Enrollment.IdOf(person, (await ProgramOfAsync(rotation, ct)).Id, rotation.Id);

    private async Task<TrainingFacts> FactsAsync(Enrollment enrollment, TrainingProgram program, Instant now, CancellationToken ct)
    {
        var contacts = (await store.FindAsync<Contacts>(enrollment.Person, ct))?.Value ?? Contacts.None;
        var facts = new TrainingFacts
        {
            ContactAt = contacts.Methods.Select(method => method.VerifiedAt).Min(),
            PageDrillAt = program.Items.Any(item => item.Evidence == Evidence.PageDrill) ? await DrillAsync(enrollment.Person, ct) : null,
        };
        if (enrollment.Rotation is not { } id || await schedules.FindAsync(id, ct) is not { } schedule) return facts;
        var (rotation, person) = (schedule.Rotation, enrollment.Person);
        var round = Members(rotation, now).Count * Turn(rotation, now);
        var started = enrollment.Events.FirstOrDefault(one => one.What == TrainingStep.Started)?.At;
        var since =
            Instant.Max(now - (program.Lapse?.After(round) ?? Duration.Zero) - rotation.LongestTurn, Instant.FromUtc(2000, 1, 1, 0, 0));
        var pieces = await worked.BetweenAsync(schedule, started < since ? started.Value : since, now, now, ct);
        var shadows = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        var own = pieces.Where(piece => piece.Person == person && !shadows.Contains(piece.Layer)).ToList();
        // One turn may be worked in pieces.
        IEnumerable<Interval> Turns(IEnumerable<Shift> shifts) => shifts.Where(piece => piece.End <= now && piece.Start >= started)
            .GroupBy(piece => (piece.Layer, piece.Turn)).Select(turn => new Interval(turn.Min(one => one.Start), turn.Max(one => one.End)));
        var beside = (await store.ListAsync<ShadowTurn>(IdRange.Prefix(id + "/"), ct)).Select(read => read.Value)
            .Where(turn => turn.Person == person && !turn.Declined && turn.End <= now
                && pieces.Any(piece => piece.Person == turn.Beside && piece.Start < turn.End && piece.End > turn.Start))
            .Select(turn => new Interval(turn.Start, turn.End));
        return facts with
        {
            Round = round,
            LastShift = own.Count == 0 ? null : own.Max(piece => piece.End),
            Reversed = [.. Turns(own)],
            Shadowed = [.. Turns(pieces.Where(piece => piece.Person == person && shadows.Contains(piece.Layer))).Concat(beside)
                .OrderBy(turn => turn.Start)],
        };
    }

    private static Duration Turn(Rotation rotation, Instant now) =>
        Duration.FromHours((double)rotation.CoverageAt(now).Turn.Weeks(now.InUtc().Date) * 168);

    private async Task<Instant?> DrillAsync(string person, CancellationToken ct) =>
        (await store.ListAsync<Page>(IdRange.Prefix($"{Page.Drill}/"), ct)).Select(read => read.Value)
            .Where(page => page.By == person && page.AcknowledgedAt is not null).Select(page => page.AcknowledgedAt).Min();

    // Shadowed turns begin with the next one of the rotation; what is done and signed can be so in the meantime.
    private async Task<Instant?> EarliestAsync(
        Progress? progress, TrainingProgram program, Rotation rotation, Instant now, CancellationToken ct)
    {
        if (progress is not (null or { State: TrainingState.Enrolled })) return null;
        var turns = progress?.Shares is { } shares
            ? Math.Max(0, shares.ToShadow - shares.Shadowed) + Math.Max(0, shares.ToReverse - shares.Reversed)
            : program.Stages.Sum(stage => stage.ShadowShifts + stage.ReverseShadowShifts);
        if (turns is 0 or > MaxTurns) return turns == 0 ? now : null;
        var schedule = await schedules.ForAsync(rotation, ct);
        var ends = schedule.Between(now, now + (turns + 1) * rotation.LongestTurn, rotation.Layers[0].Id)
            .Where(piece => piece.Start >= now).GroupBy(piece => piece.Turn).Select(turn => turn.Max(piece => piece.End)).Order().ToList();
        return ends.Count >= turns ? ends[turns - 1] : null;
    }
}

/// <summary>That somebody may not be put on call for a rotation, and why.</summary>
/// <param name="Progress">Null: they have not begun.</param>
/// <param name="Earliest">When they could be ready; null: nobody can say.</param>
public sealed record Lacking(string Rotation, string Person, TrainingProgram Program, Progress? Progress, Instant? Earliest)
{
    /// <summary>The rotation whose people it pages in its escalation; null: it is about its own roster.</summary>
    public string? Via { get; init; }
}
