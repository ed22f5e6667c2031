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

    /// <summary>What the rest of it would do to those who were asked, by person.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Text>> Warnings { get; init; } = new Dictionary<string, IReadOnlyList<Text>>();

    /// <summary>The same, cut only where somebody has taken a part, not by off-duty time.</summary>
    public IReadOnlyList<Interval> Open => [.. new HeldShift(Request.Layer, Request.Person, Left)
        .Without([.. Made.Select(change => new Interval(change.Start, change.End))]).Select(left => new Interval(left.Start, left.End))];
}

/// <summary>What is said about cover, to who asks, to who could, to the lead, and to the channel.</summary>
public static class CoverReplies
{
    private const int MaxSpans = 3;
    private const int MaxButtons = 25;

    public static Reply Preview(IReadOnlyList<CoverAsk> asks) => asks is [var one]
        ? new(one.Request.Asked.Count == 0
            ? Text.Bold($"Ask for cover of {Part(one.Request)}?") + $" Nobody is free; {one.Told}."
            : Text.Bold($"Ask {one.Names.Named(one.Request.Asked)} to cover?") +
                $" {Part(one.Request)}. Nothing changes until one takes it.")
        : new(Text.Bold($"Ask for cover of {asks.Count} shifts?") + " Nothing changes until somebody takes them.") { Table = Table(asks) };

    /// <summary>Each request: what, instead of whom, and who is asked.</summary>
    public static Table Table(IReadOnlyList<CoverAsk> asks) =>
        new(["Instead of", "When", "Rotation", "To be asked"], [.. asks.Select(ask => (IReadOnlyList<Text>)
        [
            $"{ask.Names.Named(ask.Request.Person)}", Text.Span(ask.Request.Start, ask.Request.End),
            $"{ChangeReplies.Which(ask.Rotation.Id, ask.Request.Layer)}{Windows(ask)}",
            ask.Request.Asked.Count == 0 ? $"nobody is free: {ask.Told}" : ask.Names.Named(ask.Request.Asked),
        ])]);

    public static Reply Asked(IReadOnlyList<CoverAsk> asks) => new(Text.Lines([.. asks.Select(Asked), .. Vacant(asks)]))
    {
        Actions = asks is [var one] ? [new Button("Withdraw request", "cover-withdraw", one.Id)]
            : Each("Withdraw", "cover-withdraw", asks),
    };

    /// <summary>Whoever is away is not on call, whether somebody has taken it or not; whoever only asks stays on call.</summary>
    public static IEnumerable<Text> Vacant(IReadOnlyList<CoverAsk> asks) => asks.Any(ask => ask.Request.Absence is not null)
        ? [$"Until somebody takes {(asks.Count == 1 ? "it" : "them")}, nobody is on call "
            + (asks.Select(ask => ask.Request.Layer).Distinct().ToList() is [var layer] ? $"as {layer} then." : "there then.")] : [];

    private static Text Asked(CoverAsk ask) => ask.Request.Asked.Count == 0
        ? Text.Bold("Nobody is free") + $" to cover {Part(ask.Request)}; {ask.Told}."
            + (ask.Request.Absence is null && ask.Request.AskedBy == ask.Request.Person ? " You are still on call." : "")
        : Text.Bold($"Asked {ask.Names.Named(ask.Request.Asked)}") + $" to cover {Part(ask.Request)}{Windows(ask)}."
            + (ask.Request.Asked.Count == 1 ? "" : " First to take it gets it.");

    public static IEnumerable<Write> Told(CoverAsk ask, Actor by)
    {
        var request = ask.Request;
        foreach (var person in request.Asked)
            yield return ChangeReplies.Ask(person, Wanted([ask], person), request.Rotation, (Card(ask.Id), "asked"), by.Now);
        if (request.Absence is null && by.Person != request.Person)
            yield return ChangeReplies.ToPerson(request.Person,
                Text.Bold($"{ChangeReplies.Author(by, ask.Names)} requested cover for you:")
                    + $" {Part(request)}. You stay on call until somebody takes it.", request.Rotation, $"cover/{ask.Id}/for", by.Now);
    }

