using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What is said of a page, as changes of the save that is its cause: to who is called, to the channel, to the lead.</summary>
public sealed class PageMessages(IStore store, OrgChart chart, PageSurroundings surroundings, AnswerLinks links, IncidentDesk incidents)
{
    private const string Mark = "/page/";

    // With more pages open nobody reads the cards of their incidents, and showing them anew holds up what is read.
    private const int Many = 100;

    private readonly PageStorms storms = new(store);

    /// <summary>The page that a message is about, by its id; null: it is none's.</summary>
    public static string? PageOf(string message) =>
        message.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at
            && message[(at + Mark.Length)..].Split('/') is [var service, var number, ..] ? $"{service}/{number}" : null;

    /// <summary>What messages about a page are edited by.</summary>
    public static string Card(Page page) => $"page/{page.DocumentId}";

    /// <summary>The page with its calls begun and its messages counted.</summary>
    /// <param name="save">What says all that is new is added here.</param>
    /// <param name="agenda">All that is open.</param>
    public async Task<Page> SayAsync(
        Page before, Page page, Situation situation, PageSave save, PageAgenda agenda, CancellationToken ct)
    {
        // What people did was stored by them: it has not been said for that.
        var told = page.Told ?? before.Events.Count;
        var isReached = agenda.Count <= Many && !page.IsDrill && Reach(page) is { Length: > 0 } reach && reach != page.Reach;
        if (page.Events.Count == told && !Due(page, situation.Now).Any() && Look(page) == page.Shown && !isReached) return page;
        var incident = page.IsDrill
            ? new Incident(Page.Drill, page.Number, "acknowledge this page; nothing is broken", Severity.Sev2, page.OpenedAt, null)
            {
                By = "",
                At = page.OpenedAt,
            }
            : (await store.FindAsync<Incident>(page.DocumentId, ct))?.Value;
        if (incident is null) return page;
        var facts = await FactsAsync(page, incident, situation, ct);
        (page, var called) = await CallAsync(page, facts, save, agenda, ct);
        foreach (var happened in page.Events.Skip(told)) page = await NewsAsync(page, happened, facts, save, ct);
        page = page with { Told = page.Events.Count };
        var fallback = page.Taken.Skip(before.Taken.Count)
            .FirstOrDefault(step => step.Step >= page.Steps.Count && step.People.Count > 0);
        if (fallback is not null) page = await ChannelAsync(page, PageReplies.Fallback(facts, fallback), facts, save, ct);
        if (isReached)
        {
            page = page with { Reach = Reach(page), Said = page.Said + 1 };
            save.AddRange(await incidents.ShowReachAsync(page, incident, page.Said, situation.Now, ct));
        }

        if (Look(page) == page.Shown) return page;
        page = page with { Shown = Look(page) };
        var readers = (await store.PostedAsync(Card(page), ct))
            .Union(
                page.Calls.Where(call => call is { Method: Contacts.Chat, Message: not null }).Select(call => Address.Person(call.Person)));
        foreach (var reader in readers.Except(called))
        {
            page = page with { Said = page.Said + 1 };
            save.Add(Delivery.Edit(Message(facts, page, reader, PageReplies.Anew(facts, reader.Id)), page.Said));
        }

        return page;
    }

    private async Task<(Page Page, IReadOnlyList<Address> Called)> CallAsync(
        Page page, PageFacts facts, PageSave save, PageAgenda agenda, CancellationToken ct)
    {
        var (calls, called, said) = (page.Calls.ToList(), new List<Address>(), page.Said);
        for (var i = 0; i < calls.Count; i++)
        {
            if (calls[i] is not { Outcome: CallOutcome.Planned } call || call.At > facts.Now) continue;
            var (to, step) = (Address.Person(call.Person), page.Taken[call.Step]);
            var message = Message(facts, page, to, PageReplies.Called(facts, step, call.Person));
            said++;
            if (call.Method == Contacts.Chat)
            {
                var change = Delivery.SayAgain(message, said);
                called.Add(to);
                calls[i] = call with { Outcome = CallOutcome.Begun, Message = change.Id };
                save.Add(change);
                continue;
            }

            var zone = await chart.ZoneAsync(call.Person, ct);
            var link = await links.OfAsync(page, call.Person, call.Method, ct);
            var own = Delivery.Say(
                message with
                {
                    Card = null,
                    Method = call.Method,
                    Notice = PageReplies.Notice(facts, step, call.Person, link, zone),
                },
                FormattableString.Invariant($"page/{page.DocumentId}/{said:00000}/{to}/{call.Method}"));
            calls[i] = await storms.SendAsync(facts, call, own, save, agenda, ct);
        }

        return said == page.Said ? (page, called) : (page with { Calls = calls, Said = said }, called);
    }

