using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>An override, the shifts as they were before it in its span, who decided it, and the names of all of them.</summary>
public sealed record OverrideFacts(ShiftChange Made, IReadOnlyList<Shift> Before, Actor By, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Whether the person is away in some of that time.</summary>
    public bool IsAway { get; init; }

    /// <summary>Whether the person would be told of a handoff now: the layer is paged, and by the last one somebody else has it.</summary>
    public bool IsHandedOver { get; init; }

    /// <summary>Whether it begins now and a handoff says all there is to say. That they are away it does not say.</summary>
    public bool HandsOver(Instant now) => IsHandedOver && !IsAway && Made.Start <= now && Before.Any(shift => shift.Covers(Made.Start));

    public IReadOnlyList<string> Replaced =>
        [.. Before.Select(shift => shift.Person).OfType<string>().Where(person => person != Made.Person).Distinct()];

    /// <summary>What of the override's time a person has without it, each time until somebody else has the layer.</summary>
    public IReadOnlyList<Interval> Held(string person)
    {
        var held = new List<Interval>();
        string? before = null;
        foreach (var shift in Before)
        {
            var (start, end) = (Instant.Max(shift.Start, Made.Start), Instant.Min(shift.End, Made.End));
            if (shift.Person == person && before == person) held[^1] = new Interval(held[^1].Start, end);
            else if (shift.Person == person) held.Add(new Interval(start, end));
            before = shift.Person;
        }

        return held;
    }
}

/// <summary>What is said about overrides, to who asks, to the channel, and to who is put on call or replaced.</summary>
public static class OverrideReplies
{
    private const int MaxSpans = 3;

    /// <summary>To somebody who is put on call though they are away.</summary>
    internal const string TellIfAway = " You are away in some of that time: tell them if you cannot.";

    public static Reply Preview(Rotation rotation, OverrideFacts facts, IReadOnlyList<Text> notes) =>
        new(Text.Lines([
            Text.Bold($"Put {Who(facts)} on call for {Which(rotation, facts)}?") + $" {Span(facts)}{Instead(facts)}.{Reason(facts)}",
            .. notes, .. Nothing(facts)]))
        {
            Table = facts.Before.Count < 2 ? null : new Table(["Now", "New", "When"], [.. facts.Before.Select(shift => (IReadOnlyList<Text>)
                [ChangeReplies.Holder(shift, facts.Names), $"{Who(facts)}", ChangeReplies.Within(shift, facts.Made)])]),
        };

    public static Reply Done(Rotation rotation, OverrideFacts facts) =>
        new(Text.Bold($"{Who(facts)} is on call for {Which(rotation, facts)}") + $", {Span(facts)}.");

    /// <summary>
    /// One public line in the owner's channel, and a word to everybody whose duty changes, except to who did it. What begins now is told to
    /// the channel and to who comes by its handoff alone.
    /// </summary>
    public static IEnumerable<Write> Said(Rotation rotation, OverrideFacts facts, Instant now)
    {
        var made = facts.Made;
        var by = By(facts);
        if (!facts.HandsOver(now))
        {
            yield return Say("channel", Owner(rotation),
                Text.Bold($"{Who(facts)} is on call for {Which(rotation, facts)}") + $"{Instead(facts)}, {Span(facts)}.{by}", rotation,
                facts, now);
            if (made.Person != facts.By.Person)
                yield return Say(made.Person, Address.Person(made.Person),
                    Text.Bold($"You are on call for {Which(rotation, facts)}") + $", {Span(facts)}.{by}{Away(facts)}", rotation, facts,
                    now);
        }

        foreach (var person in facts.Replaced.Where(person => person != facts.By.Person))
            yield return Say(person, Address.Person(person),
                Text.Bold($"{Who(facts)} is on call instead of you") + $": {Which(rotation, facts)}, {Times(facts, person)}.{by}", rotation,
                facts, now);
    }

    /// <param name="facts">With the shifts as they are without it.</param>
    public static Reply RemovalPreview(Rotation rotation, OverrideFacts facts) =>
        new(Text.Lines(Text.Bold("Remove this override?") + Again(facts),
            $"{Who(facts)}, {Which(rotation, facts)}, {Span(facts)}.{Reason(facts)}"))
        {
            Table = facts.Before.Count < 2 ? null : new Table(["Who", "When"], [.. facts.Before.Select(shift => (IReadOnlyList<Text>)
                [ChangeReplies.Holder(shift, facts.Names), ChangeReplies.Within(shift, facts.Made)])]),
        };

