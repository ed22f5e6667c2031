using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said about the shifts of one person.</summary>
public static class ShiftReplies
{
    private const int MaxShown = 40;

    /// <summary>For a person's home: their shifts, and what to do about one that does not suit them.</summary>
    public static Reply AtHome(IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, Instant now)
    {
        var on = shifts.Select(entry => entry.Rotation.Id).Distinct().ToList() is [var only] ? $" {only}" : "";
        return Of(null, shifts, now) with
        {
            Actions =
                shifts.Count == 0 ? [] : [Buttons.Running("Find cover…", $"cover{on}"), Buttons.Running("Offer a swap…", $"swap{on}")],
            Shareable = false,
        };
    }

    /// <param name="person">Null: the reader; else their id and name.</param>
    /// <param name="from">From when on shifts were looked for.</param>
    /// <param name="asked">For when it was asked; null: for now.</param>
    /// <param name="on">The rotation or service that it was asked for alone; null: for all.</param>
    public static Reply Of(
        (string Id, string Name)? person, IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, Instant from, SpokenMoment? asked = null,
        string? on = null)
    {
        var there = on is null ? "" : $" for {on}";
        var until = asked?.EndOfDay ?? from + Duration.FromSeconds(1);
        Text subject = person is { } other ? (Text)$"{People.Named(other.Id, other.Name)} is" : asked is null ? "You are" : "you are";
        if (asked is not null) subject = $"{Asked(asked)}, {subject}";
        var current = shifts.Where(entry => entry.Shift.Start < until).ToList();
        var ahead = shifts.Where(entry => entry.Shift.Start >= until).ToList();
        Text said = shifts.Count == 0 ? Text.Bold($"{subject} not on call{there}{(asked is null ? " within the next year" : "")}.")
            : current.Count == 0
                ? Text.Bold($"{subject} not on call{there}.") + $" Next: {ahead[0].Shift.Start}, {ahead[0].Rotation.Id}."
                : Text.Join("\n", current.Select((entry, i) => Text.Bold(
                    i == 0
                        ? (Text)$"{subject} on call: {entry.Rotation.Id}, {entry.Shift.Layer}"
                        : $"And {entry.Rotation.Id}, {entry.Shift.Layer}")
                    + (asked?.EndOfDay is { } end ? OfDay(entry.Shift, from, end)
                        : entry.Shift.Start > from
                        ? (Text)$", {RotationReplies.Span(entry.Shift)}" : RotationReplies.Until(entry.Shift, ",")) + "."));
        return new Reply(said)
        {
            Fields = ByRotation(ahead),
            Shareable = true,
        };
    }

    /// <param name="person">Null: the reader; else their id and name.</param>
    /// <param name="shifts">All that touch the span.</param>
    public static Reply In(
        (string Id, string Name)? person, IReadOnlyList<(Rotation Rotation, Shift Shift)> shifts, SpokenSpan span, string? on)
    {
        Text who = person is { } other ? (Text)$"{People.Named(other.Id, other.Name)} has" : "You have";
        Text count = shifts.Count switch { 0 => "no shifts", 1 => "1 shift", var many => $"{many} shifts" };
        return new Reply(Text.Bold($"{who} {count}{(on is null ? "" : $" for {on}")}, ") + Text.Days(span.Start, span.End) + ".")
        {
            Fields = ByRotation(shifts.Take(MaxShown)),
            Note = shifts.Count > MaxShown ? (Text)$"The first {MaxShown} are shown. Ask for a shorter time to see the others." : null,
            Shareable = true,
        };
    }

    /// <param name="person">Null: the reader.</param>
    public static Text More(string? person) =>
        $"More: {Text.Code(person is null ? "me in next 60 days" : $"when {person} in next 60 days")}";

    /// <summary>The same with when the person is away, first.</summary>
    public static Reply With(this Reply shifts, IReadOnlyList<Absence> away) => away.Count == 0 ? shifts : shifts with
    {
        Fields = [new("Away", Text.Lines(away.Select(one => Text.Span(one.Start, one.End)))), .. shifts.Fields],
    };

    private static IReadOnlyList<Field> ByRotation(IEnumerable<(Rotation Rotation, Shift Shift)> shifts) =>
        [.. shifts.GroupBy(entry => entry.Rotation.Id).Select(rotation => new Field(rotation.Key,
            Text.Lines(rotation.Select(entry => (Text)$"{RotationReplies.Span(entry.Shift)}, {entry.Shift.Layer}"))))];

    // The day itself stands in front.
    internal static Text OfDay(Shift shift, Instant from, Instant end)
    {
        Time At(Instant at) => new(at, TimeShape.Clock);
        return (shift.Start > from, shift.End < end) switch
        {
            (false, false) => ", all day",
            (false, true) => (Text)$", until {At(shift.End)}",
            (true, false) => (Text)$", from {At(shift.Start)}",
            (true, true) => (Text)$", {At(shift.Start)} - {At(shift.End)}",
        };
    }

    private static Text Asked(SpokenMoment at) => at.EndOfDay is null ? (Text)$"{at.At}" : $"{new Time(at.At, TimeShape.Date)}";
}
