using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is said about an override of one span or of several: the parts in order, decided as one.</summary>
public static class OverrideListReplies
{
    // What fits into a choice everywhere.
    private const int MaxLetters = 74;

    public static Reply Preview(Rotation rotation, IReadOnlyList<OverrideFacts> parts, IReadOnlyList<Text> notes) => parts is [var only]
        ? OverrideReplies.Preview(rotation, only, notes)
        : new(Text.Lines([
            Text.Bold($"Put {Names(parts)} on call for {Which(rotation, parts)}?") + OverrideReplies.Reason(parts[0]), .. notes]))
        {
            Table = new Table(["Now", "New", "When"], [.. parts.SelectMany(part => Pieces(part).Select(piece =>
                (IReadOnlyList<Text>)[piece.Who, $"{Who(part)}", Text.Span(piece.Start, piece.End)]))]),
        };

    public static Reply Done(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.Done(rotation, only)
        : new(Text.Bold($"On call for {Which(rotation, parts)}:") + " " + List(parts) + ".");

    public static IEnumerable<Write> Said(Rotation rotation, IReadOnlyList<OverrideFacts> parts, Instant now)
    {
        if (parts is [var only]) return OverrideReplies.Said(rotation, only, now);
        var by = OverrideReplies.By(parts[0]);
        return
        [
            Say("channel", OverrideReplies.Owner(rotation),
                Text.Bold($"On call for {Which(rotation, parts)}:") + " " + List(parts) + $".{by}"),
            .. People(parts, part => [part.Made.Person]).Select(person => Say(person, Address.Person(person),
                Text.Bold($"You are on call for {Which(rotation, parts)}") + ", "
                    + Spans(Own(parts, person).Select(part => new Interval(part.Made.Start, part.Made.End)))
                    + $".{by}{(Own(parts, person).Any(part => part.IsAway) ? OverrideReplies.TellIfAway : "")}")),
            .. People(parts, part => part.Replaced).Select(person => Say($"{person}/instead", Address.Person(person),
                Text.Bold(Instead([.. parts.Where(part => part.Replaced.Contains(person))]))
                    + $": {Which(rotation, parts)}, " + Spans(Lost(parts, person)) + $".{by}")),
        ];

        Write Say(string whom, Address to, Text text) => OverrideReplies.Say(whom, to, text, rotation, parts[0], now);
    }

    /// <summary>One of several overrides to choose from: who, how many spans from when to when, and on which layer.</summary>
    public static string Choice(IReadOnlyList<ShiftChange> spans, IReadOnlyDictionary<string, string> names, Reader reader)
    {
        var who = names.Named(spans.Select(span => span.Person).Distinct());
        var when = (spans.Count == 1 ? "" : $"{spans.Count} spans, ") + Text.Span(spans[0].Start, spans[^1].End);
        return Buttons.Cut(PlainText.Render((Text)$"{who}, {when} ({spans[0].Layer})", reader), MaxLetters);
    }

    public static Reply RemovalPreview(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.RemovalPreview(rotation, only)
        : new(Text.Bold("Remove this override?") + $" {Which(rotation, parts)}, {Names(parts)}, {parts.Count} spans.")
        {
            Table = new Table(["Now", "New", "When"], [.. parts.SelectMany(part => Pieces(part).Select(piece =>
                (IReadOnlyList<Text>)[$"{Who(part)}", piece.Who, Text.Span(piece.Start, piece.End)]))]),
        };

    public static Reply Removed(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.Removed(rotation, only)
        : new(Text.Bold("Override removed.") + $" {Which(rotation, parts)}: " + List(parts) + ".");

    public static IEnumerable<Write> RemovalSaid(Rotation rotation, IReadOnlyList<OverrideFacts> parts, Instant now)
    {
        if (parts is [var only]) return OverrideReplies.RemovalSaid(rotation, only, now);
        var author = ChangeReplies.Author(parts[0].By, parts[0].Names);
        return
        [
            Say("removed", OverrideReplies.Owner(rotation),
                Text.Bold("Override removed:") + $" {Which(rotation, parts)}: " + List(parts) + $". By {author}."),
            .. People(parts, part => [part.Made.Person]).Where(person => Gone(parts, person).Count > 0).Select(person =>
                Say($"removed/{person}", Address.Person(person),
                    Text.Bold($"You are no longer on call for {Which(rotation, parts)}") + $", {Spans(Gone(parts, person))}"
                        + $". Override removed by {author}.")),
            .. People(parts, part => part.Replaced).Select(person => Say($"removed/{person}/instead", Address.Person(person),
                Text.Bold($"You are on call for {Which(rotation, parts)} again") + ", "
                    + Spans(Lost(parts, person)) + $". Override removed by {author}.")),
        ];

        Write Say(string whom, Address to, Text text) => OverrideReplies.Say(whom, to, text, rotation, parts[0], now);
    }

    private static IEnumerable<string> People(IReadOnlyList<OverrideFacts> parts, Func<OverrideFacts, IEnumerable<string>> of) =>
        parts.SelectMany(of).Where(person => person != parts[0].By.Person).Distinct();

    private static IEnumerable<OverrideFacts> Own(IEnumerable<OverrideFacts> parts, string person) =>
        parts.Where(part => part.Made.Person == person);

    // What is theirs without it stays theirs.
    internal static IReadOnlyList<Interval> Gone(IEnumerable<OverrideFacts> parts, string person) =>
        [.. Own(parts, person).SelectMany(part =>
            Calendars.Spans.Minus([new Interval(part.Made.Start, part.Made.End)], part.Held(person)))];

    // Not what they are put on themselves.
    private static IEnumerable<Interval> Lost(IEnumerable<OverrideFacts> parts, string person) =>
        parts.Where(part => part.Made.Person != person).SelectMany(part => part.Held(person));

    private static Mention Who(OverrideFacts part) => part.Names.Named(part.Made.Person);

    private static Text Names(IEnumerable<OverrideFacts> parts) => Chat.People.And([.. parts.DistinctBy(part => part.Made.Person)
        .Select(part => (Text)$"{Who(part)}")]);

    private static Text Instead(IReadOnlyList<OverrideFacts> parts) => Names(parts)
        + (parts.DistinctBy(part => part.Made.Person).Count() == 1 ? " is" : " are") + " on call instead of you";

    private static Text List(IEnumerable<OverrideFacts> parts) =>
        Text.Join("; ", parts.Select(part => (Text)$"{Who(part)}, {Text.Span(part.Made.Start, part.Made.End)}"));

    private static string Which(Rotation rotation, IReadOnlyList<OverrideFacts> parts) =>
        ChangeReplies.Which(rotation.Id, parts[0].Made.Layer);

    internal static Text Spans(IEnumerable<Interval> spans)
    {
        var all = new List<Interval>();
        foreach (var span in spans)
        {
            if (all.Count > 0 && all[^1].End == span.Start) all[^1] = new Interval(all[^1].Start, span.End);
            else all.Add(span);
        }

        return Chat.People.And([.. all.Select(span => Text.Span(span.Start, span.End))]);
    }

    // A layer that is off duty has no piece; somebody is put there all the same.
    private static IEnumerable<(Instant Start, Instant End, Text Who)> Pieces(OverrideFacts part) => part.Before.Count == 0
        ? [(part.Made.Start, part.Made.End, "nobody")]
        : part.Before.Select(piece => (Instant.Max(piece.Start, part.Made.Start), Instant.Min(piece.End, part.Made.End),
            ChangeReplies.Holder(piece, part.Names)));
}
