using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What is to be paged: exactly one of the three.</summary>
public sealed record PageWish(string? Service, string? Rotation, string? Person, string Text, Severity Severity);

/// <summary>Works out what people do with pages, for the commands and the API. Anybody of the organisation may do all of it.</summary>
public sealed class PageActions(IStore store, OrgChart chart, IncidentDesk incidents, PageSurroundings surroundings)
{
    /// <summary>The page of an incident, named as incidents are.</summary>
    /// <exception cref="RefusedException">There is no such incident, or nobody was paged for it.</exception>
    public async Task<Stored<Page>> FindAsync(string named, CancellationToken ct)
    {
        named = named.Trim().TrimEnd('?', '!', '.');
        if (Incident.Named(named.ToLowerInvariant()) is (Page.Drill, var number)
            && await store.FindAsync<Page>(Incident.DocumentId(Page.Drill, number), ct) is { } drill) return drill;
        var incident = await incidents.FindAsync(named, ct);
        return await store.FindAsync<Page>(incident.Id, ct)
            ?? throw new RefusedException(
                $"Nobody was paged for {incident.Value.Id}. To respond: `incident ack {incident.Value.Id}`")
            {
                Field = "incident",
                Missing = true,
            };
    }

    /// <summary>Pages that are not over, oldest first.</summary>
    public async Task<IReadOnlyList<Stored<Page>>> OpenAsync(CancellationToken ct)
    {
        var pages = new List<Stored<Page>>();
        foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
            if (await store.FindAsync<Page>(open.Id, ct) is { } page && page.Value.State != PageState.Resolved) pages.Add(page);
        return [.. pages.OrderBy(page => page.Value.OpenedAt)];
    }

    /// <summary>
    /// Open pages that call somebody, oldest first: also one that was opened a moment ago, whose first step nobody has taken yet.
    /// </summary>
    public async Task<IReadOnlyList<Stored<Page>>> CallingAsync(string person, Instant now, CancellationToken ct)
    {
        var calling = new List<Stored<Page>>();
        foreach (var read in (await OpenAsync(ct)).Where(read => read.Value.IsOpen))
        {
            var page = read.Value.Due <= now ? await ByNowAsync(read.Value, now, ct) : read.Value;
            if (page.Taken.Any(step => step.Round >= page.FirstRound && step.People.Contains(person))) calling.Add(read);
        }

        return calling;
    }

    /// <summary>A page as it is once what is due has been done; nothing is saved.</summary>
    internal async Task<Page> ByNowAsync(Page page, Instant now, CancellationToken ct)
    {
        var (following, around) = await surroundings.AroundAsync(page, now, ct);
        return PageCourse.Advance(following, around);
    }

    /// <summary>Whom a page calls next; null: nobody.</summary>
    internal async Task<TakenStep?> AheadAsync(Page page, Instant now, CancellationToken ct)
    {
        var (following, around) = await surroundings.AroundAsync(page, now, ct);
        return PageCourse.Ahead(following, around);
    }

    /// <summary>Declares the incident whose page calls a service, a rotation or a person.</summary>
    public async Task<(Plan Plan, Incident Made)> PlanOpenAsync(PageWish wish, Actor by, CancellationToken ct)
    {
        var rotation = wish.Rotation is { } named ? await chart.RotationAsync(named, ct) : null;
        var person = wish.Person is { } one ? await chart.PersonAsync(one, ct) : null;
        var draft = new Incident(wish.Service ?? Incident.NoService, 0, wish.Text.Trim(), wish.Severity, by.Now, null)
        {
            Detected = by.Now,
            Impact = wish.Service is null ? 0 : null,
            By = by.Id,
            At = by.Now,
        };
        var (plan, made) = await incidents.DeclareAsync(wish.Service is null ? draft : draft.WithoutImpact(), by, ct);
        var severity = made.Severity.ToString().ToLowerInvariant();
        var opened = plan.Writes.Select(change => change.Value).OfType<Page>().FirstOrDefault()
            ?? throw new RefusedException($"{severity} pages nobody. Say a severity that does, such as sev3. Nobody was paged.")
            { Field = "severity" };
        if (wish.Service is not null) return (plan, made);
        var page = opened with { Rotation = rotation?.Id, Person = person?.Id };
        var reply = PageReplies.Opened(made, page, person?.Name, by.Id, await incidents.StartAsync(page, by.Now, ct));
        return (plan with
        {
            Preview = reply,
            Done = reply,
            Writes = [.. plan.Writes.Select(change => change.Value is Page ? change with { Value = page } : change)],
        }, made);
    }

