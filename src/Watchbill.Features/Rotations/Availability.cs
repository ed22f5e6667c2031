using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A shift and the rotation it is of.</summary>
public sealed record Duty(string Rotation, Shift Shift);

/// <summary>When people are on call or away, over all rotations: who could take a shift, and what would be double duty.</summary>
public sealed class Availability(IStore store, Schedules schedules)
{
    private const int MaxTimes = 3;

    /// <summary>The paged shifts of some people that touch a span.</summary>
    public async Task<ILookup<string, Duty>> OfAsync(IReadOnlyCollection<string> people, Instant from, Instant to, CancellationToken ct)
    {
        var found = new List<Duty>();
        foreach (var rotation in await schedules.NamingAsync(people, ct))
        {
            var schedule = await schedules.ForAsync(rotation, ct);
            if (!people.Any(schedule.Mentions)) continue;
            var paged = rotation.Layers.Where(layer => !layer.Shadow).Select(layer => layer.Id).ToHashSet();
            found.AddRange(
                schedule.Between(from, to)
                    .Where(shift => shift.Person is not null && people.Contains(shift.Person) && paged.Contains(shift.Layer))
                    .Select(shift => new Duty(rotation.Id, shift)));
        }

        return found.ToLookup(duty => duty.Shift.Person!);
    }

    /// <summary>The parts of some spans in which each of the people is neither on call nor away; those without any are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Interval>>> FreeAsync(
        IReadOnlyCollection<string> people, IReadOnlyList<Interval> spans, CancellationToken ct)
    {
        var free = new Dictionary<string, IReadOnlyList<Interval>>();
        if (spans.Count == 0) return free;
        var duties = await OfAsync(people, spans[0].Start, spans[^1].End, ct);
        foreach (var person in people)
        {
            var busy = duties[person].Select(duty => new Interval(duty.Shift.Start, duty.Shift.End)).ToList();
            if ((await store.FindAsync<Absences>(person, ct))?.Value is { } absences)
                busy.AddRange(absences.Items.Select(absence => new Interval(absence.Start, absence.End)));
            if ((await store.FindAsync<Person>(person, ct))?.Value is not { Retired: false } known) continue;
            if (known.Leaves is { } leaves) busy.Add(new Interval(leaves, Instant.MaxValue));
            if (Spans.Minus(spans, busy) is { Count: > 0 } left) free[person] = left;
        }

        return free;
    }

    /// <summary>A line for each rotation and layer in which the person is on call in the same time as the change puts them there.</summary>
    /// <param name="who">The person, with their verb: <c>Ben Ode is</c>, <c>You are</c>.</param>
    /// <param name="giving">Changes made together with this one: what the person gives away in them is no double duty.</param>
    public async Task<IReadOnlyList<Text>> DoubleAsync(
        string rotation, ShiftChange made, string who, IReadOnlyList<ShiftChange> giving, CancellationToken ct)
    {
        var given = giving.Where(change => change.Instead == made.Person).ToList();
        var duties = (await OfAsync([made.Person], made.Start, made.End, ct))[made.Person]
            .Where(duty => duty.Rotation != rotation || duty.Shift.Layer != made.Layer)
            .SelectMany(duty => Spans.Minus(
                    [Spans.Within(new Interval(duty.Shift.Start, duty.Shift.End), made.Start, made.End)!.Value],
                    given.Where(change => duty.Rotation == rotation && change.Layer == duty.Shift.Layer)
                        .Select(change => new Interval(change.Start, change.End)))
                .Select(span => (duty.Rotation, duty.Shift.Layer, span.Start, span.End)));
        return [.. duties.GroupBy(duty => (duty.Rotation, duty.Layer)).Select(both =>
            (Text)$"⚠ {who} also on call for {ChangeReplies.Which(both.Key.Rotation, both.Key.Layer)}, "
                + Times(Spans.Union(both.Select(duty => new Interval(duty.Start, duty.End)))) + ".")];
    }

    // Between two of them somebody may be free.
    private static Text Times(IReadOnlyList<Interval> times) =>
        Text.Join(", ", times.Take(MaxTimes).Select(time => Text.Span(time.Start, time.End)))
            + (times.Count > MaxTimes ? (Text)$" and {times.Count - MaxTimes} times more" : Text.Empty);

    /// <summary>A line where the person is away in the time in which the change puts them on call.</summary>
    public async Task<IReadOnlyList<Text>> AwayAsync(ShiftChange made, string who, CancellationToken ct)
    {
        var absences = (await store.FindAsync<Absences>(made.Person, ct))?.Value.Items ?? [];
        return !absences.Any(away => away.Start < made.End && away.End > made.Start) ? [] :
            [$"⚠ {who} away in some of that time, and on call anyway."];
    }
}