    /// <summary>A line for each request that is open again.</summary>
    /// <param name="would">Whether it would be, in a preview.</param>
    public static IEnumerable<Text> Again(IReadOnlyList<CoverAgain> again, bool would) => again.Select(one => one.Ask).Select(ask =>
        (Text)$"{ask.Names.Named(ask.Request.Person)}'s cover request {(would ? "opens" : "is open")} again: {Part(ask.Request)}. "
        + (ask.Request.Asked.Count == 0 ? (Text)$"Nobody is free; {ask.Told}."
            : (Text)$"Asked: {ask.Names.Named(ask.Request.Asked)}."));

    public static IEnumerable<Write> AskedAgain(CoverAgain again, Instant now) => again.Ask.Request.Asked.Select(person =>
        Delivery.SayAgain(new Delivery(now, MessageKind.Change, Address.Person(person),
            Wanted(again.Read.Id, again.Ask.Request, again.Ask.Names, [new Interval(again.Ask.Request.Start, again.Ask.Request.End)],
                Windows(again.Ask), again.Ask.Warnings.GetValueOrDefault(person)))
        {
            Rotation = again.Ask.Rotation.Id,
            Card = Card(again.Read.Id),
        }, again.Read.Value.Taken.Count));

    /// <summary>What those who are asked are shown, for as long as it is open.</summary>
    public static string Card(string id) => $"cover/{id}";

    /// <summary>What stands where people were asked, once somebody has taken it or nobody needs to.</summary>
    public static IEnumerable<Write> Settled(string id, CoverRequest request, Func<string, Reply> outcome, Instant now) =>
        request.Asked.Select(
            person => ChangeReplies.Settle(person, outcome(person), request.Rotation, (Card(id), request.Taken.Count), now));

    /// <summary>For somebody who could take it.</summary>
    /// <param name="open">What of it nobody has taken, in order; null: all.</param>
    /// <param name="warnings">What it would do to their rest; null: nothing.</param>
    public static Reply Wanted(
        string id, CoverRequest request, IReadOnlyDictionary<string, string> names, IReadOnlyList<Interval>? open = null,
        string windows = "", IReadOnlyList<Text>? warnings = null) =>
        new(Text.Lines([
            Text.Bold($"{(open is null ? "Can you cover" : "Still uncovered: can you cover")} for {names.Named(request.Person)}?")
                + $" {ChangeReplies.Which(request.Rotation, request.Layer)}, "
                + Spans(open ?? [new Interval(request.Start, request.End)]) + $"{windows}. First to take it gets it. Part of it helps.",
            .. warnings ?? []]))
        {
            Actions = [.. Take(id), new Button("Decline", "cover-no", id)],
        };

    /// <summary>Buttons of who could take one request, beneath it alone.</summary>
    public static IReadOnlyList<Button> Take(string id) =>
        [new Button("Take shift", "cover-take", id) { Style = ButtonStyle.Primary }, new Button("Take part…", "cover-part", id)];

    /// <summary>The same for several, of somebody who leaves.</summary>
    public static Reply Wanted(IReadOnlyList<CoverAsk> asks, string reader) => asks is [var one]
        ? Wanted(one.Id, one.Request, one.Names, windows: Windows(one), warnings: one.Warnings.GetValueOrDefault(reader))
        : new(Text.Bold("Can you cover for "
            + People.And(asks.Select(ask => ask.Names.Named(ask.Request.Person)).Distinct()) + "?")
            + $" {asks.Count} shifts. First to take one gets it. Part of one helps: "
            + Text.Code($"take {asks[0].Id} {Example(asks[0].Request.Start, asks[0].Request.End, ZoneOf(asks[0]))}"))
        {
            Table = new Table(["Instead of", "When", "Rotation"], [.. asks.Select(ask => (IReadOnlyList<Text>)
                [$"{ask.Names.Named(ask.Request.Person)}", Text.Span(ask.Request.Start, ask.Request.End),
                    $"{ChangeReplies.Which(ask.Request.Rotation, ask.Request.Layer)}{Windows(ask)}"])]),
            Actions = Each("Take", "cover-take", asks),
        };

