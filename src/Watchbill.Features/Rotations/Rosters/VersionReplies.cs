using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said when a rotation gets a new version, or its times move.</summary>
public static class VersionReplies
{
    private const int MaxRows = 30;

    /// <summary>For the owner's channel: what is new, from when, by whom. One line.</summary>
    public static Reply Changed(
        string rotation, IReadOnlyList<VersionDetail> details, string author, IReadOnlyDictionary<string, string> names) =>
        new(Text.Bold($"{author} changed {rotation}:") + " " + Lines(details, names) + ".") { Audience = Audience.Everyone };

    /// <summary>For the owner's channel: a rotation that was retired is there again, and what is new in it.</summary>
    public static Reply Restored(
        string rotation, IReadOnlyList<VersionDetail> details, string author, IReadOnlyDictionary<string, string> names) =>
        new(Text.Bold($"{author} brought {rotation} back:") + " " + Lines(details, names) + ".") { Audience = Audience.Everyone };

    /// <summary>For the owner's channel: a new rotation, and what it is.</summary>
    public static Reply Made(
        string rotation, IReadOnlyList<VersionDetail> details, string author, IReadOnlyDictionary<string, string> names) =>
        new((Text)$"{Text.Bold($"{author} created {rotation}:")} {string.Join("; ", details.Select(detail => detail.Said(names)))}.")
        {
            Audience = Audience.Everyone,
        };

    /// <summary>For somebody whose next shift is another one now, or who had none and has one now.</summary>
    public static Reply Moved(IReadOnlyList<MovedShift> moved, string author) => moved.All(shift => shift.Before is null)
        ? new(Text.Bold($"You are in {HandoffReplies.And(moved.Select(shift => shift.Rotation).Distinct())} now.")
            + $" {author} changed the roster.")
        {
            Table =
                new Table(["Rotation", "Your next shift"],
                    [.. moved.Select(shift => (IReadOnlyList<Text>)[shift.Rotation, Held(shift.After, shift.Running)])]),
        }
        : new(
            (Text)($"{Text.Bold($"{(moved.Count == 1 ? "Your next shift" : "Your next shifts")} moved.")} {author} changed "
                + $"{HandoffReplies.And(moved.Select(shift => shift.Rotation).Distinct())}."))
        {
            Table = Rows(moved),
        };

    /// <summary>For the lead: what nobody holds, because its person leaves, and who was asked to take it.</summary>
    /// <param name="rotation">The first shift's: of it the command is given.</param>
    public static Reply Vacated(
        Rotation rotation, IReadOnlyList<VacatedShift> shifts, IReadOnlyList<CoverAsk> asks, IReadOnlyDictionary<string, string> names)
    {
        var asked = asks.SelectMany(ask => ask.Request.Asked).Distinct().ToList();
        var alone = asks.Count(ask => ask.Request.Asked.Count == 0);
        var who =
            (asked.Count > 0 ? (Text)$" Asked to cover: {names.Named(asked)}." : "") +
                (alone > 0 ? $" Nobody is free for {alone} of them." : "");
        var leavers = names.Named(shifts.Select(shift => shift.Person).Distinct());
        var rest = shifts.Count > MaxRows ? (Text)$" The first {MaxRows} of {shifts.Count} are shown." : Text.Empty;
        var fill = ChangeReplies.Fill(rotation, shifts.Where(shift => shift.Rotation == rotation.Id).Select(shift => shift.Layer));
        return new(
            (Text)($"{Text.Bold((Text)$"{(shifts.Count == 1 ? "1 shift has" : $"{shifts.Count} shifts have")} nobody once {leavers} "
                + (shifts.Select(shift => shift.Person).Distinct().Count() == 1 ? "leaves." : "leave."))}{who} "
                + $"Put somebody on call: {fill}") + rest)
        {
            Table = new Table(["Who", "When", "Rotation", "Layer"], [.. shifts.Take(MaxRows).Select(shift =>
                (IReadOnlyList<Text>)[$"{names.Named(shift.Person)}", Text.Span(shift.Start, shift.End), shift.Rotation, shift.Layer])]),
        };
    }

    internal static Table Rows(IEnumerable<MovedShift> moved) => new(["Rotation", "Now", "New"], [.. moved.Select(shift =>
        (IReadOnlyList<Text>)[shift.Rotation, Held(shift.Before, shift.Running), Held(shift.After, shift.Running)])]);

    private static Text Lines(IReadOnlyList<VersionDetail> details, IReadOnlyDictionary<string, string> names) => Text.Join("; ", details
        .GroupBy(detail => detail.From).OrderBy(group => group.Key)
            .Select(group => (Text)$"{string.Join(", ", group.Select(detail => detail.Said(names)))} from {group.Key}"));

    private static Text Held(HeldTurn? turn, bool running) => turn switch
    {
        null when running => (Text)"not on call now",
        null => $"none within {NextShifts.Ahead.TotalDays:0} days",
        _ when running => (Text)$"{turn.Layer}, now until {turn.End}",
        _ => $"{turn.Layer}, {Text.Span(turn.Start, turn.End)}",
    };
}
