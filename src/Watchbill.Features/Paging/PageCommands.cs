using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What people say about pages. All of it is done at once: none of it may wait, and all of it can be taken back.</summary>
public sealed class PageCommands(
    IStore store, PageActions pages, PageDrills drills, OrgChart chart, HandoffDesk handoffs, PublicPresses presses) : ICommands
{
    // A page waits for nobody.
    public IReadOnlyList<Verb> Verbs => [.. Said.Select(verb => verb with { AtOnce = true })];

    private IReadOnlyList<Verb> Said =>
    [
        new("oncall", "page <subject> <text>",
            "Page a person or the on-call of a service, rotation or team; sev2 unless said", PageAsync)
        {
            Kinds = Paged,
            Reads = new()
            {
                { "subject", (call, ct) => WishAsync(Subject(call), "", Severity.Sev2, ct) },
                { "text", TextAsync },
            },
        },
        new("oncall", "page drill <subject>", "Page a rotation or person as a drill: how long it takes is measured",
            async (call, ct) =>
                await drills.PlanAsync(call.Arguments.Required("subject").TrimStart('@').ToLowerInvariant(), Actor.Of(call), ct))
        { Kinds = Paged },
        new("oncall", "ack [<subject>]", "Acknowledge the page or the handoff that waits for you", AcknowledgeAsync)
        { Kinds = new Dictionary<string, FieldKind> { ["subject"] = FieldKind.Incident | FieldKind.Service | FieldKind.Rotation } },
        new("oncall", "escalate <incident>", "Page the next level now", (call, ct) => OnAsync(call, Named(call), EscalateAsync, ct)),
        new("oncall", "snooze <incident> <length>", "Acknowledge it, and be paged again later", SnoozeAsync)
        { Reads = new() { { "length", UntilAsync } } },
        new("oncall", "giveback <incident>", "Open its page again: whoever is on call is paged",
            (call, ct) => OnAsync(call, Named(call), GiveBackAsync, ct)),
    ];

    private static IReadOnlyDictionary<string, FieldKind> Paged { get; } = new Dictionary<string, FieldKind>
    {
        ["subject"] = FieldKind.Service | FieldKind.Rotation | FieldKind.Team | FieldKind.Person,
    };

    public IReadOnlyList<PressHandler> Presses =>
    [
        Press("page-ack", TakeAsync),
        Press("page-escalate", EscalateAsync),
        Press("page-take", (page, call, ct) => pages.TakeAsync(page, call.Caller.Person, Actor.Of(call), ct)),
        Press("page-giveback", GiveBackAsync),
    ];

    public IReadOnlyList<HomePart> Home => [new(HomePlace.Pages, MineAsync)];

    private async Task<Answer> PageAsync(Call call, CancellationToken ct)
    {
        var (text, severity) = await TextAsync(call, ct);
        var wish = await WishAsync(Subject(call), text, severity, ct);
        return (await pages.PlanOpenAsync(wish, Actor.Of(call), ct)).Plan with { AtOnce = true };
    }

    private static string Subject(Call call) => (call.Arguments["subject"] ?? "").TrimStart('@').ToLowerInvariant();

    private async Task<PageWish> WishAsync(string subject, string text, Severity severity, CancellationToken ct) =>
        await chart.FindServiceAsync(subject, ct) is { Retired: false } service ? new PageWish(service.Id, null, null, text, severity)
            : await store.FindAsync<Rotations.Rotation>(subject, ct) is { Value.Retired: false }
                ? new PageWish(null, subject, null, text, severity)
            : await store.FindAsync<Person>(subject, ct) is { Value.Retired: false }
                ? new PageWish(null, null, subject, text, severity)
            : new PageWish(null, await RotationOfAsync(subject, ct), null, text, severity);

    private async Task<(string Text, Severity Severity)> TextAsync(Call call, CancellationToken ct)
    {
        var text = PageText.WithoutOnCall(call.Arguments.Required("text"));
        await ReportedText.MustBeNowAsync(store, text, "text", $"page {Subject(call)}", ct);
        return PageText.Read(text);
    }

    // "page network", which is a team: the rotation that answers for it.
    private async Task<string> RotationOfAsync(string team, CancellationToken ct)
    {
        if (await store.FindAsync<Team>(team, ct) is not { Value.Retired: false }) throw await UnknownAsync(team, ct);
        return (await chart.Responsibilities.ReadAsync(ct)).OfTeam(team) switch
        {
            [] => throw new RefusedException($"{team} has no rotation, so nobody is on call for it. Nobody was paged.")
            {
                Field = "subject",
            },
            [var only] => only.Id,
            var several => throw new RefusedException(
                $"{team} has several rotations: {string.Join(", ", several.Select(one => one.Id))}. Page one of them. Nobody was paged.")
            {
                Field = "subject",
            },
        };
    }

    private async Task<RefusedException> UnknownAsync(string subject, CancellationToken ct)
    {
        List<string> known =
        [
            .. (await store.ListAsync<Service>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
            .. (await store.ListAsync<Rotations.Rotation>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
            .. (await store.ListAsync<Team>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
            .. (await store.ListAsync<Person>(IdRange.All, ct)).Where(one => !one.Value.Retired).Select(one => one.Id),
        ];
        var meant = Nearest.To(subject, known) is { } near ? $" Did you mean `{near}`?" : "";
        return new($"No service, rotation, team or person `{subject}`.{meant} Nobody was paged.")
        {
            Field = "subject",
            Missing = true,
        };
    }

    private async Task<Answer> AcknowledgeAsync(Call call, CancellationToken ct)
    {
        if (call.Arguments["subject"] is { } named)
        {
            var calling = (await pages.CallingAsync(call.Caller.Person, call.Now, ct))
                .Where(page => named.Equals(page.Value.Rotation, StringComparison.OrdinalIgnoreCase)).ToList();
            if (calling.Count > 0) return calling is [var one] ? await TakeAsync(one, call, ct) : await WhichAsync(calling, ct);
            return await store.FindAsync<Rotations.Rotation>(named.ToLowerInvariant(), ct) is null
                || await chart.FindServiceAsync(named.ToLowerInvariant(), ct) is not null
                ? await OnAsync(call, named, TakeAsync, ct) : await handoffs.AcknowledgeAsync(call, named, ct);
        }

        return await pages.CallingAsync(call.Caller.Person, call.Now, ct) switch
        {
            [] => await NobodysAsync(call, ct) ?? await HandoffAsync(call, ct),
            [var only] => await TakeAsync(only, call, ct),
            var several => await WhichAsync(several, ct),
        };
    }

    // While a page that nobody has waits beside a handoff, "ack" may mean either: whoever has the one must not believe to have the other.
    private async Task<Answer?> NobodysAsync(Call call, CancellationToken ct)
    {
        var nobodys = await WorstFirstAsync((await pages.OpenAsync(ct)).Where(page => page.Value is { IsOpen: true, IsDrill: false }), ct);
        return nobodys.Count > 0 && await handoffs.WaitingAsync(call.Caller.Person, ct) is [var rotation, ..]
            ? new Reply(AckReplies.CallNobody(nobodys, rotation)) : null;
    }

    // Where no handoff waits either, the page that called them is what they mean: they read who has it.
    private async Task<Answer> HandoffAsync(Call call, CancellationToken ct)
    {
        try
        {
            return await handoffs.AcknowledgeAsync(call, null, ct);
        }
        catch (RefusedException)
        {
            var person = call.Caller.Person;
            var called = (await pages.OpenAsync(ct)).Where(page => page.Value.By == person
                || page.Value.Taken.Any(step => step.People.Contains(person))).ToList();
            if (called is [var only]) return await TakeAsync(only, call, ct);
            var nobodys = await WorstFirstAsync((await pages.OpenAsync(ct)).Where(page => page.Value.IsOpen), ct);
            if (nobodys.Count == 0) throw;
            throw new RefusedException(AckReplies.CallNobody(nobodys, handoff: null));
        }
    }

    private async Task<Reply> WhichAsync(IReadOnlyList<Stored<Page>> several, CancellationToken ct) =>
        AckReplies.Which(await WorstFirstAsync(several, ct));

    // At night the first one is pressed. Drills come last.
    private async Task<IReadOnlyList<(Page Page, Incident? Incident)>> WorstFirstAsync(
        IEnumerable<Stored<Page>> several, CancellationToken ct)
    {
        var known = new List<(Page Page, Incident? Incident)>();
        foreach (var page in several) known.Add((page.Value, (await store.FindAsync<Incident>(page.Id, ct))?.Value));
        return [.. known.OrderBy(one => one.Incident is null).ThenBy(one => one.Incident?.Severity).ThenBy(one => one.Page.OpenedAt)];
    }

    private async Task<Instant> UntilAsync(Call call, CancellationToken ct)
    {
        var length = call.Arguments.Required("length").Trim();
        var said = length.StartsWith("for ", StringComparison.OrdinalIgnoreCase)
            || length.StartsWith("until ", StringComparison.OrdinalIgnoreCase) ? length : $"for {length}";
        return TimePhrases.Period(said, call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct)).End;
    }

    private async Task<Answer> SnoozeAsync(Call call, CancellationToken ct)
    {
        var until = await UntilAsync(call, ct);
        return await OnAsync(call, Named(call),
            (page, asked, token) => pages.SnoozeAsync(page, asked.Caller.Person, until, Actor.Of(asked), token), ct);
    }

    private async Task<Answer> OnAsync(
        Call call, string named, Func<Stored<Page>, Call, CancellationToken, Task<Answer>> actAsync, CancellationToken ct) =>
        await actAsync(await pages.FindAsync(named, ct), call, ct);

    private PressHandler Press(string action, Func<Stored<Page>, Call, CancellationToken, Task<Answer>> actAsync) =>
        new(action, async (call, value, ct) =>
        {
            var page = await pages.FindAsync(Pressed(value), ct);
            if (PageReplies.IsOver(page.Value, value))
                return new Reply(Text.Bold($"{page.Value.Id} has gone to the next level already.")
                    + $" Further: `escalate {page.Value.Id}`");
            var answer = await actAsync(page, call, ct);
            if (answer is not Plan plan) return answer;
            var holder = page.Value.By is { } by ? await chart.NameAsync(by, ct) : null;
            return await presses.AskBackAsync(plan with { Act = PageReplies.Act(action) }, call, page.Id,
                named => PageReplies.Question(action, named, holder), ct);
        });

    private Task<Answer> TakeAsync(Stored<Page> page, Call call, CancellationToken ct) =>
        pages.AcknowledgeAsync(page, call.Caller.Person, Actor.Of(call), Contacts.Chat, ct);

    private Task<Answer> EscalateAsync(Stored<Page> page, Call call, CancellationToken ct) =>
        pages.EscalateAsync(page, call.Caller.Person, Actor.Of(call), ct);

    private Task<Answer> GiveBackAsync(Stored<Page> page, Call call, CancellationToken ct) =>
        pages.GiveBackAsync(page, call.Caller.Person, Actor.Of(call), ct);

    // What calls somebody right now stands before all else.
    private async Task<Reply?> MineAsync(Call call, CancellationToken ct)
    {
        var mine = await pages.CallingAsync(call.Caller.Person, call.Now, ct);
        return mine.Count == 0 ? null : AckReplies.Home(await WorstFirstAsync(mine, ct));
    }

    private static string Named(Call call) => call.Arguments.Required("incident");

    internal static string Pressed(string value) => ButtonValue.Read(ButtonSubject.Incident, value).Ids is [var service, var number, ..]
        ? $"{service}-{number}" : throw ButtonValue.NotUnderstood();
}
