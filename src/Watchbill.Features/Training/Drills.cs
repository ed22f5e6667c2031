using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Training;

/// <summary>A drill as it was read, how far it is, and the rotation that practises.</summary>
public sealed record RunningDrill(Stored<Drill> Read, DrillWalk Walk, Rotation Rotation)
{
    public Drill Drill => Walk.Drill;

    public RunningDrill After(DrillEvent happened) => this with { Walk = Walk with { Drill = Drill.With(happened) } };
}

/// <summary>Finds tabletop drills and shows them: a board in the channel, and the script to the game master.</summary>
public sealed class Drills(IStore store, DrillScenarios scenarios, OrgChart chart)
{
    // As long as notes and learnings are added, be it over or not.
    private static readonly Duration Open = Duration.FromDays(1);

    public DrillScenarios Scenarios => scenarios;

    /// <summary>Of a rotation, the newest first.</summary>
    /// <param name="rotation">Null: of all.</param>
    public async Task<IReadOnlyList<Drill>> OfAsync(string? rotation, CancellationToken ct) =>
        [.. (await store.ListAsync<Drill>(IdRange.All with { Descending = true }, ct)).Select(read => read.Value)
            .Where(drill => rotation is null || drill.Rotation == rotation)];

    /// <exception cref="RefusedException">The button's drill is over or gone.</exception>
    public async Task<RunningDrill> FindAsync(string number, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Drill>(number, ct) is not { } read) throw ButtonValue.NotUnderstood();
        if (!read.Value.IsRunning(now)) throw new RefusedException($"{read.Value.Id} is over. Nothing changed.");
        return await OfAsync(read, ct);
    }

    /// <summary>The one that is meant by who speaks: theirs, else the only one, of those that were begun in the last day.</summary>
    /// <exception cref="RefusedException">There is none, or there are several.</exception>
    public async Task<RunningDrill> MeantAsync(Call call, CancellationToken ct)
    {
        var open = (await store.ListAsync<Drill>(IdRange.All with { Descending = true }, ct))
            .Where(read => call.Now < read.Value.StartedAt + Open).ToList();
        var theirs = open.Find(read => read.Value.Has(call.Caller.Person)) ?? (open is [var only] ? only : null);
        if (theirs is not null) return await OfAsync(theirs, ct);
        throw new RefusedException(open.Count == 0 ? "No drill was started in the last day. Start one: `training drill`"
            : $"Several drills run ({string.Join(", ", open.Select(read => read.Value.Id))}), and you have a part in none of them.");
    }

    /// <summary>The messages of a drill as it is after a change: shown anew, and said again where a stage begins.</summary>
    public async Task<IReadOnlyList<Write>> ShownAsync(RunningDrill drill, Instant now, bool again, CancellationToken ct)
    {
        var names = await NamesAsync(drill, ct);
        var order = drill.Drill.Events.Count;
        Write Show(Address to, Reply reply) => again
            ? Delivery.SayAgain(Card(drill, to, reply, now), order) : Delivery.Edit(Card(drill, to, reply, now), order);
        var board = Show(Channel(drill.Rotation), DrillReplies.Board(drill.Walk, names, now));
        // What others write changes nothing of the script.
        return drill.Drill.Events[^1].What is DrillStep.Noted or DrillStep.Learned or DrillStep.Exercised ? [board]
            : [board, Show(Address.Person(drill.Drill.Master), DrillReplies.Script(drill.Walk, names))];
    }

    /// <summary>The first messages.</summary>
    public async Task<IReadOnlyList<Write>> BegunAsync(RunningDrill drill, Instant now, CancellationToken ct)
    {
        var names = await NamesAsync(drill, ct);
        return
        [
            Say(drill, Channel(drill.Rotation), DrillReplies.Board(drill.Walk, names, now), now),
            Say(drill, Address.Person(drill.Drill.Master), DrillReplies.Script(drill.Walk, names), now),
        ];
    }

    /// <summary>What is said once it is over: what was learned to the channel, the ideal path to those who played.</summary>
    public async Task<IReadOnlyList<Write>> EndedAsync(RunningDrill drill, Instant now, CancellationToken ct)
    {
        var one = drill.Drill;
        // Whoever ended it reads it in the answer.
        var players = new[] { one.Master, one.Primary, one.Secondary }.OfType<string>().Distinct().Where(to => to != one.Events[^1].By);
        return
        [
            .. await ShownAsync(drill, now, again: true, ct),
            .. players.Select(to => Delivery.Say(new Delivery(now, MessageKind.Training, Address.Person(to),
                DrillReplies.Path(drill.Walk, now)) { Rotation = one.Rotation }, $"drill/{one.Id}/over/{to}")),
        ];
    }

    public async Task<int> NextNumberAsync(CancellationToken ct) =>
        await store.ListAsync<Drill>(IdRange.All with { Limit = 1, Descending = true }, ct) is [var last] ? last.Value.Number + 1 : 1;

    public Task<IReadOnlyDictionary<string, string>> NamesAsync(RunningDrill drill, CancellationToken ct) =>
        chart.NamesAsync(drill.Drill.Events.Select(one => one.By).Append(drill.Drill.Master), ct);

    private async Task<RunningDrill> OfAsync(Stored<Drill> read, CancellationToken ct) => new(
        read, new DrillWalk(await scenarios.FindAsync(read.Value.Scenario, ct), read.Value),
        await chart.RotationAsync(read.Value.Rotation, ct));

    private static Address Channel(Rotation rotation) =>
        rotation.Kind == RotationKind.Team ? Address.Team(rotation.Owner) : Address.Domain(rotation.Owner);

    private static Delivery Card(RunningDrill drill, Address to, Reply reply, Instant now) =>
        new(now, MessageKind.Training, to, reply) { Rotation = drill.Drill.Rotation, Card = $"drill/{drill.Drill.DocumentId}" };

    private static Write Say(RunningDrill drill, Address to, Reply reply, Instant now) => Delivery.Say(Card(drill, to, reply, now),
        string.Create(CultureInfo.InvariantCulture, $"drill/{drill.Drill.Id}/{to}"));
}
