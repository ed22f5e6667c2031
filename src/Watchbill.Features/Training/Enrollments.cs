using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>An enrollment as it was read, with what is asked about it: whose it is, for what, and who may sign.</summary>
public sealed record Course(Stored<Enrollment> Read, Progress Progress, Person Person, Rotation? Rotation, IReadOnlyList<string> Leads)
{
    /// <summary>Who manages its person; where a program takes their signature.</summary>
    public IReadOnlyList<string> Managers { get; init; } = [];

    /// <summary>What it is for, in words: the rotation, or the step of a career.</summary>
    public string For => Rotation?.Id ?? Progress.Program.Title ?? Progress.Program.Id;

    /// <summary>The same as it is typed.</summary>
    public string About => Rotation?.Id ?? Progress.Program.Id;

    /// <summary>Seen by its person and those who sign, by nobody else.</summary>
    public bool IsCareer => Rotation is null;

    public string? Mentor => Progress.Enrollment.Mentor;

    /// <summary>Shifts that they sit beside somebody, by start; those that were taken back, too.</summary>
    public IReadOnlyList<ShadowTurn> Turns { get; init; } = [];

    /// <summary>
    /// The next time that they are on call themselves, or are now; null: none in the next weeks, or it is not asked about.
    /// </summary>
    public Interval? NextShift { get; init; }

    /// <summary>Where the qualification has lapsed, the incidents since their last shift.</summary>
    public IReadOnlyList<Incident> Missed { get; init; } = [];

    /// <summary>Incidents that they were asked to look back at, by document id, and have not.</summary>
    public IEnumerable<string> ToLookBack => Turns.SelectMany(turn => turn.Asked).Distinct()
        .Except(Progress.Enrollment.Events.Select(one => one.Incident).OfType<string>());

    /// <summary>Who is asked to sign an item; null: nobody in particular.</summary>
    public string? SignerOf(ItemProgress item) => item.Item.Signs is null ? null
        : item.Item.Signs == Signer.Manager ? (Managers.Count > 0 ? Managers[0] : null)
        : (item.Item.Signs == Signer.Lead ? null : Mentor) ?? Leads.FirstOrDefault(lead => lead != Person.Id);

    /// <summary>
    /// The roles in which somebody may sign. Nobody signs what they learned themselves; where no mentor was named, whoever is qualified is
    /// one.
    /// </summary>
    public IReadOnlyList<Signer> RolesOf(string person, bool leads, bool qualified)
    {
        var roles = new List<Signer>();
        if (person == Person.Id) return roles;
        if (Managers.Contains(person)) roles.Add(Signer.Manager);
        if (IsCareer)
        {
            if (person == Mentor) roles.Add(Signer.Peer);
            return roles;
        }

        if (Mentor is null ? qualified : person == Mentor) roles.Add(Signer.Mentor);
        if (leads) roles.Add(Signer.Lead);
        if (qualified) roles.Add(Signer.Peer);
        return roles;
    }

    /// <summary>Whether a role suffices for an item: a lead stands in for the mentor.</summary>
    public static bool MaySign(Signer needed, IReadOnlyList<Signer> roles) =>
        roles.Contains(needed) || needed is Signer.Mentor or Signer.Peer && (roles.Contains(Signer.Lead) || roles.Contains(Signer.Mentor));
}

/// <summary>Finds enrollments as they are named in a command, and who may see and sign them.</summary>
public sealed class Enrollments(IStore store, OrgChart chart, Qualifications qualifications)
{
    public OrgChart Chart => chart;

    /// <summary>Everything that somebody is in, that with something open first, a career last.</summary>
    public async Task<IReadOnlyList<Course>> OfAsync(Person person, Instant now, CancellationToken ct)
    {
        var found = new List<Course>();
        foreach (var read in await store.ListAsync<Enrollment>(IdRange.Prefix(person.Id + "/"), ct))
        {
            var rotation = read.Value.Rotation is { } id ? (await store.FindAsync<Rotation>(id, ct))?.Value : null;
            if (read.Value.Rotation is not null && rotation is not { Retired: false }) continue;
            if (await qualifications.OfAsync(read.Value, now, ct) is { } progress)
                found.Add(await CourseAsync(read, progress, person, rotation, now, ct));
        }

        return [.. found.OrderBy(course => course.Progress.State == TrainingState.Enrolled ? 0 : course.Progress.Open.Any() ? 1 : 2)
            .ThenBy(course => course.IsCareer)];
    }

