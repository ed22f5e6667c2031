using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>A request with the time that nobody has taken yet, in order; never empty.</summary>
public sealed record OpenCover(string Id, CoverRequest Request, IReadOnlyList<Interval> Open)
{
    /// <summary>Those who were asked and can still take some of it.</summary>
    public IReadOnlyList<string> CouldTake { get; init; } = [];
}

/// <summary>What is said about requests that are open: in their list, and on a person's home.</summary>
public static class CoverListReplies
{
    private const int MaxAtHome = 10;
    private const int MaxButtons = 25;

    /// <summary>All that looks for somebody, what of it the reader can take, and what they asked for themselves.</summary>
    public static Reply Listed(
        IReadOnlyList<OpenCover> requests, IReadOnlyList<OpenCover> takeable, string reader, IReadOnlyDictionary<string, string> names,
        DateTimeZone zone)
    {
        var own = requests.Where(one => CoverReplies.Concerned(one.Request).Contains(reader)).ToList();
        var offer = own.Count == requests.Count ? (own.Count == 1 ? ". It is yours." : ". They are yours.")
            : takeable.Count == 0
            ? (requests.Count == 1 ? ". It is not one that you can take. Why: " : ". None is one that you can take. Why, for example: ")
                + Text.Code($"take {requests[0].Id}")
            : (requests.Count == 1 ? ". Take part of it, for example: "
                : takeable.Count == requests.Count ? ". Take one, or part of it, for example: "
                : $". You can take {takeable.Count} of them, whole or in part, for example: ")
                + Text.Code($"take {takeable[0].Id} {Example(takeable[0], zone)}");
        return new(Text.Bold(requests.Count == 1 ? "1 open cover request" : $"{requests.Count} open cover requests") + offer)
        {
            Table = new Table(["Instead of", "When", "Rotation"],
                [.. requests.SelectMany(one => one.Open.Select(span => (Request: one, Span: span))).OrderBy(one => one.Span.Start)
                    .Select(one => (IReadOnlyList<Text>)
                    [
                        $"{names.Named(one.Request.Request.Person)}", Text.Span(one.Span.Start, one.Span.End),
                        ChangeReplies.Which(one.Request.Request.Rotation, one.Request.Request.Layer),
                    ])]),
            Actions = requests.Count == 1 && takeable is [var only] ? CoverReplies.Take(only.Id)
                :
                [
                    .. CoverReplies.Each("Take", "cover-take", Starts(takeable), zone),
                    .. CoverReplies.Each("Withdraw", "cover-withdraw", Starts(own), zone, ButtonStyle.Plain),
                ],
        };
    }

    /// <summary>At home: what somebody could take.</summary>
    public static Reply Takeable(IReadOnlyList<OpenCover> open, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone,
            one => Text.Bold($"{names.Named(one.Request.Person)} needs cover:") + $" {Times(one)}.", "Take shift", "Take", "cover-take",
            ButtonStyle.Primary);

    /// <summary>At home: what somebody asked others to take.</summary>
    /// <param name="reader">Who reads it.</param>
    public static Reply LookedFor(
        IReadOnlyList<OpenCover> open, string reader, IReadOnlyDictionary<string, string> names, DateTimeZone zone) =>
        AtHome(open, zone,
            one => Text.Bold(one.Request.Person == reader
                ? "Nobody covers for you yet:" : (Text)$"Nobody covers for {names.Named(one.Request.Person)} yet:") + $" {Times(one)}.",
            "Withdraw request", "Withdraw", "cover-withdraw", ButtonStyle.Plain);

    private static Reply AtHome(
        IReadOnlyList<OpenCover> open, DateTimeZone zone, Func<OpenCover, Text> line, string only, string each, string action,
        ButtonStyle style)
    {
        var shown = open.Take(MaxAtHome).ToList();
        var lines = shown.Select(line).ToList();
        if (open.Count > MaxAtHome) lines.Add($"{open.Count - MaxAtHome} more: covers");
        return new(Text.Lines(lines))
        {
            Actions = open is [var single]
                ? [new Button(only, action, single.Id) { Style = style }]
                : CoverReplies.Each(each, action, [.. shown.Select(one => (one.Id, Which(one), one.Open[0].Start))], zone, style),
        };
    }

    private static string Example(OpenCover one, DateTimeZone zone) => CoverReplies.Example(one.Open[0].Start, one.Open[0].End, zone);

    private static (string, string, Instant)[] Starts(IReadOnlyList<OpenCover> requests) =>
        [.. requests.OrderBy(one => one.Open[0].Start).Take(MaxButtons).Select(one => (one.Id, Which(one), one.Open[0].Start))];

    private static string Which(OpenCover one) => ChangeReplies.Which(one.Request.Rotation, one.Request.Layer);

    private static Text Times(OpenCover one) =>
        (Text)$"{Which(one)}, " +
            Text.Join(" and ", one.Open.Select(span => Text.Span(span.Start, span.End)));
}
