using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>A change of an incident that was asked for.</summary>
/// <param name="Action">As in the audit log: <c>incident resolve</c>.</param>
public sealed record IncidentEdit(string Action, Func<Incident, Incident> Change)
{
    public string? Reason { get; init; }
}

/// <summary>
/// Finds incidents, and works out what declaring and changing one comes to: the rule
/// behind the commands and the API. Rights are checked by who calls.
/// </summary>
/// <param name="chat">Asked for when it is needed: a platform may itself need the commands that need this.</param>
public sealed class IncidentQueries(IStore store, OrgChart chart, PageSurroundings surroundings, Func<BroadcastChat> chat)
{
    private readonly OpenWork work = new(store, chart);
    private readonly IncidentCards cards = new(store, chart, surroundings.OnCall);
    private readonly PageStarts starts = new(store, chart, surroundings, chat);

    /// <summary>What it does for whoever pages.</summary>
    public IncidentDesk Desk => new(FindAsync, PlanDeclareAsync, starts.OfAsync,
        async (read, action, change, by, ct) => (await PlanEditAsync(read, new IncidentEdit(action, change), by, ct)).Answer,
        cards.ReachedAsync);

    /// <summary>
    /// The incident with this id; one that was merged leads to the one it is part of, and a service's name means the one that is open
    /// there.
    /// </summary>
    /// <exception cref="RefusedException">There is none, or several are meant.</exception>
    public async Task<Stored<Incident>> FindAsync(string named, CancellationToken ct)
    {
        var id = named.Trim().ToLowerInvariant();
        if (Incident.Named(id) is var (service, number))
        {
            if (await store.FindAsync<Incident>(Incident.DocumentId(service, number), ct) is { } found)
                return found.Value.MergedInto is { } into ? await FindAsync(into, ct) : found;
            // As it is still called on buttons and in messages from before its service was renamed.
            if (await store.FindAsync<Service>(service, ct) is { Value.RenamedTo: { } renamed })
                return await FindAsync(string.Create(CultureInfo.InvariantCulture, $"{renamed}-{number}"), ct);
        }

        var open = (await work.IncidentsAsync(ct)).Where(one => one.Value.Service == id).ToList();
        if (open is [var only]) return only;
        var instead = open.Count > 1 ? $"Open there: {string.Join(", ", open.Select(one => one.Value.Id))}."
            : Nearest.To(id, (await work.IncidentsAsync(ct)).Select(one => one.Value.Id)) is { } nearest ? $"Did you mean `{nearest}`?"
            : "See all: `incident list`";
        throw new RefusedException($"No incident `{named}`. {instead}") { Field = "incident", Missing = true };
    }

    /// <summary>The incidents of a service, or of all, that touch a span, oldest first. A bound that is null does not bind.</summary>
    public async Task<IReadOnlyList<Incident>> BetweenAsync(string? service, Instant? from, Instant? to, CancellationToken ct)
    {
        var all = await store.ListAsync<Incident>(service is null ? IdRange.All : IdRange.Prefix($"{service}/"), ct);
        return [.. all.Select(stored => stored.Value)
            .Where(incident => (to is null || incident.Began < to) && (from is null || incident.End is null || incident.End > from))
                .OrderBy(incident => incident.Began)];
    }

    /// <summary>What declaring an incident comes to. Its number is the next one of its service.</summary>
    /// <exception cref="RefusedException">Something about it is wrong; the field is named.</exception>
    public async Task<(Plan Plan, Incident Made)> PlanDeclareAsync(Incident draft, Actor by, CancellationToken ct)
    {
        var service = draft.Service == Incident.NoService ? null : await chart.ServiceAsync(draft.Service, ct);
        var id = service?.Id ?? Incident.NoService;
        var made = draft with { Service = id, Number = await NextNumberAsync(id, ct), By = by.Id, At = by.Now };
        made = made.Weighed(null, await SeveritiesAsync(ct));
        if (made.End is { } end) made = made.Until(end, by.Now);
        Check(made, by.Now);
        var facts = await FactsAsync(null, made, by, null, ct);
        var writes = await WritesAsync(null, made, by, new IncidentEdit("incident declare", one => one), ct);
        var start = writes.Select(change => change.Value).OfType<Page>().FirstOrDefault() is { } page
            ? await starts.OfAsync(page, by.Now, ct) : null;
        var declared = IncidentReplies.Declared(facts, start, service is null ? [] : await RunbooksAsync(made, service, ct));
        var others = await OpenAsync(id, ct);
        declared = declared with
        {
            Fields = [.. IncidentMergeReplies.Already(made, others), .. declared.Fields],
            Actions = [.. declared.Actions, .. IncidentMergeReplies.Buttons(made, others)],
        };
        return (new Plan(declared, declared, [.. writes, .. await SaidAsync("incident declare", facts, ct)]), made);
    }