    /// <summary>The same by the link in a message.</summary>
    public async Task<Answer> AcknowledgeAsync(AnswerLink link, Actor by, CancellationToken ct) =>
        await store.FindAsync<Page>(link.Page, ct) is not { } read ? new Reply("This page is not kept any more.")
        : read.Value.IsOpen && link.IsSpent(read.Value) ? throw new RefusedException(PageReplies.Spent(read.Value))
        : await AcknowledgeAsync(read, link.Person, by, link.Method, ct);

    /// <summary>Somebody has it: their callout begins. Where somebody else has it already they are told who, and nothing changes.</summary>
    public async Task<Answer> AcknowledgeAsync(
        Stored<Page> read, string person, Actor by, string? method, CancellationToken ct)
    {
        var page = read.Value;
        if (page is { State: PageState.Acknowledged, By: { } first })
            return new Reply(Text.Bold($"{(first == person ? "You have" : (Text)$"{await WhoAsync(first, ct)} has")} {page.Id} already,")
                + $" since {page.AcknowledgedAt!.Value:time}."
                + (first == person ? Text.Empty : (Text)$" To help: `incident ack {page.Id}`"));

        if (page.State == PageState.Resolved) return new Reply(Text.Bold($"{page.Id} is resolved.") + " Nothing to do.");
        if (page.IsDrill) return await EndDrillAsync(read, person, method, by, ct);
        return await ChangeAsync(read, new("incident ack", one => one.Acknowledge(person, by.Now).AnsweredBy(person, method, by.Now),
            new Reply(Text.Bold($"You have {page.Id}.")
                + $" Your callout ends when it is resolved. Give it back with: `giveback {page.Id}`")
            {
                Actions = PageReplies.Mine(page),
                Supersedes = Supersedes.OwnMessage,
            })
        {
            Worker = person,
            Said = await AnsweredAsync(person, method, by.Now, ct),
        }, by, ct);
    }

    private async Task<Answer> EndDrillAsync(Stored<Page> read, string person, string? method, Actor by, CancellationToken ct)
    {
        var page = read.Value;
        var took = LengthWords.Of(by.Now - page.OpenedAt);
        var told = page.Events[0].Person is { } asked && asked != person ? [Delivery.Say(
            new Delivery(by.Now, MessageKind.Page, Address.Person(asked),
                new Reply(Text.Bold($"{await WhoAsync(person, ct)} acknowledged {page.Id} after {took}")
                    + (method is null ? "." : $", by {method}."))), $"page/{page.DocumentId}/drilled")] : Array.Empty<Write>();
        return await ChangeAsync(read,
            new("oncall ack", one => one.Acknowledge(person, by.Now).AnsweredBy(person, method, by.Now).EndedDrill(by.Now),
                new Reply(Text.Bold($"DRILL: you acknowledged {page.Id} after {took}.") + " Nothing is broken.")
                { Supersedes = Supersedes.OwnMessage })
            { Said = [.. told, .. await AnsweredAsync(person, method, by.Now, ct)] }, by, ct);
    }

    /// <summary>Somebody takes it from who has it, whose callout ends with that and who is told.</summary>
    public async Task<Answer> TakeAsync(Stored<Page> read, string person, Actor by, CancellationToken ct)
    {
        var page = Live(read.Value);
        if (page.By is not { } before || before == person) return await AcknowledgeAsync(read, person, by, Contacts.Chat, ct);
        var taken = new Reply(Text.Bold($"{await WhoAsync(person, ct)} took {page.Id} over from you.") + " Your callout has ended.");
        return await ChangeAsync(read, new("incident ack", one => one.TakeOver(person, by.Now),
            new Reply(Text.Bold($"You have {page.Id} now,")
                + $" and {await WhoAsync(before, ct)} is told. Give it back with: `giveback {page.Id}`")
            {
                Actions = PageReplies.Mine(page),
            })
        {
            Worker = person,
            Leaver = before,
            Said = PageEdit.ToHolder(page, person, taken, by.Now),
        }, by, ct);
    }

    /// <summary>Somebody has it, and wants to hear of it again later.</summary>
    /// <exception cref="RefusedException">That is past, or more than a day away.</exception>
    public async Task<Answer> SnoozeAsync(Stored<Page> read, string person, Instant until, Actor by, CancellationToken ct)
    {
        var page = Live(read.Value);
        if (until <= by.Now) throw new RefusedException($"{until} is past. Say for how long, such as 30 min.") { Field = "until" };
        if (until > by.Now + PageSteps.LongestSnooze)
            throw new RefusedException("A page is snoozed for 24 hours at most. Say a shorter time.") { Field = "until" };
        return await ChangeAsync(read, new("oncall snooze", one => one.Snooze(person, until, by.Now),
            new Reply(Text.Bold($"{page.Id} is quiet until {until}") + " and is yours until then."))
        { Worker = person }, by, ct);
    }

