using NodaTime;
using Watchbill.Chat;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Whom a page calls first, for whoever opens it.</summary>
/// <param name="First">The step that is taken first; null: it finds nobody.</param>
/// <param name="WaitsUntil">Where it waits for hours in which somebody is on call, when those begin; null: it does not wait.</param>
/// <param name="Names">Of the people whom it calls.</param>
public sealed record PageStart(TakenStep? First, Instant? WaitsUntil, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>By what each of them is tried, and when; nothing: no method reaches them.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<NotificationRule>> Rules { get; init; }

    /// <summary>Whether a method reaches somebody whom it calls.</summary>
    public bool Reaches => Rules.Values.Any(rules => rules.Count > 0);

    /// <summary>What begins now, a sentence a person.</summary>
    /// <param name="reader">Is spoken to as "you".</param>
    public Text Said(string reader) =>
        WaitsUntil is { } until ? (Text)$"The page waits until {until:time}, when somebody is on call."
        : First is null ? "There is nobody to page; Watchbill tries again."
        : Text.Join(" ", First.People.Select(person => Of(First, person, reader)));

    private Text Of(TakenStep step, string person, string reader)
    {
        var who = person == reader
            ? "you" : PageWords.Called(step with { People = [person], Also = [.. step.Also.Intersect([person])] }, name => Names[name]);
        return Rules[person] is { Count: > 0 } rules ? (Text)$"Paging {who}: {PageWords.Said(rules)}."
            : person == reader ? "You cannot be paged: you have no account here." : (Text)$"{who} has no account here: call them.";
    }
}

/// <summary>Finds out whom a page calls first.</summary>
/// <param name="chat">Asked for when it is needed: a platform may itself need the commands that need this.</param>
public sealed class PageStarts(IStore store, OrgChart chart, PageSurroundings surroundings, Func<BroadcastChat> chat)
{
    /// <returns>Null: messages are paused, and nobody is paged.</returns>
    public async Task<PageStart?> OfAsync(Page page, Instant now, CancellationToken ct)
    {
        if (await store.FindAsync<Restored>(Restored.Id, ct) is not null) return null;
        (page, var around) = await surroundings.AroundAsync(page, now, ct);
        var first = PageCourse.Ahead(page, around);
        var rules = new Dictionary<string, IReadOnlyList<NotificationRule>>();
        foreach (var person in first?.People ?? [])
        {
            var contacts = (await store.FindAsync<Contacts>(person, ct))?.Value ?? Contacts.None;
            var to = Address.Person(person);
            var isHeard = await chat().ReachesAsync(to, ct) && await store.FindAsync<Unreached>(to.ToString(), ct) is null;
            rules[person] = [.. contacts.RulesOf(page.Urgency).Where(rule => isHeard || rule.Method != Contacts.Chat)];
        }

        return new(first, PageCourse.WaitsUntil(page, around), await chart.NamesAsync(first?.People ?? [], ct)) { Rules = rules };
    }
}
