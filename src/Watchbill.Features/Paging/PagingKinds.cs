using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What is stored about pages.</summary>
public static class PagingKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Page>
        {
            Name = "page",
            Id = "service/number",
            Holds = "the page of an incident: its policy, whom it called when and by what, who acknowledged, and what comes next",
            Retention = Retention.ForGood<Page>(),
            Personal = new("the ids of who was called when and how that went, and of who acknowledged")
            {
                Forget = Forget.Stays<Page>("stays, with ids, because callouts are paid by it"),
                Export = Export.Part<Page>("those that called them or that they acknowledged, with their own calls alone", Of),
            },
            Renamed = Renamed.Both<Page>((id, renames) => renames.UnderService(id), (page, renames) => page.Renamed(renames)),
        },
        new StoredKind<OpenPage>
        {
            Name = "openpage",
            Id = "service/number",
            Holds = "that a page is not over, or its messages do not say so yet",
            Retention = Retention.Until<OpenPage>("the page is over and its messages say so"),
            Personal = Personal.Nobodys<OpenPage>(),
            Renamed = new((stored, renames) => renames.UnderService(stored.Id) is var id && id != stored.Id ? (id, stored.Value) : null),
        },
        new StoredKind<Contacts>
        {
            Name = "contacts",
            Id = "person",
            Holds = "how somebody can be reached outside of chat, and when each way is used",
            Retention = Retention.Until<Contacts>("they remove them, leave or are forgotten"),
            Personal = new("their addresses: of a webhook, of a topic, of mail, of a phone")
            {
                Forget = Forget.Deleting<Contacts>("theirs are deleted", (stored, person) => stored.Id == person),
                Export = Export.Whole<Contacts>("theirs", (stored, person) => stored.Id == person),
                Access = new((stored, people) => people.Contains(stored.Id) ? stored.Id : null, _ => "contact methods"),
            },
            Renamed = Renamed.Both<Contacts>((id, renames) => renames.Person(id), (contacts, _) => contacts),
        },
        new StoredKind<PagedLately>
        {
            Name = "paged",
            Id = "person/method",
            Holds = "when somebody was paged lately by a contact method, so that very many pages become one",
            Retention = Retention.Until<PagedLately>("they are forgotten; it holds five minutes"),
            Personal = new("when they were paged last")
            {
                Forget = Forget.Deleting<PagedLately>("theirs are deleted", (stored, person) => PersonIn(stored.Id) == person),
                Export = Export.Whole<PagedLately>("theirs", (stored, person) => PersonIn(stored.Id) == person),
            },
            Renamed = Renamed.Never<PagedLately>(),
        },
        new StoredKind<AnswerKey>
        {
            Name = "answerkey",
            Id = AnswerKey.Id,
            Holds = "what links in messages are signed with",
            Retention = Retention.ForGood<AnswerKey>(),
            Personal = Personal.Nobodys<AnswerKey>(),
            Renamed = Renamed.Never<AnswerKey>(),
        },
    ];

    private static string PersonIn(string id) => id.Split('/')[0];

    private static Page? Of(Page page, string person)
    {
        var own = page with
        {
            Taken = [.. page.Taken.Select(step => step with
            {
                People = [.. step.People.Where(called => called == person)],
                Also = [.. step.Also.Where(called => called == person)],
            })],
            Calls = [.. page.Calls.Where(call => call.Person == person)],
            Events = [.. page.Events.Select(happened => happened.Person == person ? happened : happened with { Person = null })],
            By = page.By == person ? person : null,
            Also = [],
            Person = page.Person == person ? person : null,
        };
        return own.Calls.Count > 0 || own.By is not null || own.Events.Any(happened => happened.Person is not null) ? own : null;
    }
}
