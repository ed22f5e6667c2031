using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>A swap, who does something about it, and the names of everybody in it.</summary>
public sealed record SwapFacts(Rotation Rotation, SwapRequest Request, Actor By, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The changes it comes to, with the shifts in their spans as they are before.</summary>
    public required IReadOnlyList<(ShiftChange Made, IReadOnlyList<Shift> Before)> Changes { get; init; }

    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>What whoever is offered it reads of what it brings them.</summary>
    public IReadOnlyList<Text> Theirs { get; init; } = [];

    /// <summary>The same, starting no earlier than now.</summary>
    public SwapFacts Begun(Instant now) =>
        this with
        {
            Changes = [.. Changes.Select(change => (change.Made with { Start = Instant.Max(change.Made.Start, now) }, change.Before))],
        };
}

/// <summary>What is said about swaps, to who offers, to who is asked, and to the channel.</summary>
public static class SwapReplies
{
    private const int MaxAtHome = 10;

    public static Reply Preview(SwapFacts facts) => new(Text.Lines([
        Text.Bold($"Offer {With(facts)} this swap?") + $" Nothing changes before they accept.",
        .. Lines(facts, facts.By.Person), .. facts.Notes]));

    public static Reply Asked(SwapFacts facts, string id) =>
        new(Text.Bold($"{With(facts)} has the offer") + $" until {facts.Request.Expires}. " + (facts.By.Person == facts.Request.Given.Person
            ? (Text)"You stay on call until they accept." : $"{Holder(facts)} stays on call until they accept."))
        {
            Actions = [new Button("Withdraw offer", "swap-withdraw", id)],
        };

    /// <summary>For who is asked; where a lead offers somebody else's shift, for that one too.</summary>
    public static IEnumerable<Write> Told(SwapFacts facts, string id)
    {
        var (given, returned) = (facts.Request.Given, facts.Request.Returned);
        var isOwn = facts.By.Person == given.Person;
        var (author, holder) = (ChangeReplies.Author(facts.By, facts.Names), Holder(facts));
        Text head = returned is null
            ? isOwn ? Text.Bold($"{author} asks you to take a shift:") : Text.Bold($"{author} asks you to take a shift of {holder}:")
            : isOwn ? Text.Bold($"{author} offers you a swap:") : Text.Bold($"{author} offers you a swap with {holder}:");
        var lines = new List<Text>
        {
            head + $" you take {Part(facts, given)}" + (returned is null ? "." : (Text)$", {holder} takes {Part(facts, returned)}."),
            $"Answer by {facts.Request.Expires}.",
        };
        lines.AddRange(facts.Theirs);
        yield return ChangeReplies.Ask(facts.Request.With, new Reply(Text.Lines(lines))
        {
            Actions = [new Button("Accept", "swap-accept", id) { Style = ButtonStyle.Primary }, new Button("Decline", "swap-decline", id)],
        }, facts.Rotation.Id, ($"swap/{id}", "asked"), facts.By.Now);
        if (!isOwn)
            yield return ChangeReplies.ToPerson(given.Person,
                Text.Bold($"{author} offered your shift to {With(facts)}:") + $" {Part(facts, given)}. You stay on call until they accept.",
                facts.Rotation.Id, $"swap/{id}/offered", facts.By.Now);
    }

    /// <summary>At home: the offers that wait for somebody's answer.</summary>
    public static Reply Offered(IReadOnlyList<Stored<SwapRequest>> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone, swap => Text.Bold($"{names.Named(swap.Given.Person)} offers you")
            + $" {Part(swap, swap.Given)}" + Return(swap, "yours")
            + (Text)$". Answer by {swap.Expires}.",
            ("Accept", "swap-accept", ButtonStyle.Primary), ("Decline", "swap-decline", ButtonStyle.Plain));

    /// <summary>At home: somebody's own offers that have no answer yet.</summary>
    public static Reply Unanswered(IReadOnlyList<Stored<SwapRequest>> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone, swap =>
            Text.Bold($"Waiting for {names.Named(swap.With)}:") + $" {Part(swap, swap.Given)} of {names.Named(swap.Given.Person)}"
                + Return(swap, "theirs") + (Text)$". The offer expires {swap.Expires}.",
            ("Withdraw offer", "swap-withdraw", ButtonStyle.Plain));

    private static Mention With(SwapFacts facts) => facts.Names.Named(facts.Request.With);

    private static Mention Holder(SwapFacts facts) => facts.Names.Named(facts.Request.Given.Person);

    private static Text Part(SwapFacts facts, SwapPart part) => Part(facts.Request, part);

    private static Text Part(SwapRequest swap, SwapPart part) =>
        $"{ChangeReplies.Which(swap.Rotation, part.Layer)}, {Text.Span(part.Start, part.End)}";

    private static Text Return(SwapRequest swap, string whose) =>
        swap.Returned is { } returned ? (Text)$", for {whose}: {Part(swap, returned)}" : Text.Empty;

    /// <summary>Buttons for each of several offers, which say the rotation and the day, or what of it tells them apart.</summary>
    public static IReadOnlyList<Button> Each(
        IReadOnlyList<Stored<SwapRequest>> offers, DateTimeZone zone,
        params IReadOnlyList<(string Label, string Action, ButtonStyle Style)> buttons)
    {
        if (offers is [var only])
            return [.. buttons.Select(button => new Button(button.Label, button.Action, only.Id) { Style = button.Style })];
        // "Withdraw offer" beneath one is "Withdraw Mon 7 Dec" of several.
        var labels = buttons.Select(button => (Button: button, Verb: button.Label.Split(' ')[0])).Select(one => Buttons.Apart(
            [.. offers.Select(swap => $"{one.Verb} {swap.Value.Rotation}, {Buttons.Day(swap.Value.Given.Start, zone)}")],
            [.. offers.Select(swap => $"{one.Verb} {Buttons.Day(swap.Value.Given.Start, zone)}")],
            [.. offers.Select(swap => $"{one.Verb} {swap.Value.Rotation}")])).ToList();
        return [.. offers.SelectMany((swap, i) => buttons.Zip(labels, (button, label) =>
            new Button(label[i], button.Action, swap.Id) { Style = button.Style }))];
    }