    /// <summary>What goes on in a service, the worst first.</summary>
    public async Task<IReadOnlyList<Incident>> OpenAsync(string service, CancellationToken ct) =>
        [.. (await work.IncidentsAsync(ct)).Select(stored => stored.Value).Where(incident => incident.Service == service)];

    /// <summary>What a change that was worked out writes and says.</summary>
    /// <exception cref="RefusedException">Something about it would be wrong; the field is named.</exception>
    public async Task<IReadOnlyList<Write>> ChangeAsync(
        Stored<Incident> read, Incident changed, string action, Actor by, CancellationToken ct)
    {
        var after = changed.After(read.Value, by.Id, by.Now);
        Check(after, by.Now);
        return [.. await WritesAsync(read, after, by, new IncidentEdit(action, _ => after), ct),
            .. await SaidAsync(action, await FactsAsync(read.Value, after, by, null, ct), ct)];
    }

    /// <summary>What an edit comes to: a plan, or a reply where it changes nothing.</summary>
    /// <exception cref="RefusedException">Something about it would be wrong; the field is named.</exception>
    public async Task<(Answer Answer, Incident After)> PlanEditAsync(
        Stored<Incident> read, IncidentEdit edit, Actor by, CancellationToken ct)
    {
        var (before, changed) = (read.Value, edit.Change(read.Value).Weighed(read.Value, await SeveritiesAsync(ct)));
        if (changed.End is { } end && end != before.End) changed = changed.Until(end, by.Now);
        var after = changed.After(before, by.Id, by.Now);
        var facts = await FactsAsync(before, after, by, edit.Reason, ct);
        if (facts.Differences().Count == 0) return (new Reply($"{before.Id} is already like that. Nothing to change."), before);
        Check(after, by.Now);
        return (new Plan(IncidentReplies.Preview(edit.Action, facts), IncidentReplies.Done(edit.Action, facts),
            [.. await WritesAsync(read, after, by, edit, ct), .. await SaidAsync(edit.Action, facts, ct)])
        {
            Act = IncidentReplies.Act(edit.Action),
        }, after);
    }

    /// <summary>
    /// What saving a new version takes: the version before stays in a document of its own, and what goes on is listed as open.
    /// </summary>
    public async Task<IReadOnlyList<Write>> WritesAsync(
        Stored<Incident>? read, Incident after, Actor by, IncidentEdit edit, CancellationToken ct)
    {
        var id = Incident.DocumentId(after.Service, after.Number);
        var open = await store.FindAsync<OpenIncident>(id, ct);
        var changes = new List<Write> { Write.Upsert(id, read, after) };
        if (read is not null && read.Value.Version < after.Version)
            changes.Add(Write.Create(IncidentVersion.DocumentId(read.Value), new IncidentVersion(read.Value)));
        if (after.Open && open is null) changes.Add(Write.Create(id, new OpenIncident(by.Now)));
        if (!after.Open && open is not null) changes.Add(Write.Delete(open));
        changes.AddRange(await PagedAsync(id, read?.Value, after, by.Now, ct));
        var facts = IncidentFacts.Between(read?.Value, after);
        changes.Add(Write.Audit(new AuditEntry(by.Now, by.Id, edit.Action, $"incident/{after.Id}", by.Origin)
        {
            Old =
                read is null
                    ? null : string.Join("; ", facts.Where(fact => fact.Old is not null).Select(fact => $"{fact.Name} {fact.Old}")),
            New = string.Join("; ", facts.Where(fact => fact.New is not null).Select(fact => $"{fact.Name} {fact.New}")),
            Reason = edit.Reason,
        }));
        return changes;
    }

    // In the same save: an incident that calls people is never without its page.
    private async Task<IReadOnlyList<Write>> PagedAsync(string id, Incident? before, Incident after, Instant now, CancellationToken ct)
    {
        var (read, open) = (await store.FindAsync<Page>(id, ct), await store.FindAsync<OpenPage>(id, ct));
        var urgency = (await SeveritiesAsync(ct)).Of(after.Severity).Urgency;
        if (PageSteps.After(read?.Value, before, after, urgency, now) is not { } page || page == read?.Value) return [];
        return
        [
            Write.Upsert(id, read, page),
            .. open is null && page.State != PageState.Resolved ? [Write.Create(id, new OpenPage(now))] : Array.Empty<Write>(),
        ];
    }

