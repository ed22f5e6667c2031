using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>
/// What is said while something is broken: declare, acknowledge, resolve, note. Each is done at once,
/// without a preview: every one of them can be taken back, and none of them may wait.
/// </summary>
public sealed class IncidentCommands(IStore store, IncidentQueries queries, OrgChart chart, PublicPresses presses) : ICommands
{
    private readonly OpenWork work = new(store, chart);
    private readonly PageStory story = new(store, chart);

    private static readonly Duration Recent = Duration.FromDays(7);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("incident",
            "declare <service> <title> <severity> [release <release>] [cause <cause>] [impact <impact>] [noticed <noticed>] [started " +
                "<started>]",
            "Declare an incident, now or since an earlier time", DeclareAsync)
        {
            AtOnce = true,
            ChoicesAsync = (_, ct) => ChoicesAsync(store, ct),
            Reads = new()
            {
                { "title", TitleAsync },
                { "severity", call => IncidentReads.SeverityOf(call) },
                { "cause", call => IncidentReads.CauseOf(call) },
                { "impact", call => IncidentReads.ImpactOf(call) },
                { "noticed", call => IncidentReads.NoticedOf(call) },
                { "started", (call, ct) => TimeAsync(call, "started", ct) },
            },
        },
        new("incident", "list [<service>] [in <period>]", "Open incidents, and those of the last 7 days", ListAsync)
        {
            Looks = true,
            ChoicesAsync = (_, ct) => ChoicesAsync(store, ct),
        },
        new("incident", "show <incident>", "Everything about one incident", ShowAsync) { Looks = true },
        new("incident", "ack <incident>", "Respond to it: your callout begins", (call, ct) => AcknowledgeAsync(call, Named(call), ct))
        { AtOnce = true },
        new("incident", "leave <incident>", "Stop responding while others continue", LeaveAsync) { AtOnce = true },
        new("incident", "resolve <incident> [at <when>]", "Resolve it, now or at an earlier time",
            (call, ct) => ResolveAsync(call, Named(call), ct))
        {
            AtOnce = true,
            Reads = new() { { "when", (call, ct) => TimeAsync(call, "when", ct) } },
        },
        new("incident", "reopen <incident>", "Open it again", (call, ct) => ReopenAsync(call, Named(call), ct)) { AtOnce = true },
        new("incident", "note <incident> <text>", "Add a note", NoteAsync) { AtOnce = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("incident-ack", (call, value, ct) => PressedAsync(call, value, "incident ack", AcknowledgeAsync, ct)),
        new("incident-resolve", (call, value, ct) => PressedAsync(call, value, "incident resolve", ResolveAsync, ct)),
        new("incident-reopen", (call, value, ct) => PressedAsync(call, value, "incident reopen", ReopenAsync, ct)),
    ];

    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<FormOption>>> ChoicesAsync(IStore store, CancellationToken ct) =>
        new Dictionary<string, IReadOnlyList<FormOption>>
        {
            ["service"] = [.. (await store.ListAsync<Service>(IdRange.All, ct)).Where(service => !service.Value.Retired)
                .Select(service => new FormOption(service.Id, service.Id))],
            ["severity"] = IncidentWords.Options<Severity>(),
            ["cause"] = IncidentWords.Options<Cause>(),
            ["noticed"] = IncidentWords.Options<NoticedBy>(),
        };

    // "checkout is slow" is said in one breath, of which the service's name is the subject.
    private static string Titled(string service, string title) =>
        title.Split(' ', 2) is ["is" or "are" or "has" or "was" or "cannot" or "does" or "keeps" or "returns" or "throws", _]
            ? $"{service} {title}" : title;

    private async Task<string> TitleAsync(Call call, CancellationToken ct)
    {
        var title = call.Arguments.Required("title").Trim().TrimEnd(',', ';', ':').TrimEnd();
        await ReportedText.MustBeNowAsync(store, title, "title", $"incident declare {call.Arguments["service"] ?? "<service>"}", ct);
        return title;
    }

    private async Task<Instant?> TimeAsync(Call call, string argument, CancellationToken ct)
    {
        var said = IncidentReads.TimeOf(call, argument, await chart.ZoneAsync(call.Caller.Person, ct));
        return said is { } at && at > call.Now
            ? throw new RefusedException($"{at} is in the future. Say when it was.") { Field = argument } : said;
    }

