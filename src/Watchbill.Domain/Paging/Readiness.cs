using NodaTime;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>A span of a rotation in which somebody who is on call cannot be woken, or nobody is on call.</summary>
/// <param name="Layer">Of the rotation, or the step of its escalation that turns to another one.</param>
/// <param name="Person">Null: nobody is on call.</param>
/// <param name="Reason">Why, in the middle of a sentence.</param>
public sealed record Unready(string Rotation, string Layer, Instant Start, Instant End, string? Person, string Reason);

/// <summary>Whether the people of rotations can be woken while they are on call.</summary>
/// <param name="Covered">Whether at each promised instant somebody can be.</param>
public sealed record Readiness(Instant From, Instant To, bool Covered, IReadOnlyList<Unready> Gaps)
{
    /// <summary>Who is on call without the qualification that the rotation requires. They can be woken all the same.</summary>
    public IReadOnlyList<Unready> Unqualified { get; init; } = [];

    /// <summary>As far ahead as anybody looks.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(7);

    /// <summary>How long an answer by a method proves that it reaches its owner.</summary>
    public static Duration Fresh { get; } = Duration.FromDays(30);

    /// <summary>Of one rotation, over the next seven days, and of those that its escalation turns to.</summary>
    /// <param name="others">The schedule of another rotation; null: there is no such one.</param>
    /// <param name="contacts">Of a person.</param>
    /// <param name="wakes">Whether a method wakes somebody who sleeps.</param>
    public static Readiness Of(
        Schedule schedule, Func<string, Schedule?> others, Func<string, Contacts> contacts, Func<string, bool> wakes, Instant now)
    {
        var (rotation, to) = (schedule.Rotation, now + Ahead);
        var steps = EscalationPolicy.Of(rotation, now);
        List<Unready> gaps = [.. schedule.Gaps(now, to).Select(gap =>
            new Unready(rotation.Id, gap.Layer, Instant.Max(gap.Start, now), Instant.Min(gap.End, to), null, "nobody is on call"))];
        var covered = gaps.Count == 0;
        var held = new List<(Interval Span, bool Ready)>();
        foreach (var layer in rotation.LayersAt(now).Where(layer => !layer.Shadow))
        {
            // Whom no step names is never paged there.
            var step = steps.Index().FirstOrDefault(one => one.Item.To == layer.Level || one.Item.To == layer.Id);
            if (step is not (var place, { })) continue;
            foreach (var shift in schedule.Between(now, to, layer.Id))
                if (shift.Person is { } person) Look(layer.Id, person, shift.Start, shift.End, place);
        }

        foreach (var (place, step) in steps.Index())
        {
            if (!step.To.StartsWith(EscalationPolicy.RotationPrefix, StringComparison.Ordinal)) continue;
            var other = step.To[EscalationPolicy.RotationPrefix.Length..];
            foreach (var (start, end, people) in FirstLevels(others(other), now, to))
            {
                foreach (var person in people) Look(step.To, person, start, end, place);
                if (people.Count > 0) continue;
                Add(new Unready(rotation.Id, step.To, start, end, null, $"nobody is on call for {other}"));
                if (schedule.PromisedFrom(start) is { } promised && promised < end) held.Add((new Interval(promised, end), false));
            }
        }

        foreach (var at in held.SelectMany(one => new[] { one.Span.Start, one.Span.End }).Distinct().Where(at => at < to))
        {
            var there = held.Where(one => one.Span.Contains(at)).ToList();
            if (there.Count > 0 && !there.Exists(one => one.Ready)) covered = false;
        }

        return new Readiness(now, to, covered, [.. gaps.OrderBy(gap => gap.Start).ThenBy(gap => gap.Layer, StringComparer.Ordinal)]);

        void Look(string level, string person, Instant start, Instant end, int place)
        {
            (start, end) = (Instant.Max(start, now), Instant.Min(end, to));
            var fault = Fault(contacts(person), wakes, EscalationPolicy.Wait(steps, place), now);
            held.Add((new Interval(start, end), fault is null));
            if (fault is not null) Add(new Unready(rotation.Id, level, start, end, person, fault));
        }

        void Add(Unready gap)
        {
            if (gaps is [.., var last] && last with { Start = gap.Start, End = gap.End } == gap && last.End == gap.Start)
                gaps[^1] = last with { End = gap.End };
            else gaps.Add(gap);
        }
    }

    // Of a rotation that is turned to whoever is on its first level that has somebody, from one change to the next.
    private static IEnumerable<(Instant Start, Instant End, IReadOnlyList<string> People)> FirstLevels(
        Schedule? schedule, Instant from, Instant to)
    {
        var levels = schedule is null ? []
            : schedule.Rotation.LayersAt(from).Where(layer => !layer.Shadow).GroupBy(layer => layer.Level).Select(level =>
                level.SelectMany(layer => schedule.Between(from, to, layer.Id)).Where(shift => shift.Person is not null).ToList()).ToList();
        var bounds = levels.SelectMany(level => level).SelectMany(shift => new[] { shift.Start, shift.End })
            .Where(at => at > from && at < to).Append(from).Append(to).Distinct().Order().ToList();
        foreach (var (start, end) in bounds.Zip(bounds.Skip(1)))
        {
            var there = levels.Select(level => level.Where(shift => shift.Covers(start)).Select(shift => shift.Person!).Distinct().ToList())
                .FirstOrDefault(people => people.Count > 0);
            yield return (start, end, there ?? []);
        }
    }

    /// <summary>Why somebody cannot be woken by high urgency; null: they can.</summary>
    /// <param name="wait">How long their level is waited for: what comes later never rings.</param>
    public static string? Fault(Contacts contacts, Func<string, bool> wakes, Duration wait, Instant now)
    {
        var methods = contacts.Methods.Where(contact => contact.Works && wakes(contact.Method)).ToList();
        if (methods.Count == 0) return "no verified method that wakes";
        var rules = contacts.RulesOf(Urgency.High).Where(rule => methods.Exists(contact => contact.Method == rule.Method)).ToList();
        if (rules.Count == 0)
            return $"the rules for high urgency leave out {string.Join(" and ", methods.Select(contact => contact.Method))}";
        var fresh = rules.Where(rule => contacts.Of(rule.Method)!.ProvenAt is { } at && at > now - Fresh).ToList();
        if (fresh.Count == 0)
        {
            var last = rules.Max(rule => contacts.Of(rule.Method)!.ProvenAt!.Value);
            return FormattableString.Invariant($"last answered {Math.Floor((now - last).TotalDays):0} days ago");
        }

        var first = fresh.MinBy(rule => rule.After)!;
        return first.After < wait ? null
            : $"{first.Method} would ring after {Minutes(first.After)}, and the level is left after {Minutes(wait)}";
    }

    private static string Minutes(Duration length) => FormattableString.Invariant($"{length.TotalMinutes:0.#} min");
}
