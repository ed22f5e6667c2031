using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>What is open: incidents, budgets in trouble, actions of postmortems; all of it, or that of a rotation's services.</summary>
public sealed class OpenWork(IStore store, OrgChart chart)
{
    /// <summary>As many lines of each kind as somebody reads.</summary>
    public const int MaxLines = 10;

    /// <summary>For who takes a rotation over: what is open in the services it answers for; nothing where nothing is.</summary>
    public async Task<IReadOnlyList<Field>> OfAsync(Rotation rotation, Instant now, CancellationToken ct) =>
    [
        .. await IncidentsAsync(rotation, now, ct),
        .. await BudgetsAsync(service => chart.Responsibilities.AnswersForAsync(rotation, service, now, ct), ct) is { Count: > 0 } budgets
            ? [new Field("Budgets in trouble", Text.Lines(budgets))] : Array.Empty<Field>(),
        .. await ActionsAsync(rotation, now, ct),
    ];

    /// <summary>For who takes a rotation over: pages that somebody else has.</summary>
    public async Task<IReadOnlyList<Page>> HeldAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var held = new List<Page>();
        foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
        {
            if (await store.FindAsync<Page>(open.Id, ct) is { Value: { State: PageState.Acknowledged or PageState.Snoozed } page }
                && (page.Rotation == rotation.Id || await chart.Responsibilities.AnswersForAsync(rotation, page.Service, now, ct)))
                held.Add(page);
        }

        return [.. held.OrderBy(page => page.OpenedAt).Take(MaxLines)];
    }

    /// <summary>The one open incident that somebody works on, else of the one whose page called them; null: none, or several.</summary>
    public async Task<Incident?> OnlyOfAsync(string person, CancellationToken ct)
    {
        var open = await IncidentsAsync(ct);
        var mine = open.Where(one => one.Value.WorksNow(person)).ToList();
        if (mine.Count > 0) return mine is [var works] ? works.Value : null;
        foreach (var one in open)
            if (await store.FindAsync<Page>(one.Id, ct) is { } page && page.Value.Taken.Any(step => step.People.Contains(person)))
                mine.Add(one);
        return mine is [var called] ? called.Value : null;
    }

    /// <summary>The one to begin a form with: theirs, else the only one that is open; null: none, or several.</summary>
    public async Task<Incident?> LikelyAsync(string person, CancellationToken ct) =>
        await OnlyOfAsync(person, ct) ?? (await IncidentsAsync(ct) is [{ Value: var only }] ? only : null);

    /// <summary>Its service; null: there is none, as of a page of a person or rotation.</summary>
    public async Task<string?> OnlyServiceOfAsync(string person, CancellationToken ct) =>
        await OnlyOfAsync(person, ct) is { Service: not Incident.NoService } only ? only.Service : null;

    /// <summary>Incidents that go on, the worst first.</summary>
    public Task<IReadOnlyList<Stored<Incident>>> IncidentsAsync(CancellationToken ct) => IncidentsAsync(IdRange.All, ct);

    /// <summary>A line of each incident of a service that goes on, and who works on it; none where nothing does.</summary>
    public async Task<IReadOnlyList<Text>> OfServiceAsync(string service, CancellationToken ct)
    {
        var open = (await IncidentsAsync(IdRange.Prefix($"{service}/"), ct)).Select(incident => incident.Value).Take(MaxLines).ToList();
        var names = await chart.NamesAsync(open.SelectMany(incident => incident.Working()), ct);
        return open.Count == 0 ? [] : [OpenWorkReplies.Incidents(open, person => names[person])];
    }

    /// <summary>
    /// Postmortems that are being written, or have actions to be done, by due date. Of a false alarm nothing needs to be written; what was
    /// agreed stays to be done.
    /// </summary>
    public async Task<IReadOnlyList<Postmortem>> PostmortemsAsync(CancellationToken ct)
    {
        var unfinished = new List<Postmortem>();
        foreach (var one in await store.ListAsync<Postmortem>(IdRange.All, ct))
            if (one.Value.OpenActions().Any()
                || one.Value.Open && await store.FindAsync<Incident>(one.Id, ct) is not { Value.Counts: false })
                unfinished.Add(one.Value);
        return [.. unfinished.OrderBy(one => one.Due)];
    }

    /// <summary>A line for each budget that is used up or nearly so, of services that concern the reader, the worst first.</summary>
    public async Task<IReadOnlyList<Text>> BudgetsAsync(Func<string, ValueTask<bool>> concernsAsync, CancellationToken ct)
    {
        var lines = new List<(decimal Left, Text Line)>();
        foreach (var (service, trouble, _) in await store.ListAsync<LowBudgets>(IdRange.All, ct))
            if (await concernsAsync(service))
                lines.AddRange(trouble.Budgets.Select(left => (left.Percent, (Text)OpenWorkReplies.Budget(service, left))));
        return [.. lines.OrderBy(line => line.Left).Select(line => line.Line).Take(MaxLines)];
    }

    private async Task<IReadOnlyList<Stored<Incident>>> IncidentsAsync(IdRange range, CancellationToken ct)
    {
        var open = new List<Stored<Incident>>();
        foreach (var one in await store.ListAsync<OpenIncident>(range, ct))
            if (await store.FindAsync<Incident>(one.Id, ct) is { Value.Open: true } incident) open.Add(incident);
        return [.. open.OrderBy(incident => incident.Value.Severity).ThenBy(incident => incident.Value.Start)];
    }

    private async Task<IReadOnlyList<Field>> IncidentsAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var incidents = new List<Incident>();
        foreach (var open in await IncidentsAsync(ct))
            if (await chart.Responsibilities.AnswersForAsync(rotation, open.Value.Service, now, ct)
                || open.Value.Service == Incident.NoService && (await store.FindAsync<Page>(open.Id, ct))?.Value.Rotation == rotation.Id)
                incidents.Add(open.Value);
        var names = await chart.NamesAsync(incidents.SelectMany(incident => incident.Working()), ct);
        return incidents.Count == 0
            ? [] : [new Field("Open incidents", OpenWorkReplies.Incidents([.. incidents.Take(MaxLines)], person => names[person]))];
    }

    private async Task<IReadOnlyList<Field>> ActionsAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var unfinished = new List<Postmortem>();
        foreach (var open in await PostmortemsAsync(ct))
            if (await chart.Responsibilities.AnswersForAsync(rotation, open.Service, now, ct)) unfinished.Add(open);
        var actions = Postmortem.OpenActions(unfinished).Take(MaxLines).ToList();
        var names = await chart.NamesAsync(actions.Select(one => one.Action.Person), ct);
        return actions.Count == 0
            ? [] : [new Field("Open postmortem actions", OpenWorkReplies.Actions(actions, person => names[person]))];
    }
}
