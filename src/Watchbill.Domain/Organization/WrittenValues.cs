using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Watchbill.Compensation;

namespace Watchbill.Organization;

/// <summary>Reads single values as people write them, in the organisation file and in chat; null where the text is none.</summary>
public static partial class WrittenValues
{
    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("H:mm");
    private static readonly LocalDateTimePattern DateAndClock = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd H:mm");

    public static LocalDate? Date(string text) => Value(LocalDatePattern.Iso.Parse(text));

    public static LocalTime? Time(string text) => Value(Clock.Parse(text));

    public static LocalDateTime? DateTime(string text) => Value(DateAndClock.Parse(text.Replace('T', ' ')));

    public static bool? Flag(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    /// <summary>A number up to <see cref="Largest"/> on either side of zero; null: it is none.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) <= Largest ? value : null;

    /// <summary>What sums and products of can be worked out without running out of digits.</summary>
    public const decimal Largest = 1_000_000_000_000;

    public static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A percentage such as <c>20%</c>, as 20.</summary>
    public static decimal? Percent(string text) => text.EndsWith('%') ? Number(text[..^1].TrimEnd()) : null;

    /// <summary><c>5m</c>, <c>2h</c>, <c>90 days</c>. A day is 24 hours.</summary>
    public static Duration? Duration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success || Whole(match.Groups[1].Value) is not { } count || count > 1_000_000) return null;
        return match.Groups[2].Value[0] switch
        {
            's' => NodaTime.Duration.FromSeconds(count),
            'm' => NodaTime.Duration.FromMinutes(count),
            'h' => NodaTime.Duration.FromHours(count),
            'd' => NodaTime.Duration.FromDays(count),
            _ => NodaTime.Duration.FromDays(7 * count),
        };
    }

    /// <summary><c>12000 EUR</c>.</summary>
    public static Money? Money(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && Number(parts[0]) is >= 0 and { } amount && IsCurrency(parts[1]) ? new Money(amount, parts[1]) : null;
    }

    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>The counts of <c>2 of 4</c>: at least one, and not more than all.</summary>
    public static (int Count, int Of)? Share(string text)
    {
        var match = SharePattern().Match(text);
        return match.Success && Whole(match.Groups[1].Value) is { } count && Whole(match.Groups[2].Value) is { } of && count >= 1
            && count <= of ? (count, of) : null;
    }

    private static T? Value<T>(ParseResult<T> result) where T : struct => result.Success ? result.Value : null;

    [GeneratedRegex("^([0-9]{1,7}) ?(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?)\\z")]
    private static partial Regex DurationPattern();

    [GeneratedRegex("^([0-9]{1,4}) of ([0-9]{1,4})\\z")]
    private static partial Regex SharePattern();
}