    /// <summary>A button for each of several requests, which says the layer and the day, or what of it tells them apart.</summary>
    public static IReadOnlyList<Button> Each(
        string verb, string action, IReadOnlyList<(string Id, string Which, Instant Start)> requests, DateTimeZone zone,
        ButtonStyle style = ButtonStyle.Plain) =>
        [.. Buttons.Apart(
                [.. requests.Select(one => $"{verb} {one.Which}, {Buttons.Day(one.Start, zone)}")],
                [.. requests.Select(one => $"{verb} {Buttons.Day(one.Start, zone)}")], [.. requests.Select(one => $"{verb} {one.Which}")])
            .Zip(requests, (label, one) => new Button(label, action, one.Id) { Style = style })];

    // Several people read it: days are the rotation's.
    private static IReadOnlyList<Button> Each(string verb, string action, IReadOnlyList<CoverAsk> asks) => Each(verb, action,
        [.. asks.Take(MaxButtons).Select(ask => (ask.Id, ChangeReplies.Which(ask.Rotation.Id, ask.Request.Layer), ask.Request.Start))],
        ZoneOf(asks[0]));

    private static DateTimeZone ZoneOf(CoverAsk ask) => ask.Rotation.ZoneAt(ask.Request.Start);

    /// <summary>A part of a span as it would be typed: its first three hours.</summary>
    public static string Example(Instant start, Instant end, DateTimeZone zone)
    {
        var (from, to) = (start.InZone(zone).LocalDateTime, Instant.Min(start + Duration.FromHours(3), end).InZone(zone).LocalDateTime);
        return from.Date == to.Date
            ? string.Create(CultureInfo.InvariantCulture, $"{from:d MMM HH:mm}-{to:HH:mm}").ToLowerInvariant()
            : string.Create(CultureInfo.InvariantCulture, $"{from:d MMM HH:mm} to {to:d MMM HH:mm}").ToLowerInvariant();
    }

    // Under coverage windows most of the time from start to end is nobody's: how much of it is work.
    internal static string Windows(CoverAsk ask) => ask.Pieces.Count <= 1 ? "" : string.Create(CultureInfo.InvariantCulture,
        $", {ask.Pieces.Sum(piece => piece.Duration.TotalHours):0.#} h in {ask.Pieces.Count} stretches");

    private static Text Spans(IReadOnlyList<Interval> spans)
    {
        var shown = Text.Join(" and ", spans.Take(MaxSpans).Select(span => Text.Span(span.Start, span.End)));
        return spans.Count > MaxSpans ? (Text)$"{shown} and {spans.Count - MaxSpans} times more" : shown;
    }

    internal static Text Part(CoverRequest request) =>
        $"{ChangeReplies.Which(request.Rotation, request.Layer)}, {Text.Span(request.Start, request.End)}";

    /// <summary>Whose request it is and who asked: told what becomes of it. Somebody who leaves is not.</summary>
    public static IEnumerable<string> Concerned(CoverRequest request) =>
        request.IsOfLeaver()
            ? [] : new[] { request.Person, request.AskedBy }.Distinct().Where(person => !person.Contains(':', StringComparison.Ordinal));

    /// <summary>Who said that they are away then is asked before they have it.</summary>
    public static Reply TakeThoughAway(Text away) => new(Text.Lines(Text.Bold("Take it all the same?"), away));

    public static Reply Taken(CoverFacts facts, IReadOnlyList<Text> notes) =>
        new(Text.Lines([.. Lines(facts, facts.By.Id), .. Rest(facts), .. notes]));

    public static IEnumerable<Write> TakenTold(CoverFacts facts, string id)
    {
        // Somebody may take several parts, one after the other.
        var cause = $"cover/{id}/taken/{facts.Request.Taken.Count}";
        yield return ChangeReplies.ToChannel(facts.Rotation, Said(null), cause, facts.By.Now);
        foreach (var person in Concerned(facts.Request).Where(person => person != facts.By.Id))
            yield return ChangeReplies.ToPerson(person, Said(person), facts.Rotation.Id, cause, facts.By.Now);
        Reply Shown(string person) => facts.Left.Count == 0 ? new Reply(Said(person))
            : Wanted(id, facts.Request, facts.Names, facts.Open, warnings: facts.Warnings.GetValueOrDefault(person));
        foreach (var change in Settled(id, facts.Request, Shown, facts.By.Now)) yield return change;

        Text Said(string? reader) => Text.Join(" ", [.. Lines(facts, reader), .. Rest(facts)]);
    }

