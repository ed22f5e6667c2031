using NodaTime;
using Watchbill.Chat;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Reading;

/// <summary>
/// Keeps people out of rotations that require a qualification they do not have. A lead insists with a reason, which is audited and said at
/// the handoff.
/// </summary>
public sealed class TrainingGate(IStore store, Schedules schedules)
{
    private const int Named = 3;

    private readonly OrgChart chart = new(store);
    private readonly Qualifications qualifications = new(store, schedules);

    /// <summary>What is saved, and said beside a preview, when the people are put on call: nothing, where all are qualified.</summary>
    /// <param name="insist">Why they are let in all the same; null: nobody insists.</param>
    /// <exception cref="RefusedException">Somebody is not qualified and nobody insists, or who insists is no lead.</exception>
    public Task<Insisted> PassAsync(Rotation rotation, IEnumerable<string> people, string? insist, Actor by, CancellationToken ct) =>
        // What escalates to a rotation reaches those in its roster already.
        EnterAsync(rotation, rotation.Requires is null ? people.Except(Qualifications.Members(rotation, by.Now)) : people, insist, by, ct);

    /// <summary>The same of people who enter the roster itself.</summary>
    public async Task<Insisted> EnterAsync(
        Rotation rotation, IEnumerable<string> people, string? insist, Actor by, CancellationToken ct)
    {
        var (changes, notes, entering) = (new List<Write>(), new List<Text>(), people.Distinct().ToList());
        foreach (var gated in entering.Count == 0 ? [] : await GatedAsync(rotation, ct))
        {
            foreach (var person in entering)
            {
                if (await qualifications.LackingAsync(gated, person, by.Now, ct) is not { } lacking) continue;
                lacking = lacking with { Via = gated.Id == rotation.Id ? null : rotation.Id };
                if (insist is null) throw await RefusalAsync(lacking, gated, by, ct);
                MustSay(insist);
                if (by.Person is not null && !await chart.LeadsAsync(by, rotation, ct))
                {
                    throw new RefusedException($"{await RefusedAsync(lacking, gated, by, ct)} Only leads of {rotation.Id} can insist.")
                    {
                        Field = "person",
                        Forbidden = true,
                    };
                }

                notes.Add($"⚠ {QualificationReplies.NotQualified(lacking, await chart.NameAsync(person, ct))} "
                    + $"{QualificationReplies.Missing(lacking, await ZoneAsync(by, ct))} You insist: {insist}");
                changes.AddRange(await InsistAsync(lacking, insist, by, ct));
            }
        }

        return new Insisted(changes, notes);
    }

    // A rotation without a requirement of its own takes those who are qualified for what escalates to it: decision 0197.
    private async Task<IReadOnlyList<Rotation>> GatedAsync(Rotation rotation, CancellationToken ct)
    {
        if (rotation.Requires is not null) return [rotation];
        var gated = new List<Rotation>();
        foreach (var requirement in await store.ListAsync<Requirement>(IdRange.All, ct))
        {
            if (await store.FindAsync<Rotation>(requirement.Id, ct) is { Value: { Retired: false, Requires: not null } other }
                && EscalationPolicy.TurnsTo(other, rotation.Id)) gated.Add(other);
        }

        return gated;
    }

    /// <summary>Why somebody is refused, in words; null: they are qualified.</summary>
    /// <param name="via">The rotation that they would be paged by; null: it is the rotation itself.</param>
    public async Task<Text?> WhyNotAsync(Rotation rotation, string person, string? via, Actor by, CancellationToken ct) =>
        await qualifications.LackingAsync(rotation, person, by.Now, ct) is { } lacking
            ? await RefusedAsync(lacking with { Via = via }, rotation, by, ct) : null;

    /// <summary>Those of some people whom the rotation takes.</summary>
    public async Task<IReadOnlyList<string>> QualifiedAsync(
        Rotation rotation, IEnumerable<string> people, Instant now, CancellationToken ct)
    {
        var found = new List<string>();
        foreach (var person in people) if (await qualifications.LackingAsync(rotation, person, now, ct) is null) found.Add(person);
        return found;
    }

    private static void MustSay(string reason)
    {
        if (!reason.Any(char.IsLetterOrDigit))
            throw new RefusedException("Whoever insists says why: the reason is empty. Nothing changed.") { Field = "insist" };
    }

    /// <summary>That a lead insisted: remembered with the person, and audited.</summary>
    public async Task<IReadOnlyList<Write>> InsistAsync(Lacking lacking, string reason, Actor by, CancellationToken ct)
    {
        MustSay(reason);
        var id = Enrollment.IdOf(lacking.Person, lacking.Program.Id, lacking.Rotation);
        var read = await store.FindAsync<Enrollment>(id, ct);
        var before = read?.Value ?? new Enrollment(lacking.Person, lacking.Program.Id, lacking.Rotation);
        return
        [
            Write.Upsert(id, read, before.With(new TrainingEvent(by.Now, by.Id, TrainingStep.Insisted) { Text = reason })),
            Write.Audit(new AuditEntry(by.Now, by.Id, "training insist", $"rotation/{lacking.Rotation}", by.Origin)
            {
                New = $"{lacking.Person} without {lacking.Program.Id}",
                Reason = reason,
            }),
        ];
    }

