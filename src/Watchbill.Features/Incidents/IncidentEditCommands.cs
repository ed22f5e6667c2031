using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// What is put right about an incident afterwards: previewed and confirmed, since budgets and pay are worked out from it.
/// </summary>
public sealed class IncidentEditCommands(IStore store, IncidentQueries queries, OrgChart chart) : ICommands
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    public IReadOnlyList<Verb> Verbs =>
    [
        new("incident",
            "update <incident> [title <title>] [severity <severity>] [release <release>] [cause <cause>] [impact <impact>] [noticed " +
            "<noticed>] "
                + "[start <start>] [detected <detected>] [acknowledged <acknowledged>] [mitigated <mitigated>] [end <end>] [link <link>]",
            "Change what is known about it. The name alone opens a form",
            UpdateAsync)
        {
            ChoicesAsync = (_, ct) => IncidentCommands.ChoicesAsync(store, ct),
            Reads = new()
            {
                { "severity", call => IncidentReads.SeverityOf(call) },
                { "cause", call => IncidentReads.CauseOf(call) },
                { "impact", call => IncidentReads.ImpactOf(call, mayBeNone: true) },
                { "noticed", call => IncidentReads.NoticedOf(call) },
                { "start", (call, ct) => TimeAsync(call, "start", ct) },
                { "detected", (call, ct) => TimeAsync(call, "detected", ct) },
                { "acknowledged", (call, ct) => TimeAsync(call, "acknowledged", ct) },
                { "mitigated", (call, ct) => TimeAsync(call, "mitigated", ct) },
                { "end", (call, ct) => TimeAsync(call, "end", ct) },
            },
            FormAsync = async (call, ct) => (await FormAsync((await queries.FindAsync(call.Arguments.Required("incident"), ct)).Value,
                await chart.ZoneAsync(call.Caller.Person, ct), ct)).Form!,
        },
        new("incident", "worked <incident> <person> <period>", "Record when somebody responded", WorkedAsync)
        {
            Kinds = new Dictionary<string, FieldKind> { ["period"] = FieldKind.Span },
            Reads = new() { { "period", WorkedAtAsync } },
        },
        new("incident", "void <incident> because <text>", "Mark it as a false alarm: it does not count", VoidAsync),
        new("incident", "unvoid <incident>", "It was not a false alarm: it counts again", UnvoidAsync),
    ];

    private async Task<Answer> UpdateAsync(Call call, CancellationToken ct)
    {
        var (read, arguments) = (await queries.FindAsync(call.Arguments.Required("incident"), ct), call.Arguments);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        if (arguments.Values.Count == 1) return await FormAsync(read.Value, zone, ct);
        return (await queries.PlanEditAsync(read, new IncidentEdit("incident update", Change), Actor.Of(call), ct)).Answer;

        Incident Change(Incident incident)
        {
            var (start, end) = (Time("start", incident.Start) ?? incident.Start, Time("end", incident.End));
            var impact = arguments["impact"] is { } said && said != Said(incident) ? said : null;
            if (impact is not null)
                incident = IncidentReads.ImpactOf(call, mayBeNone: true) is { } share
                    ? incident.WithImpact(share) : incident.WithoutImpact();
            return incident with
            {
                Title = arguments["title"]?.Trim() ?? incident.Title,
                Severity = IncidentReads.SeverityOf(call) ?? incident.Severity,
                Cause = IncidentReads.CauseOf(call) ?? incident.Cause,
                Release = arguments["release"] is { } release ? IncidentReads.IsNone(release) ? null : release : incident.Release,
                NoticedBy = IncidentReads.NoticedOf(call) ?? incident.NoticedBy,
                Start = start,
                Detected =
                    Time("detected", incident.Detected) is var detected && detected == incident.Detected
                        ? incident.DetectedFrom(start) : detected,
                Acknowledged = Time("acknowledged", incident.Acknowledged),
                Mitigated = Time("mitigated", incident.Mitigated),
                End = end,
                TakenOver = incident.TakenOverBy(end),
                Links = arguments["link"] is { } link && !incident.Links.Contains(link) ? [.. incident.Links, link] : incident.Links,
            };
        }

        // A form comes back with all its fields: what it showed, to the minute, is what there is.
        Instant? Time(string name, Instant? current) => arguments[name] is null ? current
            : IncidentReads.TimeOf(call, name, zone, mayBeNone: true) is var said && Shown(said, zone) == Shown(current, zone)
                ? current : said;
    }

    private async Task<Instant?> TimeAsync(Call call, string argument, CancellationToken ct) =>
        IncidentReads.TimeOf(call, argument, await chart.ZoneAsync(call.Caller.Person, ct), mayBeNone: true);

    private async Task<SpokenSpan> WorkedAtAsync(Call call, CancellationToken ct) =>
        TimePhrases.Past(call.Arguments.Required("period"), call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));

    private async Task<Answer> WorkedAsync(Call call, CancellationToken ct)
    {
        var read = await queries.FindAsync(call.Arguments.Required("incident"), ct);
        var person = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        await MustEnterHoursAsync(call, read.Value, person, ct);
        var span = await WorkedAtAsync(call, ct);
        var worked = new Responder(person.Id, span.Start, span.End);
        if (!read.Value.Covers(worked, call.Now)) throw Outside(read.Value);
        var edit = new IncidentEdit("incident worked", incident => incident.Worked(worked));
        return (await queries.PlanEditAsync(read, edit, Actor.Of(call), ct)).Answer;
    }

    private async Task<Answer> VoidAsync(Call call, CancellationToken ct)
    {
        var (read, reason) = (await queries.FindAsync(call.Arguments.Required("incident"), ct), call.Arguments.Required("text").Trim());
        await MustOwnAsync(call, read.Value, "mark it as a false alarm", ct);
        if (read.Value.Voided is not null) throw new RefusedException($"{read.Value.Id} is already marked as a false alarm.");
        var edit = new IncidentEdit("incident void", incident => incident.Void(reason, call.Now)) { Reason = reason };
        return (await queries.PlanEditAsync(read, edit, Actor.Of(call), ct)).Answer;
    }

    private async Task<Answer> UnvoidAsync(Call call, CancellationToken ct)
    {
        var read = await queries.FindAsync(call.Arguments.Required("incident"), ct);
        await MustOwnAsync(call, read.Value, "let it count again", ct);
        return (await queries.PlanEditAsync(read, new IncidentEdit("incident unvoid", incident => incident.Unvoid()), Actor.Of(call),
            ct)).Answer;
    }

    /// <summary>Whoever declares it may be anybody; that it counts for nothing is said by the service's teams.</summary>
    private async Task MustOwnAsync(Call call, Incident incident, string act, CancellationToken ct)
    {
        if (await chart.OwnsAsync(call.Caller, incident.Service, call.Now, ct)) return;
        var team = (await store.FindAsync<Service>(incident.Service, ct))?.Value.Team;
        throw new RefusedException($"Only {team}, its leads and admins can {act}. Ask one of them.") { Forbidden = true };
    }

    // The hours are paid, and nobody adjusts pay for themselves.
    private async Task MustEnterHoursAsync(Call call, Incident incident, Person person, CancellationToken ct)
    {
        var leads = new HashSet<string>();
        foreach (var team in await queries.TeamsAsync(incident, call.Now, ct))
            leads.UnionWith(await chart.Leads.OfTeamAsync(team, call.Now, ct));
        if (person.Id != call.Caller.Person
            && (leads.Contains(call.Caller.Person) || await chart.IsAdminAsync(call.Caller, call.Now, ct))) return;
        leads.Remove(person.Id);
        var names = (await chart.NamesAsync(leads, ct)).Values.Order(StringComparer.Ordinal).ToList();
        var ask = names.Count > 0 ? string.Join(" or ", names) : "an admin";
        var why = person.Id == call.Caller.Person ? "Nobody records their own hours"
            : $"Only leads of {incident.Service} can record when somebody responded";
        throw new RefusedException($"{why}. Ask {ask}, or enter your hours for your manager to approve: `pay add`") { Forbidden = true };
    }

    private static RefusedException Outside(Incident incident) => new(
        (incident.End is { } end ? (Text)$"{incident.Id} was open {Text.Span(incident.Began, end)}"
            : $"{incident.Id} is open since {incident.Began}")
            + $". Say times within that; work before or after it is entered by whoever did it: `pay add`")
    { Field = "period" };

    private async Task<Reply> FormAsync(Incident incident, DateTimeZone zone, CancellationToken ct)
    {
        var choices = await IncidentCommands.ChoicesAsync(store, ct);
        FormField Choice(string name, string label, string value) => new(name, label) { Value = value, Options = choices[name] };
        FormField Time(string name, string label, Instant? at) =>
            new(name, label)
            {
                Value = Shown(at, zone),
                Kind = FieldKind.Moment,
                Hint = at is null ? "yesterday 18:00" : null,
                Optional = true,
            };
        FormField Step(string name, string label, Instant? at) => Time(name, at is null ? label : $"{label} (or none)", at);
        return new Reply(Text.Bold($"Update {incident.Id}"))
        {
            Form = new Form("incident update", $"Update {incident.Id}",
            [
                new("incident", "Incident") { Value = incident.Id, Options = [new(incident.Id, incident.Id)] },
                new("title", "Title") { Value = incident.Title },
                Choice("severity", "Severity", IncidentWords.Say(incident.Severity)),
                Choice("cause", "Cause", IncidentWords.Say(incident.Cause)),
                new("release", "Release") { Value = incident.Release, Optional = true },
                new("impact", $"Impact{Unsaid(incident)}") { Value = Said(incident), Hint = "25%", Optional = true },
                Choice("noticed", "Noticed by", IncidentWords.Say(incident.NoticedBy)),
                Time("start", "Start", incident.Start), Time("detected", "Detected", incident.Detected),
                Step("acknowledged", "Acknowledged", incident.Acknowledged),
                Step("mitigated", "Mitigated", incident.Mitigated), Step("end", "End", incident.End),
                new("link", "Link") { Hint = "https://wiki.example.com/checkout-12", Optional = true },
            ]),
        };
    }

    private static string? Shown(Instant? at, DateTimeZone zone) =>
        at is { } moment ? Minutes.Format(moment.InZone(zone).LocalDateTime) : null;

    private static string Unsaid(Incident incident) => incident is { ImpactOf: { } severity, Impact: { } share }
        ? $" (empty: {PageWords.Users(share)}, as for every {IncidentWords.Say(severity)})" : "";

    // What nobody said, or not of all its times, stands in no form: typed, it is said, and stays whatever the severity becomes.
    private static string? Said(Incident incident) =>
        incident is { ImpactOf: null, Impact: { } share } && !incident.IsMixed() ? IncidentWords.Percent(share) : null;
}
