using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
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
            lines.Add($"{names.Named(person.Key)}: {Text.Join(", ", person.Select(Said))}");
        return [new Field("Paged", Text.Lines(lines))];
    }

    /// <summary>
    /// Its whole course, one line an event, oldest first, and that of each incident that was merged into it; nothing where nobody was
    /// paged.
    /// </summary>
    /// <param name="zone">In which times within a line are written.</param>
    public async Task<IReadOnlyList<Field>> CoursesAsync(Incident incident, DateTimeZone zone, CancellationToken ct)
    {
        var fields = new List<Field>();
        foreach (var id in incident.Merged.Select(part => part.Id).Prepend(incident.Id))
            if (Incident.Named(id) is var (service, number)
                && await store.FindAsync<Page>(Incident.DocumentId(service, number), ct) is { Value: var page })
                fields.Add(new(id == incident.Id ? "Page" : $"Page of {id}",
                    Text.Lines(PageTimeline.Lines(await CourseAsync(page, zone, ct), zone))));
        return fields;
    }

    public async Task<IReadOnlyList<PageLine>> CourseAsync(Page page, DateTimeZone zone, CancellationToken ct)
    {
        var names = await chart.NamesAsync(
            [.. page.Taken.SelectMany(step => step.People), .. page.Events.Select(happened => happened.Person)], ct);
        return PageTimeline.Of(page, person => names.GetValueOrDefault(person, person), zone);
    }

    // A chat that takes a message has it where it is read; of everything else nobody knows that but its owner.
    private static Text Said(PageCall call) => call.Outcome switch
    {
        CallOutcome.Failed => (Text)$"{call.Method} failed {call.EndedAt ?? call.At:time} ({PageWords.Failed(call)})",
        CallOutcome.Answered => (Text)$"answered by {call.Method} {call.EndedAt ?? call.At:time}",
        CallOutcome.Accepted when call.Method != Contacts.Chat => (Text)$"{call.Method} accepted {call.EndedAt ?? call.At:time}",
        _ => (Text)$"reached by {call.Method} {call.EndedAt ?? call.At:time}",
    };
}
