using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>What is said about an override of one span or of several: the parts in order, decided as one.</summary>
public static class OverrideListReplies
{
    private const int MaxSpans = 3;

    public static Reply Preview(Rotation rotation, IReadOnlyList<OverrideFacts> parts, IReadOnlyList<Text> notes) => parts is [var only]
        ? OverrideReplies.Preview(rotation, only, notes)
        : new(Text.Lines([$"These would be on call for {Which(rotation, parts)}{Reason(parts)}.", .. notes]))
        {
            Table = new Table(["From", "Until", "Now", "Then"], [.. parts.SelectMany(part => Pieces(part).Select(piece =>
                (IReadOnlyList<Text>)[$"{piece.Start}", $"{piece.End}", piece.Who, part.Name]))]),
        };

    public static Reply Done(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.Done(rotation, only)
        : new((Text)$"Done. On call for {Which(rotation, parts)}: " + List(parts) + ".");

    public static IEnumerable<Change> Said(Rotation rotation, IReadOnlyList<OverrideFacts> parts, Instant now)
    {
        if (parts is [var only]) return OverrideReplies.Said(rotation, only, now);
        var (author, reason) = (parts[0].Author, Reason(parts));
        return
        [
            Say("channel", OverrideReplies.Owner(rotation),
                $"{author} put on call for {Which(rotation, parts)}: " + List(parts) + $"{reason}."),
            .. People(parts, part => [part.Made.Person]).Select(person => Say(person, Address.Person(person),
                $"{author} put you on call for {Which(rotation, parts)} "
                    + Spans(Own(parts, person).Select(part => new Interval(part.Made.Start, part.Made.End)))
                    + $"{reason}.{(Own(parts, person).Any(part => part.IsAway) ? OverrideReplies.TellIfAway : "")}")),
            .. People(parts, part => part.Replaced).Select(person => Say($"{person}/instead", Address.Person(person),
                $"{author} put {Names(parts.Where(part => part.Replaced.Contains(person)))} on call for {Which(rotation, parts)} "
                    + $"in your place " + Spans(parts.SelectMany(part => part.Held(person))) + $"{reason}.")),
        ];

        Change Say(string whom, Address to, Text text) => OverrideReplies.Say(whom, to, text, rotation, parts[0], now);
    }

    public static Reply RemovalPreview(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.RemovalPreview(rotation, only)
        : new((Text)$"The override of {Which(rotation, parts)} with {Names(parts)}, {parts.Count} spans, would be taken back.")
        {
            Table = new Table(["From", "Until", "Now", "Then"], [.. parts.SelectMany(part => Pieces(part).Select(piece =>
                (IReadOnlyList<Text>)[$"{piece.Start}", $"{piece.End}", part.Name, piece.Who]))]),
        };

    public static Reply Removed(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => parts is [var only]
        ? OverrideReplies.Removed(rotation, only)
        : new((Text)$"Done. The override of {Which(rotation, parts)} is taken back: " + List(parts) + ".");

    public static IEnumerable<Change> RemovalSaid(Rotation rotation, IReadOnlyList<OverrideFacts> parts, Instant now)
    {
        if (parts is [var only]) return OverrideReplies.RemovalSaid(rotation, only, now);
        Text said = (Text)$"{parts[0].Author} took back the override of {Which(rotation, parts)}: " + List(parts) + ".";
        return
        [
            Say("removed", OverrideReplies.Owner(rotation), said),
            .. People(parts, part => [part.Made.Person]).Select(person => Say($"removed/{person}", Address.Person(person), said)),
            .. People(parts, part => part.Replaced).Select(person => Say($"removed/{person}/instead", Address.Person(person),
                $"{parts[0].Author} took back the override of {Which(rotation, parts)}: you are on call "
                    + Spans(parts.SelectMany(part => part.Held(person))) + ".")),
        ];

        Change Say(string whom, Address to, Text text) => OverrideReplies.Say(whom, to, text, rotation, parts[0], now);
    }

    private static IEnumerable<string> People(IReadOnlyList<OverrideFacts> parts, Func<OverrideFacts, IEnumerable<string>> of) =>
        parts.SelectMany(of).Where(person => person != parts[0].By.Person).Distinct();

    private static IEnumerable<OverrideFacts> Own(IEnumerable<OverrideFacts> parts, string person) =>
        parts.Where(part => part.Made.Person == person);

    private static string Names(IEnumerable<OverrideFacts> parts) => HandoffReplies.And(parts.Select(part => part.Name).Distinct());

    private static Text List(IEnumerable<OverrideFacts> parts) =>
        Text.Join("; ", parts.Select(part => (Text)$"{part.Name} from {part.Made.Start} to {part.Made.End}"));

    private static string Which(Rotation rotation, IReadOnlyList<OverrideFacts> parts) => $"{rotation.Id} ({parts[0].Made.Layer})";

    private static string Reason(IReadOnlyList<OverrideFacts> parts) =>
        parts[0].Made.Reason is { } reason ? $", because {reason.TrimEnd('.')}" : "";

    private static Text Spans(IEnumerable<Interval> spans)
    {
        var all = new List<Interval>();
        foreach (var span in spans)
        {
            if (all.Count > 0 && all[^1].End == span.Start) all[^1] = new Interval(all[^1].Start, span.End);
            else all.Add(span);
        }

        var shown = Text.Join(" and ", all.Take(MaxSpans).Select(span => (Text)$"from {span.Start} to {span.End}"));
        return all.Count > MaxSpans ? (Text)$"{shown} and {all.Count - MaxSpans} times more" : shown;
    }

    // A layer that is off duty has no piece; somebody is put there all the same.
    private static IEnumerable<(Instant Start, Instant End, string Who)> Pieces(OverrideFacts part) => part.Before.Count == 0
        ? [(part.Made.Start, part.Made.End, "nobody")]
        : part.Before.Select(piece => (Instant.Max(piece.Start, part.Made.Start), Instant.Min(piece.End, part.Made.End),
            piece.Person is { } person ? part.Names[person] : "nobody"));
}
