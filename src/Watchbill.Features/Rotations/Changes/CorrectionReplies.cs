using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A correction, the shifts as they were recorded, who decides it, and the names of all of them.</summary>
public sealed record CorrectionFacts(
    Rotation Rotation, IReadOnlyList<Correction> Made, IReadOnlyList<Shift> Recorded, Actor By, IReadOnlyDictionary<string, string> Names);

/// <summary>Replies about corrections. Everybody in the channel, and the people concerned, read who worked instead and why.</summary>
public static class CorrectionReplies
{
    public static Reply Preview(CorrectionFacts facts) => new(Text.Lines(facts.Made.Select(made => Line(facts, made))))
    {
        Table =
            new Table(["When", "Layer", "Recorded", "New"],
                [.. facts.Made.Zip(facts.Recorded, (made, shift) => (IReadOnlyList<Text>)
                    [Text.Span(made.Start, made.End), made.Layer, ChangeReplies.Holder(shift, facts.Names),
                        $"{facts.Names.Named(made.Person)}"])]),
    };

    public static Reply Done(CorrectionFacts facts) =>
        new(Text.Lines(facts.Made.Select((made, i) => i == 0 ? "Done. " + Line(facts, made) : Line(facts, made))));

    public static IEnumerable<Change> Told(CorrectionFacts facts)
    {
        var author = facts.By.Person is { } person ? facts.Names[person] : facts.By.Id;
        Text said =
            (Text)$"{author} corrected {facts.Rotation.Id}: " + Text.Join(" ", facts.Made.Select(made => Line(facts, made))) +
                (Text)$" Because {facts.Made[0].Reason}.";
        var cause = $"correction/{facts.Made[0].Id}";
        yield return ChangeReplies.ToChannel(facts.Rotation, said, cause, facts.By.Now);
        foreach (var told in facts.Recorded.Select(shift => shift.Person).Append(facts.Made[0].Person).OfType<string>().Distinct()
            .Where(one => one != facts.By.Person))
            yield return ChangeReplies.ToPerson(told, said, facts.Rotation.Id, cause, facts.By.Now);
    }

    private static Text Line(CorrectionFacts facts, Correction made) =>
        $"{facts.Names[made.Person]} worked {facts.Rotation.Id} ({made.Layer}) {Text.Span(made.Start, made.End)}.";
}
