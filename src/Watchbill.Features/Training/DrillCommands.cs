using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>
/// Tabletop drills: begun by who leads or is qualified, led by the game master with buttons, with notes and learnings from anybody.
/// </summary>
public sealed class DrillCommands(IStore store, Drills drills, DrillEvidence evidence, Qualifications qualifications, OrgChart chart)
    : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("training", "drill <scenario> <rotation> [primary <primary>] [secondary <secondary>]",
            "Play an outage at a table, with you as game master", StartAsync)
        {
            Reads = new() { { "scenario", (call, ct) => drills.Scenarios.FindAsync(call.Arguments.Required("scenario"), ct) } },
            ChoicesAsync = async (_, ct) => new Dictionary<string, IReadOnlyList<FormOption>>
            {
                ["scenario"] = [.. (await drills.Scenarios.AllAsync(ct)).Select(one => new FormOption(one.Id, one.Title))],
            },
        },
        new("training", "drills [<rotation>]", "The scenarios of tabletop drills, and those played last", ListAsync) { Looks = true },
        new("training", "drill note <text>", "Note something in the drill that runs",
            (call, ct) => WriteAsync(call, DrillStep.Noted, "Noted", ct))
        { AtOnce = true },
        new("training", "drill learned <text>", "Keep what a drill has taught, or who does what about it",
            (call, ct) => WriteAsync(call, DrillStep.Learned, "Learned", ct))
        { AtOnce = true },
        new("training", "drill runbook <service> <alert>", "Say that the drill went through a runbook: its review", RunbookAsync)
        { AtOnce = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("drill-primary", (call, value, ct) => PlayAsync(call, value, DrillStep.Primary, "primary", ct)),
        new("drill-secondary", (call, value, ct) => PlayAsync(call, value, DrillStep.Secondary, "secondary", ct)),
        new("drill-tell", TellAsync),
        new("drill-hint", (call, value, ct) => GoOnAsync(call, value, DrillStep.Hinted, ct)),
        new("drill-next", NextAsync),
        new("drill-end", EndAsync),
    ];

    private async Task<Answer> StartAsync(Call call, CancellationToken ct)
    {
        var scenario = await drills.Scenarios.FindAsync(call.Arguments.Required("scenario"), ct);
        var rotation = await chart.RotationAsync(call.Arguments.Required("rotation"), ct);
        await MustMasterAsync(call, rotation, ct);
        if ((await drills.OfAsync(rotation.Id, ct)).FirstOrDefault(one => one.IsRunning(call.Now)) is { } runs)
            throw new RefusedException(
                $"{runs.Id} runs with {rotation.Id}. {await chart.WhoAsync(runs.Master, ct)} or a lead ends it first.")
            {
                Field = "rotation",
            };
        var begun = new Drill(await drills.NextNumberAsync(ct), scenario.Id, rotation.Id, call.Caller.Person, call.Now);
        foreach (var (role, step) in new[] { ("primary", DrillStep.Primary), ("secondary", DrillStep.Secondary) })
        {
            if (call.Arguments[role] is not { } named) continue;
            var person = await chart.PersonAsync(named, role, ct);
            if (begun.Has(person.Id))
                throw new RefusedException($"{People.Named(person)} has a part already. Three parts take three people.") { Field = role };
            begun = begun.With(new DrillEvent(call.Now, person.Id, step));
        }

        var drill = new RunningDrill(new Stored<Drill>(begun.DocumentId, begun, 0), new DrillWalk(scenario, begun), rotation);
        var primary = begun.Primary is { } plays ? await chart.NameAsync(plays, ct) : null;
        return new Plan(DrillReplies.StartPreview(scenario, rotation.Id, primary), DrillReplies.Started(begun, scenario),
        [
            Write.Create(begun.DocumentId, begun),
            Write.Audit(
                new AuditEntry(call.Now, call.Caller.Person, "training drill", $"rotation/{rotation.Id}", call.Caller.Platform.Name)
                {
                    New = $"{begun.Id}, {scenario.Id}",
                }),
            .. await drills.BegunAsync(drill, call.Now, ct),
        ])
        { Act = "Start drill" };
    }

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var rotation = call.Arguments["rotation"] is { } named ? await chart.RotationAsync(named, ct) : null;
        var played = await drills.OfAsync(rotation?.Id, ct);
        return DrillReplies.Listed(await drills.Scenarios.AllAsync(ct), played,
            await chart.NamesAsync(played.SelectMany(one => new[] { one.Master, one.Primary }), ct));
    }

    private async Task<Answer> WriteAsync(Call call, DrillStep what, string done, CancellationToken ct)
    {
        var (drill, text) = (await drills.MeantAsync(call, ct), call.Arguments.Required("text").Trim());
        return await HappenedAsync(call, drill, new DrillEvent(call.Now, call.Caller.Person, what) { Text = text },
            DrillReplies.Kept($"{done} in {drill.Drill.Id}", text), ct);
    }

    private async Task<Answer> RunbookAsync(Call call, CancellationToken ct)
    {
        var drill = await drills.MeantAsync(call, ct);
        var service = await chart.ServiceAsync(call.Arguments.Required("service"), ct);
        var named = call.Arguments.Required("alert");
        var runbooks = service.Runbooks.Where(one => one.Alert.Equals(named, StringComparison.OrdinalIgnoreCase)).ToList();
        if (runbooks.Count == 0)
            throw new RefusedException(
                $"{service.Id} has no runbook for '{named}'.{Nearest.Suggest(named, [.. service.Runbooks.Select(one => one.Alert)], "")} "
                    + $"See all: `incident runbooks {service.Id}`")
            { Field = "alert", Missing = true };
        var read = await store.FindAsync<RunbookUses>(service.Id, ct);
        var uses = runbooks.Aggregate(read?.Value ?? RunbookUses.None, (all, one) => all.Review(one, call.Caller.Person, call.Now));
        var happened = new DrillEvent(call.Now, call.Caller.Person, DrillStep.Exercised)
        {
            Service = service.Id,
            Alert = runbooks[0].Alert,
        };
        var plan = await HappenedAsync(
            call, drill, happened, DrillReplies.Exercised(service.Id, runbooks[0].Alert, drill.Drill.Id), ct);
        return plan with { Writes = [.. plan.Writes, Write.Upsert(service.Id, read, uses)] };
    }

    private async Task<Answer> PlayAsync(Call call, string value, DrillStep role, string word, CancellationToken ct)
    {
        var drill = await drills.FindAsync(value, call.Now, ct);
        var (one, me) = (drill.Drill, call.Caller.Person);
        if (one.Has(me)) throw new RefusedException($"You have a part in {one.Id} already. Three parts take three people.");
        if ((role == DrillStep.Primary ? one.Primary : one.Secondary) is { } taken)
            throw new RefusedException($"{await chart.WhoAsync(taken, ct)} plays {word} already. Nothing to do.");
        return await HappenedAsync(call, drill, new DrillEvent(call.Now, me, role), DrillReplies.Joined(drill.Walk, word), ct);
    }

    private async Task<Answer> TellAsync(Call call, string value, CancellationToken ct)
    {
        if (value.Split('/') is not [var number, var stage, var clue]) throw ButtonValue.NotUnderstood();
        var drill = await MasteredAsync(call, number, ct);
        var told = drill.Walk.Stage is { } now && now.Id == stage ? now.Clues.FirstOrDefault(one => one.Id == clue) : null;
        if (told is null || drill.Walk.Told.Contains(told))
            throw new RefusedException("That was told, or belongs to another part. Nothing changed.");
        return await HappenedAsync(call, drill,
            new DrillEvent(call.Now, call.Caller.Person, DrillStep.Told) { Clue = $"{stage}/{clue}" }, DrillReplies.Told(told), ct);
    }

    private async Task<Answer> NextAsync(Call call, string value, CancellationToken ct)
    {
        if (value.Split('/') is not [var number, var stage]) throw ButtonValue.NotUnderstood();
        var drill = await MasteredAsync(call, number, ct);
        // A button pressed twice goes on once.
        if (stage != FormattableString.Invariant($"{drill.Drill.Stage}") || drill.Walk.IsLast)
            throw new RefusedException("That part is over already. Nothing changed.");
        return await GoOnAsync(call, number, DrillStep.Next, ct);
    }

    private async Task<Answer> GoOnAsync(Call call, string number, DrillStep what, CancellationToken ct)
    {
        var drill = await MasteredAsync(call, number, ct);
        var after = drill.After(new DrillEvent(call.Now, call.Caller.Person, what));
        var said = DrillReplies.Script(after.Walk, await drills.NamesAsync(after, ct));
        return await HappenedAsync(call, drill, after.Drill.Events[^1], said, ct);
    }

    private async Task<Answer> EndAsync(Call call, string number, CancellationToken ct)
    {
        var drill = await drills.FindAsync(number, call.Now, ct);
        if (drill.Drill.Master != call.Caller.Person && !await chart.LeadsAsync(call.Caller, drill.Rotation, call.Now, ct))
            throw new RefusedException($"Only {await chart.WhoAsync(drill.Drill.Master, ct)} or a lead ends it.") { Forbidden = true };
        var after = drill.After(new DrillEvent(call.Now, call.Caller.Person, DrillStep.Ended));
        var said = DrillReplies.Path(after.Walk, call.Now);
        return new Plan(said, said,
        [
            Write.Replace(drill.Read, after.Drill),
            .. await drills.EndedAsync(after, call.Now, ct),
            .. await evidence.OfAsync(after, call.Now, ct),
        ])
        { AtOnce = true };
    }

    private async Task<Plan> HappenedAsync(Call call, RunningDrill drill, DrillEvent happened, Reply said, CancellationToken ct)
    {
        var after = drill.After(happened);
        return new Plan(said, said,
        [
            Write.Replace(drill.Read, after.Drill),
            .. await drills.ShownAsync(after, call.Now, again: happened.What == DrillStep.Next, ct),
        ])
        { AtOnce = true };
    }

    private async Task<RunningDrill> MasteredAsync(Call call, string number, CancellationToken ct)
    {
        var drill = await drills.FindAsync(number, call.Now, ct);
        return drill.Drill.Master == call.Caller.Person ? drill : throw new RefusedException(
            $"Only the game master, {await chart.WhoAsync(drill.Drill.Master, ct)}, tells what is found.")
        { Forbidden = true };
    }

    // Who is qualified, leads, or takes turns where nothing is required.
    private async Task MustMasterAsync(Call call, Rotation rotation, CancellationToken ct)
    {
        var me = call.Caller.Person;
        if (await chart.LeadsAsync(call.Caller, rotation, call.Now, ct)
            || Qualifications.Members(rotation, call.Now).Contains(me)
                && await qualifications.LackingAsync(rotation, me, call.Now, ct) is null
            || await qualifications.OfAsync(rotation, me, call.Now, ct) is { State: TrainingState.Qualified }) return;
        throw new RefusedException($"A game master is a lead of {rotation.Id} or qualified for it. Ask one of them to read it for you.")
        {
            Forbidden = true,
        };
    }
}
