using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>An override, the shifts as they were before it in its span, who decided it, and the names of all of them.</summary>
public sealed record OverrideFacts(ShiftChange Made, IReadOnlyList<Shift> Before, Actor By, IReadOnlyDictionary<string, string> Names)
{
    public string Name => Names[Made.Person];

    /// <summary>Whether the person is away in some of that time.</summary>
    public bool IsAway { get; init; }

    /// <summary>Whom a public line names as its author.</summary>
    public string Author => By.Person is { } person ? Names[person] : By.Id;

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

/// <summary>What is said about overrides, to who asks, to the channel, and to who is put in or replaced.</summary>
public static class OverrideReplies
{
    private const int MaxSpans = 3;

    /// <summary>To somebody who is put on call though they are away.</summary>
    internal const string TellIfAway = " You are away in some of that time: tell them if you cannot.";

    public static Reply Preview(Rotation rotation, OverrideFacts facts, IReadOnlyList<Text> notes) =>
        new(Text.Lines([Planned(rotation, facts), .. notes, .. Nothing(facts)]))
        {
            Table =
                facts.Before.Count == 0
                    ? null : new Table(["From", "Until", "Now", "Then"], [.. facts.Before.Select(shift => (IReadOnlyList<Text>)
                [
                    $"{Instant.Max(shift.Start, facts.Made.Start)}",
                    $"{Instant.Min(shift.End, facts.Made.End)}",
                    shift.Person is { } person ? facts.Names[person] : "nobody",
                    facts.Name,
                ])]),
        };

    public static Reply Done(Rotation rotation, OverrideFacts facts) => new((Text)$"Done. {Line(rotation, facts)}");

    /// <summary>One public line in the owner's channel, and a word to everybody whose duty changes, except to who did it.</summary>
    public static IEnumerable<Change> Said(Rotation rotation, OverrideFacts facts, Instant now)
    {
        var made = facts.Made;
        var (instead, reason) = (Instead(facts), Reason(facts));
        yield return Say("channel", Owner(rotation),
            $"{facts.Author} put {facts.Name} on call for {rotation.Id} ({made.Layer}){instead} from {made.Start} to {made.End}{reason}.",
            rotation, facts, now);
        if (made.Person != facts.By.Person)
            yield return Say(made.Person, Address.Person(made.Person),
                $"{facts.Author} put you on call for {rotation.Id} ({made.Layer}) from {made.Start} to {made.End}{reason}.{Away(facts)}",
                rotation, facts, now);
        foreach (var person in facts.Replaced.Where(person => person != facts.By.Person))
            yield return Say(person, Address.Person(person),
                $"{facts.Author} put {facts.Name} on call for {rotation.Id} ({made.Layer}) in your place {Times(facts, person)}{reason}.",
                rotation, facts, now);
    }

    /// <param name="facts">With the shifts as they are without it.</param>
    public static Reply RemovalPreview(Rotation rotation, OverrideFacts facts) =>
        new((Text)($"The override " +
            $"of {rotation.Id} ({facts.Made.Layer}) with {facts.Name}, from {facts.Made.Start} to {facts.Made.End}, would be taken " +
            $"back.{(facts.Made.Reason is { } reason ? $" It was made because {reason.TrimEnd('.')}." : "")}"))
        {
            Table =
                facts.Before.Count == 0 ? null : new Table(["From", "Until", "Then"], [.. facts.Before.Select(shift => (IReadOnlyList<Text>)
                [
                    $"{Instant.Max(shift.Start, facts.Made.Start)}",
                    $"{Instant.Min(shift.End, facts.Made.End)}",
                    shift.Person is { } person ? facts.Names[person] : "nobody",
                ])]),
        };

    public static Reply Removed(Rotation rotation, OverrideFacts facts) =>
        new((Text)($"Done. The override of {rotation.Id} ({facts.Made.Layer}) with {facts.Name} is taken back " +
            $"from {facts.Made.Start} to {facts.Made.End}."));

    public static IEnumerable<Change> RemovalSaid(Rotation rotation, OverrideFacts facts, Instant now)
    {
        var made = facts.Made;
        Text said =
            $"{facts.Author} took back the override of {rotation.Id} ({made.Layer}) with {facts.Name} from {made.Start} to {made.End}.";
        yield return Say("removed", Owner(rotation), said, rotation, facts, now);
        if (made.Person != facts.By.Person)
            yield return Say($"removed/{made.Person}", Address.Person(made.Person), said, rotation, facts, now);
        foreach (var person in facts.Replaced.Where(person => person != facts.By.Person))
            yield return Say($"removed/{person}", Address.Person(person),
                $"{facts.Author} took back the override of {rotation.Id} ({made.Layer}) with {facts.Name}: you are on call " +
                    $"{Times(facts, person)}.", rotation, facts, now);
    }

    /// <summary>Where a rotation's messages go: the channel of its team or domain.</summary>
    public static Address Owner(Rotation rotation) =>
        rotation.Kind == RotationKind.Team ? Address.Team(rotation.Owner) : Address.Domain(rotation.Owner);

    private static Text Line(Rotation rotation, OverrideFacts facts) =>
        $"{facts.Name} is on call for {rotation.Id} ({facts.Made.Layer}) from {facts.Made.Start} to {facts.Made.End}.";

    private static Text Planned(Rotation rotation, OverrideFacts facts) =>
        $"{facts.Name} would be on call " +
            $"for {rotation.Id} ({facts.Made.Layer}){Instead(facts)} from {facts.Made.Start} to {facts.Made.End}{Reason(facts)}.";

    private static string Instead(OverrideFacts facts) =>
        facts.Replaced.Count == 0 ? "" : $" instead of {string.Join(", ", facts.Replaced.Select(person => facts.Names[person]))}";

    private static string Reason(OverrideFacts facts) => facts.Made.Reason is { } reason ? $", because {reason.TrimEnd('.')}" : "";

    private static string Away(OverrideFacts facts) =>
        facts.IsAway ? TellIfAway : "";

    // An override may replace somebody in many turns, with others between them.
    private static Text Times(OverrideFacts facts, string person)
    {
        var held = facts.Held(person);
        var shown = Text.Join(" and ", held.Take(MaxSpans).Select(span => (Text)$"from {span.Start} to {span.End}"));
        return held.Count > MaxSpans ? (Text)$"{shown} and {held.Count - MaxSpans} times more" : shown;
    }

    private static IEnumerable<Text> Nothing(OverrideFacts facts)
    {
        if (facts.Before.Count == 0) yield return "The layer is off duty then; the override would put somebody there all the same.";
        else if (facts.Before.All(shift => shift.Person == facts.Made.Person))
            yield return $"{facts.Name} is on call then already; the override would keep it so whatever the roster becomes.";
    }

    internal static Change Say(string whom, Address to, Text text, Rotation rotation, OverrideFacts facts, Instant now) =>
        Delivery.Say(
            new Delivery(now, MessageKind.Change, to,
                new Reply(text) { Audience = to.Kind == AddressKind.Person ? Audience.You : Audience.Everyone })
            { Rotation = rotation.Id },
                    $"override/{rotation.Id}/{facts.Made.Id}/{whom}");
}
