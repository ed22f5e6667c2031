using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>An absence, whose it is, and who says so.</summary>
public sealed record AwayFacts(Person Person, Absence Absence, Actor By, string Author)
{
    public bool IsOwn => By.Person == Person.Id;
}

/// <summary>What is said about absences: to their person and to who may say so for them, never in public.</summary>
public static class AwayReplies
{
    private const int MaxButtons = 25;

    public static Reply Preview(AwayFacts facts, IReadOnlyList<CoverAsk> asks, IReadOnlyList<Text> notes) =>
        new(Text.Lines([
            facts.IsOwn ? Text.Bold($"Away {Span(facts)}?") : Text.Bold($"{Who(facts)} away {Span(facts)}?"), .. notes, Hit(asks),
            .. CoverReplies.Vacant(asks)]))
        {
            Table = asks.Count < 2 ? null : CoverReplies.Table(asks),
        };

    public static Reply Done(AwayFacts facts, IReadOnlyList<CoverAsk> asks) =>
        asks.Count == 0 ? new Reply(Line(facts)) : new Reply(Text.Lines(Line(facts), CoverReplies.Asked(asks).Text));

    /// <summary>A word to the person, where somebody else said so.</summary>
    public static IEnumerable<Write> Told(AwayFacts facts)
    {
        if (!facts.IsOwn)
            yield return Say(facts, Text.Bold($"You are away {Span(facts)}.")
                + $" Entered by {facts.Author}; cover is requested where you have shifts. Wrong? "
                    + Text.Code($"away remove {facts.Absence.Id}"), "made");
    }

    /// <param name="other">Null: the reader's own.</param>
    /// <param name="zone">The reader's.</param>
    public static Reply List(Person? other, IReadOnlyList<Absence> absences, DateTimeZone zone) => absences.Count == 0
        ? new Reply(other is null ? Text.Bold("You are not away.") + $" For example: `away 7 dec to 14 dec`"
            : Text.Bold($"{People.Named(other.Id, other.Name)} is not away."))
        : new Reply(Text.Bold((other is null ? "You are away" : (Text)$"{People.Named(other.Id, other.Name)} is away")
            + (absences is [var only] ? (Text)$" {Text.Span(only.Start, only.End)}." : $" {absences.Count} times")))
        {
            Table = absences.Count == 1 ? null : new Table(["When"],
                [.. absences.Select(absence => (IReadOnlyList<Text>)[Text.Span(absence.Start, absence.End)])]),
            Actions = [.. absences.Zip(
                Buttons.Apart([.. absences.Take(MaxButtons).Select(absence => $"Remove {Buttons.Day(absence.Start, zone)}")]),
                (absence, label) =>
                Buttons.Running(label, other is null ? $"away remove {absence.Id}" : $"absent remove {other.Id} {absence.Id}"))],
        };

    /// <summary>Who of those that somebody leads is away, by who is first.</summary>
    /// <param name="of">The rotation, service or team that was named; null: all rosters.</param>
    /// <param name="people">How many were looked at.</param>
    public static Reply OfRosters(
        string? of, SpokenSpan span, int people, IReadOnlyList<(string Person, Absence Absence)> away,
        IReadOnlyDictionary<string, string> names)
    {
        var absent = away.Select(one => one.Person).Distinct().Count();
        var where = of ?? "the rosters you lead";
        return new Reply(Text.Bold(absent == 0 ? $"Nobody in {where} is away"
            : $"{absent} of {people} {(people == 1 ? "person" : "people")} in {where} {(absent == 1 ? "is" : "are")} away")
                + $", {Text.Span(span.Start, span.End)}.")
        {
            Table = absent == 0 ? null : new Table(["Who", "When"], [.. away.OrderBy(one => one.Absence.Start).Select(one =>
                (IReadOnlyList<Text>)[$"{names.Named(one.Person)}", Text.Span(one.Absence.Start, one.Absence.End)])]),
        };
    }

    public static Reply RemovalPreview(AwayFacts facts, int requests) => new(
        (facts.IsOwn ? Text.Bold($"No longer away {Span(facts)}?") : Text.Bold($"{Who(facts)} no longer away {Span(facts)}?"))
            + Removal(facts, requests));

    public static Reply Removed(AwayFacts facts, int requests) => new(
        (facts.IsOwn ? Text.Bold("You are no longer away") : Text.Bold($"{Who(facts)} is no longer away")) + $" {Span(facts)}."
            + Removal(facts, requests));

    public static IEnumerable<Write> RemovalTold(AwayFacts facts)
    {
        if (!facts.IsOwn)
            yield return Say(facts, Text.Bold("You are no longer away") + $" {Span(facts)}: removed by {facts.Author}. Shifts nobody took "
                + $"are yours again.", "removed");
    }

    private static Mention Who(AwayFacts facts) => People.Named(facts.Person.Id, facts.Person.Name);

    private static Text Span(AwayFacts facts) => Text.Span(facts.Absence.Start, facts.Absence.End);

    private static Text Line(AwayFacts facts) =>
        facts.IsOwn ? Text.Bold($"You are away {Span(facts)}.") : Text.Bold($"{Who(facts)} is away {Span(facts)}.");

    private static Text Hit(IReadOnlyList<CoverAsk> asks) => asks.Count switch
    {
        0 => "No shift needs cover.",
        1 => $"1 shift needs cover: {CoverReplies.Part(asks[0].Request)}{CoverReplies.Windows(asks[0])}. "
            + (asks[0].Request.Asked.Count == 0
            ? (Text)$"Nobody is free; {asks[0].Told}." : (Text)$"To be asked: {asks[0].Names.Named(asks[0].Request.Asked)}."),
        _ => $"{asks.Count} shifts need cover.",
    };

    private static Text Removal(AwayFacts facts, int requests) =>
        $" Shifts nobody took are {(facts.IsOwn ? "yours" : "theirs")} again."
            + (requests == 0 ? "" : requests == 1
                ? " 1 open cover request is withdrawn." : $" {requests} open cover requests are withdrawn.");

    private static Write Say(AwayFacts facts, Text text, string what) =>
        Delivery.Say(new Delivery(facts.By.Now, MessageKind.Change, Address.Person(facts.Person.Id), new Reply(text)),
            $"away/{facts.Absence.Id}/{what}");
}
