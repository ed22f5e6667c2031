using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Sends pages by a contact method; very many in a short time become one that lists them.</summary>
public sealed class PageStorms(IStore store)
{
    private const string Mark = "pages/";
    private const int Named = 5;

    /// <summary>Whether a message is a list of pages, by its id.</summary>
    public static bool IsList(string message) => message.Contains($"/{Mark}", StringComparison.Ordinal);

    /// <summary>The call as it is then.</summary>
    /// <param name="said">Sends it as a message of its own.</param>
    /// <param name="changes">What sends it is added here.</param>
    public async Task<PageCall> SendAsync(
        PageCall call, TakenStep step, Change said, List<Change> changes, Instant now, CancellationToken ct)
    {
        var id = $"{call.Person}/{call.Method}";
        var place = changes.FindIndex(change => change.Kind == typeof(PagedLately) && change.Id == id);
        // One page may call somebody twice by the same method in one save.
        if (place < 0)
        {
            var read = await store.FindAsync<PagedLately>(id, ct);
            place = changes.Count;
            changes.Add(Change.Upsert(id, read, read?.Value ?? PagedLately.Never));
        }

        var lately = (PagedLately)changes[place].Value!;
        switch (lately.As(step.At, now))
        {
            case PagedAs.Page:
                changes.Add(said);
                changes[place] = changes[place] with { Value = lately.Paged(now) };
                return Begun(call, said.Id);
            case PagedAs.Listed:
                return Begun(call, lately.List!);
            case PagedAs.Later:
                return call with { At = lately.NextList };
            default:
                var list = Delivery.Say(new Delivery(now, MessageKind.Page, Address.Person(call.Person), new Reply("Many pages"))
                {
                    Method = call.Method,
                    Notice = await ListAsync(call.Person, ct),
                }, $"{Mark}{call.Person}/{call.Method}/{now.ToUnixTimeTicks()}");
                changes.Add(list);
                changes[place] = changes[place] with { Value = lately with { ListedAt = now, List = list.Id } };
                return Begun(call, list.Id);
        }
    }

    private static PageCall Begun(PageCall call, string message) => call with { Outcome = CallOutcome.Begun, Message = message };

    private async Task<Notice> ListAsync(string person, CancellationToken ct)
    {
        var pages = new List<Page>();
        foreach (var open in await store.ListAsync<OpenPage>(IdRange.All, ct))
            if (await store.FindAsync<Page>(open.Id, ct) is { Value: { IsOpen: true } page }) pages.Add(page);
        var newest = new List<string>();
        foreach (var page in pages.OrderByDescending(page => page.OpenedAt).Take(Named))
            if (await store.FindAsync<Incident>(page.DocumentId, ct) is { Value: var incident })
                newest.Add($"{incident.Severity.ToString().ToLowerInvariant()} {incident.Id}: {incident.Title}");
        return new Notice(NoticeKind.Notice, person, $"More than {PagedLately.Most} pages in 5 minutes, so they come as one. The newest: "
            + $"{string.Join("; ", newest)}. All of them: incident list")
        {
            Title = $"{pages.Count} pages are open",
            High = pages.Exists(page => page.Urgency == Incidents.Urgency.High),
        };
    }
}
