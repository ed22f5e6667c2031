using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>What is learned from incidents: who writes it down, and what is done about it.</summary>
public sealed class PostmortemCommands(IStore store, IncidentQueries queries, Postmortems postmortems, OrgChart chart) : ICommands
{
    private readonly OpenWork work = new(store, chart);
    private readonly PostmortemAsks asks = new(store, chart);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("incident", "postmortem <incident> [by <person>]", "Ask for a postmortem, assign it, or show it", AskAsync),
        new("incident", "postmortem action <incident> <person> <priority> due <period> to <text>",
            "Add an action that keeps it from happening again", ActionAsync)
        {
            ChoicesAsync = (_, _) => Task.FromResult(Choices),
            Kinds = new Dictionary<string, FieldKind> { ["period"] = FieldKind.Date },
            Reads = new() { { "priority", call => PriorityOf(call) }, { "period", DueAsync } },
        },
        new("incident", "postmortem done <incident> <number>", "Mark an action as done",
            (call, ct) => DoneAsync(call, call.Arguments.Required("incident"), call.Arguments.Required("number"), ct))
        { AtOnce = true },
        new("incident", "postmortem publish <incident> [at <link>]", "Publish it, with a link", PublishAsync)
        { Reads = new() { { "link", LinkOf } } },
        new("incident", "postmortem list", "Open postmortems and actions", ListAsync) { Looks = true },
    ];

    public IReadOnlyList<PressHandler> Presses =>
        [new("postmortem-done", (call, value, ct) =>
            ButtonValue.Read(ButtonSubject.Incident, value).Ids is [var service, var number, var action]
                ? DoneAsync(call, $"{service}-{number}", action, ct) : throw ButtonValue.NotUnderstood())];

    private static IReadOnlyDictionary<string, IReadOnlyList<FormOption>> Choices { get; } =
        new Dictionary<string, IReadOnlyList<FormOption>>
        {
            ["priority"] = [new("p0", "P0: cannot wait"), new("p1", "P1: next"), new("p2", "P2: planned"), new("p3", "P3: some day")],
        };

    private async Task<Answer> AskAsync(Call call, CancellationToken ct)
    {
        var incident = (await queries.FindAsync(call.Arguments.Required("incident"), ct)).Value;
        var read = await store.FindAsync<Postmortem>(Incident.DocumentId(incident.Service, incident.Number), ct);
        var owner = call.Arguments["person"] is { } named ? await chart.PersonAsync(named, ct) : null;
        if (read is null)
        {
            if (incident.Voided is not null)
                throw new RefusedException(
                    $"{incident.Id} is marked as a false alarm: it needs no postmortem. "
                        + $"If it was not one: `incident unvoid {incident.Id}`");
            var changes =
                owner is null
                    ? await asks.AskAsync(incident, null, Actor.Of(call), ct)
                    : await asks.AskAsync(incident, owner, null, Actor.Of(call), ct);
            if (changes.Select(change => change.Value).OfType<Postmortem>().FirstOrDefault() is not { } made)
                throw new RefusedException(
                    $"The team has no lead and nobody responded. Say who writes it: `incident postmortem {incident.Id} by <person>`")
                { Field = "person" };
            var name = await chart.NameAsync(made.Owner, ct);
            return new Plan(PostmortemReplies.Preview(made, name), PostmortemReplies.Done(made, name),
                changes)
            { Act = "Ask for postmortem" };
        }

        if (owner is null || owner.Id == read.Value.Owner)
            return PostmortemReplies.Shown(incident, read.Value, await NamesAsync(read.Value, ct));
        await MustOwnAsync(call, read.Value, "assign it to somebody else", ct);
        if (!read.Value.Open)
            throw new RefusedException(
                $"The postmortem of {incident.Id} is already published.")
            { Field = "person" };
        var given = read.Value with { Owner = owner.Id };
        return new Plan(PostmortemReplies.Preview(given, owner.Name), PostmortemReplies.Done(given, owner.Name),
        [
            .. Postmortems.Writes(read, given, "incident postmortem", $"owner {owner.Id}", Actor.Of(call)),
            Delivery.Say(new Delivery(call.Now, MessageKind.Incident, Address.Person(owner.Id), PostmortemReplies.Yours(incident, given)),
                $"postmortem/{incident.Id}/{owner.Id}"),
        ])
        { Act = "Assign postmortem" };
    }

    private static ActionPriority PriorityOf(Call call) =>
        IncidentWords.Read<ActionPriority>("priority", call.Arguments.Required("priority"));

    private async Task<LocalDate> DueAsync(Call call, CancellationToken ct)
    {
        var (said, zone) = (call.Arguments.Required("period"), await chart.ZoneAsync(call.Caller.Person, ct));
        var due = TimePhrases.Period(said, call.AskedAt, zone).End.Minus(Duration.Epsilon).InZone(zone).Date;
        return due >= call.AskedAt.InZone(zone).Date ? due
            : throw new RefusedException($"'{said}' has passed. Give a later day.") { Field = "period" };
    }

    private async Task<Answer> ActionAsync(Call call, CancellationToken ct)
    {
        var (incident, read) = await ReadAsync(call, ct);
        await MustOwnAsync(call, read.Value, "add to it", ct);
        var person = await chart.PersonAsync(call.Arguments.Required("person"), ct);
        var due = await DueAsync(call, ct);
        var action =
            new PostmortemAction(read.Value.Actions.Count + 1, call.Arguments.Required("text").Trim(), person.Id,
                PriorityOf(call), due);
        var said = PostmortemReplies.Action(incident, read.Value, action);
        return new Plan(PostmortemReplies.ActionPreview(read.Value, action, person.Name, done: false),
            PostmortemReplies.ActionPreview(read.Value, action, person.Name, done: true),
        [
            .. Postmortems.Writes(read, read.Value with { Actions = [.. read.Value.Actions, action] }, "incident postmortem action",
                $"{action.Number}: {action.Priority} {action.Person} {due:uuuu-MM-dd}", Actor.Of(call)),
            .. person.Id == call.Caller.Person
                ? [] : new[] { Delivery.Say(new Delivery(call.Now, MessageKind.Incident, Address.Person(person.Id), said),
                    FormattableString.Invariant($"postmortem/{incident.Id}/action/{action.Number}")) },
        ])
        { Act = "Add action" };
    }

    private async Task<Answer> DoneAsync(Call call, string named, string number, CancellationToken ct)
    {
        var incident = (await queries.FindAsync(named, ct)).Value;
        var read = await postmortems.ForAsync(incident, ct);
        var action =
            int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var counted)
                ? read.Value.Actions.FirstOrDefault(one => one.Number == counted) : null;
        if (action is null)
            throw new RefusedException(
                $"The postmortem of {incident.Id} has no action {number}. See all: `incident postmortem {incident.Id}`")
            {
                Field = "number",
                Missing = true,
            };
        if (action.Person != call.Caller.Person) await MustOwnAsync(call, read.Value, "mark the actions of others as done", ct);
        if (action.DoneAt is not null) return new Reply($"Action {number} of {incident.Id} is already done. Nothing to do.");
        var after =
            read.Value with { Actions = [.. read.Value.Actions.Select(one => one == action ? one with { DoneAt = call.Now } : one)] };
        var done = PostmortemReplies.ActionDone(after, action);
        return new Plan(done, done,
            Postmortems.Writes(read, after, "incident postmortem done", $"{action.Number}", Actor.Of(call)))
        { AtOnce = true };
    }

    private static string? LinkOf(Call call) => call.Arguments["link"] is not { } link ? null
        : Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? link
        : throw new RefusedException($"'{link}' is no link. Give an address that begins with https://.") { Field = "link" };

    private async Task<Answer> PublishAsync(Call call, CancellationToken ct)
    {
        var (incident, read) = await ReadAsync(call, ct);
        await MustOwnAsync(call, read.Value, "publish it", ct);
        if (read.Value.Unready is { } unready) throw new RefusedException(unready);
        if (!read.Value.Open) throw new RefusedException($"The postmortem of {incident.Id} is already published.");
        var link = LinkOf(call);
        var published = read.Value with { Published = call.Now, Link = link };
        var names = await NamesAsync(published, ct);
        return new Plan(PostmortemReplies.PublishPreview(published), PostmortemReplies.Published(incident, published, names),
        [
            .. Postmortems.Writes(read, published, "incident postmortem publish", link ?? "published", Actor.Of(call)),
            .. await postmortems.ToChannelAsync(incident.Service,
                PostmortemReplies.Published(incident, published, names) with { Audience = Audience.Everyone }, call.Now,
                $"postmortem/{incident.Id}/published", ct),
        ])
        { Act = "Publish postmortem" };
    }

    private async Task<Answer> ListAsync(Call call, CancellationToken ct)
    {
        var open = await work.PostmortemsAsync(ct);
        return PostmortemReplies.List(open, await chart.NamesAsync(open.SelectMany(People), ct));
    }

    private async Task<(Incident Incident, Stored<Postmortem> Read)> ReadAsync(Call call, CancellationToken ct)
    {
        var incident = (await queries.FindAsync(call.Arguments.Required("incident"), ct)).Value;
        return (incident, await postmortems.ForAsync(incident, ct));
    }

    private async Task MustOwnAsync(Call call, Postmortem postmortem, string act, CancellationToken ct)
    {
        if (postmortem.Owner == call.Caller.Person || await chart.OwnsAsync(call.Caller, postmortem.Service, call.Now, ct)) return;
        throw new RefusedException(
            $"Only its author {await chart.WhoAsync(postmortem.Owner, ct)} and the team can {act}.")
        { Forbidden = true };
    }

    private Task<IReadOnlyDictionary<string, string>> NamesAsync(Postmortem postmortem, CancellationToken ct) =>
        chart.NamesAsync(People(postmortem), ct);

    private static IEnumerable<string> People(Postmortem postmortem) =>
        postmortem.Actions.Select(action => action.Person).Append(postmortem.Owner);
}
