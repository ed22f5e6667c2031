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

    /// <summary>Whether its person holds all of it again.</summary>
    public bool IsHolders => Then.Count > 0 && Then.All(piece => piece.Person == Cover.Instead);
}

/// <summary>What is said about covers that are given back.</summary>
public static class ReturnReplies
{
    private const int MaxButtons = 25;

    /// <summary>What somebody could give back, each with a button that previews it.</summary>
    /// <param name="zone">The reader's.</param>
    public static Reply Choice(
        IReadOnlyList<(string Rotation, ShiftChange Cover)> taken, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        taken.Count == 0 ? new(Text.Bold("You have taken no cover that is still to start.") + " Nothing to do.")
        : new(Text.Bold("Which cover do you hand back?"))
        {
            Table = new Table(["Instead of", "When", "Rotation"], [.. taken.Select(one => (IReadOnlyList<Text>)
            [
                $"{names.Named(one.Cover.Instead!)}", Text.Span(one.Cover.Start, one.Cover.End),
                ChangeReplies.Which(one.Rotation, one.Cover.Layer),
            ])]),
            Actions = [.. Buttons.Apart(
                    [.. taken.Take(MaxButtons).Select(one => $"Hand back {one.Rotation}, {Buttons.Day(one.Cover.Start, zone)}")],
                    [.. taken.Take(MaxButtons).Select(one => $"Hand back {Buttons.Day(one.Cover.Start, zone)}")],
                    [.. taken.Take(MaxButtons).Select(one => $"Hand back {one.Rotation}")])
                .Zip(taken, (label, one) => new Button(label, "cover-return",
                    new ButtonValue(ButtonSubject.Rotation, one.Rotation, one.Cover.Id).ToString()))],
        };

    public static Reply Preview(ReturnFacts facts) => new(Text.Lines([
        Text.Bold("Hand back this cover?") + $" {Outcome(facts, bold: false)}",
        .. CoverReplies.Again(facts.Again, would: true),
        .. facts.Asks.Count == 0 ? Array.Empty<Text>() : [$"{Holder(facts)} is away then. To be asked:"]]))
    {
        Table = facts.Asks.Count > 0 ? CoverReplies.Table(facts.Asks)
            : facts.Then.Count < 2 ? null : new Table(["Who", "When"], [.. facts.Then.Select(piece => (IReadOnlyList<Text>)
                [ChangeReplies.Holder(piece, facts.Names), ChangeReplies.Within(piece, facts.Cover)])]),
    };

    public static Reply Done(ReturnFacts facts) => new(Text.Lines([
        Outcome(facts, bold: true),
        .. CoverReplies.Again(facts.Again, would: false),
        .. facts.Asks.Count == 0 ? Array.Empty<Text>() : [CoverReplies.Asked(facts.Asks).Text]]));

    /// <summary>One public line, and a word to whose shift it is and to who took it, except to who gave it back.</summary>
    public static IEnumerable<Write> Told(ReturnFacts facts)
    {
        var cause = $"cover/{facts.Cover.Id}/returned";
        var author = ChangeReplies.Author(facts.By, facts.Names);
        Text by = facts.By.Person == facts.Cover.Person ? "" : (Text)$" By {author}.";
        if (facts.Again.Count > 0) by += " Those who could cover it are asked again.";
        yield return ChangeReplies.ToChannel(facts.Rotation, Outcome(facts, bold: true) + by, cause, facts.By.Now);
        foreach (var person in new[] { facts.Cover.Instead!, facts.Cover.Person }.Where(person => person != facts.By.Person))
        {
            Text said = person == facts.Cover.Instead && facts.IsHolders
                ? Text.Bold($"You are on call for {Which(facts)} again") + $", {Span(facts)}: {author} handed your shift back."
                : person == facts.Cover.Person ? Text.Bold($"You no longer cover {Which(facts)}") + $", {Span(facts)}. By {author}."
                : Outcome(facts, bold: true) + by;
            yield return ChangeReplies.ToPerson(person, said, facts.Rotation.Id, cause, facts.By.Now);
        }
    }

    private static Text Outcome(ReturnFacts facts, bool bold)
    {
        Text said = facts.IsHolders ? (Text)$"{Holder(facts)} is on call for {Which(facts)} again"
            : $"{facts.Names.Named(facts.Cover.Person)} no longer covers {Which(facts)} for {Holder(facts)}";
        var isVacant = !facts.IsHolders && facts.Then.Any(piece => piece.Person is null);
        return (bold ? Text.Bold(said) : said) + $", {Span(facts)}."
            + (isVacant ? $" Nobody is on call as {facts.Cover.Layer} then." : "");
    }

    private static Mention Holder(ReturnFacts facts) => facts.Names.Named(facts.Cover.Instead!);

    private static string Which(ReturnFacts facts) => ChangeReplies.Which(facts.Rotation.Id, facts.Cover.Layer);

    private static Text Span(ReturnFacts facts) => Text.Span(facts.Cover.Start, facts.Cover.End);
}
