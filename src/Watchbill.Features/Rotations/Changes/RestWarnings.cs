using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Health;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// What a change would do to somebody's rest and load, said before it is confirmed. It forbids nothing. Double duty has a line of its own:
/// see <see cref="Availability"/>.
/// </summary>
public sealed class RestWarnings(IStore store, Schedules schedules)
{
    private static readonly Duration Around = Duration.FromDays(35);
    private static readonly Duration Ahead = Duration.FromDays(56);

    private readonly Availability duties = new(store, schedules);

    /// <param name="before">The shifts of the layer in the change's span, as they stand.</param>
    /// <param name="together">All that is changed at once: what the person gives away in it.</param>
    /// <param name="reader">Id of who reads it.</param>
    /// <param name="may">What they can do all the same: <c>confirm</c>, <c>accept</c>; null: it is done, and the words are of what will be.
    /// </param>
    public async Task<IReadOnlyList<Text>> OfAsync(Rotation rotation, ShiftChange made, IReadOnlyList<Shift> before,
        IReadOnlyList<ShiftChange> together, string? reader, string? may, Instant now, CancellationToken ct)
    {
        // What was asked for some time ago may be over by now.
        if (made.End <= now) return [];
        var from = Instant.Max(made.Start, now);
        var held = await HeldAsync([made.Person], new Interval(made.Start - Around, made.End + Around), ct);
        var record = await RecordAsync(made.Person, held[made.Person].Select(duty => duty.Time), ct);
        var given = together.Where(change => change.Instead == made.Person).ToList();
        var kept = held[made.Person].SelectMany(duty => duty.Rotation != rotation.Id ? [duty.Time]
            : Spans.Minus([new Interval(duty.Time.Start, duty.Time.End)],
                given.Where(change => change.Layer == duty.Layer).Select(change => new Interval(change.Start, change.End)))
                .Select(span => duty.Time with { Start = span.Start, End = span.End }));
        // A turn under coverage windows is on call in its pieces; off-hours only an override puts somebody on call.
        var taken = before.Where(shift => shift.Person != made.Person)
            .Select(shift => Spans.Within(new Interval(shift.Start, shift.End), from, made.End)).OfType<Interval>();
        var gained = (before.Count == 0 ? [new Interval(from, made.End)] : taken)
            .Select(span => new DutyTime($"change/{made.Layer}", span.Start, span.End)).ToList();
        if (gained.Count == 0) return [];
        var crossed = HealthLimits.Brought(
            record, record with { Duties = [.. kept, .. gained] }, new Interval(from, made.End), TurnOf(rotation, made.Layer, from));
        var person = (await store.FindAsync<Person>(made.Person, ct))?.Value.Name ?? made.Person;
        var nights = await NightsPagedAsync(record, gained, now, ct);
        return RestReplies.Would(crossed, nights, made.Person == reader ? null : People.Named(made.Person, person), may);
    }

