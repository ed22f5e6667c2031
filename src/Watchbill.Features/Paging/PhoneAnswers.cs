using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// What people answer from their phones. By SMS: <c>12a</c> has the page with that number, <c>12e</c> calls the next level, <c>12c</c>
/// resolves; STOP and START. In a call: 4, 5 and 6 for the same.
/// </summary>
public sealed partial class PhoneAnswers(IStore store, PageActions pages, IncidentDesk incidents, OrgChart chart, Plans plans)
{
    private const string Sms = "sms";

    private static readonly HashSet<string> Stops = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke"];
    private static readonly HashSet<string> Starts = ["start", "unstop", "yes"];

    /// <summary>What is said back to a text; null: nothing.</summary>
    /// <param name="from">The number that it came from. Numbers that nobody has verified hear nothing.</param>
    public async Task<string?> TextAsync(string from, string text, Instant now, CancellationToken ct)
    {
        var owners = (await store.ListAsync<Contacts>(IdRange.All, ct))
            .Where(read => read.Value.Of(Sms) is { VerifiedAt: not null } contact && contact.Address == from).Select(read => read.Id)
                .ToList();
        if (owners.Count == 0) return null;
        var word = text.Trim().ToLowerInvariant();
        if (Stops.Contains(word) || Starts.Contains(word))
        {
            foreach (var owner in owners) await plans.CommitAsync(again => TurnedAsync(owner, Stops.Contains(word), now, again), ct);
            // Whoever says STOP gets no SMS about that, either: they read of it in chat.
            return Starts.Contains(word) ? "Pages reach you by SMS again." : null;
        }

        var open = (await pages.OpenAsync(ct)).Where(page => Called(page.Value, owners) is not null).ToList();
        // Phones that answer by themselves would go on for ever, with nothing to answer.
        if (open.Count == 0) return null;
        if (Answer().Match(word) is not { Success: true } said)
            return $"Not understood. {string.Join(", ", open.Take(3).Select(page => page.Value).Select(page =>
                $"{page.Number}a: you have {page.Id}"))}. {open[0].Value.Number}e: next level. {open[0].Value.Number}c: resolve.";
        var meant =
            open.Where(page => page.Value.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == said.Groups["number"].Value
                && (said.Groups["service"].Length == 0 || page.Value.Service == said.Groups["service"].Value)).ToList();
        return meant switch
        {
            [] => $"No open page with the number {said.Groups["number"].Value} has called you by SMS.",
            [var only] =>
                await SaidAsync(again => DoneAsync(only.Id, Called(only.Value, owners)!, Sms, said.Groups["what"].Value[0], now, again),
                    Called(only.Value, owners)!, now, ct),
            _ => $"Several pages have that number. Say which: {string.Join(" or ", meant.Select(page => $"{page.Value.Id}a"))}",
        };
    }

    /// <summary>What is said to a key that was pressed in a call; null: it means nothing.</summary>
    /// <param name="link">The page that it is about, and who was called.</param>
    public async Task<string?> PressedAsync(AnswerLink link, string key, Instant now, CancellationToken ct)
    {
        char? what = key switch { "4" => 'a', "5" => 'e', "6" => 'c', _ => null };
        if (what is not { } known) return null;
        return await SaidAsync(
            async again => await store.FindAsync<Page>(link.Page, again) is { Value: { IsOpen: true } page } && link.IsSpent(page)
                ? new Reply($"{page.Id} has been answered since this call.")
                : await DoneAsync(link.Page, link.Person, link.Method, known, now, again),
            link.Person, now, ct);
    }

    private async Task<string> SaidAsync(
        Func<CancellationToken, Task<Answer>> decideAsync, string person, Instant now, CancellationToken ct)
    {
        try
        {
            var answer = await plans.CommitAsync(decideAsync, ct);
            var reply = answer is Plan plan ? plan.Done : (Reply)answer;
            // A command is read aloud, or stands in an SMS: without marks.
            return PlainText.Render(reply with { Actions = [], Fields = [] }, Reader.Of(await chart.ZoneAsync(person, ct), now))
                .Replace("`", "", StringComparison.Ordinal);
        }
        catch (RefusedException refusal)
        {
            return PlainText.Render(refusal.Said, Reader.Of(await chart.ZoneAsync(person, ct), now));
        }
    }

    private async Task<Answer> DoneAsync(string id, string person, string method, char what, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Page>(id, ct) is not { } read) return new Reply("This page is not kept any more.");
        var (page, by) = (read.Value, new Actor(person, method, now, now));
        if (what == 'a' || page.IsDrill) return await pages.AcknowledgeAsync(read, person, by, method, ct);
        if (what == 'e')
        {
            // A late answer is about the level that it was called for: the one after that has been called already.
            var last = page.Taken.LastOrDefault(step => step.People.Count > 0);
            return last is null || last.People.Contains(person) || !page.IsOpen ? await pages.EscalateAsync(read, person, by, ct)
                : new Reply($"{page.Id} has gone on to {await NamesAsync(last.People, ct)} already.");
        }

        if (await store.FindAsync<Incident>(id, ct) is not { Value.Open: true } incident) return new Reply($"{page.Id} is resolved.");
        var at = now.ToWholeSeconds();
        return await incidents.EditAsync(incident, "incident resolve", one => one.Resolve(at, at), by with { Now = at }, ct) switch
        {
            Plan plan => plan with
            {
                Done = new Reply(
                Text.Bold($"{page.Id} is resolved.") + $" Still broken? `incident reopen {page.Id}`")
            },
            var other => other,
        };
    }

    private async Task<Answer> TurnedAsync(string person, bool isStop, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Contacts>(person, ct) is not { } read || read.Value.Of(Sms) is not { } contact
            || contact.StoppedAt is not null == isStop) return new Reply("Nothing changes.");
        var told = new Reply(isStop
            ? Text.Bold("You answered STOP: no SMS is sent to you any more.") + " Answer START there to turn it on again."
            : Text.Bold("You answered START: pages reach you by SMS again."));
        return new Plan(told, told,
        [
            Write.Replace(read, read.Value.With(contact with { StoppedAt = isStop ? now : null })),
            Write.Audit(new AuditEntry(now, person, isStop ? "oncall contact stop" : "oncall contact start", $"person/{person}", Sms)),
            Delivery.Say(new Delivery(now, MessageKind.Page, Address.Person(person), told), $"contact/{person}/{now.ToUnixTimeTicks()}"),
        ]);
    }

    private async Task<string> NamesAsync(IReadOnlyList<string> people, CancellationToken ct)
    {
        var names = await chart.NamesAsync(people, ct);
        return string.Join(", ", people.Select(person => names.GetValueOrDefault(person, person)));
    }

    // Whom of these it called by SMS; null: none.
    private static string? Called(Page page, List<string> owners) =>
        page.Calls.LastOrDefault(call => call.Method == Sms && call.Outcome != CallOutcome.Planned && owners.Contains(call.Person))?.Person;

    [GeneratedRegex(@"^(ack )?((?<service>[a-z0-9][a-z0-9-]*)-)?(?<number>[0-9]{1,9}) ?(?<what>[ace])[.!]?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Answer();
}
