using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>An absence, whose it is, and who says so.</summary>
public sealed record AwayFacts(Person Person, Absence Absence, Actor By, string Author)
{
    public bool IsOwn => By.Person == Person.Id;

    public string Subject => IsOwn ? "You are" : $"{Person.Name} is";
}

/// <summary>What is said about absences: to their person and to who may say so for them, never in public.</summary>
public static class AwayReplies
{
    public static Reply Preview(AwayFacts facts, IReadOnlyList<CoverAsk> asks, IReadOnlyList<Text> notes) =>
        new(Text.Lines(
            [(Text)$"{Would(facts)} be noted as away from {facts.Absence.Start} to {facts.Absence.End}.", .. notes, Hit(facts, asks)]))
        {
            Table = asks.Count == 0 ? null : CoverReplies.Table(asks),
        };

    public static Reply Done(AwayFacts facts, IReadOnlyList<CoverAsk> asks)
    {
        Text noted = (Text)$"Noted. {Line(facts)}";
        return asks.Count == 0 ? new Reply(noted) : new Reply(Text.Lines(noted, CoverReplies.Asked(asks).Text));
    }

    /// <summary>A word to the person, where somebody else said so.</summary>
    public static IEnumerable<Change> Told(AwayFacts facts)
    {
        if (!facts.IsOwn)
            yield return Say(facts,
                $"{facts.Author} noted that you are away from {facts.Absence.Start} to {facts.Absence.End}. Your shifts in that time " +
                    $"look for somebody else. If that is wrong: away remove {facts.Absence.Id}", "made");
    }

    /// <param name="other">Null: the reader's own.</param>
    /// <param name="zone">The reader's.</param>
    public static Reply List(Person? other, IReadOnlyList<Absence> absences, DateTimeZone zone) => absences.Count == 0
        ? new Reply(other is null ? "You are not away. Say when you are with: away <span>" : $"{other.Name} is not away.")
        : new Reply(other is null ? "You are away:" : $"{other.Name} is away:")
        {
            Table =
                new Table(["Absence", "From", "Until"],
                    [.. absences.Select(absence => (IReadOnlyList<Text>)[absence.Id, $"{absence.Start}", $"{absence.End}"])]),
            Actions = [.. absences.Zip(
                Buttons.Apart([.. absences.Take(5).Select(absence => ($"Remove {Buttons.Day(absence.Start, zone)}", absence.Id))]),
                (absence, label) =>
                Buttons.Running(label, other is null ? $"away remove {absence.Id}" : $"absent remove {other.Id} {absence.Id}"))],
        };

    public static Reply RemovalPreview(AwayFacts facts, int requests) => new(
        (Text)($"{Would(facts)} no longer be noted as away from {facts.Absence.Start} to {facts.Absence.End}. Shifts that nobody has " +
            $"taken would be {(facts.IsOwn ? "yours" : "theirs")} again")
        + (requests == 0 ? "." : $", and {requests} open {(requests == 1 ? "request" : "requests")} would be withdrawn."));

    public static Reply Removed(AwayFacts facts, int requests) => new("Done. " + Removal(facts, requests));

    public static IEnumerable<Change> RemovalTold(AwayFacts facts)
    {
        if (!facts.IsOwn)
            yield return Say(facts,
                $"{facts.Author} took back that you are away from {facts.Absence.Start} to {facts.Absence.End}. Shifts that nobody has " +
                    $"taken are yours again.", "removed");
    }

    private static string Would(AwayFacts facts) => facts.IsOwn ? "You would" : $"{facts.Person.Name} would";

    private static Text Line(AwayFacts facts) => $"{facts.Subject} away from {facts.Absence.Start} to {facts.Absence.End}.";

    private static Text Hit(AwayFacts facts, IReadOnlyList<CoverAsk> asks) => asks.Count switch
    {
        0 => $"No shift of {(facts.IsOwn ? "yours" : "theirs")} lies in that time that is not asked for already.",
        1 => "One shift lies in that time. These would be asked at once to take it:",
        _ => $"{asks.Count} shifts lie in that time. These would be asked at once to take them:",
    };

    private static Text Removal(AwayFacts facts, int requests)
    {
        Text said =
            $"{facts.Subject} not away any more from {facts.Absence.Start} to {facts.Absence.End}. Shifts that nobody has taken " +
                $"are {(facts.IsOwn ? "yours" : "theirs")} again";
        return requests == 0
            ? said + "." : said + (Text)$", and {requests} open {(requests == 1 ? "request is" : "requests are")} withdrawn.";
    }

    private static Change Say(AwayFacts facts, Text text, string what) =>
        Delivery.Say(new Delivery(facts.By.Now, MessageKind.Change, Address.Person(facts.Person.Id), new Reply(text)),
            $"away/{facts.Absence.Id}/{what}");
}
