using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A correction, the shifts as they were recorded, who decides it, and the names of all of them.</summary>
public sealed record ShiftCorrectionFacts(
    Rotation Rotation, IReadOnlyList<ShiftCorrection> Made, IReadOnlyList<Shift> Recorded, Actor By,
    IReadOnlyDictionary<string, string> Names);

/// <summary>Replies about corrections. Everybody in the channel, and the people concerned, read who worked instead and why.</summary>
public static class ShiftCorrectionReplies
{
    public static Reply Preview(ShiftCorrectionFacts facts) => new(facts.Made is [var only]
        ? Text.Bold($"Record {Text.Span(only.Start, only.End)} as {facts.Names.Named(only.Person)}'s?")
        : Text.Bold($"Record {facts.Made.Count} shifts as {facts.Names.Named(facts.Made[0].Person)}'s?"))
    {
        Table =
            new Table(["Now", "New", "When", "Layer"],
                [.. facts.Made.Zip(facts.Recorded, (made, shift) => (IReadOnlyList<Text>)
                    [ChangeReplies.Holder(shift, facts.Names), $"{facts.Names.Named(made.Person)}",
                        Text.Span(made.Start, made.End), made.Layer])]),
    };

    public static Reply Done(ShiftCorrectionFacts facts) => new(Text.Lines(Lines(facts, facts.By.Person)));

    public static IEnumerable<Write> Told(ShiftCorrectionFacts facts)
    {
        var cause = $"correction/{facts.Made[0].Id}";
        yield return ChangeReplies.ToChannel(facts.Rotation, Said(null), cause, facts.By.Now);
        foreach (var told in facts.Recorded.Select(shift => shift.Person).Append(facts.Made[0].Person).OfType<string>().Distinct()
            .Where(one => one != facts.By.Person))
            yield return ChangeReplies.ToPerson(told, Said(told), facts.Rotation.Id, cause, facts.By.Now);

        Text Said(string? reader) => Text.Join(" ", Lines(facts, reader))
            + $" Corrected by {ChangeReplies.Author(facts.By, facts.Names)}: {ChangeReplies.Why(facts.Made[0].Reason)}.";
    }

    /// <param name="reader">Who reads it, and is "you"; null: everybody.</param>
    private static IEnumerable<Text> Lines(ShiftCorrectionFacts facts, string? reader) => facts.Made.Zip(facts.Recorded, (made, shift) =>
        Text.Bold($"{(made.Person == reader ? "You" : (Text)$"{facts.Names.Named(made.Person)}")} worked "
            + $"{ChangeReplies.Which(facts.Rotation.Id, made.Layer)}")
            + $", {Text.Span(made.Start, made.End)}"
            + (shift.Person is not { } before ? "." : before == reader ? ", not you." : (Text)$", not {facts.Names.Named(before)}."));
}
