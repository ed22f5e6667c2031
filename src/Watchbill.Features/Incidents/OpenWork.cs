using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Incidents;

/// <summary>What is open, as it stands in handoff messages and on people's homes: incidents and actions of postmortems.</summary>
public sealed class OpenWork(IncidentQueries queries, Postmortems postmortems, OrgChart chart) : ICommands
{
    private const int Most = 10;
    private const int MostButtons = 5;

    public IReadOnlyList<Verb> Verbs => [];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Incidents, IncidentsAsync), new(HomePlace.Waiting, ActionsAsync)];

    /// <summary>For who takes a rotation over: what goes on in the services it answers for.</summary>
    public async Task<IReadOnlyList<Field>> IncidentLinesAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var incidents = new List<Incident>();
        foreach (var open in await queries.OpenAsync(
            ct)) if (await chart.Responsibilities.AnswersForAsync(rotation, open.Value.Service, now, ct))
            incidents.Add(open.Value);
        var names = await chart.NamesAsync(incidents.SelectMany(incident => incident.Responders.Select(responder => responder.Person)), ct);
        return incidents.Count == 0
            ? [] : [new Field("Open incidents", IncidentReplies.Lines([.. incidents.Take(Most)], person => names[person]))];
    }

    /// <summary>And what is still to be done after earlier ones.</summary>
    public async Task<IReadOnlyList<Field>> ActionLinesAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var unfinished = new List<Postmortem>();
        foreach (var open in await postmortems.UnfinishedAsync(
            ct)) if (await chart.Responsibilities.AnswersForAsync(rotation, open.Service, now, ct))
            unfinished.Add(open);
        var actions = PostmortemReplies.Ordered(unfinished).Take(Most).ToList();
        var names = await chart.NamesAsync(actions.Select(one => one.Action.Person), ct);
        return actions.Count == 0 ? [] : [new Field("Open postmortem actions", PostmortemReplies.Lines(actions, person => names[person]))];
    }

    private async Task<Reply?> IncidentsAsync(Call call, CancellationToken ct)
    {
        var mine = new List<Incident>();
        foreach (var open in await queries.OpenAsync(ct)) if (open.Value.WorksNow(call.Caller.Person)
            || await chart.Responsibilities.ConcernsAsync(call.Caller.Person, open.Value.Service, call.Now, ct)) mine.Add(open.Value);
        if (mine.Count == 0) return null;
        var names = await chart.NamesAsync(mine.SelectMany(incident => incident.Responders.Select(responder => responder.Person)), ct);
        return new Reply(IncidentReplies.Lines([.. mine.Take(Most)], person => names[person]))
        {
            Actions = mine is [var only]
                ? IncidentReplies.Steps(only, call.Caller.Person)
                : [.. mine.Take(MostButtons).Select(incident => IncidentReplies.Next(incident, call.Caller.Person))],
        };
    }

    private async Task<Reply?> ActionsAsync(Call call, CancellationToken ct) =>
        PostmortemReplies.Of(call.Caller.Person, await postmortems.UnfinishedAsync(ct),
            call.Now.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date);
}
