using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>Begins training, shows how far it is, and says who is qualified.</summary>
public sealed class TrainingCommands(IStore store, Enrollments enrollments, Qualifications qualifications, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("training", "start <person> <rotation> [mentor <mentor>]", "Train somebody for a rotation, or name another mentor; for leads",
            StartAsync),
        new("training", "status [<person>] [for <program>]", "How far training is, what is next and who signs it", StatusAsync)
        {
            Looks = true,
            IsOfGroup = true,
        },
        new("training", "report [<rotation>] [on <date>]", "Who is qualified, who is on the way, who lapses next; for leads", ReportAsync)
        {
            Looks = true,
            Reads = new() { { "date", (call, ct) => DateAsync(call, ct) } },
        },
    ];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Training, AtHomeAsync)];

    private async Task<Answer> StartAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw await chart.NotALeadAsync(rotation, "train people for", call.Now, ct);
        var mentor = call.Arguments["mentor"] is { } named ? await chart.PersonAsync(named, "mentor", ct) : null;
        if (mentor?.Id == person.Id)
            throw new RefusedException("Nobody is their own mentor. Name somebody else.") { Field = "mentor" };
        if (mentor is not null && rotation.Requires is not null
            && await qualifications.OfAsync(rotation, mentor.Id, call.Now, ct) is not { State: TrainingState.Qualified }
            && !(await chart.Leads.OfAsync(rotation, call.Now, ct)).Contains(mentor.Id))
            throw new RefusedException(
                $"{People.Named(mentor)} is not qualified for {rotation.Id}, so they cannot be a mentor there.")
            { Field = "mentor" };
        var program = await qualifications.ProgramOfAsync(rotation, ct);
        var id = Enrollment.IdOf(person.Id, program.Id, rotation.Id);
        var read = await store.FindAsync<Enrollment>(id, ct);
        var before = read?.Value ?? new Enrollment(person.Id, program.Id, rotation.Id);
        if (await qualifications.OfAsync(rotation, person.Id, call.Now, ct) is { State: TrainingState.Qualified })
            throw new RefusedException($"{People.Named(person)} is qualified for {rotation.Id} already. Nothing to do.")
            { Field = "person" };
        var begun = before.With(new TrainingEvent(call.Now, call.Caller.Person, TrainingStep.Started) { Other = mentor?.Id });
        var course =
            await enrollments.CourseAsync(new Stored<Enrollment>(id, begun, 0), (await qualifications.OfAsync(begun, call.Now, ct))!,
                person,
                rotation, call.Now, ct);
        var names = await enrollments.NamesAsync(course, ct);
        var told = new[] { person.Id, mentor?.Id }.OfType<string>().Select(one => Delivery.Say(
            new Delivery(call.Now, MessageKind.Training, Address.Person(one), TrainingReplies.Started(course, names, own: one == person.Id))
            {
                Rotation = rotation.Id,
            }, string.Create(CultureInfo.InvariantCulture, $"training/{id}/{before.Events.Count}/{one}")));
        var other = (await qualifications.QualifiedAsync(rotation, call.Now, ct)).FirstOrDefault(one => one != person.Id) ?? "<mentor>";
        return new Plan(TrainingReplies.StartPreview(person.Name, rotation.Id, program, mentor?.Name,
                $"training start {person.Id} {rotation.Id} mentor {other}"),
            new Reply(Text.Bold($"{People.Named(person)} is in training for {rotation.Id}.")
                + (mentor is null ? "" : (Text)$" Mentor: {People.Named(mentor)}.")),
        [
            Write.Upsert(id, read, begun),
            Write.Audit(new AuditEntry(call.Now, call.Caller.Person, "training start", $"person/{person.Id}", call.Caller.Platform.Name)
            {
                New = $"{program.Id} for {rotation.Id}, mentor {mentor?.Id ?? "none"}",
            }),
            .. told,
        ])
        { Act = "Start training" };
    }

    private async Task<Answer> StatusAsync(Call call, CancellationToken ct)
    {
        var own =
            call.Arguments["person"] is not { } named
                || named.TrimStart('@').Equals(call.Caller.Person, StringComparison.OrdinalIgnoreCase);
        var person = await chart.PersonAsync(own ? call.Caller.Person : call.Arguments.Required("person"), ct);
        var course = await enrollments.FindAsync(person, call.Arguments["program"], null, call, ct);
        await enrollments.MustSeeAsync(course, call.Caller, call.Now, ct);
        var card = TrainingReplies.Card(course, await enrollments.NamesAsync(course, ct), own,
            await enrollments.RolesAsync(course, call.Caller, call.Now, ct));
        return card with
        {
            Actions = [.. card.Actions,
                .. (await enrollments.OthersAsync(course, call, ct)).Select(other => TrainingReplies.Other(other, own))],
        };
    }

    private async Task<Reply?> AtHomeAsync(Call call, CancellationToken ct)
    {
        var person = await chart.PersonAsync(call.Caller.Person, ct);
        if ((await enrollments.OfAsync(person, call.Now, ct)).FirstOrDefault(course => course.Progress.Open.Any()
            || course.Progress.State == TrainingState.Enrolled) is not { } course) return null;
        return TrainingReplies.Card(course, await enrollments.NamesAsync(course, ct), own: true, []) with { Table = null };
    }

    private async Task<LocalDate?> DateAsync(Call call, CancellationToken ct) => call.Arguments["date"] is not { } text ? null
        : TimePhrases.Day(text, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct), isOver: true);

    private async Task<Answer> ReportAsync(Call call, CancellationToken ct)
    {
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var day = await DateAsync(call, ct);
        if (day > call.Now.InZone(zone).Date)
            throw new RefusedException("That day is to come. See who lapses when: `training report`") { Field = "date" };
        // What happened at its last instant counts, and nothing of the next day.
        var at = day is { } asked
            ? Instant.Min(call.Now, zone.AtStartOfDay(asked.PlusDays(1)).ToInstant() - Duration.Epsilon) : call.Now;
        var rotations = call.Arguments["rotation"] is { } named ? [await chart.RotationAsync(named, ct)]
            : (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value).Where(one => !one.Retired).ToList();
        var (rows, absent) = (new List<(string Rotation, Progress Progress)>(), new List<NotBegun>());
        var all = (await store.ListAsync<Enrollment>(IdRange.All, ct)).ToLookup(read => read.Value.Rotation, read => read.Value);
        var led = 0;
        foreach (var rotation in rotations)
        {
            if (!await chart.LeadsAsync(call.Caller, rotation, call.Now, ct)) continue;
            led++;
            foreach (var enrollment in all[rotation.Id])
                if (await qualifications.OfAsync(enrollment, at, ct) is { } progress) rows.Add((rotation.Id, progress));
            if (rotation.Requires is { } required && (await store.FindAsync<Requirement>(rotation.Id, ct))?.Value.Since <= at)
                absent.AddRange(Qualifications.Members(rotation, at)
                    .Where(person => !rows.Exists(row => row.Rotation == rotation.Id && row.Progress.Enrollment.Person == person))
                    .Select(person => new NotBegun(rotation.Id, person, required)));
        }

        if (led == 0)
        {
            var why = call.Arguments["rotation"] is null ? (Text)"You lead no rotation. Leads see who is trained."
                : (await chart.NotALeadAsync(rotations[0], "see who is trained for", call.Now, ct)).Said;
            throw new RefusedException(why + (Text)$" Your own training: `training status`") { Forbidden = true };
        }

        if (rows.Count + absent.Count == 0 && call.Arguments["rotation"] is not null && rotations is [{ Requires: null } free])
            return TrainingReportReplies.NotRequired(free.Id);
        var names = await chart.NamesAsync(rows.SelectMany(row => row.Progress.By.Append(row.Progress.Enrollment.Person))
            .Concat(absent.Select(one => one.Person)), ct);
        return TrainingReportReplies.Of(rows, absent, at.InZone(zone), day, names);
    }
}
