using System.Globalization;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Cover that is taken, by whom, and what is left open.</summary>
public sealed record CoverFacts(Rotation Rotation, CoverRequest Request, Actor By, IReadOnlyDictionary<string, string> Names)
{
    public IReadOnlyList<ShiftChange> Made { get; init; } = [];

    public IReadOnlyList<Interval> Left { get; init; } = [];

    /// <summary>The same, cut only where somebody has taken a part, not by off-duty time.</summary>
    public IReadOnlyList<Interval> Open => [.. new HeldShift(Request.Layer, Request.Person, Left)
        .Without([.. Made.Select(change => new Interval(change.Start, change.End))]).Select(left => new Interval(left.Start, left.End))];

    public string Taker => Names[By.Id];

    public string Holder => Names[Request.Person];
}

/// <summary>A request with the time that nobody has taken yet, in order; never empty.</summary>
public sealed record OpenCover(string Id, CoverRequest Request, IReadOnlyList<Interval> Open)
{
    /// <summary>Those who were asked and can still take some of it.</summary>
    public IReadOnlyList<string> CouldTake { get; init; } = [];
}

/// <summary>What is said about cover, to who asks, to who could, to the lead, and to the channel.</summary>
public static class CoverReplies
{
    private const int MaxAtHome = 10;
    private const int MaxSpans = 3;

    public static Reply Preview(IReadOnlyList<CoverAsk> asks) => new(asks.Count == 1
        ? "All who could take this would be asked. Until somebody does, nothing changes."
        : "All who could take these would be asked. Until somebody does, nothing changes.")
    {
        Table = Table(asks),
    };

    /// <summary>Each request: what, of whom, and who is asked.</summary>
    public static Table Table(IReadOnlyList<CoverAsk> asks) =>
        new(["From", "Until", "Rotation", "Of", "Asked"], [.. asks.Select(ask => (IReadOnlyList<Text>)
        [
            $"{ask.Request.Start}", $"{ask.Request.End}", $"{ask.Rotation.Id} ({ask.Request.Layer}){Windows(ask)}",
            ask.Names[ask.Request.Person],
            ask.Request.Asked.Count == 0
                ? "nobody is free: the lead would be told" : HandoffReplies.And(ask.Request.Asked.Select(person => ask.Names[person])),
        ])]);

    public static Reply Asked(IReadOnlyList<CoverAsk> asks) => new(Text.Lines(asks.Select(ask => ask.Request.Asked.Count == 0
        ? (Text)$"Nobody in {ask.Rotation.Id} is free from {ask.Request.Start} to {ask.Request.End}, so the lead is told."
        : (Text)($"Asked {HandoffReplies.And(ask.Request.Asked.Select(person => ask.Names[person]))} for {ask.Rotation.Id} "
            + $"({ask.Request.Layer}) from {ask.Request.Start} to {ask.Request.End}{Windows(ask)}. The first who takes it has it."))))
    {
        Actions = asks is [var one] ? [new Button("Withdraw", "cover-withdraw", one.Id)] : Each("Withdraw", "cover-withdraw", asks),
    };

    public static IEnumerable<Change> Told(CoverAsk ask, Actor by)
    {
        var request = ask.Request;
        foreach (var person in request.Asked)
            yield return ChangeReplies.Ask(person, Wanted([ask]), request.Rotation, (Card(ask.Id), "asked"), by.Now);
        if (request.Absence is null && by.Person != request.Person)
            yield return ChangeReplies.ToPerson(request.Person,
                (Text)($"{(by.Person is { } author ? ask.Names[author] : by.Id)} looks for somebody who takes your shift " +
                    $"of {request.Rotation} ({request.Layer}) from {request.Start} to {request.End}. Until somebody does, it is yours."),
                        request.Rotation, $"cover/{ask.Id}/for", by.Now);
    }