    private static Reply AtHome(
        IReadOnlyList<Stored<SwapRequest>> open, DateTimeZone zone, Func<SwapRequest, Text> line,
        params IReadOnlyList<(string Label, string Action, ButtonStyle Style)> buttons)
    {
        var shown = open.Take(MaxAtHome).ToList();
        var lines = shown.Select(swap => line(swap.Value)).ToList();
        if (open.Count > MaxAtHome) lines.Add($"{open.Count - MaxAtHome} more: swaps");
        return new(Text.Lines(lines))
        {
            Actions =
                Each(shown, zone, buttons),
        };
    }

    public static Reply Accepted(SwapFacts facts) => new(Text.Lines([.. Lines(facts, facts.By.Person), .. facts.Notes]));

    public static IEnumerable<Write> AcceptedTold(SwapFacts facts, string id)
    {
        yield return ChangeReplies.ToChannel(facts.Rotation,
            Text.Bold($"Swap in {facts.Rotation.Id}:") + " " + Text.Join(" ", Lines(facts, reader: null)), $"swap/{id}/accepted",
            facts.By.Now);
        foreach (var person in new[] { facts.Request.Given.Person, facts.Request.With, facts.Request.AskedBy }.Distinct()
            .Where(
                person => person != facts.By.Person && facts.Names.ContainsKey(person) && !person.Contains(':', StringComparison.Ordinal)))
        {
            var whose = person == facts.Request.Given.Person ? "your" : "the";
            var said = facts.By.Person == facts.Request.With ? Text.Bold($"{With(facts)} accepted {whose} swap.")
                : Text.Bold($"{ChangeReplies.Author(facts.By, facts.Names)} recorded a swap.");
            yield return ChangeReplies.ToPerson(person, said + " " + Text.Join(" ", Lines(facts, person)), facts.Rotation.Id,
                $"swap/{id}/accepted", facts.By.Now);
        }

        yield return Settled(facts, id, Text.Join(" ", Lines(facts, facts.Request.With)));
    }

    private static Write Settled(SwapFacts facts, string id, Text outcome) =>
        ChangeReplies.Settle(facts.Request.With, new Reply(outcome), facts.Rotation.Id, ($"swap/{id}", 1), facts.By.Now);

    public static Reply Closed(SwapFacts facts, RequestState state) => new(state == RequestState.Declined
        ? Text.Bold("You declined.") + $" {Holder(facts)} stays on call and is told."
        : Text.Bold("Offer withdrawn.") + (facts.By.Person == facts.Request.Given.Person
            ? (Text)" You stay on call." : $" {Holder(facts)} stays on call."));

    public static IEnumerable<Write> ClosedTold(SwapFacts facts, string id, RequestState state)
    {
        var given = facts.Request.Given;
        var now = facts.By.Now;
        if (state == RequestState.Declined)
            yield return Settled(facts, id, Text.Bold("You declined.") + $" {Holder(facts)} stays on call: {Part(facts, given)}.");
        if (state is RequestState.Declined or RequestState.Expired)
        {
            Text why = state == RequestState.Declined ? (Text)$"{With(facts)} declined:" : $"{With(facts)} did not answer in time:";
            foreach (var person in new[] { given.Person, facts.Request.AskedBy }.Distinct())
            {
                Text stays = person == given.Person ? (Text)"you stay" : $"{Holder(facts)} stays";
                yield return ChangeReplies.ToPerson(person,
                    Text.Bold(why) +
                        $" {stays} on call for {Part(facts, given)}. Ask everybody: `cover {facts.Rotation.Id} <span>`",
                    facts.Rotation.Id, $"swap/{id}/{state}", now);
            }
        }

        if (state is RequestState.Withdrawn or RequestState.Expired or RequestState.Lapsed)
        {
            var why = state switch
            {
                RequestState.Withdrawn => Text.Bold("Offer withdrawn") + $" by {ChangeReplies.Author(facts.By, facts.Names)}:",
                RequestState.Expired => Text.Bold("Offer expired:"),
                _ => Text.Bold("Swap cancelled:") + $" {Holder(facts)} is no longer on call then:",
            };
            why += (Text)$" {Part(facts, given)}. Nothing to do.";
            yield return Settled(facts, id, why);
        }

        if (state == RequestState.Lapsed)
            yield return ChangeReplies.ToPerson(given.Person,
                Text.Bold($"Swap with {With(facts)} cancelled:") + $" you are no longer on call for {Part(facts, given)}.",
                facts.Rotation.Id,
                $"swap/{id}/{state}", now);
    }

    /// <param name="reader">Who reads it, and is "you"; null: everybody.</param>
    private static IEnumerable<Text> Lines(SwapFacts facts, string? reader) => facts.Changes.Select(change =>
    {
        var (made, from) = (change.Made, change.Made.Instead!);
        Text who = made.Person == reader ? Text.Bold("You take") : Text.Bold($"{facts.Names.Named(made.Person)} takes");
        var whom = from == reader ? (Text)"you" : $"{facts.Names.Named(from)}";
        return who + $" {ChangeReplies.Which(facts.Rotation.Id, made.Layer)} from {whom}, {Text.Span(made.Start, made.End)}.";
    });
}
