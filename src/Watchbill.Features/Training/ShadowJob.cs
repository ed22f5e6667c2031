using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Adds the shadow turns that somebody in training needs next, beside people who are qualified; moves them where who is on call changes;
/// tells them of incidents of the shift, and asks them to look back once each is over.
/// </summary>
public sealed class ShadowJob(IStore store, Enrollments enrollments, Qualifications qualifications, Schedules schedules) : IJob
{
    private static readonly Duration Notice = Duration.FromDays(1);
    private static readonly Duration Ahead = Duration.FromDays(56);

    // An incident of a shift may be resolved after it.
    private static readonly Duration Kept = Duration.FromDays(7);
    private static readonly Duration Longest = Duration.FromHours(1);

    // Only so that nothing is read each minute: a new process looks once.
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } =
        new HashSet<Type> { typeof(Enrollment), typeof(ShadowTurn), typeof(RotationChanges), typeof(Absences), typeof(Incident) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsNone && now < look) return look;
        var people = (await store.ListAsync<Enrollment>(IdRange.All, ct)).Where(read => read.Value.IsOnTheWay);
        foreach (var person in people.Select(read => read.Value.Person).Distinct())
        {
            if (await enrollments.HereAsync(person, now, ct) is not { } here) continue;
            foreach (var course in await enrollments.OfAsync(here, now, ct)) await PlanAsync(course, now, ct);
        }

        foreach (var turn in await store.ListAsync<ShadowTurn>(IdRange.All, ct))
            if (turn.Value is { Declined: false } one && one.Start <= now && one.End > now - Kept) await FollowAsync(turn, now, ct);
        return look = now + Longest;
    }

    private async Task PlanAsync(Course course, Instant now, CancellationToken ct)
    {
        if (course.Rotation is not { } rotation
            || course.Progress is not { State: TrainingState.Enrolled, Stage.ShadowShifts: > 0, Shares: var shares }) return;
        var schedule = await schedules.ForAsync(rotation, ct);
        var (changes, ahead) = (new List<Write>(), 0);
        foreach (var turn in course.Turns.Where(turn => !turn.Declined && turn.End > now))
        {
            if (turn.Start <= now || Holds(schedule, turn)) ahead++;
            else changes.AddRange(await MovedAsync(course, turn, now, ct));
        }

        var chosen = ShadowPlan.Next(await TurnsAsync(course, schedule, now, ct), course.Person.Id, course.Mentor,
            await BusyAsync(course, now, ct), shares.ToShadow - shares.Shadowed - ahead);
        var names = await enrollments.Chart.NamesAsync(chosen.Select(turn => turn.Person).Append(course.Person.Id), ct);
        foreach (var held in chosen)
        {
            var turn = new ShadowTurn(rotation.Id, course.Person.Id, held.Person, held.Start, held.End) { AddedAt = now };
            changes.Add(Write.Create(turn.Id, turn));
            changes.Add(Say(turn, turn.Person, ShadowReplies.Added(turn, names), "added", now));
            changes.Add(Say(turn, turn.Beside, ShadowReplies.Beside(turn, names), "added", now));
        }

        await SaveAsync(changes, ct);
    }

    private static bool Holds(Schedule schedule, ShadowTurn turn) =>
        HeldShift.Within(schedule, turn.Beside, new Interval(turn.Start, turn.End)).Count > 0;

    private async Task<IReadOnlyList<Write>> MovedAsync(Course course, ShadowTurn turn, Instant now, CancellationToken ct)
    {
        var read = (await store.FindAsync<ShadowTurn>(turn.Id, ct))!;
        var names = await enrollments.Chart.NamesAsync([turn.Beside], ct);
        return [Write.Replace(read, turn with { Declined = true }),
            Say(turn, course.Person.Id, ShadowReplies.Moved(turn, names), "moved", now)];
    }

    private async Task<IReadOnlyList<HeldShift>> TurnsAsync(Course course, Schedule schedule, Instant now, CancellationToken ct)
    {
        var turns = new List<HeldShift>();
        foreach (var person in await qualifications.QualifiedAsync(schedule.Rotation, now, ct))
            turns.AddRange(HeldShift.Touching(schedule, person, new Interval(now + Notice, now + Ahead))
                .Where(turn => turn.Start >= now + Notice));
        return turns;
    }

    private async Task<IReadOnlyList<Interval>> BusyAsync(Course course, Instant now, CancellationToken ct)
    {
        var (person, until) = (course.Person.Id, now + Ahead + Ahead);
        var busy = (await store.ListAsync<ShadowTurn>(IdRange.All, ct)).Select(read => read.Value)
            .Where(turn => turn.Person == person && (!turn.Declined || turn.Rotation == course.Rotation!.Id))
            .Select(turn => new Interval(turn.Start, turn.End)).ToList();
        if ((await store.FindAsync<Absences>(person, ct))?.Value is { } absences)
            busy.AddRange(absences.Items.Select(absence => new Interval(absence.Start, absence.End)));
        if (course.Person.Leaves is { } leaves) busy.Add(new Interval(leaves, Instant.MaxValue));
        foreach (var rotation in await schedules.NamingAsync([person], ct))
            busy.AddRange(HeldShift.Within(await schedules.ForAsync(rotation, ct), person, new Interval(now, until))
                .SelectMany(held => held.Pieces));
        return busy;
    }

    private async Task FollowAsync(Stored<ShadowTurn> read, Instant now, CancellationToken ct)
    {
        var turn = read.Value;
        if (await store.FindAsync<Rotation>(turn.Rotation, ct) is not { Value: { Retired: false } rotation }) return;
        var (changes, told, asked) = (new List<Write>(), turn.Told.ToList(), turn.Asked.ToList());
        foreach (var (id, incident) in await enrollments.IncidentsAsync(rotation, new Interval(turn.Start, turn.End), now, ct))
        {
            if (incident.Open && !told.Contains(id))
            {
                told.Add(id);
                var names = await enrollments.Chart.NamesAsync([turn.Beside], ct);
                changes.Add(Say(turn, turn.Person, ShadowReplies.Open(turn, incident, names), $"open/{id}", now));
            }
            else if (!incident.Open && !asked.Contains(id))
            {
                asked.Add(id);
                changes.Add(Say(turn, turn.Person, ShadowReplies.LookBack(incident), $"debrief/{id}", now));
            }
        }

        if (changes.Count > 0) await SaveAsync([Write.Replace(read, turn with { Told = told, Asked = asked }), .. changes], ct);
    }

    private static Write Say(ShadowTurn turn, string to, Reply reply, string what, Instant now) => Delivery.Say(
        new Delivery(now, MessageKind.Training, Address.Person(to), reply) { Rotation = turn.Rotation }, $"shadow/{turn.Id}/{what}/{to}");

    private async Task SaveAsync(List<Write> changes, CancellationToken ct)
    {
        if (changes.Count == 0) return;
        try
        {
            await store.SaveAsync(changes, ct);
        }
        catch (StaleException)
        {
            // Declined or looked back at this moment: the next look sees it.
        }
    }
}