    /// <summary>A line for each request that is open again.</summary>
    /// <param name="would">Whether it would be, in a preview.</param>
    public static IEnumerable<Text> Again(IReadOnlyList<CoverAgain> again, bool would) => again.Select(one => one.Ask).Select(ask =>
        (Text)($"{ask.Names[ask.Request.Person]}'s request for cover of {ask.Rotation.Id} ({ask.Request.Layer}) from {ask.Request.Start} "
            + $"to {ask.Request.End} {(would ? "would be" : "is")} open again: ")
        + (ask.Request.Asked.Count == 0 ? $"nobody is free, so the lead {(would ? "would be" : "is")} told."
            : HandoffReplies.And(ask.Request.Asked.Select(person => ask.Names[person]))
                + $" {(would ? "would be" : ask.Request.Asked.Count == 1 ? "is" : "are")} asked."));

    public static IEnumerable<Change> AskedAgain(CoverAgain again, Instant now) => again.Ask.Request.Asked.Select(person =>
        Delivery.SayAgain(new Delivery(now, MessageKind.Change, Address.Person(person),
            Wanted(again.Read.Id, again.Ask.Request, again.Ask.Names, [new Interval(again.Ask.Request.Start, again.Ask.Request.End)],
                Windows(again.Ask)))
        {
            Rotation = again.Ask.Rotation.Id,
            Card = Card(again.Read.Id),
        }, again.Read.Value.Taken.Count));

    /// <summary>What those who are asked are shown, for as long as it is open.</summary>
    public static string Card(string id) => $"cover/{id}";

    /// <summary>What stands where people were asked, once somebody has taken it or nobody needs to.</summary>
    public static IEnumerable<Change> Settled(string id, CoverRequest request, Reply outcome, Instant now) =>
        request.Asked.Select(person => ChangeReplies.Settle(person, outcome, request.Rotation, (Card(id), request.Taken.Count), now));

    /// <summary>For somebody who could take it.</summary>
    /// <param name="open">What of it nobody has taken, in order; null: all.</param>
    public static Reply Wanted(
        string id, CoverRequest request, IReadOnlyDictionary<string, string> names, IReadOnlyList<Interval>? open = null,
        string windows = "") =>
        new((Text)($"{(open is null ? "" : "Still open: ")}Who takes {request.Rotation} ({request.Layer}) instead of "
            + $"{names[request.Person]}, ") + Spans(open ?? [new Interval(request.Start, request.End)])
            + $"{windows}? The first who takes it has it; a part helps, too.")
        {
            Actions = [new Button("Take", "cover-take", id) { Style = ButtonStyle.Primary }, new Button("Take part…", "cover-part", id),
                new Button("No", "cover-no", id)],
        };

    /// <summary>The same for several, of somebody who leaves.</summary>
    public static Reply Wanted(IReadOnlyList<CoverAsk> asks) => asks is [var one]
        ? Wanted(one.Id, one.Request, one.Names, windows: Windows(one))
        : new(
            $"Who takes these shifts instead " +
                $"of {HandoffReplies.And(asks.Select(ask => ask.Names[ask.Request.Person]).Distinct())}? The first who takes one has it; " +
                $"a part helps, too: take <request> <span>")
        {
            Table = new Table(["Request", "From", "Until", "Rotation"], [.. asks.Select(ask => (IReadOnlyList<Text>)
            [
                ask.Id, $"{ask.Request.Start}", $"{ask.Request.End}", $"{ask.Request.Rotation} ({ask.Request.Layer}){Windows(ask)}",
            ])]),
            Actions = Each("Take", "cover-take", asks),
        };

    /// <summary>A button for each of several requests, which says the rotation and the day.</summary>
    public static IReadOnlyList<Button> Each(
        string verb, string action, IReadOnlyList<(string Id, string Rotation, Instant Start)> requests, DateTimeZone zone,
        ButtonStyle style = ButtonStyle.Plain) =>
        [.. Buttons.Apart([.. requests.Select(one => ($"{verb} {one.Rotation}, {Buttons.Day(one.Start, zone)}", one.Id))])
            .Zip(requests, (label, one) => new Button(label, action, one.Id) { Style = style })];