    /// <summary>Turns to the next level at once.</summary>
    /// <exception cref="RefusedException">A maintenance holds it, or it is over.</exception>
    public async Task<Answer> EscalateAsync(Stored<Page> read, string person, Actor by, CancellationToken ct)
    {
        var page = Live(read.Value);
        if (page.Held)
            throw new RefusedException($"{page.Id} waits for the end of a maintenance. Call whoever is needed now: `page <person> <text>`");
        var (following, around) = await surroundings.AroundAsync(page, by.Now, ct);
        if (PageCourse.WaitsUntil(following, around) is { } until)
        {
            throw new RefusedException($"{page.Id} is of low urgency and waits until {until:time}, when somebody is on call. "
                + $"To page now, raise it: `incident update {page.Id} severity sev2`");
        }

        return await ChangeAsync(read, new("oncall escalate", one => one.Escalate(person, by.Now),
            new Reply(Text.Bold($"{page.Id} goes to the next level now.")
                + (await incidents.StartAsync(following.Escalate(person, by.Now), by.Now, ct) is { } next
                    ? (Text)$" {next.Said(person)}" : Text.Empty)))
        { Said = await LostAsync(page, person, "escalated", by.Now, ct) }, by, ct);
    }

    /// <summary>Opens a page again that somebody has: whoever is on call is paged.</summary>
    public async Task<Answer> GiveBackAsync(Stored<Page> read, string person, Actor by, CancellationToken ct)
    {
        var page = Live(read.Value);
        if (page.IsOpen) throw new RefusedException($"Nobody has {page.Id}, so there is nothing to give back.");
        var stays = page.By == person ? (Text)$" You are still responding; to stop: `incident leave {page.Id}`" : Text.Empty;
        return await ChangeAsync(read, new("oncall giveback", one => one.GiveBack(person, by.Now),
            new Reply(Text.Bold($"{page.Id} is open again,")
                + " and whoever is on call is paged." + stays))
        { Said = await LostAsync(page, person, "gave back", by.Now, ct) }, by, ct);
    }

    // Whoever has it believes so until they hear otherwise.
    private async Task<IReadOnlyList<Write>> LostAsync(Page page, string person, string did, Instant now, CancellationToken ct) =>
        PageEdit.ToHolder(page, person, new Reply(Text.Bold($"{await WhoAsync(person, ct)} {did} {page.Id}, which you had.")
            + $" Others are paged. If you no longer respond: `incident leave {page.Id}`"), now);

    internal static Page Live(Page page) => page.State != PageState.Resolved ? page
        : throw new RefusedException($"{page.Id} is resolved. Still broken? `incident reopen {page.Id}`") { Contested = true };

    private async Task<Mention> WhoAsync(string person, CancellationToken ct) => People.Named(person, await chart.NameAsync(person, ct));

    // That they answered proves that the method reaches them.
    private async Task<IReadOnlyList<Write>> AnsweredAsync(string person, string? method, Instant now, CancellationToken ct) =>
        method is not null && await store.FindAsync<Contacts>(person, ct) is { } read && read.Value.Of(method) is { } contact
            ? [Write.Replace(read, read.Value.With(contact with { AnsweredAt = now }))] : [];

    /// <summary>What a change of a page comes to, with what it does to the callouts of those who have it.</summary>
    internal async Task<Answer> ChangeAsync(Stored<Page> read, PageEdit edit, Actor by, CancellationToken ct)
    {
        var writes = new List<Write>();
        if (await store.FindAsync<Incident>(read.Id, ct) is { Value.Open: true } incident
            && (edit.Worker is { } worker && !incident.Value.WorksNow(worker)
                || edit.Leaver is { } leaver && incident.Value.WorksNow(leaver)))
        {
            Incident Edited(Incident one)
            {
                if (edit.Leaver is not null) one = one.Leave(edit.Leaver, by.Now.ToWholeSeconds());
                return edit.Worker is null ? one : one.Acknowledge(edit.Worker, by.Now.ToWholeSeconds());
            }

            if (await incidents.EditAsync(incident, edit.Worker is null ? "incident leave" : "incident ack", Edited, by, ct) is Plan plan)
                writes.AddRange(plan.Writes.Where(one => one.Kind != typeof(Page)));
        }

        var isAudited = edit.Action == "incident ack" && writes.Count > 0;
        writes.Add(Write.Replace(read, edit.Change(read.Value)));
        if (!isAudited) writes.Add(Write.Audit(new AuditEntry(by.Now, by.Id, edit.Action, $"page/{read.Value.Id}", by.Origin)));
        return new Plan(edit.Done, edit.Done, [.. writes, .. edit.Said]) { AtOnce = true };
    }
}
