using System.Globalization;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>
/// The one place that writes how long something takes, in two units at most: <c>45 min</c>, <c>2 h</c>, <c>1 h 30 min</c>, <c>3 d 4 h</c>;
/// seconds only below two minutes. Nothing is below zero.
/// </summary>
public static class LengthWords
{
    private const int Minute = 60;
    private const int Hour = 3600;
    private const int Day = 86_400;

    /// <summary>To the second.</summary>
    public static string Of(Duration length) => Of(decimal.Round((decimal)length.TotalSeconds));

    /// <param name="seconds">Below a minute tenths are said, too.</param>
    public static string Of(decimal seconds)
    {
        // Rounded first, so that 59 min 59.7 s is an hour and not 60 minutes.
        var whole = decimal.Round(seconds, seconds < Minute ? 1 : 0, MidpointRounding.AwayFromZero);
        if (whole < Minute) return string.Create(CultureInfo.InvariantCulture, $"{whole:0.#} s");
        if (whole >= 2 * Minute) whole = To(whole, Minute);
        if (whole >= Day) whole = To(whole, Hour);
        return Said(whole);
    }

    /// <summary>A length that was set, to its second: <c>2 min 30 s</c>.</summary>
    public static string Exact(Duration length) => length < Duration.FromSeconds(1) ? Of(length) : Said((decimal)length.TotalSeconds);

    /// <summary>The same in one unit from two hours on, where nobody needs to know it better: <c>32 h</c>, <c>6 d</c>.</summary>
    /// <param name="seconds">Less than a minute is a minute.</param>
    public static string Roughly(decimal seconds) => seconds switch
    {
        < 2 * Hour => Of(Math.Max(Minute, To(seconds, Minute))),
        < 2 * Day => string.Create(CultureInfo.InvariantCulture, $"{To(seconds, Hour) / Hour:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{To(seconds, Day) / Day:#,0} d"),
    };

    private static string Said(decimal whole)
    {
        (decimal Count, string Unit)[] parts =
        [
            (decimal.Floor(whole / Day), "d"), (decimal.Floor(whole % Day / Hour), "h"),
            (decimal.Floor(whole % Hour / Minute), "min"), (whole % Minute, "s"),
        ];
        return string.Join(' ', parts.Where(part => part.Count > 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count:#,0} {part.Unit}")));
    }

    private static decimal To(decimal seconds, int unit) => decimal.Round(seconds / unit, MidpointRounding.AwayFromZero) * unit;
}