    private async Task<Page> NewsAsync(Page page, PageEvent happened, PageFacts facts, PageSave save, CancellationToken ct)
    {
        if (PageReplies.News(facts, happened) is not { } reply) return page;
        page = await ChannelAsync(page, reply, facts, save, ct);
        if (happened.Kind is not (PageEventKind.Over or PageEventKind.Left or PageEventKind.Nobody)) return page;
        var lead = facts.Lead is { } known ? Address.Person(known.Person) : Address.Admins;
        return Say(page, lead, reply, facts, save);
    }

    private async Task<Page> ChannelAsync(Page page, Reply reply, PageFacts facts, PageSave save, CancellationToken ct) =>
        await ChannelOfAsync(page, ct) is { } channel ? Say(page, channel, reply, facts, save) : page;

    private static Page Say(Page page, Address to, Reply reply, PageFacts facts, PageSave save)
    {
        page = page with { Said = page.Said + 1 };
        save.Add(Delivery.Say(
            new Delivery(facts.Now, MessageKind.Page, to, reply)
            {
                Rotation = page.Rotation,
                Thread = page.IsDrill ? null : PageReplies.Value(page),
            },
            FormattableString.Invariant($"page/{page.DocumentId}/{page.Said:00000}/{to}")));
        return page;
    }

    // Whoever declared it, or changed it last, hears where it does not arrive.
    private static Delivery Message(PageFacts facts, Page page, Address to, Reply reply) =>
        new(facts.Now, MessageKind.Page, to, reply) { Rotation = page.Rotation, Card = Card(page), By = facts.Incident.By };

    private static IEnumerable<PageCall> Due(Page page, Instant now) =>
        page.Calls.Where(call => call.Outcome == CallOutcome.Planned && call.At <= now);

    // What a message says once it has been said: who has it, or how far it has gone.
    private static string Look(Page page) => page.Calls.Count == 0 ? "" : FormattableString.Invariant(
        $"{page.State} {page.By} {(page.IsOpen ? page.Taken.Count(step => step.People.Count > 0) : 0)} {page.Over}")
        + (page.Forwarded() is { } forwarded ? $" {forwarded.At}" : "");

    // Whom it has reached by now, in a word of the code.
    private static string Reach(Page page) => string.Join(' ', page.Calls
        .Where(call => call.Outcome is not (CallOutcome.Planned or CallOutcome.Begun))
        .GroupBy(call => call.Outcome).OrderBy(outcome => outcome.Key)
        .Select(outcome => FormattableString.Invariant($"{outcome.Key} {outcome.Count()}")));

    // Whoever it was forwarded to reads of it where they talk.
    private async Task<Address?> ChannelOfAsync(Page page, CancellationToken ct) =>
        page.Forwarded() is null && await chart.FindServiceAsync(page.Service, ct) is { } service ? Address.Team(service.Team)
        : page.Rotation is { } id && await store.FindAsync<Rotation>(id, ct) is { Value: var rotation }
            ? rotation.Kind == RotationKind.Team ? Address.Team(rotation.Owner) : Address.Domain(rotation.Owner)
        : null;

    private async Task<PageFacts> FactsAsync(Page page, Incident incident, Situation situation, CancellationToken ct)
    {
        var names = await chart.NamesAsync(
            [.. page.Taken.SelectMany(step => step.People), .. page.Events.Select(happened => happened.Person), page.By, incident.By,
                .. situation.People.Values.SelectMany(people => people)], ct);
        var service = await chart.FindServiceAsync(page.Service, ct);
        var uses = service is null ? null : (await store.FindAsync<RunbookUses>(service.Id, ct))?.Value;
        var lead = await surroundings.LeadAsync(page, situation.Now, ct);
        return new PageFacts(page, incident, situation, names)
        {
            Behind = service is not null && page.Rotation is { } id && await store.FindAsync<Rotation>(id, ct) is
            {
                Value.Kind: RotationKind.Triage,
            } ? service.Team : null,
            Lead = lead is null ? null : new Mention(lead, await chart.NameAsync(lead, ct)),
            Runbooks = service is null ? [] : (uses ?? RunbookUses.None).For(incident, service),
        };
    }
}
