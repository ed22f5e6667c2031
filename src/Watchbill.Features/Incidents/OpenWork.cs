using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>What is open, as it stands in handoff messages and on people's homes: incidents and actions of postmortems.</summary>
public sealed class OpenWork(IStore store, IncidentBook book, Postmortems postmortems, OrgChart chart) : ICommands
{
    private const int Most = 10;

    public IReadOnlyList<Verb> Verbs => [];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Incidents, IncidentsAsync), new(HomePlace.Waiting, ActionsAsync)];

    /// <summary>For who takes a rotation over: what is open in the services it answers for.</summary>
    public async Task<IReadOnlyList<Field>> LinesAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var incidents = new List<Incident>();
        foreach (var open in await book.OpenAsync(ct)) if (await chart.AnswersForAsync(rotation, open.Value.Service, now, ct)) incidents.Add(open.Value);
        var unfinished = new List<Postmortem>();
        foreach (var open in await postmortems.UnfinishedAsync(ct)) if (await chart.AnswersForAsync(rotation, open.Service, now, ct)) unfinished.Add(open);
        var actions = PostmortemReplies.Ordered(unfinished).Take(Most).ToList();
        var names = await chart.NamesAsync(incidents.SelectMany(incident => incident.Responders.Select(responder => responder.Person)).Concat(actions.Select(one => one.Action.Person)), ct);
        return
        [
            .. incidents.Count == 0 ? [] : new[] { new Field("Open incidents", IncidentReplies.Lines([.. incidents.Take(Most)], person => names[person])) },
            .. actions.Count == 0 ? [] : new[] { new Field("Open postmortem actions", PostmortemReplies.Lines(actions, person => names[person])) },
        ];
    }

    private async Task<Reply?> IncidentsAsync(Call call, CancellationToken ct)
    {
        var mine = new List<Incident>();
        foreach (var open in await book.OpenAsync(ct)) if (open.Value.WorksNow(call.Caller.Person) || await IsOfTeamAsync(call.Caller.Person, open.Value.Service, ct)) mine.Add(open.Value);
        if (mine.Count == 0) return null;
        var names = await chart.NamesAsync(mine.SelectMany(incident => incident.Responders.Select(responder => responder.Person)), ct);
        return new Reply(IncidentReplies.Lines([.. mine.Take(Most)], person => names[person])) { Actions = mine is [var only] ? [IncidentReplies.Acknowledge(only), IncidentReplies.Resolve(only)] : [] };
    }

    private async Task<Reply?> ActionsAsync(Call call, CancellationToken ct) =>
        PostmortemReplies.Of(call.Caller.Person, await postmortems.UnfinishedAsync(ct), call.Now.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date);

    private async Task<bool> IsOfTeamAsync(string person, string service, CancellationToken ct) =>
        await chart.FindServiceAsync(service, ct) is { Team: var id } && (await store.FindAsync<Team>(id, ct))?.Value is { } team && (team.Lead == person || team.Members.Contains(person));
}