    // Several people read it: days are the rotation's.
    private static IReadOnlyList<Button> Each(string verb, string action, IReadOnlyList<CoverAsk> asks) => Each(verb, action,
        [.. asks.Take(5).Select(ask => (ask.Id, ask.Rotation.Id, ask.Request.Start))],
        asks[0].Rotation.ZoneAt(asks[0].Request.Start));

    /// <summary>At home: what somebody could take.</summary>
    public static Reply Takeable(IReadOnlyList<OpenCover> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone,
            one => $"{names[one.Request.Person]} needs cover for {Times(one)}.", "Take it", "Take", "cover-take", ButtonStyle.Primary);

    /// <summary>At home: what somebody asked others to take.</summary>
    public static Reply LookedFor(IReadOnlyList<OpenCover> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone,
            one => (Text)$"Nobody has taken {Times(one)} for {names[one.Request.Person]} yet.", "Withdraw", "Withdraw", "cover-withdraw",
            ButtonStyle.Plain);

    // With several, each line begins with its id, for who types.
    private static Reply AtHome(
        IReadOnlyList<OpenCover> open, DateTimeZone zone, Func<OpenCover, Text> line, string only, string each, string action,
        ButtonStyle style)
    {
        var shown = open.Take(MaxAtHome).ToList();
        var lines = shown.Select(one => open.Count == 1 ? line(one) : $"{one.Id}: " + line(one)).ToList();
        if (open.Count > MaxAtHome) lines.Add($"{open.Count - MaxAtHome} more: covers");
        return new(Text.Lines(lines))
        {
            Actions = open is [var single]
                ? [new Button(only, action, single.Id) { Style = style }]
                : Each(each, action, [.. shown.Select(one => (one.Id, one.Request.Rotation, one.Open[0].Start))], zone, style),
        };
    }

    // Under coverage windows most of the time from start to end is nobody's: how much of it is work.
    private static string Windows(CoverAsk ask) => ask.Pieces.Count <= 1 ? "" : string.Create(CultureInfo.InvariantCulture,
        $", {ask.Pieces.Sum(piece => piece.Duration.TotalHours):0.#} h in {ask.Pieces.Count} stretches");

    private static Text Spans(IReadOnlyList<Interval> spans)
    {
        var shown = Text.Join(" and ", spans.Take(MaxSpans).Select(span => (Text)$"from {span.Start} to {span.End}"));
        return spans.Count > MaxSpans ? (Text)$"{shown} and {spans.Count - MaxSpans} times more" : shown;
    }

    private static Text Times(OpenCover one) =>
        (Text)$"{one.Request.Rotation} ({one.Request.Layer}), " +
            Text.Join(", ", one.Open.Select(span => (Text)$"{span.Start} to {span.End}"));

    /// <summary>Whose request it is and who asked: told what becomes of it. Somebody who leaves is not.</summary>
    public static IEnumerable<string> Concerned(CoverRequest request) =>
        request.IsOfLeaver()
            ? [] : new[] { request.Person, request.AskedBy }.Distinct().Where(person => !person.Contains(':', StringComparison.Ordinal));

    public static Reply TakePreview(
        CoverFacts facts, IEnumerable<(ShiftChange Made, IReadOnlyList<Shift> Before)> changes, IReadOnlyList<Text> notes) =>
        new(Text.Lines([.. Lines(facts, "would cover"), .. Rest(facts), .. notes])) { Table = ChangeReplies.Table(changes, facts.Names) };

    public static Reply Taken(CoverFacts facts) =>
        new(Text.Lines([.. Lines(facts).Select((line, i) => i == 0 ? "Done. " + line : line), .. Rest(facts)]));

