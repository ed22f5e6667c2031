using NodaTime;
using Watchbill.Chat;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>What became of an incident's page, for whoever reads about the incident.</summary>
public sealed class PageStory(IStore store, OrgChart chart)
{
    /// <summary>Who was reached by what and when, one line a person; nothing where nobody was tried.</summary>
    /// <param name="incident">Id of the incident's document.</param>
    public async Task<IReadOnlyList<Field>> ReachedAsync(string incident, CancellationToken ct) =>
        await store.FindAsync<Page>(incident, ct) is { Value: var page } ? await ReachedAsync(page, ct) : [];

    /// <summary>The same of a page that is being saved.</summary>
    public async Task<IReadOnlyList<Field>> ReachedAsync(Page page, CancellationToken ct)
    {
        var calls = page.Calls.Where(call => call.Outcome is not (CallOutcome.Planned or CallOutcome.Begun)).ToList();
        if (calls.Count == 0) return [];
        var names = await chart.NamesAsync(calls.Select(call => call.Person), ct);
        var lines = new List<Text>();
        foreach (var person in calls.GroupBy(call => call.Person))
        {
            var platform =
                (await store.FindAsync<Posted>(Posted.IdOf($"page/{page.DocumentId}", Address.Person(person.Key)), ct))?.Value.Places
                    .Select(place => place.Platform.Name).LastOrDefault();
            Text line = $"{names.Named(person.Key)}: ";
            foreach (var (i, call) in person.Index())
            {
                if (i > 0) line += ", ";
                line += Said(call, call.Method == Contacts.Chat && platform is not null ? Capital(platform) : call.Method);
            }

            lines.Add(line);
        }

        return [new Field("Reached", Text.Lines(lines))];
    }

    /// <summary>Its whole course, one line an event, oldest first; nothing where nobody was paged.</summary>
    /// <param name="zone">In which times within a line are written.</param>
    public async Task<IReadOnlyList<Field>> CourseAsync(string incident, DateTimeZone zone, CancellationToken ct) =>
        await store.FindAsync<Page>(incident, ct) is { Value: var page }
            ? [new Field("Page", Text.Lines(PageTimeline.Lines(await CourseAsync(page, zone, ct), zone)))] : [];

    public async Task<IReadOnlyList<PageLine>> CourseAsync(Page page, DateTimeZone zone, CancellationToken ct)
    {
        var names = await chart.NamesAsync(
            [.. page.Taken.SelectMany(step => step.People), .. page.Events.Select(happened => happened.Person)], ct);
        return PageTimeline.Of(page, person => names.GetValueOrDefault(person, person), zone);
    }

    // A chat that takes a message has it where it is read; of everything else nobody knows that but its owner.
    private static Text Said(PageCall call, string method) => call.Outcome switch
    {
        CallOutcome.Failed => (Text)$"{method} failed {call.EndedAt ?? call.At:time} ({call.Reason?.TrimEnd('.') ?? "it did not arrive"})",
        CallOutcome.Answered => (Text)$"{method} answered {call.EndedAt ?? call.At:time}",
        CallOutcome.Accepted when call.Method != Contacts.Chat => (Text)$"{method} accepted {call.EndedAt ?? call.At:time}",
        _ => (Text)$"{method} delivered {call.EndedAt ?? call.At:time}",
    };

    private static string Capital(string platform) => $"{char.ToUpperInvariant(platform[0])}{platform[1..]}";
}
