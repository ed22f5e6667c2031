using NodaTime;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Puts together the calendar feeds of people and rotations, for whoever holds a key.</summary>
public sealed class Feeds(IStore store, Schedules schedules, WorkedShifts worked, OrgChart chart)
{
    private const int Week = 7;
    private static readonly Duration Back = Duration.FromDays(92);
    private static readonly Duration Ahead = Duration.FromDays(372);

    /// <summary>A person's shifts in all rotations; null: the key does not open it. Only the person's own keys do.</summary>
    public async Task<string?> OfPersonAsync(string person, string key, Instant now, CancellationToken ct)
    {
        // An address made before a rename still leads to its person.
        person = await CurrentAsync<Person>(person, known => known.Retired ? known.RenamedTo : null, ct);
        if (await HolderAsync(key, now, ct) is not { } holder || holder != person) return null;
        return await ServeAsync($"people/{person}", $"On call: {await chart.NameAsync(person, ct)}", now, async (from, to) =>
        {
            var shifts = new List<(string, Shift)>();
            foreach (var rotation in (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value))
            {
                var schedule = await schedules.ForAsync(rotation, ct);
                if (!schedule.Mentions(person)) continue;
                // Of a rotation that is no more, what was worked stays in the calendar.
                var through =
                    rotation.Retired
                        ? (await worked.MarkAsync(rotation.Id, now, ct))?.Through ?? Instant.MinValue : Instant.MaxValue;
                shifts.AddRange(
                    (await worked.BetweenAsync(schedule, from, to, now, ct)).Where(shift => shift.Person == person && shift.End <= through)
                        .Select(shift => (rotation.Id, shift)));
            }

            return shifts;
        }, ct);
    }

    /// <summary>A rotation's shifts in all layers, vacant ones too; null: the key opens nothing, or there is no such rotation.</summary>
    public async Task<string?> OfRotationAsync(string rotation, string key, Instant now, CancellationToken ct)
    {
        rotation = await CurrentAsync<Rotation>(rotation, known => known.Retired ? known.RenamedTo : null, ct);
        if (await HolderAsync(key, now, ct) is null || await schedules.FindAsync(rotation, ct) is not { } schedule) return null;
        return await ServeAsync($"rotations/{rotation}", $"On call: {rotation}", now, async (from, to) =>
            (await worked.BetweenAsync(schedule, from, to, now, ct)).Select(shift => (rotation, shift)), ct);
    }

    /// <summary>Whose key it is; null: nobody's, or its person has left or is not in the organisation any more.</summary>
    private async Task<string?> HolderAsync(string key, Instant now, CancellationToken ct)
    {
        if (FeedKey.Read(key) is not var (named, hash)) return null;
        var person = await CurrentAsync<Person>(named, known => known.Retired ? known.RenamedTo : null, ct);
        if (await store.FindAsync<FeedKey>(FeedKey.PrefixOf(person) + hash, ct) is null) return null;
        return (await store.FindAsync<Person>(person, ct))?.Value is { } holder && holder.IsHere(now) ? person : null;
    }

    /// <summary>The id that something goes by now, after any renames. An id is never used twice, so it comes to an end.</summary>
    private async Task<string> CurrentAsync<T>(string id, Func<T, string?> became, CancellationToken ct) where T : class
    {
        var seen = new HashSet<string>();
        while (seen.Add(id) && await store.FindAsync<T>(id, ct) is { Value: var known } && became(known) is { } next) id = next;
        return id;
    }

    private async Task<string> ServeAsync(
        string feed, string title, Instant now, Func<Instant, Instant, Task<IEnumerable<(string Rotation, Shift Shift)>>> readAsync,
        CancellationToken ct)
    {
        // Edges move once a week: in between, a feed in which nothing changed is the same text.
        var (from, to) = (Monday(now - Back), Monday(now + Ahead + Duration.FromDays(Week)));
        var current = (await readAsync(from, to)).ToList();
        var state = await UpdateAsync(feed, served => served.Next(current, from, now), ct);
        var names = new Dictionary<string, string>();
        foreach (var person in state.Events.SelectMany(served => new[] { served.Shift.Person, served.Shift.Instead }).OfType<string>()
            .Distinct()) names[person] = await chart.NameAsync(person, ct);
        return CalendarFeed.Write(title, state.Events, names);
    }

    private async Task<FeedState> UpdateAsync(string feed, Func<FeedState, FeedState> next, CancellationToken ct)
    {
        while (true)
        {
            var read = await store.FindAsync<FeedState>(feed, ct);
            var state = next(read?.Value ?? FeedState.None);
            if (read is not null && state.Events.SequenceEqual(read.Value.Events)) return state;
            try
            {
                await store.SaveAsync([Write.Upsert(feed, read, state)], ct);
                return state;
            }
            catch (StaleException)
            {
                // Another device asked for the same feed in the same moment: what it was served counts.
            }
        }
    }

    private static Instant Monday(Instant at)
    {
        var date = at.InUtc().Date;
        return date.PlusDays(1 - (int)date.DayOfWeek).AtMidnight().InUtc().ToInstant();
    }
}