    public static IEnumerable<Change> TakenTold(CoverFacts facts, string id)
    {
        Text said = Text.Join(" ", [.. Lines(facts), .. Rest(facts)]);
        // Somebody may take several parts, one after the other.
        var cause = $"cover/{id}/taken/{facts.Request.Taken.Count}";
        yield return ChangeReplies.ToChannel(facts.Rotation, said, cause, facts.By.Now);
        foreach (var person in Concerned(facts.Request).Where(person => person != facts.By.Id))
            yield return ChangeReplies.ToPerson(person, said, facts.Rotation.Id, cause, facts.By.Now);
        var rest = facts.Left.Count == 0 ? new Reply(said) : Wanted(id, facts.Request, facts.Names, facts.Open);
        foreach (var change in Settled(id, facts.Request, rest, facts.By.Now)) yield return change;
    }

    public static Reply Withdrawn(CoverRequest request, IReadOnlyDictionary<string, string> names) =>
        new((Text)($"Withdrawn: {request.Rotation} ({request.Layer}) from {request.Start} to {request.End}. What nobody has taken stays " +
            $"with {names[request.Person]}."));

    public static IEnumerable<Change> WithdrawnTold(string id, CoverRequest request, IReadOnlyDictionary<string, string> names, Instant now)
    {
        Text said =
            $"Nobody needs to cover {request.Rotation} ({request.Layer}) for {names[request.Person]} "
                + $"from {request.Start} to {request.End} any more: the request was withdrawn.";
        return [.. request.Asked.Except(request.Declined)
            .Select(person => ChangeReplies.ToPerson(person, said, request.Rotation, $"cover/{id}/withdrawn", now)),
                .. Settled(id, request, new Reply(said), now)];
    }

    /// <summary>For the lead, when time runs short.</summary>
    public static Reply StillOpen(
        Rotation rotation, CoverRequest request, IReadOnlyList<Interval> open, IReadOnlyDictionary<string, string> names) => new(Text.Lines(
        (Text)$"Nobody has taken {request.Rotation} ({request.Layer}) for {names[request.Person]} yet: "
        + Text.Join(", ", open.Select(span => (Text)$"{span.Start} to {span.End}")) + "."
        + (request.Asked.Count == 0 ? " Nobody in the rotation is free then, so nobody was asked." : ""),
        $"Put somebody in with: {ChangeReplies.Fill(rotation, [request.Layer])}"));

    public static Text Expired(CoverRequest request) => request.Taken.Count == 0
        ? (Text)$"Nobody took {request.Rotation} ({request.Layer}) from {request.Start} to {request.End}; the request has expired."
        : $"The request to cover {request.Rotation} ({request.Layer}) from {request.Start} to {request.End} has expired; not all of it " +
            $"was taken.";

    public static Text NothingLeft(CoverRequest request) =>
        $"Nothing of {request.Rotation} ({request.Layer}) from {request.Start} to {request.End} looks for somebody any more.";

    public static Text Lapsed(CoverRequest request, IReadOnlyDictionary<string, string> names) =>
        $"Nobody needs to cover {request.Rotation} ({request.Layer}) from {request.Start} to {request.End} any more: "
            + $"{(request.IsOfLeaver() ? "that time is not vacant" : $"{names[request.Person]} does not hold that time")} now.";

    private static IEnumerable<Text> Lines(CoverFacts facts, string covers = "covers") => facts.Made.Select(change =>
        (Text)$"{facts.Taker} {covers} {facts.Rotation.Id} ({change.Layer}) for {facts.Holder} from {change.Start} to {change.End}.");

    private static IEnumerable<Text> Rest(CoverFacts facts) => facts.Left.Count == 0
        ? []
        : [(Text)$"Still open: {Text.Join(", ", facts.Left.Select(span => (Text)$"{span.Start} to {span.End}"))}."];
}