    private async Task<Answer> DeclareAsync(Call call, CancellationToken ct)
    {
        var (arguments, now) = (call.Arguments, call.Now.ToWholeSeconds());
        var service = await chart.ServiceAsync(arguments.Required("service"), ct);
        var title = await TitleAsync(call, ct);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        var start = await TimeAsync(call, "started", ct) ?? now;
        // "Slow since 9am" says when it began; a time that cannot be read stays in the title.
        if (arguments["started"] is null && ReportedText.Since().Match(title) is { Success: true } since
            && (PastTime.Find(since.Groups["when"].Value, call.AskedAt, zone)
                ?? PastTime.Find($"{since.Groups["when"].Value} ago", call.AskedAt, zone)) is { } began)
            (title, start) = (since.Groups["title"].Value, began);
        var draft =
            new Incident(service.Id, 0, Titled(service.Id, title),
                IncidentReads.SeverityOf(call)!.Value, start, null)
            {
                Cause = IncidentReads.CauseOf(call) ?? (arguments["release"] is null ? Cause.Other : Cause.Release),
                Release = arguments["release"],
                Impact = IncidentReads.ImpactOf(call),
                NoticedBy = IncidentReads.NoticedOf(call) ?? NoticedBy.Team,
                Detected = now,
                By = call.Caller.Person,
                At = now,
            };
        if (draft.Impact is null) draft = draft.WithoutImpact();
        return (await queries.PlanDeclareAsync(draft, By(call), ct)).Plan with { AtOnce = true };
    }

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var service = call.Arguments["service"] is { } named ? (await chart.ServiceAsync(named, ct)).Id : null;
        if (call.Arguments["period"] is { } period)
        {
            var span = TimePhrases.Period(period, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));
            return IncidentListReplies.Of(await queries.BetweenAsync(service, span.Start, span.End, ct), service, period);
        }

        var open =
            (await work.IncidentsAsync(ct)).Select(stored => stored.Value)
                .Where(incident => (service ?? incident.Service) == incident.Service)
                .ToList();
        var recent =
            (await queries.BetweenAsync(service, call.Now - Recent, null, ct))
                .Where(incident => !incident.Open && incident.MergedInto is null);
        return IncidentListReplies.Open([.. open, .. recent.Reverse()], service, "7 days");
    }

    private async Task<Answer> ShowAsync(Call call, CancellationToken ct)
    {
        var incident = (await queries.FindAsync(Named(call), ct)).Value;
        var facts = await queries.FactsAsync(incident, incident, new Actor(incident.By, "", call.Now, call.Now), null, ct);
        var runbooks = await chart.FindServiceAsync(incident.Service, ct) is { } service
            ? await queries.RunbooksAsync(incident, service, ct) : [];
        var shown = IncidentReplies.Shown(facts, call.Caller.Person, runbooks);
        var id = Incident.DocumentId(incident.Service, incident.Number);
        var zone = await chart.ZoneAsync(call.Caller.Person, ct);
        shown = shown with
        {
            Fields = [.. shown.Fields, .. await story.ReachedAsync(id, ct), .. await story.CoursesAsync(incident, zone, ct)],
            Actions = [.. shown.Actions, .. IncidentMergeReplies.Buttons(incident, await queries.OpenAsync(incident.Service, ct))],
        };
        // Whoever asks by the old number is told why they read of another one.
        var named = Named(call).Trim().ToLowerInvariant();
        return incident.Merged.Any(part => part.Id == named)
            ? shown with { Text = Text.Lines($"{named} was merged into {incident.Id}.", shown.Text) } : shown;
    }

    private async Task<Answer> PressedAsync(
        Call call, string value, string action, Func<Call, string, CancellationToken, Task<Answer>> actAsync, CancellationToken ct)
    {
        var named = Pressed(value);
        var answer = await actAsync(call, named, ct);
        return answer is not Plan ? answer : await presses.AskBackAsync(answer, call, (await queries.FindAsync(named, ct)).Id,
            incident => IncidentReplies.Question(action, incident), ct);
    }

    private Task<Answer> AcknowledgeAsync(Call call, string named, CancellationToken ct) =>
        StepAsync(call, named, "incident ack", incident =>
            incident.WorksNow(call.Caller.Person)
                ? throw new RefusedException($"You are already responding to {incident.Id}. To stop: `incident leave {incident.Id}`")
            : incident.Open ? incident.Acknowledge(call.Caller.Person, call.Now.ToWholeSeconds())
            : throw Over(incident, "Nothing to acknowledge."), ct);

    private async Task<Answer> ResolveAsync(Call call, string named, CancellationToken ct)
    {
        var at = await TimeAsync(call, "when", ct);
        return await StepAsync(call, named, "incident resolve", incident => incident.Open
            ? incident.Resolve(at ?? Instant.Max(call.Now.ToWholeSeconds(), incident.Start), call.Now.ToWholeSeconds())
            : throw Over(incident, $"To change when it ended: `incident update {incident.Id} end <when>`."), ct);
    }

    private Task<Answer> ReopenAsync(Call call, string named, CancellationToken ct) => StepAsync(call, named, "incident reopen", incident =>
        incident.Voided is not null
            ? throw new RefusedException($"{incident.Id} is marked as a false alarm. If it was not one: `incident unvoid {incident.Id}`")
        : incident.Open ? throw new RefusedException($"{incident.Id} is already open.")
        : incident.Reopen(), ct);

    private Task<Answer> LeaveAsync(Call call, CancellationToken ct) => StepAsync(call, Named(call), "incident leave", incident =>
        incident.WorksNow(call.Caller.Person) ? incident.Leave(call.Caller.Person, call.Now.ToWholeSeconds())
        : throw new RefusedException($"You are not responding to {incident.Id}. To respond: `incident ack {incident.Id}`"), ct);

    private Task<Answer> NoteAsync(Call call, CancellationToken ct) => StepAsync(call, Named(call), "incident note", incident =>
        incident with
        {
            Notes = [.. incident.Notes,
                new IncidentNote(call.Caller.Person, call.Now.ToWholeSeconds(), call.Arguments.Required("text").Trim())],
        }, ct);

    private async Task<Answer> StepAsync(Call call, string named, string action, Func<Incident, Incident> step, CancellationToken ct) =>
        (await queries.PlanEditAsync(await queries.FindAsync(named, ct), new IncidentEdit(action, step), By(call), ct)).Answer is var answer
            && answer is Plan plan ? plan with { AtOnce = true } : answer;

    private static RefusedException Over(Incident incident, string next) => new(incident.Voided is null
        ? $"{incident.Id} is already resolved. {next} Still broken? `incident reopen {incident.Id}`"
        : $"{incident.Id} is marked as a false alarm. If it was not one: `incident unvoid {incident.Id}`");

    private static string Named(Call call) => call.Arguments.Required("incident");

    private static string Pressed(string value) =>
        ButtonValue.Read(ButtonSubject.Incident, value).Ids is [var service, var number, ..] ? $"{service}-{number}" : value;

    private static Actor By(Call call) => Actor.Of(call) with { Now = call.Now.ToWholeSeconds() };
}
