using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>How long, as said: days, weeks and months of the calendar, then elapsed hours and minutes.</summary>
internal sealed partial record PhraseLength(int Months, int Days, Duration Elapsed)
{
    public bool IsLocal => Months > 0 || Days > 0;

    /// <summary>
    /// Reads <c>2h</c>, <c>1h30m</c>, <c>90 minutes</c>, <c>1.5h</c>, <c>an hour</c>,
    /// <c>3 days</c>; null, with nothing read, where there is none.
    /// </summary>
    public static PhraseLength? Read(PhraseWords words)
    {
        PhraseLength? length = null;
        while (!words.AtEnd)
        {
            var place = words.Place;
            if (One(words) is not { } next)
            {
                words.Place = place;
                break;
            }

            length =
                length is null
                    ? next : new PhraseLength(length.Months + next.Months, length.Days + next.Days, length.Elapsed + next.Elapsed);
            words.Take("and");
        }

        return length;
    }

    private static PhraseLength? One(PhraseWords words)
    {
        var first = words.Take();
        if (first == "half" && words.Take("an") && words.Take("hour")) return new PhraseLength(0, 0, Duration.FromMinutes(30));
        if (first is "a" or "an" or "one") return words.AtEnd ? null : Of(1, words.Take());
        var pieces = Piece().Matches(first);
        if (pieces.Count == 0 || pieces.Sum(piece => piece.Length) != first.Length) return null;
        PhraseLength? length = new(0, 0, Duration.Zero);
        foreach (Match piece in pieces)
        {
            var unit = piece.Groups[2].Value;
            if (unit.Length == 0) unit = pieces.Count == 1 && !words.AtEnd ? words.Take() : "";
            if (Of(decimal.Parse(piece.Groups[1].Value, CultureInfo.InvariantCulture), unit) is not { } part) return null;
            length = new PhraseLength(length.Months + part.Months, length.Days + part.Days, length.Elapsed + part.Elapsed);
        }

        return length;
    }

    private static PhraseLength? Of(decimal count, string unit)
    {
        var whole = count == decimal.Truncate(count);
        return unit switch
        {
            "m" or "min" or "mins" or "minute" or "minutes" => new PhraseLength(0, 0, Duration.FromSeconds((long)(count * 60))),
            "h" or "hr" or "hrs" or "hour" or "hours" => new PhraseLength(0, 0, Duration.FromSeconds((long)(count * 3600))),
            "d" or "day" or "days" when whole => new PhraseLength(0, (int)count, Duration.Zero),
            "w" or "week" or "weeks" when whole => new PhraseLength(0, (int)count * 7, Duration.Zero),
            "month" or "months" when whole => new PhraseLength((int)count, 0, Duration.Zero),
            _ => null,
        };
    }

    // Five digits at most: nothing that is counted from here leaves the calendar.
    [GeneratedRegex(@"\G([0-9]{1,5}(?:\.[0-9]{1,2})?)([a-z]*)")]
    private static partial Regex Piece();
}
