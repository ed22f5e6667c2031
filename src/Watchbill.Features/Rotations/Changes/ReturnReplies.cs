using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A cover that is given back, and who holds its time without it.</summary>
public sealed record ReturnFacts(
    Rotation Rotation, ShiftChange Cover, IReadOnlyList<Shift> Then, Actor By, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Requests that are made at once, where its person is missing.</summary>
    public IReadOnlyList<CoverAsk> Asks { get; init; } = [];

    /// <summary>Requests that are open again.</summary>
    public IReadOnlyList<CoverAgain> Again { get; init; } = [];

    public string Taker => Names[Cover.Person];

    public string Holder => Names[Cover.Instead!];

    public string Author => By.Person is { } person ? Names[person] : By.Id;

    /// <summary>Whether its person holds all of it again.</summary>
    public bool IsHolders => Then.Count > 0 && Then.All(piece => piece.Person == Cover.Instead);
}

/// <summary>What is said about covers that are given back.</summary>
public static class ReturnReplies
{
    /// <summary>What somebody could give back, each with a button that previews it.</summary>
    /// <param name="zone">The reader's.</param>
    public static Reply Choice(
        IReadOnlyList<(string Rotation, ShiftChange Cover)> taken, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        taken.Count == 0 ? new("You have taken no cover that is still to start, so there is none to give back.")
        : new("Which cover do you give back?")
        {
            Table = new Table(["From", "Until", "Rotation", "For", "Id"], [.. taken.Select(one => (IReadOnlyList<Text>)
            [
                $"{one.Cover.Start}", $"{one.Cover.End}", $"{one.Rotation} ({one.Cover.Layer})", names[one.Cover.Instead!], one.Cover.Id,
            ])]),
            Actions = [.. Buttons.Apart([.. taken.Take(5)
                    .Select(one => ($"Give back {one.Rotation}, {Buttons.Day(one.Cover.Start, zone)}", one.Cover.Id))])
                .Zip(taken, (label, one) => new Button(label, "cover-return",
                    new ButtonValue(ButtonSubject.Rotation, one.Rotation, one.Cover.Id).ToString()))],
        };

    public static Reply Preview(ReturnFacts facts) => new(Text.Lines([
        $"{facts.Taker} would no longer cover {Which(facts)} for {facts.Holder} {Span(facts)}.",
        .. CoverReplies.Again(facts.Again, would: true),
        .. facts.Asks.Count == 0 ? Array.Empty<Text>() : [$"{facts.Holder} is missing then, so these would be asked at once:"]]))
    {
        Table = facts.Asks.Count > 0 ? CoverReplies.Table(facts.Asks)
            : facts.Then.Count == 0 ? null : new Table(["From", "Until", "Then"], [.. facts.Then.Select(piece => (IReadOnlyList<Text>)
            [
                $"{Instant.Max(piece.Start, facts.Cover.Start)}",
                $"{Instant.Min(piece.End, facts.Cover.End)}",
                piece.Person is { } person ? facts.Names[person] : "nobody",
            ])]),
    };

    public static Reply Done(ReturnFacts facts) => new(Text.Lines([
        (Text)"Done. " + Outcome(facts),
        .. CoverReplies.Again(facts.Again, would: false),
        .. facts.Asks.Count == 0 ? Array.Empty<Text>() : [CoverReplies.Asked(facts.Asks).Text]]));

    /// <summary>One public line, and a word to whose shift it is and to who took it, except to who gave it back.</summary>
    public static IEnumerable<Change> Told(ReturnFacts facts)
    {
        var whose = facts.By.Person == facts.Cover.Person ? "" : $", which {facts.Taker} had taken,";
        Text said = (Text)$"{facts.Author} gave back {Which(facts)}{whose} {Span(facts)}. " + Outcome(facts)
            + (facts.Again.Count > 0 ? " Who could cover it is asked again." : "");
        var cause = $"cover/{facts.Cover.Id}/returned";
        yield return ChangeReplies.ToChannel(facts.Rotation, said, cause, facts.By.Now);
        foreach (var person in new[] { facts.Cover.Instead!, facts.Cover.Person }.Where(person => person != facts.By.Person))
            yield return ChangeReplies.ToPerson(person, said, facts.Rotation.Id, cause, facts.By.Now);
    }

    private static Text Outcome(ReturnFacts facts) => facts.IsHolders
        ? (Text)$"{facts.Holder} is on call for {Which(facts)} again {Span(facts)}."
        : (Text)$"{facts.Taker} does not cover {Which(facts)} any more {Span(facts)}"
            + (facts.Then.Any(piece => piece.Person is null) ? "; nobody is on call in some of that time yet." : ".");

    private static string Which(ReturnFacts facts) => $"{facts.Rotation.Id} ({facts.Cover.Layer})";

    private static Text Span(ReturnFacts facts) => $"from {facts.Cover.Start} to {facts.Cover.End}";
}
