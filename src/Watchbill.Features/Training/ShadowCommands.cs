using System.Globalization;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>What somebody says about shifts that they shadow: that they cannot then, and what they saw.</summary>
public sealed class ShadowCommands(IStore store, Enrollments enrollments, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("training", "debrief <incident> saw <seen> made-sense <clear> would-have <instead>",
            "Look back at an incident of a shift that you shadowed", DebriefAsync)
        { AtOnce = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("training-debrief", (_, value, _) => ButtonValue.Read(ButtonSubject.Incident, value).Ids is [var service, var number]
            ? Task.FromResult<Answer>(ShadowReplies.Questions($"{service}-{number}")) : throw ButtonValue.NotUnderstood()),
        new("shadow-decline", async (call, value, ct) => ButtonValue.Read(ButtonSubject.Rotation, value).Ids is [_, _, _]
            ? await DeclineAsync(call, value, ct) : throw ButtonValue.NotUnderstood()),
    ];

    private async Task<Answer> DebriefAsync(Call call, CancellationToken ct)
    {
        var named = call.Arguments.Required("incident");
        var person = await chart.PersonAsync(call.Caller.Person, ct);
        var id = Incident.Named(named) is var (service, number) ? Incident.DocumentId(service, number) : named;
        var course = (await enrollments.OfAsync(person, call.Now, ct))
            .FirstOrDefault(one => one.Turns.Any(turn => turn.Told.Contains(id) || turn.Asked.Contains(id)))
            ?? throw new RefusedException($"You shadowed no shift with {named}. See yours: `training status`") { Field = "incident" };
        var (seen, clear, instead) =
            (call.Arguments.Required("seen"), call.Arguments.Required("clear"), call.Arguments.Required("instead"));
        var after = course.Progress.Enrollment.With(new TrainingEvent(call.Now, person.Id, TrainingStep.Debriefed)
        {
            Incident = id,
            Text = $"Saw: {seen}\nMade sense: {clear}\nWould have done: {instead}",
        });
        var reader = course.Mentor ?? course.Leads.FirstOrDefault(lead => lead != person.Id);
        var done = new Reply(Text.Bold($"Kept: your look back at {named}.")
            + (reader is null ? "" : $" {await chart.NameAsync(reader, ct)} reads it."));
        return new Plan(done, done,
        [
            Write.Replace(course.Read, after),
            .. new[] { reader }.OfType<string>().Select(to => Delivery.Say(
                new Delivery(call.Now, MessageKind.Training, Address.Person(to),
                    ShadowReplies.Debriefed(person.Name, named, seen, clear, instead)) { Rotation = course.Rotation?.Id },
                string.Create(CultureInfo.InvariantCulture, $"training/{after.Id}/{after.Events.Count}/{to}"))),
        ])
        { AtOnce = true };
    }

    private async Task<Answer> DeclineAsync(Call call, string id, CancellationToken ct)
    {
        if (await store.FindAsync<ShadowTurn>(id, ct) is not { Value: { Declined: false } turn } read)
            throw new RefusedException("This shadow shift is removed already. Nothing to do.");
        var rotation = await chart.RotationAsync(turn.Rotation, ct);
        if (call.Caller.Person != turn.Person && call.Caller.Person != turn.Beside
            && !await chart.LeadsAsync(call.Caller, rotation, call.Now, ct))
            throw new RefusedException($"Only {await chart.WhoAsync(turn.Person, ct)} or a lead can remove it.") { Forbidden = true };
        if (turn.Start <= call.Now) throw new RefusedException("This shadow shift has begun. Nothing changed.");
        var said = ShadowReplies.Declined(turn, await chart.NameAsync(call.Caller.Person, ct));
        return new Plan(said, said,
        [
            Write.Replace(read, turn with { Declined = true }),
            .. new[] { turn.Person, turn.Beside }.Where(to => to != call.Caller.Person).Select(to => Delivery.Say(
                new Delivery(call.Now, MessageKind.Training, Address.Person(to), said) { Rotation = turn.Rotation },
                $"shadow/{turn.Id}/declined/{to}")),
        ])
        { AtOnce = true };
    }
}