    /// <summary>An enrollment with all that is asked about it.</summary>
    /// <param name="rotation">Null: a career.</param>
    public async Task<Course> CourseAsync(
        Stored<Enrollment> read, Progress progress, Person person, Rotation? rotation, Instant now, CancellationToken ct)
    {
        var takesManager = progress.Program.IsCareer || progress.Program.Items.Any(item => item.Signs == Signer.Manager);
        var turns = rotation is null ? [] : await store.ListAsync<ShadowTurn>(IdRange.Prefix(rotation.Id + "/"), ct);
        return new Course(read, progress, person, rotation, rotation is null ? [] : await chart.Leads.OfAsync(rotation, now, ct))
        {
            Managers = takesManager ? await chart.Leads.ManagersOfAsync(person.Id, now, ct) : [],
            NextShift = rotation is null ? null : await qualifications.NextShiftAsync(rotation, progress, now, ct),
            Missed = rotation is null || progress is not { State: TrainingState.Lapsed, LastActive: { } last } ? []
                : [.. (await IncidentsAsync(rotation, new Interval(last, now), now, ct)).Select(one => one.Incident)
                    .OrderBy(one => one.Severity).ThenByDescending(one => one.Began)],
            Turns = [.. turns.Select(turn => turn.Value).Where(turn => turn.Person == person.Id).OrderBy(turn => turn.Start)],
        };
    }

    /// <summary>
    /// The one that is meant, of those that the caller may know of: for the rotation or career that is named, else the one with the item,
    /// else the first with something open.
    /// </summary>
    /// <param name="about">A rotation, or a program of a career; null: not said.</param>
    /// <exception cref="RefusedException">There is none.</exception>
    public async Task<Course> FindAsync(Person person, string? about, string? item, Call call, CancellationToken ct)
    {
        // That somebody is on the way to another role is theirs and their signers' to know.
        IReadOnlyList<Course> all = [.. (await OfAsync(person, call.Now, ct)).Where(course => !course.IsCareer
            || call.Caller.Person == person.Id || course.RolesOf(call.Caller.Person, leads: false, qualified: false).Count > 0)];
        if (about is not null && !all.Any(course => course.Progress.Program.Id == about))
        {
            var wanted = await chart.RotationAsync(about, ct);
            all = [.. all.Where(course => course.Rotation?.Id == wanted.Id)];
        }
        else if (about is not null)
            all = [.. all.Where(course => course.Progress.Program.Id == about)];

        return all.FirstOrDefault(course => item is null || course.Progress.Program.Id == item
                || course.Progress.Items.Any(one => Is(one.Item, item)))
            ?? (all.Count > 0 ? all[0] : null)
            ?? throw new RefusedException(await NoneAsync(person, about, call, ct)) { Field = "person", Missing = true };
    }

    private async Task<string> NoneAsync(Person person, string? about, Call call, CancellationToken ct)
    {
        var own = call.Caller.Person == person.Id;
        var none = $"{(own ? "You are" : $"{person.Name} is")} in no training{(about is null ? "." : $" for {about}.")}";
        if (own && about is null)
        {
            foreach (var team in (await store.ListAsync<Team>(IdRange.All, ct)).Select(read => read.Value).Where(team => !team.Retired))
            {
                var leads = await chart.Leads.OfTeamAsync(team.Id, call.Now, ct);
                if (leads.Contains(person.Id)) return $"{none} For those you lead: `training report`";
                if (!team.Members.Contains(person.Id) || leads.Count == 0) continue;
                var rotation = (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value)
                    .FirstOrDefault(one => !one.Retired && one.Owner == team.Id)?.Id ?? "<rotation>";
                return $"{none} Ask {await chart.NameAsync(leads[0], ct)} to begin it: `training start {person.Id} {rotation}`";
            }
        }

        return $"{none} A lead of the rotation begins it: `training start {person.Id} {about ?? "<rotation>"}`";
    }

