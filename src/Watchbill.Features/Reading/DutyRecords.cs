using NodaTime;
using Watchbill.Calendars;
using Watchbill.Health;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Gathers when people are on call, in all rotations, as it was worked. Shadowing is not on call.</summary>
public sealed class DutyRecords(IStore store, Schedules schedules, WorkedShifts worked)
{
    /// <summary>What of a span that ends now is known, by person. Nothing is known from before a rotation was recorded.</summary>
    public async Task<IReadOnlyDictionary<string, DutyRecord>> WorkedAsync(
        IReadOnlyCollection<string> people, Interval span, CancellationToken ct)
    {
        var records = new Dictionary<string, DutyRecord>();
        foreach (var person in people.Distinct()) records[person] = await EmptyAsync(person, ct);
        foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value))
        {
            if (await worked.MarkAsync(rotation.Id, span.End, ct) is not { } mark) continue;
            var known = new Interval(mark.First, Instant.Max(mark.First, mark.Closed ?? span.End));
            foreach (var (person, times) in Rosters(rotation, records.Keys, known))
                records[person] = records[person] with { Known = [.. records[person].Known, .. times] };
            foreach (var duties in (await DutiesAsync(rotation, mark, span, ct)).GroupBy(duty => duty.Person, duty => duty.Time))
            {
                if (records.TryGetValue(duties.Key, out var record))
                    records[duties.Key] = record with { Duties = [.. record.Duties, .. duties] };
            }
        }

        var (called, paged) = (await CalloutsAsync(records, span, ct), await PagesAsync(records, span, ct));
        return records.ToDictionary(one => one.Key, one => one.Value with
        {
            Duties = [.. one.Value.Duties.OrderBy(duty => duty.Start)],
            Callouts = [.. called[one.Key].OrderBy(work => work.Start)],
            Pages = [.. paged[one.Key].Order()],
        });
    }

    private async Task<DutyRecord> EmptyAsync(string id, CancellationToken ct)
    {
        var person = (await store.FindAsync<Person>(id, ct))?.Value;
        var calendar = person?.Holidays is { } named ? (await store.FindAsync<HolidayCalendar>(named, ct))?.Value : null;
        return new DutyRecord(id, DateTimeZoneProviders.Tzdb[person?.TimeZone ?? "Etc/UTC"])
        {
            Holidays = calendar?.Dates.ToHashSet() ?? [],
        };
    }

    // What runs is recorded once it is over; until then it counts as far as it has come.
    private async Task<IEnumerable<(string Person, DutyTime Time)>> DutiesAsync(
        Rotation rotation, Recorded mark, Interval span, CancellationToken ct)
    {
        var shadows = rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet();
        var pieces = (await worked.OfAsync(rotation, span.Start, span.End, span.End, ct))
            .Where(one => !one.Shadow).Select(one => (one.Shift, one.Shift.End)).ToList();
        if (!rotation.Retired)
        {
            var begun = mark.Since ?? mark.First;
            pieces.AddRange((await schedules.ForAsync(rotation, ct)).At(span.End).Where(piece => !shadows.Contains(piece.Layer))
                .Select(piece => (piece with { Start = Instant.Max(piece.Start, begun) }, span.End)));
        }

        return from piece in pieces
               where piece.Shift.Person is not null && piece.Shift.Start < piece.End
               select (piece.Shift.Person, Time(rotation.Id, piece.Shift, piece.End));
    }

    private static DutyTime Time(string rotation, Shift piece, Instant end) =>
        new($"{rotation}/{piece.Layer}/{piece.Turn}", piece.Start, end);

    private static IEnumerable<(string Person, IEnumerable<Interval> Times)> Rosters(
        Rotation rotation, IEnumerable<string> people, Interval known) =>
        from person in people
        let times =
            from layer in rotation.Layers
            where !layer.Shadow
            from i in Enumerable.Range(0, layer.Versions.Count)
            where !layer.Versions[i].Removed && layer.Versions[i].Members.Contains(person)
            let end = i + 1 < layer.Versions.Count ? layer.Versions[i + 1].From ?? known.End : known.End
            let time = Spans.Within(known, layer.Versions[i].From ?? known.Start, end)
            where time is not null
            select time.Value
        select (person, times);

    private async Task<ILookup<string, WorkTime>> CalloutsAsync(
        Dictionary<string, DutyRecord> people, Interval span, CancellationToken ct)
    {
        var found = new List<(string Person, WorkTime Work)>();
        await foreach (var page in store.PagesAsync<Incident>(ct))
        {
            found.AddRange(from incident in page.Select(stored => stored.Value)
                           from responder in incident.Responders
                           let end = Instant.Min(responder.End ?? span.End, span.End)
                           where people.ContainsKey(responder.Person) && responder.Start < end && end > span.Start
                           select (responder.Person, new WorkTime(incident.Id, responder.Start, end)));
        }

        return found.ToLookup(one => one.Person, one => one.Work);
    }

    // Once for each step that called them, by however many methods. A drill is no page.
    private async Task<ILookup<string, Instant>> PagesAsync(Dictionary<string, DutyRecord> people, Interval span, CancellationToken ct)
    {
        var found = new List<(string Person, Instant At)>();
        await foreach (var page in store.PagesAsync<Page>(ct))
        {
            found.AddRange(from one in page.Select(stored => stored.Value)
                           where !one.IsDrill
                           from step in one.Taken
                           where !step.Missed && span.Contains(step.At)
                           from person in step.People
                           where people.ContainsKey(person)
                           select (person, step.At));
        }

        return found.ToLookup(one => one.Person, one => one.At);
    }
}
