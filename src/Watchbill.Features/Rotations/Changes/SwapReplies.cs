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

    public string Holder => Names[Request.Given.Person];

    public string With => Names[Request.With];

    public string Author => By.Person is { } person ? Names[person] : By.Id;

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

    public static Reply Preview(SwapFacts facts) =>
        new(Text.Lines(
            [(Text)$"{facts.With} would be asked to take {Offer(facts)}. Nothing changes before {facts.With} accepts.", .. facts.Notes]))
        {
            Table = ChangeReplies.Table(facts.Changes, facts.Names),
        };

    public static Reply Asked(SwapFacts facts, string id) =>
        new((Text)($"{facts.With} has been asked to take {Offer(facts)}. Until {facts.With} accepts, {facts.Holder} stays on call. The " +
            $"offer ends {facts.Request.Expires}."))
        {
            Actions = [new Button("Withdraw", "swap-withdraw", id)],
        };

    /// <summary>For who is asked; where a lead offers somebody else's shift, for that one too.</summary>
    public static IEnumerable<Change> Told(SwapFacts facts, string id)
    {
        var (given, returned) = (facts.Request.Given, facts.Request.Returned);
        var whose = facts.By.Person == given.Person ? "their" : $"{facts.Holder}'s";
        Text asked =
            $"{facts.Author} asks you to take {whose} shift of {facts.Rotation.Id} ({given.Layer}) from {given.Start} to {given.End}.";
        var lines = new List<Text> { asked };
        if (returned is not null)
            lines.Add($"In return {facts.Holder} takes yours ({returned.Layer}) from {returned.Start} to {returned.End}.");
        lines.Add($"Nothing changes before you accept; the offer ends {facts.Request.Expires}.");
        yield return ChangeReplies.Ask(facts.Request.With, new Reply(Text.Lines(lines))
        {
            Actions = [new Button("Accept", "swap-accept", id) { Style = ButtonStyle.Primary }, new Button("Decline", "swap-decline", id)],
        }, facts.Rotation.Id, ($"swap/{id}", "asked"), facts.By.Now);
        if (facts.By.Person != given.Person)
            yield return ChangeReplies.ToPerson(given.Person,
                (Text)($"{facts.Author} has offered your shift " +
                    $"of {facts.Rotation.Id} ({given.Layer}) from {given.Start} to {given.End} to {facts.With}. You stay on call " +
                    $"until {facts.With} accepts."), facts.Rotation.Id, $"swap/{id}/offered", facts.By.Now);
    }

    /// <summary>At home: the offers that wait for somebody's answer.</summary>
    public static Reply Offered(IReadOnlyList<Stored<SwapRequest>> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone, swap =>
            $"{names[swap.Given.Person]} offers you {swap.Rotation} ({swap.Given.Layer}) from {swap.Given.Start} to {swap.Given.End}" +
                Return(swap, "yours") + (Text)$". The offer ends {swap.Expires}.",
            ("Accept", "swap-accept", ButtonStyle.Primary), ("Decline", "swap-decline", ButtonStyle.Plain));

    /// <summary>At home: somebody's own offers that have no answer yet.</summary>
    public static Reply Unanswered(IReadOnlyList<Stored<SwapRequest>> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone, swap =>
            (Text)($"{names[swap.With]} has not answered whether they " +
                $"take {swap.Rotation} ({swap.Given.Layer}) of {names[swap.Given.Person]} from {swap.Given.Start} to {swap.Given.End}") +
                    Return(swap, "theirs") + (Text)$". The offer ends {swap.Expires}.",
            ("Withdraw", "swap-withdraw", ButtonStyle.Plain));

    private static Text Offer(SwapFacts facts)
    {
        var given = facts.Request.Given;
        return (Text)$"{facts.Rotation.Id} ({given.Layer}) of {facts.Holder} from {given.Start} to {given.End}"
            + Return(facts.Request, "theirs");
    }

    private static Text Return(SwapRequest swap, string whose) =>
        swap.Returned is { } returned ? (Text)$", for {whose} ({returned.Layer}) from {returned.Start} to {returned.End}" : Text.Empty;

    /// <summary>Buttons for each of several offers, which say the rotation and the day.</summary>
    public static IReadOnlyList<Button> Each(
        IReadOnlyList<Stored<SwapRequest>> offers, DateTimeZone zone,
        params IReadOnlyList<(string Label, string Action, ButtonStyle Style)> buttons)
    {
        var which =
            Buttons.Apart([.. offers.Select(swap => ($"{swap.Value.Rotation}, {Buttons.Day(swap.Value.Given.Start, zone)}", swap.Id))]);
        return [.. offers.Zip(which)
            .SelectMany(
                one =>
                    buttons.Select(
                        button => new Button($"{button.Label} {one.Second}", button.Action, one.First.Id) { Style = button.Style }))];
    }

    // With several, each line begins with its id, for who types.
    private static Reply AtHome(
        IReadOnlyList<Stored<SwapRequest>> open, DateTimeZone zone, Func<SwapRequest, Text> line,
        params IReadOnlyList<(string Label, string Action, ButtonStyle Style)> buttons)
    {
        var shown = open.Take(MaxAtHome).ToList();
        var lines = shown.Select(swap => open.Count == 1 ? line(swap.Value) : $"{swap.Id}: " + line(swap.Value)).ToList();
        if (open.Count > MaxAtHome) lines.Add($"{open.Count - MaxAtHome} more: swaps");
        return new(Text.Lines(lines))
        {
            Actions =
                open is [var only]
                    ? [.. buttons.Select(button => new Button(button.Label, button.Action, only.Id) { Style = button.Style })]
                    : Each(shown, zone, buttons),
        };
    }

    public static Reply AcceptPreview(SwapFacts facts) => new(Text.Lines([.. Lines(facts, "would take"), .. facts.Notes]))
    {
        Table = ChangeReplies.Table(facts.Changes, facts.Names),
    };

    public static Reply Accepted(SwapFacts facts) => new(Text.Lines(Lines(facts).Select((line, i) => i == 0 ? "Done. " + line : line)));

    public static IEnumerable<Change> AcceptedTold(SwapFacts facts, string id)
    {
        Text all = Text.Join(" ", Lines(facts));
        yield return ChangeReplies.ToChannel(facts.Rotation, (Text)$"Swap in {facts.Rotation.Id}: " + all, $"swap/{id}/accepted",
            facts.By.Now);
        foreach (var person in new[] { facts.Request.Given.Person, facts.Request.With, facts.Request.AskedBy }.Distinct()
            .Where(
                person => person != facts.By.Person && facts.Names.ContainsKey(person) && !person.Contains(':', StringComparison.Ordinal)))
        {
            Text said = facts.By.Person == facts.Request.With ? $"{facts.With} accepted the swap. " : $"{facts.Author} recorded a swap. ";
            yield return ChangeReplies.ToPerson(person, said + all, facts.Rotation.Id, $"swap/{id}/accepted", facts.By.Now);
        }

        yield return Settled(facts, id, all);
    }

    private static Change Settled(SwapFacts facts, string id, Text outcome) =>
        ChangeReplies.Settle(facts.Request.With, new Reply(outcome), facts.Rotation.Id, ($"swap/{id}", 1), facts.By.Now);

    public static Reply Closed(SwapFacts facts, RequestState state) => new(state == RequestState.Declined
        ? $"Declined. {facts.Holder} stays on call and is told."
        : $"Withdrawn. {facts.Holder} stays on call, and {facts.With} is told.");

    public static IEnumerable<Change> ClosedTold(SwapFacts facts, string id, RequestState state)
    {
        var given = facts.Request.Given;
        var now = facts.By.Now;
        if (state == RequestState.Declined)
            yield return Settled(facts, id,
                $"You declined {facts.Rotation.Id} ({given.Layer}) from {given.Start} to {given.End}; {facts.Holder} stays on call.");
        if (state is RequestState.Declined or RequestState.Expired)
        {
            Text why = state == RequestState.Declined ? $"{facts.With} declined" : $"{facts.With} did not answer in time";
            foreach (var person in new[] { given.Person, facts.Request.AskedBy }.Distinct())
            {
                Text said = $"{why}: {(person == given.Person ? "you stay" : $"{facts.Holder} stays")} on call for {facts.Rotation.Id} "
                    + $"({given.Layer}) from {given.Start} to {given.End}. Ask everybody who could with: cover {facts.Rotation.Id} <span>";
                yield return ChangeReplies.ToPerson(person, said, facts.Rotation.Id, $"swap/{id}/{state}", now);
            }
        }

        if (state is RequestState.Withdrawn or RequestState.Expired or RequestState.Lapsed)
        {
            Text why = state switch
            {
                RequestState.Withdrawn => (Text)$"{facts.Author} withdrew the offer",
                RequestState.Expired => "The offer has expired",
                _ => $"The offer is off, because {facts.Holder} no longer holds that shift",
            };
            why += (Text)$": {facts.Rotation.Id} ({given.Layer}) from {given.Start} to {given.End}. You need not answer.";
            yield return ChangeReplies.ToPerson(facts.Request.With, why, facts.Rotation.Id, $"swap/{id}/{state}", now);
            yield return Settled(facts, id, why);
        }

        if (state == RequestState.Lapsed)
            yield return ChangeReplies.ToPerson(given.Person,
                (Text)($"Your offer to {facts.With} is off, because you no longer " +
                    $"hold {facts.Rotation.Id} ({given.Layer}) from {given.Start} to {given.End}."), facts.Rotation.Id,
                        $"swap/{id}/{state}", now);
    }

    private static IEnumerable<Text> Lines(SwapFacts facts, string takes = "takes") => facts.Changes.Select(change =>
        (Text)($"{facts.Names[change.Made.Person]} {takes} {facts.Rotation.Id} ({change.Made.Layer}) "
            + $"from {facts.Names[change.Made.Instead!]}, {change.Made.Start} to {change.Made.End}."));
}