    /// <summary>What else somebody is in, for whom asks.</summary>
    public async Task<IReadOnlyList<Course>> OthersAsync(Course course, Call call, CancellationToken ct)
    {
        var others = new List<Course>();
        foreach (var one in (await OfAsync(course.Person, call.Now, ct)).Where(one => one.Read.Id != course.Read.Id))
            if (call.Caller.Person == one.Person.Id
                || (await RolesAsync(one, call.Caller, call.Now, ct)).Any(role => one.IsCareer || IsSeeing(role))) others.Add(one);
        return others;
    }

    /// <exception cref="RefusedException">The program has no such item.</exception>
    public static ItemProgress ItemOf(Course course, string named)
    {
        if (course.Progress.Items.FirstOrDefault(one => Is(one.Item, named)) is { } found) return found;
        var nearest = Nearest.To(named, course.Progress.Items.Select(one => one.Item.Id)) ?? course.Progress.Open.FirstOrDefault()?.Item.Id;
        throw new RefusedException($"No item `{named}` in {course.Progress.Program.Id}."
            + (nearest is null ? "" : $" Did you mean `{nearest}`? All of them: `training status`"))
        {
            Field = "item",
            Missing = true,
        };
    }

    /// <summary>The program as it is now; null: there is none.</summary>
    public ValueTask<TrainingProgram?> ProgramAsync(Enrollment enrollment, CancellationToken ct) =>
        qualifications.ProgramAsync(enrollment.Program, ct);

    /// <summary>Somebody who is here; null: they are not.</summary>
    public async Task<Person?> HereAsync(string person, Instant now, CancellationToken ct) =>
        await store.FindAsync<Person>(person, ct) is { } found && found.Value.IsHere(now) ? found.Value : null;

    /// <summary>Incidents that began in a span in the services that a rotation answers for, with the ids of their documents.</summary>
    public async Task<IReadOnlyList<(string Id, Incident Incident)>> IncidentsAsync(
        Rotation rotation, Interval span, Instant now, CancellationToken ct)
    {
        var found = new List<(string, Incident)>();
        foreach (var service in await store.ListAsync<Service>(IdRange.All, ct))
        {
            if (service.Value.Retired || !await chart.Responsibilities.AnswersForAsync(rotation, service.Id, now, ct)) continue;
            found.AddRange((await store.ListAsync<Incident>(IdRange.Prefix(service.Id + "/"), ct))
                .Where(one => one.Value.Counts && span.Contains(one.Value.Began)).Select(one => (one.Id, one.Value)));
        }

        return found;
    }

    /// <summary>The roles in which the caller may sign.</summary>
    public async Task<IReadOnlyList<Signer>> RolesAsync(Course course, Caller caller, Instant now, CancellationToken ct)
    {
        if (course.Rotation is null) return course.RolesOf(caller.Person, leads: false, qualified: false);
        var leads = await chart.LeadsAsync(caller, course.Rotation, now, ct);
        var qualified = await qualifications.OfAsync(course.Rotation, caller.Person, now, ct) is { State: TrainingState.Qualified };
        return course.RolesOf(caller.Person, leads, qualified);
    }

    /// <exception cref="RefusedException">It is neither the caller's own nor theirs to sign.</exception>
    public async Task MustSeeAsync(Course course, Caller caller, Instant now, CancellationToken ct)
    {
        if (caller.Person == course.Person.Id) return;
        if ((await RolesAsync(course, caller, now, ct)).Any(role => course.IsCareer || IsSeeing(role))) return;
        throw new RefusedException(
            $"Training is seen by its person, their mentor and the leads of {course.For}.")
        { Forbidden = true };
    }

    /// <summary>The names of all that a course mentions.</summary>
    public Task<IReadOnlyDictionary<string, string>> NamesAsync(Course course, CancellationToken ct) => chart.NamesAsync(
        [course.Person.Id, course.Mentor, .. course.Leads, .. course.Managers, .. course.Turns.Select(turn => turn.Beside),
            .. course.Progress.By,
            .. course.Progress.Items.Select(item => item.By),
            .. course.Progress.Enrollment.Events.Select(one => one.By)], ct);

    private static bool IsSeeing(Signer role) => role is Signer.Mentor or Signer.Lead or Signer.Manager;

    private static bool Is(TrainingItem item, string named) => item.Id.Equals(named, StringComparison.OrdinalIgnoreCase);
}
