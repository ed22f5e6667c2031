using System.Globalization;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Begins a step of a career; items and signatures are those of training. Its person and those who sign see it, nobody else.
/// </summary>
public sealed class CareerCommands(IStore store, Enrollments enrollments, Qualifications qualifications, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("training", "career <person> <program> with <signer>", "Begin the way to a senior role, signed by manager and one other",
            StartAsync)
        {
            Reads = new() { { "program", (call, ct) => ProgramAsync(call.Arguments.Required("program"), ct) } },
            ChoicesAsync = async (_, ct) => new Dictionary<string, IReadOnlyList<FormOption>>
            {
                ["program"] = [.. (await ProgramsAsync(ct)).Select(one => new FormOption(one.Id, one.Title ?? one.Id))],
            },
        },
    ];

    private async Task<Answer> StartAsync(Call call, CancellationToken ct)
    {
        var (me, now) = (call.Caller.Person, call.Now);
        var person = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        var managers = await chart.Leads.ManagersOfAsync(person.Id, now, ct);
        if (me != person.Id && !managers.Contains(me))
            throw new RefusedException($"Only {People.Named(person)} or their manager begins it.") { Forbidden = true };
        if (managers.Count == 0)
            throw new RefusedException(
                $"{People.Named(person)} has no manager who could sign. Name one for their team in the organisation file.");
        var program = await ProgramAsync(call.Arguments.Required("program"), ct);
        var other = await chart.PersonAsync(call.Arguments.Required("signer"), "signer", ct);
        if (other.Id == person.Id || managers.Contains(other.Id))
            throw new RefusedException(
                "It takes two people: the manager and one other. Name somebody who is neither.")
            { Field = "signer" };
        if ((await chart.Leads.HereAsync([other.Id], now, ct)).Count == 0)
            throw new RefusedException($"{People.Named(other)} is not here any more.") { Field = "signer" };
        var id = Enrollment.IdOf(person.Id, program.Id, null);
        var read = await store.FindAsync<Enrollment>(id, ct);
        var before = read?.Value ?? new Enrollment(person.Id, program.Id, null);
        if (before.Events.Any(one => one.What == TrainingStep.Qualified))
            throw new RefusedException("That step has been signed already. Nothing to do.") { Field = "program" };
        var begun = before.With(new TrainingEvent(now, me, TrainingStep.Started) { Other = other.Id });
        var course = await enrollments.CourseAsync(
            new Stored<Enrollment>(id, begun, 0), (await qualifications.OfAsync(begun, now, ct))!, person, null, now, ct);
        var names = await enrollments.NamesAsync(course, ct);
        var done = CareerReplies.Started(course, names, me);
        return new Plan(CareerReplies.Preview(course, other.Name), done,
        [
            Write.Upsert(id, read, begun),
            .. new[] { person.Id, other.Id }.Concat(managers).Distinct().Where(to => to != me).Select(to => Delivery.Say(
                new Delivery(now, MessageKind.Career, Address.Person(to), CareerReplies.Started(course, names, to)),
                string.Create(CultureInfo.InvariantCulture, $"career/{id}/{begun.Events.Count}/{to}"))),
        ])
        { Act = "Start career" };
    }

    private async Task<TrainingProgram> ProgramAsync(string named, CancellationToken ct)
    {
        var all = await ProgramsAsync(ct);
        return all.FirstOrDefault(one => one.Id.Equals(named, StringComparison.OrdinalIgnoreCase)) ?? throw new RefusedException(
            $"No step of a career `{named}`.{Nearest.Suggest(named, [.. all.Select(one => one.Id)], "", '`')}")
        { Field = "program" };
    }

    // A program of the organisation file that the manager signs is one, too.
    private async Task<IReadOnlyList<TrainingProgram>> ProgramsAsync(CancellationToken ct) =>
        [.. (await qualifications.ProgramsAsync(ct)).Concat(CareerPrograms.All).DistinctBy(one => one.Id).Where(one => one.IsCareer)];
}
