using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>What is open, as it stands on people's homes: incidents and actions of postmortems.</summary>
public sealed class IncidentHome(OpenWork work, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs => [];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Incidents, IncidentsAsync), new(HomePlace.Waiting, ActionsAsync)];

    private async Task<Reply?> IncidentsAsync(Call call, CancellationToken ct)
    {
        var mine = new List<Incident>();
        foreach (var open in await work.IncidentsAsync(ct)) if (open.Value.WorksNow(call.Caller.Person)
            || await chart.Responsibilities.ConcernsAsync(call.Caller.Person, open.Value.Service, call.Now, ct)) mine.Add(open.Value);
        IReadOnlyList<Incident> worst = [.. mine.WorstFirst()];
        var names = await chart.NamesAsync(mine.SelectMany(incident => incident.Working()), ct);
        return IncidentListReplies.Home(worst, call.Caller.Person, person => names[person]);
    }

    private async Task<Reply?> ActionsAsync(Call call, CancellationToken ct) =>
        PostmortemReplies.Of(call.Caller.Person, await work.PostmortemsAsync(ct),
            call.Now.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date);
}
