using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Sends pages by a contact method; very many in a short time become one that lists them.</summary>
public sealed class PageStorms(IStore store)
{
    private const string Mark = "pages/";

    /// <summary>Whether a message is a list of pages, by its id.</summary>
    public static bool IsList(string message) => message.Contains($"/{Mark}", StringComparison.Ordinal);

    /// <summary>The call as it is then.</summary>
    /// <param name="said">Sends it as a message of its own.</param>
    /// <param name="save">What sends it is added here.</param>
    /// <param name="agenda">Knows what else calls the same person.</param>
    public async Task<PageCall> SendAsync(
        PageFacts facts, PageCall call, Write said, PageSave save, PageAgenda agenda, CancellationToken ct)
    {
        var (id, now) = ($"{call.Person}/{call.Method}", facts.Now);
        var lately = await save.FindAsync<PagedLately>(id, ct) ?? PagedLately.Never;
        switch (lately.As(facts.Page.Taken[call.Step].At, now))
        {
            case PagedAs.Page:
                save.Add(said);
                save.Put(id, lately.Paged(now));
                return Begun(call, said.Id);
            case PagedAs.Listed:
                return Begun(call, lately.List!);
            case PagedAs.Later when await save.FindAsync<Delivery>(lately.List!, ct) is { LeasedBy: null, Begun.Count: 0 } waiting:
                lately = (lately with { Pages = agenda.Calling(call.Person).Pages.Count }).Joined(Line(facts.Incident));
                save.Put(lately.List!, waiting with { Notice = Notice(call.Person, lately, agenda) });
                save.Put(id, lately);
                return Begun(call, lately.List!);
            case PagedAs.Later:
                return call with { At = lately.NextList };
            default:
                var pages = agenda.Calling(call.Person).Pages;
                lately = (lately with
                {
                    ListedAt = now,
                    Pages = pages.Count,
                    Newest = await NewestAsync(pages, ct),
                }).Joined(Line(facts.Incident));
                var list = Delivery.Say(new Delivery(now, MessageKind.Page, Address.Person(call.Person), new Reply("Many pages"))
                {
                    Method = call.Method,
                    Notice = Notice(call.Person, lately, agenda),
                }, $"{Mark}{call.Person}/{call.Method}/{now.ToUnixTimeTicks()}");
                save.Add(list);
                save.Put(id, lately with { List = list.Id });
                return Begun(call, list.Id);
        }
    }

    private static PageCall Begun(PageCall call, string message) => call with { Outcome = CallOutcome.Begun, Message = message };

    private async Task<IReadOnlyList<string>> NewestAsync(IReadOnlyList<string> pages, CancellationToken ct)
    {
        var newest = new List<string>();
        foreach (var page in pages.Take(PagedLately.Named))
            if (await store.FindAsync<Incident>(page, ct) is { Value: var incident }) newest.Add(Line(incident));
        return newest;
    }

    private static string Line(Incident incident) => $"{incident.Severity.ToString().ToLowerInvariant()} {incident.Id}: {incident.Title}";

    private static Notice Notice(string person, PagedLately lately, PageAgenda agenda) => new(NoticeKind.Notice, person,
        $"More than {PagedLately.Most} pages in 5 minutes, so they come as one. The newest: {string.Join("; ", lately.Newest)}. "
        + "All of them: incident list")
    {
        Title = $"{lately.Pages} pages are open",
        High = agenda.Calling(person).High,
    };
}