    public static Reply Withdrawn(CoverRequest request, IReadOnlyDictionary<string, string> names) =>
        new(Text.Bold("Request withdrawn:") + $" {Part(request)}. What nobody took stays with {names.Named(request.Person)}.");

    public static IEnumerable<Write> WithdrawnTold(string id, CoverRequest request, IReadOnlyDictionary<string, string> names, Instant now)
    {
        var said = Text.Bold($"Cover for {names.Named(request.Person)} no longer needed:") + $" {Part(request)}.";
        return Settled(id, request, _ => new Reply(said), now);
    }

    /// <summary>For the lead, when time runs short.</summary>
    /// <param name="reader">Whose address it goes to.</param>
    public static Reply StillOpen(
        Rotation rotation, CoverRequest request, IReadOnlyList<Interval> open, string? reader,
        IReadOnlyDictionary<string, string> names) => new(Text.Lines(
        Text.Bold(reader == request.Person ? "Nobody covers for you yet:" : (Text)$"Nobody covers for {names.Named(request.Person)} yet:")
        + $" {ChangeReplies.Which(request.Rotation, request.Layer)}, " +
            Text.Join(" and ", open.Select(span => Text.Span(span.Start, span.End)))
        + (request.Asked.Count == 0 ? ". Nobody in the rotation is free." : "."),
        $"Put somebody on call: `{ChangeReplies.Fill(rotation, [request.Layer])}`"));

    public static Text Expired(CoverRequest request) => request.Taken.Count == 0
        ? Text.Bold("Nobody covered it:") + $" {Part(request)}. The request has expired."
        : Text.Bold("Only partly covered:") + $" {Part(request)}. The request has expired.";

    public static Text NothingLeft(CoverRequest request) => Text.Bold("Cover no longer needed:") + $" {Part(request)}.";

    /// <param name="overriding">Who is on call in some of it by an override.</param>
    public static Text Lapsed(
        CoverRequest request, IReadOnlyList<string> overriding, IReadOnlyDictionary<string, string> names) => NothingLeft(request)
        + (overriding.Count > 0
            ? (Text)$" {names.Named(overriding)} {(overriding.Count == 1 ? "is" : "are")} on call by an override; the request is closed."
            : request.IsOfLeaver() ? (Text)" Somebody is on call then." : $" {names.Named(request.Person)} is no longer on call then.");

    /// <summary>The same of several at once.</summary>
    public static Reply Lapsed(IReadOnlyList<CoverRequest> requests, IReadOnlyDictionary<string, string> names) =>
        new(Text.Bold($"Cover no longer needed for {requests.Count} shifts."))
        {
            Table = new Table(["Instead of", "When", "Rotation"], [.. requests.OrderBy(each => each.Start).Select(each =>
                (IReadOnlyList<Text>)[$"{names.Named(each.Person)}", Text.Span(each.Start, each.End),
                    ChangeReplies.Which(each.Rotation, each.Layer)])]),
        };

    private static Mention Holder(CoverFacts facts) => facts.Names.Named(facts.Request.Person);

    /// <param name="reader">Who reads it, and is "you"; null: everybody.</param>
    private static IEnumerable<Text> Lines(CoverFacts facts, string? reader) => facts.Made.Select(change =>
    {
        Text whom = facts.Request.Person == reader ? (Text)"you" : $"{Holder(facts)}";
        var said = facts.By.Id == reader ? Text.Bold($"You cover for {whom}:")
            : Text.Bold($"{facts.Names.Named(facts.By.Id)} covers for {whom}:");
        return said + $" {ChangeReplies.Which(facts.Rotation.Id, change.Layer)}, {Text.Span(change.Start, change.End)}.";
    });

    private static IEnumerable<Text> Rest(CoverFacts facts) => facts.Left.Count == 0
        ? [] : [(Text)"Still uncovered: " + Text.Join(" and ", facts.Left.Select(span => Text.Span(span.Start, span.End))) + "."];
}
