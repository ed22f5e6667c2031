using NodaTime;
using NodaTime.Text;
using Watchbill.Calendars;

namespace Watchbill.Api;

/// <summary>Reads the times of a request: ISO 8601 instants with Z or an offset, and, where a zone is given, dates in it.</summary>
internal static class Moments
{
    private static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    private static readonly OffsetDateTimePattern[] Patterns =
    [
        OffsetDateTimePattern.Rfc3339,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>"),
    ];

    /// <summary>Now, in whole seconds: shifts know no others.</summary>
    public static Instant Now(IClock clock) => clock.GetCurrentInstant().ToWholeSeconds();

    /// <param name="dates">The zone whose midnight a date means; null: dates are refused.</param>
    /// <exception cref="UnreadableException">The text is none of these, or beyond what calendars of time zones know.</exception>
    public static Instant Read(string field, string text, DateTimeZone? dates = null)
    {
        var moment =
            Parse(text, dates)
                ?? throw new UnreadableException(StatusCodes.Status400BadRequest,
                    $"'{field}' is '{Shown(text)}'; expected is {Form(dates)}.", field);
        if (moment < Earliest || moment >= Latest)
            throw new UnreadableException(StatusCodes.Status400BadRequest,
                $"'{field}' is '{Shown(text)}'; times from 1900 to 2199 are known.", field);
        return moment;
    }

    /// <summary>What somebody sent, short enough for a sentence.</summary>
    public static string Shown(string text) =>
        new([.. text.Take(60).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter),
            .. text.Length > 60 ? "…" : ""]);

    private static Instant? Parse(string text, DateTimeZone? dates)
    {
        // A plus that was not escaped arrives as a blank.
        if (text.Length > 6 && text[^6] == ' ') text = $"{text[..^6]}+{text[^5..]}";
        foreach (var pattern in Patterns)
            if (pattern.Parse(text).TryGetValue(default, out var moment)) return moment.ToInstant();
        return dates is not null && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) && date.Year is > 1800 and < 2300
            ? dates.AtStartOfDay(date).ToInstant()
            : null;
    }

    private static string Form(DateTimeZone? dates) =>
        "an instant such as 2026-11-20T09:00:00Z or 2026-11-20T10:00:00+01:00" +
            (dates is null ? "" : $", or a date such as 2026-11-20 (in {dates.Id})");
}
