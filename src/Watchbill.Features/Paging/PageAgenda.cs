using NodaTime;
using Watchbill.Incidents;

namespace Watchbill.Paging;

/// <summary>
/// The pages that are not over, as they were seen last: when each is to be looked at, whom it calls, and which lists it stands on. Read
/// once and kept by what is saved, so that a storm of pages is not read again for each of them.
/// </summary>
public sealed class PageAgenda
{
    private readonly Dictionary<string, Entry> entries = [];
    private readonly Dictionary<string, HashSet<string>> calling = [];

    public int Count => entries.Count;

    /// <summary>When the first of them is to be looked at; null: there is none.</summary>
    public Instant? Next => entries.Count == 0 ? null : entries.Values.Min(entry => entry.At);

    public bool Holds(string page) => entries.ContainsKey(page);

    public void Clear()
    {
        entries.Clear();
        calling.Clear();
    }

    /// <summary>Notes whom a page calls and which lists it stands on.</summary>
    public void See(Page page)
    {
        var entry = Of(page.DocumentId);
        foreach (var person in entry.People) calling[person].Remove(page.DocumentId);
        (entry.High, entry.OpenedAt) = (page.Urgency == Urgency.High, page.OpenedAt);
        entry.People = page.IsOpen ? [.. page.Calls.Select(call => call.Person).Distinct()] : [];
        entry.Lists = [.. page.Calls.Where(call => call.Outcome is CallOutcome.Begun or CallOutcome.Failed).Select(call => call.Message)
            .OfType<string>().Where(PageStorms.IsList).Distinct()];
        foreach (var person in entry.People)
        {
            if (!calling.TryGetValue(person, out var pages)) calling[person] = pages = [];
            pages.Add(page.DocumentId);
        }
    }

    /// <summary>Looks at a page at that instant, not before.</summary>
    public void Set(string page, Instant at) => Of(page).At = at;

    /// <summary>Looks at a page at that instant at the latest.</summary>
    public void Hasten(string page, Instant at) => Of(page).At = Instant.Min(Of(page).At, at);

    /// <summary>Looks at all of them at that instant at the latest.</summary>
    public void HastenAll(Instant at)
    {
        foreach (var entry in entries.Values) entry.At = Instant.Min(entry.At, at);
    }

    public void Remove(string page)
    {
        if (!entries.Remove(page, out var gone)) return;
        foreach (var person in gone.People) calling[person].Remove(page);
    }

    /// <summary>What is to be looked at by then: high urgency first, and of that what is overdue for longest.</summary>
    public IReadOnlyList<string> Due(Instant now, int most) =>
    [
        .. entries.Where(entry => entry.Value.At <= now).OrderBy(entry => !entry.Value.High).ThenBy(entry => entry.Value.At).Take(most)
            .Select(entry => entry.Key),
    ];

    /// <summary>The pages that stand on one of these lists.</summary>
    public IReadOnlyList<string> On(IReadOnlySet<string> lists) =>
        [.. entries.Where(entry => entry.Value.Lists.Any(lists.Contains)).Select(entry => entry.Key)];

    /// <summary>The open pages that call somebody, the newest first, and whether any of them is of high urgency.</summary>
    public (IReadOnlyList<string> Pages, bool High) Calling(string person)
    {
        var pages = calling.GetValueOrDefault(person, []);
        return ([.. pages.OrderByDescending(page => entries[page].OpenedAt)], pages.Any(page => entries[page].High));
    }

    /// <summary>Keeps a page as it is being saved, so that the news of that save is known for what it is.</summary>
    public void Saving(Page page) => Of(page.DocumentId).Own = page;

    /// <summary>Whether a page is still as this job saved it. It is asked once.</summary>
    public bool IsOwn(Page page)
    {
        if (!entries.TryGetValue(page.DocumentId, out var entry)) return false;
        var own = ReferenceEquals(entry.Own, page);
        entry.Own = null;
        return own;
    }

    private Entry Of(string page)
    {
        if (!entries.TryGetValue(page, out var entry)) entries[page] = entry = new Entry();
        return entry;
    }

    private sealed class Entry
    {
        public Instant At { get; set; } = Instant.MaxValue;
        public bool High { get; set; }
        public Instant OpenedAt { get; set; }
        public IReadOnlyList<string> People { get; set; } = [];
        public IReadOnlyList<string> Lists { get; set; } = [];
        public Page? Own { get; set; }
    }
}
