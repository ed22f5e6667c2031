using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>A rotation as it is to become, its next turns, and what that does to people.</summary>
public sealed record EditFacts(
    Rotation Rotation, IReadOnlyList<VersionDetail> Details, IReadOnlyList<Shift> Turns, IReadOnlyDictionary<string, string> Names)
{
    public bool IsNew { get; init; }
    public required Instant Now { get; init; }

    /// <summary>Names of those whose next shift moves.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];
    public IReadOnlyList<VacatedShift> Vacated { get; init; } = [];

    /// <summary>Who would be on two levels at once.</summary>
    public IReadOnlyList<TwoLevels> Twice { get; init; } = [];

    /// <summary>What it would do to people's rest and load.</summary>
    public IReadOnlyList<Text> Load { get; init; } = [];
}

/// <summary>
/// What is said to who makes or changes a rotation. What starts now is said so, as the second would be another one when it is confirmed.
/// </summary>
public static class EditReplies
{
    public static Reply Preview(EditFacts facts) => new(Text.Lines(
    [
        facts.IsNew
            ? (Text)($"{Text.Bold($"Create {facts.Rotation.Id}?")} "
                + $"{string.Join("; ", facts.Details.Select(detail => detail.Said(facts.Names)))}.")
            : Text.Bold($"Change {facts.Rotation.Id}?") + " " + Text.Join("; ", Changes(facts)) + ".",
        .. facts.Vacated.GroupBy(shift => shift.Person)
            .Select(
                group =>
                    (Text)($"{facts.Names.Named(group.Key)} leaves {group.Min(shift => shift.Start):date}: "
                        + $"nobody has the turns after that, and cover is requested.")),
        .. facts.Told.Count == 0 ? Array.Empty<Text>() :
        [
            $"{(facts.IsNew ? "Told of their first shift" : "Told that their next shift moves")}: "
                + $"{string.Join(", ", facts.Told)}.",
        ],
        .. LevelReplies.Would(facts.Twice, facts.Names, facts.Now),
        .. facts.Load,
        "The next turns:",
    ]))
    {
        Table = new Table(["Who", "When", "Layer"], [.. facts.Turns.Select(turn => (IReadOnlyList<Text>)
        [
            turn.Person is { } person ? (Text)$"{facts.Names.Named(person)}" : "nobody",
            turn.Start <= facts.Now ? $"now until {turn.End}" : Text.Span(turn.Start, turn.End),
            turn.Layer,
        ])]),
    };

    public static Reply Done(EditFacts facts) =>
        new(facts.IsNew
            ? Text.Bold($"{facts.Rotation.Id} is created.") + $" Who is on call: `now {facts.Rotation.Id}`"
            : Text.Bold($"{facts.Rotation.Id} changed:") + " " + Text.Join("; ", Changes(facts)) + ".");

    /// <param name="told">Names of those who lose shifts.</param>
    public static Reply Retiring(Rotation rotation, IReadOnlyList<string> told) => new(
        Text.Bold($"Retire {rotation.Id} now?") + " Nobody is on call in it then; open swaps and covers are cancelled. "
        + "Worked shifts stay, and the id is never used again."
        + (told.Count == 0 ? "" : $" They lose shifts and are told: {string.Join(", ", told)}."));

    public static Reply Retired(Rotation rotation) => new(Text.Bold($"{rotation.Id} is retired."));

    /// <summary>For the owner's channel.</summary>
    public static Text RetiredLine(Rotation rotation, string author, string? because) =>
        $"{Text.Bold($"{author} retired {rotation.Id}:")} nobody is on call in it."
            + (because is null ? Text.Empty : (Text)$" Reason: {because.TrimEnd('.')}.");

    private static IEnumerable<Text> Changes(EditFacts facts) =>
        facts.Details.GroupBy(detail => detail.From <= facts.Now).SelectMany(group => group.Key
            ? [(Text)$"{Join(group, facts)} from now on"]
            : group.GroupBy(detail => detail.From).OrderBy(later => later.Key)
                .Select(later => (Text)$"{Join(later, facts)} from {later.Key}"));

    private static string Join(IEnumerable<VersionDetail> details, EditFacts facts) =>
        string.Join(", ", details.Select(detail => detail.Said(facts.Names)));
}