    public static Reply Removed(Rotation rotation, OverrideFacts facts) =>
        new(Text.Bold("Override removed.") + $" {Which(rotation, facts)}, {Span(facts)}.{Again(facts)}");

    public static IEnumerable<Write> RemovalSaid(Rotation rotation, OverrideFacts facts, Instant now)
    {
        var made = facts.Made;
        var author = ChangeReplies.Author(facts.By, facts.Names);
        yield return Say("removed", Owner(rotation),
            Text.Bold("Override removed:") + $" {Who(facts)}, {Which(rotation, facts)}, {Span(facts)}. By {author}.", rotation, facts, now);
        if (made.Person != facts.By.Person && OverrideListReplies.Gone([facts], made.Person) is { Count: > 0 } gone)
            yield return Say($"removed/{made.Person}", Address.Person(made.Person),
                Text.Bold($"You are no longer on call for {Which(rotation, facts)}")
                    + $", {OverrideListReplies.Spans(gone)}. Override removed by {author}.",
                rotation, facts, now);
        foreach (var person in facts.Replaced.Where(person => person != facts.By.Person))
            yield return Say($"removed/{person}", Address.Person(person),
                Text.Bold($"You are on call for {Which(rotation, facts)} again")
                    + $", {Times(facts, person)}. {author} removed the override with {Who(facts)}.", rotation, facts, now);
    }

    /// <summary>Where a rotation's messages go: the channel of its team or domain.</summary>
    public static Address Owner(Rotation rotation) =>
        rotation.Kind == RotationKind.Team ? Address.Team(rotation.Owner) : Address.Domain(rotation.Owner);

    internal static Write Say(string whom, Address to, Text text, Rotation rotation, OverrideFacts facts, Instant now) =>
        Delivery.Say(
            new Delivery(now, MessageKind.Change, to,
                new Reply(text) { Audience = to.Kind == AddressKind.Person ? Audience.You : Audience.Everyone })
            { Rotation = rotation.Id },
                    $"override/{rotation.Id}/{facts.Made.Id}/{whom}");

    /// <summary>Who decided it, and why: <c>By Dot: a wedding.</c></summary>
    internal static Text By(OverrideFacts facts) =>
        $" By {ChangeReplies.Author(facts.By, facts.Names)}{(facts.Made.Reason is { } reason ? $": {ChangeReplies.Why(reason)}" : "")}.";

    private static Mention Who(OverrideFacts facts) => facts.Names.Named(facts.Made.Person);

    private static string Which(Rotation rotation, OverrideFacts facts) => ChangeReplies.Which(rotation.Id, facts.Made.Layer);

    private static Text Span(OverrideFacts facts) => Text.Span(facts.Made.Start, facts.Made.End);

    private static Text Instead(OverrideFacts facts) =>
        facts.Replaced.Count == 0 ? Text.Empty : $", instead of {facts.Names.Named(facts.Replaced)}";

    internal static string Reason(OverrideFacts facts) => facts.Made.Reason is { } reason ? $" Reason: {ChangeReplies.Why(reason)}." : "";

    private static string Away(OverrideFacts facts) => facts.IsAway ? TellIfAway : "";

    private static Text Again(OverrideFacts facts) =>
        facts.Before.Select(shift => shift.Person).Distinct().ToList() is [{ } one] ? $" {facts.Names.Named(one)} is on call again."
        : facts.Before.Any(shift => shift.Person is null) ? $" {Vacant(facts)}" : Text.Empty;

    // An override may replace somebody in many turns, with others between them.
    private static Text Times(OverrideFacts facts, string person)
    {
        var held = facts.Held(person);
        var shown = Text.Join(" and ", held.Take(MaxSpans).Select(span => Text.Span(span.Start, span.End)));
        return held.Count > MaxSpans ? (Text)$"{shown} and {held.Count - MaxSpans} times more" : shown;
    }

    private static IEnumerable<Text> Nothing(OverrideFacts facts)
    {
        if (facts.Before.Count == 0) yield return $"{facts.Made.Layer} is off-hours then; {Who(facts)} is on call anyway.";
        else if (facts.Before.All(shift => shift.Person == facts.Made.Person))
            yield return $"{Who(facts)} is on call then already, and stays even if the roster changes.";
        else if (facts.Before is [{ Person: null }]) yield return Vacant(facts);
    }

    // Of one layer: another one may have somebody.
    private static string Vacant(OverrideFacts facts) => $"Nobody is on call as {facts.Made.Layer} then.";
}