    /// <summary>What taking some time of a request for cover would do to each of those who are asked, for their message.</summary>
    /// <param name="open">What of it nobody has, in order.</param>
    /// <returns>By person; without those to whom there is nothing to say.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Text>>> OfAskedAsync(
        Rotation rotation, CoverRequest request, IReadOnlyList<Interval> open, Instant now, CancellationToken ct)
    {
        var said = new Dictionary<string, IReadOnlyList<Text>>();
        var schedule = await schedules.ForAsync(rotation, ct);
        foreach (var person in request.Asked.Except(request.Declined))
        {
            var before = Members.Parts(rotation, person, open).SelectMany(span => schedule.Between(span.Start, span.End, request.Layer)
                .Where(piece => piece.IsOf(request.Person))
                .Select(piece => piece with { Start = Instant.Max(piece.Start, span.Start), End = Instant.Min(piece.End, span.End) }))
                .ToList();
            if (before.Count == 0) continue;
            var made = new ShiftChange("", ShiftSource.Cover, request.Layer, before[0].Start, before[^1].End, person, request.Person)
            {
                DecidedAt = now,
                DecidedBy = person,
            };
            if (await OfAsync(rotation, made, before, [], person, "take it", now, ct) is { Count: > 0 } lines) said[person] = lines;
        }

        return said;
    }

    /// <summary>What an edit, or a new rotation, would do to those in its rosters in the next eight weeks.</summary>
    public async Task<IReadOnlyList<Text>> OfEditAsync(Schedule? before, Schedule after, Instant now, CancellationToken ct)
    {
        var span = new Interval(now, now + Ahead);
        var (was, becomes) = (Own(before, span), Own(after, span));
        var people = becomes.Select(one => one.Key).Order(StringComparer.Ordinal).ToList();
        var held = await HeldAsync(people, span, ct);
        var (found, twice) = (new List<(Person Person, CrossedLimit Crossed)>(), new List<Text>());
        foreach (var id in people)
        {
            var elsewhere = held[id].Where(duty => duty.Rotation != after.Rotation.Id).ToList();
            var record = await RecordAsync(id, [.. elsewhere.Select(duty => duty.Time), .. was[id]], ct);
            var then = record with { Duties = [.. elsewhere.Select(duty => duty.Time), .. becomes[id]] };
            var person = (await store.FindAsync<Person>(id, ct))?.Value ?? new Person(id, id) { TimeZone = "Etc/UTC" };
            found.AddRange(HealthLimits.Brought(record, then, span, Duration.Zero).Select(crossed => (person, crossed)));
            foreach (var other in elsewhere.GroupBy(duty => duty.Rotation))
            {
                if (other.FirstOrDefault(duty => becomes[id].Any(own => Meet(duty.Time, own)) && !was[id].Any(own => Meet(duty.Time, own)))
                    is not { } both) continue;
                var meets = Instant.Max(both.Time.Start, becomes[id].First(own => Meet(both.Time, own)).Start);
                twice.Add(RestReplies.Twice(People.Named(id, person.Name), other.Key, Instant.Max(meets, now)));
            }
        }

        return [.. RestReplies.Would(found), .. twice];
    }

    private static bool Meet(DutyTime one, DutyTime other) => one.Start < other.End && other.Start < one.End;

    private static Duration TurnOf(Rotation rotation, string layer, Instant at) =>
        rotation.LayersAt(at).FirstOrDefault(one => one.Id == layer)?.At(at)?.Turn is { } turn
            ? Duration.FromHours((double)(turn.Weeks(at.InZone(DateTimeZoneProviders.Tzdb[turn.TimeZone]).Date) * 168)) : Duration.Zero;

    private static ILookup<string, DutyTime> Own(Schedule? schedule, Interval span)
    {
        var paged = schedule?.Rotation.Layers.Where(layer => !layer.Shadow).Select(layer => layer.Id).ToHashSet() ?? [];
        return (schedule?.Between(span.Start, span.End) ?? []).Where(shift => shift.Person is not null && paged.Contains(shift.Layer))
            .ToLookup(shift => shift.Person!, shift => new DutyTime($"{shift.Layer}/{shift.Turn}", shift.Start, shift.End));
    }

    private async Task<ILookup<string, HeldDuty>> HeldAsync(IReadOnlyCollection<string> people, Interval span, CancellationToken ct) =>
        (await duties.OfAsync(people, span.Start, span.End, ct)).SelectMany(one => one.Select(duty => (one.Key, duty)))
            .ToLookup(one => one.Key, one => new HeldDuty(one.duty.Rotation, one.duty.Shift.Layer,
                new DutyTime($"{one.duty.Rotation}/{one.duty.Shift.Layer}/{one.duty.Shift.Turn}", one.duty.Shift.Start,
                    one.duty.Shift.End)));

    private async Task<DutyRecord> RecordAsync(string id, IEnumerable<DutyTime> times, CancellationToken ct) =>
        new(id, DateTimeZoneProviders.Tzdb[(await store.FindAsync<Person>(id, ct))?.Value.TimeZone ?? "Etc/UTC"])
        {
            Duties = [.. times],
        };

    // Only the night that comes next: later ones leave time to recover.
    private async Task<int> NightsPagedAsync(DutyRecord record, IReadOnlyList<DutyTime> gained, Instant now, CancellationToken ct)
    {
        var next = Nights.Of(Nights.DateOf(now, record.Zone), record.Zone);
        if (!gained.Any(time => Spans.Within(next, time.Start, time.End) is not null)) return 0;
        var pages = new List<Instant>();
        await foreach (var page in store.PagesAsync<Page>(ct))
        {
            pages.AddRange(page.Where(one => !one.Value.IsDrill).SelectMany(one => one.Value.Taken)
                .Where(step => !step.Missed && step.People.Contains(record.Person)).Select(step => step.At));
        }

        return HealthLimits.NightsPagedBefore(record with { Pages = pages }, now);
    }

    private sealed record HeldDuty(string Rotation, string Layer, DutyTime Time);
}