    public async Task<int> NextNumberAsync(string service, CancellationToken ct) =>
        (await store.ListAsync<Incident>(IdRange.Prefix($"{service}/") with { Limit = 1, Descending = true }, ct)) is [var last]
            ? last.Value.Number + 1 : 1;

    /// <summary>What the channels of the service's teams hear of it, and those of the teams that are told, too.</summary>
    public async Task<IReadOnlyList<Write>> SaidAsync(string action, IncidentFacts facts, CancellationToken ct)
    {
        var incident = facts.After;
        if ((await store.FindAsync<Service>(incident.Service, ct))?.Value is not { } service) return [];
        var runbooks = await RunbooksAsync(incident, service, ct);
        var teams = await cards.ChannelsAsync(service, facts.By.Now, ct);
        var card = IncidentReplies.Value(incident);
        var changes = new List<Write>();
        if (IncidentReplies.Told(action, facts, runbooks) is { } told)
        {
            changes.AddRange(
                teams.Select(team => new Delivery(facts.By.Now, MessageKind.Incident, team, told)
                {
                    Card = facts.Opens ? card : null,
                    Thread = card,
                })
                    .Select(said => said.Card is not null && facts.Before is not null
                        ? Delivery.SayAgain(said, incident.Version)
                        : Delivery.Say(said, FormattableString.Invariant($"incident/{incident.Id}/{incident.Version}/{said.To.Id}"))));
        }

        // Wherever it was announced it is shown as it is now, with the buttons that are still of use.
        if (facts.Before is null || facts.Before.Version == incident.Version) return changes;
        return [.. changes, .. await cards.ChangedAsync(facts, runbooks, teams, ct)];
    }

    /// <summary>Two versions of an incident, with the names of all who are in them.</summary>
    public async Task<IncidentFacts> FactsAsync(Incident? before, Incident after, Actor by, string? reason, CancellationToken ct)
    {
        var people =
            new[] { before, after }.OfType<Incident>()
                .SelectMany(one => one.Responders.Select(responder => responder.Person).Concat(one.Notes.Select(note => note.Person)));
        var facts = new IncidentFacts(before, after, by, await chart.NamesAsync(people.Append(by.Id), ct)) { Reason = reason };
        facts = await cards.WithOnCallAsync(facts, ct);
        return facts.Calls && await chart.FindServiceAsync(after.Service, ct) is { } service
            ? facts with { Reach = await ReachAsync(after, service, by.Now, ct) } : facts;
    }

    /// <summary>The runbooks for its alerts; of one that people declared all of its service.</summary>
    public Task<IReadOnlyList<Runbook>> RunbooksAsync(Incident incident, Service service, CancellationToken ct) =>
        cards.RunbooksAsync(incident, service, ct);

    /// <summary>The teams that build and run the incident's service.</summary>
    public async Task<IReadOnlyList<string>> TeamsAsync(Incident incident, Instant now, CancellationToken ct) =>
        await chart.FindServiceAsync(incident.Service, ct) is { } service
            ? await chart.Responsibilities.TeamsOfAsync(service, now, ct) : [];

    private async Task<IncidentReach> ReachAsync(Incident incident, Service service, Instant now, CancellationToken ct)
    {
        var (held, channels) = (await surroundings.OnCall.OfAsync(service, now, ct), await cards.ChannelsAsync(service, now, ct));
        var lead = await chart.Leads.ResponsibleAsync(service.Team, now, ct);
        var reached = new HashSet<Address>();
        foreach (var to in channels)
            if (await chat().ReachesAsync(to, ct) && await store.FindAsync<Unreached>(to.ToString(), ct) is null) reached.Add(to);
        return new IncidentReach(held, channels)
        {
            Quiet = (await SeveritiesAsync(ct)).Of(incident.Severity).Urgency == Urgency.None,
            Reached = reached,
            Lead = lead.Kind == AddressKind.Person ? new(lead.Id, await chart.NameAsync(lead.Id, ct)) : null,
        };
    }

    private async Task<Severities> SeveritiesAsync(CancellationToken ct) =>
        (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.Severities ?? Severities.Default;

    private static void Check(Incident incident, Instant now)
    {
        if (IncidentRules.Fault(incident, now) is { } fault) throw new RefusedException(Text.Of(fault.Sentence)) { Field = fault.Field };
    }
}