    /// <summary>
    /// For a handoff: who takes over without the qualification and which lead insisted on it, whose first shift alone it is and who stands
    /// behind them, and who in training sits beside.
    /// </summary>
    public async Task<IReadOnlyList<Field>> AtHandoffAsync(
        Rotation rotation, IEnumerable<string> people, Instant now, CancellationToken ct)
    {
        var (lines, first, beside) = (new List<Text>(), new List<Text>(), new List<Text>());
        var gated = await GatedAsync(rotation, ct);
        foreach (var person in people)
        {
            if (await StandsByAsync(rotation, person, now, ct) is { } by)
            {
                var names = await chart.NamesAsync([person, by.Who], ct);
                if (by.Beside) beside.Add(QualificationReplies.Reverse(person, by.Who, names));
                else first.Add(QualificationReplies.FirstShift(person, by.Who, names));
            }

            foreach (var one in gated)
            {
                if (await qualifications.LackingAsync(one, person, now, ct) is not { } lacking) continue;
                var id = Enrollment.IdOf(person, lacking.Program.Id, one.Id);
                if (await store.FindAsync<Enrollment>(id, ct) is not { Value.Insisted: { } insisted }) continue;
                lines.Add(QualificationReplies.Insisted(person, insisted, await chart.NamesAsync([person, insisted.By], ct)));
            }
        }

        var shadowing = (await store.ListAsync<ShadowTurn>(IdRange.Prefix(rotation.Id + "/"), ct)).Select(read => read.Value)
            .Where(turn => !turn.Declined && turn.Start <= now && now < turn.End).Select(turn => turn.Person).Distinct().ToList();
        return
        [
            .. lines.Count == 0 ? Array.Empty<Field>() : [new Field("Not qualified", Text.Lines(lines))],
            .. first.Count == 0 ? Array.Empty<Field>() : [new Field("First shift", Text.Lines(first))],
            .. beside.Count == 0 ? Array.Empty<Field>() : [new Field("Reverse shadow", Text.Lines(beside))],
            .. shadowing.Count == 0 ? Array.Empty<Field>()
                : [new Field("Shadowing (not paged)", (await chart.NamesAsync(shadowing, ct)).Named(shadowing))],
        ];
    }

    /// <summary>Who is told that they stand behind somebody's first shift, or sit beside a reverse shadow, at its handoff.</summary>
    public async Task<IReadOnlyList<(string Backup, Reply Said)>> BackupsAsync(
        Rotation rotation, IEnumerable<string> people, Instant now, CancellationToken ct)
    {
        var told = new List<(string, Reply)>();
        foreach (var person in people)
        {
            if (await StandsByAsync(rotation, person, now, ct) is not { } by) continue;
            var names = await chart.NamesAsync([person], ct);
            told.Add((by.Who, by.Beside ? QualificationReplies.YouSitBeside(rotation.Id, person, names)
                : QualificationReplies.YouAreBackup(rotation.Id, person, names)));
        }

        return told;
    }

    // The mentor, or a lead where none was named or they have left; null: it is neither kind of shift, or there is nobody.
    private async Task<(string Who, bool Beside)?> StandsByAsync(Rotation rotation, string person, Instant now, CancellationToken ct)
    {
        if (rotation.Requires is null || await qualifications.OfAsync(rotation, person, now, ct) is not { } progress) return null;
        var beside = progress is { State: TrainingState.Enrolled, Stage.ReverseShadowShifts: > 0 };
        if (!beside && !(progress.IsFirstShift && progress.Program.Stages.Any(stage => stage.Backup is not null))) return null;
        var mentor = new[] { progress.Enrollment.Mentor }.OfType<string>();
        return (await chart.Leads.HereAsync([.. mentor, .. await chart.Leads.OfAsync(rotation, now, ct)], now, ct))
            .FirstOrDefault(one => one != person) is { } who ? (who, beside) : null;
    }

    private async Task<RefusedException> RefusalAsync(Lacking lacking, Rotation rotation, Actor by, CancellationToken ct) =>
        new(await RefusedAsync(lacking, rotation, by, ct)) { Field = "person", Unqualified = true };

    private async Task<Text> RefusedAsync(Lacking lacking, Rotation rotation, Actor by, CancellationToken ct)
    {
        var others = (await qualifications.QualifiedAsync(rotation, by.Now, ct)).Where(other => other != by.Person).Take(Named);
        return QualificationReplies.Refusal(lacking, await chart.NameAsync(lacking.Person, ct),
            [.. (await chart.NamesAsync(others, ct)).Values], await ZoneAsync(by, ct));
    }

    private async ValueTask<DateTimeZone> ZoneAsync(Actor by, CancellationToken ct) =>
        by.Person is { } person ? await chart.ZoneAsync(person, ct) : DateTimeZone.Utc;
}

/// <summary>What it comes to when somebody is put on call without the qualification.</summary>
/// <param name="Notes">For the preview.</param>
public sealed record Insisted(IReadOnlyList<Write> Changes, IReadOnlyList<Text> Notes);
