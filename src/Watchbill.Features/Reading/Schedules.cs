using System.Runtime.CompilerServices;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Puts together, from documents, what decides who is on call. The one way to it, for commands, jobs and the API alike.</summary>
/// <param name="zones">The rules of time zones; null: those of this release.</param>
/// <param name="index">Null: what is asked about people is looked for in all rotations, as they are foreseen.</param>
public sealed class Schedules(IStore store, IDateTimeZoneProvider? zones = null, RotationIndex? index = null)
{
    private readonly IDateTimeZoneProvider zones = zones ?? DateTimeZoneProviders.Tzdb;

    // Of thousands of schedules most have neither: what is empty is there once.
    private readonly Almanac noHolidays = new(new Dictionary<string, HolidayCalendar>(), zones ?? DateTimeZoneProviders.Tzdb);
    private readonly Dictionary<string, IReadOnlyList<Away>> nobodyAway = [];

    // A schedule lives as long as the rotation it was made from stays in the store's memory.
    private readonly ConditionalWeakTable<Rotation, Made> made = [];

    /// <summary>The schedule as it stands now; null where there is no such rotation or it is retired.</summary>
    public async ValueTask<Schedule?> FindAsync(string rotation, CancellationToken ct) =>
        await store.FindAsync<Rotation>(rotation, ct) is { Value: { Retired: false } found } ? await ForAsync(found, ct) : null;

    /// <summary>The current rotations whose rosters or changes may name one of the people, by id.</summary>
    public async Task<IReadOnlyList<Rotation>> NamingAsync(IReadOnlyCollection<string> people, CancellationToken ct)
    {
        if (index is null)
            return [.. (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(read => read.Value).Where(rotation => !rotation.Retired)];
        var found = new List<Rotation>();
        foreach (var id in await index.OfAsync(people, ct))
        {
            if (await store.FindAsync<Rotation>(id, ct) is { Value: { Retired: false } rotation }) found.Add(rotation);
        }

        return found;
    }

    /// <summary>When somebody is away, of what touches the span (its end not included), in order.</summary>
    public async ValueTask<IReadOnlyList<Absence>> AwayAsync(string person, Instant from, Instant to, CancellationToken ct) =>
        [.. ((await store.FindAsync<Absences>(person, ct))?.Value.Items ?? []).Where(one => one.Start < to && one.End > from)
            .OrderBy(one => one.Start)];

    /// <summary>How many rotations there are, without those that are retired.</summary>
    public async ValueTask<int> CountAsync(CancellationToken ct) => index is not null ? await index.CountAsync(ct)
        : (await store.ListAsync<Rotation>(IdRange.All, ct)).Count(read => !read.Value.Retired);

    /// <summary>The schedule of a rotation as it was read.</summary>
    public async ValueTask<Schedule> ForAsync(Rotation rotation, CancellationToken ct)
    {
        var changes = (await store.FindAsync<RotationChanges>(rotation.Id, ct))?.Value;
        if (made.TryGetValue(rotation, out var before) && await HoldsAsync(before, changes, ct)) return before.Schedule;
        var (people, calendars) = (PeopleOf(rotation, changes), CalendarsOf(rotation).ToList());
        var facts = new List<object?>(2 * people.Count + calendars.Count);
        foreach (var person in people)
        {
            facts.Add((await store.FindAsync<Person>(person, ct))?.Value);
            facts.Add((await store.FindAsync<Absences>(person, ct))?.Value);
        }

        foreach (var calendar in calendars) facts.Add((await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value);
        var schedule = Make(rotation, changes, people, facts);
        made.AddOrUpdate(rotation, new Made(schedule, changes, people, calendars, facts));
        return schedule;
    }

    /// <summary>
    /// Whether every document that a schedule was made from is still the one that it
    /// was; asked for each look-up, so nothing is built for it.
    /// </summary>
    private async ValueTask<bool> HoldsAsync(Made before, RotationChanges? changes, CancellationToken ct)
    {
        if (!ReferenceEquals(before.Changes, changes)) return false;
        var fact = 0;
        foreach (var person in before.People)
        {
            if (!ReferenceEquals(before.Facts[fact++], (await store.FindAsync<Person>(person, ct))?.Value)) return false;
            if (!ReferenceEquals(before.Facts[fact++], (await store.FindAsync<Absences>(person, ct))?.Value)) return false;
        }

        foreach (var calendar in before.Calendars)
        {
            if (!ReferenceEquals(before.Facts[fact++], (await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value)) return false;
        }

        return true;
    }

    private Schedule Make(Rotation rotation, RotationChanges? changes, List<string> people, List<object?> facts)
    {
        var away = new Dictionary<string, IReadOnlyList<Away>>();
        for (var i = 0; i < people.Count; i++)
        {
            var times = new List<Away>();
            if (facts[2 * i] is Person person && person.LeavesBy(zones) is { } leaves) times.Add(Away.Left(people[i], leaves));
            if (facts[2 * i + 1] is Absences absences) times.AddRange(absences.Items.Select(absence => Away.From(people[i], absence)));
            if (times.Count > 0) away[people[i]] = times;
        }

        var calendars = facts.OfType<HolidayCalendar>().ToDictionary(calendar => calendar.Id);
        return new Schedule(rotation, changes ?? RotationChanges.None, away.Count == 0 ? nobodyAway : away,
            calendars.Count == 0 ? noHolidays : new Almanac(calendars, zones));
    }

    /// <summary>Whose record and absences a schedule is made from.</summary>
    internal static List<string> PeopleOf(Rotation rotation, RotationChanges? changes) =>
        [.. rotation.Layers.SelectMany(layer => layer.Versions).SelectMany(version => version.Members)
            .Concat(changes?.Changes.Select(change => change.Person) ?? []).Distinct()];

    /// <summary>The holiday calendars it is made from.</summary>
    internal static IEnumerable<string> CalendarsOf(Rotation rotation) =>
        rotation.Layers.SelectMany(layer => layer.Versions).Select(version => version.Coverage)
            .Concat(rotation.Promises.Select(promise => promise.Coverage))
            .Select(coverage => coverage.HolidaysOff).OfType<string>().Distinct();

    /// <summary>A schedule and the documents it was made from: of each person two, then of each calendar one.</summary>
    private sealed record Made(
        Schedule Schedule, RotationChanges? Changes, List<string> People, List<string> Calendars, List<object?> Facts);
}
