using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Sends pages by a contact method; very many in a short time become one that lists them.</summary>
public sealed class PageStorms(IStore store)
{
    private const string Mark = "pages/";

    // By whom they call, as of the run at that instant.
    private readonly Dictionary<string, Dictionary<string, Page>> calling = [];
    private Instant? read;

    /// <summary>Whether a message is a list of pages, by its id.</summary>
    public static bool IsList(string message) => message.Contains($"/{Mark}", StringComparison.Ordinal);

    /// <summary>The call as it is then.</summary>
    /// <param name="said">Sends it as a message of its own.</param>
    /// <param name="changes">What sends it is added here.</param>
    public async Task<PageCall> SendAsync(PageFacts facts, PageCall call, Change said, List<Change> changes, CancellationToken ct)
    {
        var (id, now) = ($"{call.Person}/{call.Method}", facts.Now);
        if (read == now) Note(facts.Page);
        var place = changes.FindIndex(change => change.Kind == typeof(PagedLately) && change.Id == id);
        // One page may call somebody twice by the same method in one save.
        if (place < 0)
        {
            var known = await store.FindAsync<PagedLately>(id, ct);
            place = changes.Count;
            changes.Add(Change.Upsert(id, known, known?.Value ?? PagedLately.Never));
        }

        var lately = (PagedLately)changes[place].Value!;
        switch (lately.As(facts.Page.Taken[call.Step].At, now))
        {
            case PagedAs.Page:
                changes.Add(said);
                changes[place] = changes[place] with { Value = lately.Paged(now) };
                return Begun(call, said.Id);
            case PagedAs.Listed:
                return Begun(call, lately.List!);
            case PagedAs.Joins when !changes.Exists(change => change.Id == lately.List)
                && await store.FindAsync<Delivery>(lately.List!, ct) is { Value: { LeasedBy: null, Notice.High: var high } waiting } queued:
                lately = lately.Joined(Line(facts.Incident));
                changes.Add(Change.Replace(queued,
                    waiting with { Notice = Notice(call.Person, lately, high || facts.Page.Urgency == Incidents.Urgency.High) }));
                changes[place] = changes[place] with { Value = lately };
                return Begun(call, lately.List!);
            case PagedAs.Joins or PagedAs.Later:
                return call with { At = lately.NextList };
            default:
                var pages = await OthersAsync(call.Person, facts.Page, now, ct);
                lately = (lately with
                {
                    ListedAt = now,
                    Pages = pages.Count,
                    Newest = await NewestAsync(pages, ct),
                }).Joined(Line(facts.Incident));
                var list = Delivery.Say(new Delivery(now, MessageKind.Page, Address.Person(call.Person), new Reply("Many pages"))
                {
                    Method = call.Method,
                    Notice = Notice(call.Person, lately, pages.Append(facts.Page).Any(page => page.Urgency == Incidents.Urgency.High)),
                }, $"{Mark}{call.Person}/{call.Method}/{now.ToUnixTimeTicks()}");
                changes.Add(list);
                changes[place] = changes[place] with { Value = lately with { List = list.Id } };
                return Begun(call, list.Id);
        }
    }

    private static PageCall Begun(PageCall call, string message) => call with { Outcome = CallOutcome.Begun, Message = message };

    // The open pages that call somebody, besides one. What calls others is none of theirs. In a storm many are sent a list in one run, so
    // all pages are looked through once for all of them.
    private async Task<IReadOnlyList<Page>> OthersAsync(string person, Page besides, Instant now, CancellationToken ct)
    {
        if (read != now)
        {
            calling.Clear();
            foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
                if (await store.FindAsync<Page>(open.Id, ct) is { Value: { IsOpen: true } page }) Note(page);
            read = now;
        }

        return [.. calling.GetValueOrDefault(person, []).Values.Where(page => page.DocumentId != besides.DocumentId)];
    }

    private void Note(Page page)
    {
        foreach (var person in page.Calls.Select(call => call.Person).Distinct())
        {
            if (!calling.TryGetValue(person, out var pages)) calling[person] = pages = [];
            pages[page.DocumentId] = page;
        }
    }

    private async Task<IReadOnlyList<string>> NewestAsync(IReadOnlyList<Page> pages, CancellationToken ct)
    {
        var newest = new List<string>();
        foreach (var page in pages.OrderByDescending(page => page.OpenedAt).Take(PagedLately.Named))
            if (await store.FindAsync<Incident>(page.DocumentId, ct) is { Value: var incident }) newest.Add(Line(incident));
        return newest;
    }

    private static string Line(Incident incident) => $"{incident.Severity.ToString().ToLowerInvariant()} {incident.Id}: {incident.Title}";

    private static Notice Notice(string person, PagedLately lately, bool high) => new(NoticeKind.Notice, person,
        $"More than {PagedLately.Most} pages in 5 minutes, so they come as one. The newest: {string.Join("; ", lately.Newest)}. "
        + "All of them: incident list")
    {
        Title = $"{lately.Pages} pages are open",
        High = high,
    };
}
