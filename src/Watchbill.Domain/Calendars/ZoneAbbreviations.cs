using System.Text.RegularExpressions;
using NodaTime;

namespace Watchbill.Calendars;

/// <summary>Short names of time zones, as people write them: which zones they may mean, and when that has to be asked.</summary>
public static partial class ZoneAbbreviations
{
    /// <summary>
    /// Names that the database takes for an offset all year, while most who write them mean a place that changes its clocks.
    /// </summary>
    private static readonly Dictionary<string, (string Place, string Fixed)> AllYear = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EST"] = ("America/New_York", "America/Panama"),
        ["MST"] = ("America/Denver", "America/Phoenix"),
        ["HST"] = ("America/Adak", "Pacific/Honolulu"),
    };

    private static readonly Dictionary<string, string[]> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ET"] = ["America/New_York"],
        ["EDT"] = ["America/New_York"],
        ["CT"] = ["America/Chicago"],
        ["CDT"] = ["America/Chicago"],
        ["CST"] = ["America/Chicago", "Asia/Shanghai"],
        ["MT"] = ["America/Denver"],
        ["MDT"] = ["America/Denver"],
        ["PT"] = ["America/Los_Angeles"],
        ["PST"] = ["America/Los_Angeles"],
        ["PDT"] = ["America/Los_Angeles"],
        ["AKST"] = ["America/Anchorage"],
        ["AKDT"] = ["America/Anchorage"],
        ["BRT"] = ["America/Sao_Paulo"],
        ["BST"] = ["Europe/London", "Asia/Dhaka"],
        ["WEST"] = ["Europe/Lisbon"],
        ["CEST"] = ["Europe/Berlin"],
        ["EEST"] = ["Europe/Athens"],
        ["MSK"] = ["Europe/Moscow"],
        ["IST"] = ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
        ["SGT"] = ["Asia/Singapore"],
        ["HKT"] = ["Asia/Hong_Kong"],
        ["JST"] = ["Asia/Tokyo"],
        ["KST"] = ["Asia/Seoul"],
        ["AWST"] = ["Australia/Perth"],
        ["AEST"] = ["Australia/Sydney", "Australia/Brisbane"],
        ["AEDT"] = ["Australia/Sydney"],
        ["NZST"] = ["Pacific/Auckland"],
        ["NZDT"] = ["Pacific/Auckland"],
    };

    /// <summary>Whether a word names a time zone in a way that says no one zone of the database.</summary>
    public static bool IsOne(string word) => Meanings.ContainsKey(word) || Offset().IsMatch(word);

    /// <summary>The zones that a short name may mean, the likeliest first; empty: it is none.</summary>
    public static IReadOnlyList<string> Of(string word) => AllYear.TryGetValue(word, out var zones) ? [zones.Place, zones.Fixed]
        : Meanings.GetValueOrDefault(word) ?? [];

    /// <summary>What to write instead of such a word.</summary>
    public static string Ask(string word) => Meanings.TryGetValue(word, out var zones)
        ? zones is [var only]
            ? $"{word.ToUpperInvariant()} is no zone here; say '{only}'."
            : $"{word.ToUpperInvariant()} can be {string.Join(", ", zones[..^1])} or {zones[^1]}; say which."
        : $"{word.ToUpperInvariant()} is an offset; say a zone such as 'Europe/Athens', or times as 2027-07-05T09:00+02:00.";

    /// <summary>What to ask where a name means two times at an instant; null: it means one.</summary>
    public static string? Differ(string zone, Instant at)
    {
        if (!AllYear.TryGetValue(zone, out var zones)) return null;
        var (place, all) = (DateTimeZoneProviders.Tzdb[zones.Place].GetUtcOffset(at), DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(at));
        if (place == all) return null;
        var city = zones.Place[(zones.Place.LastIndexOf('/') + 1)..].Replace('_', ' ');
        return $"{zone} is {Utc(all)} all year; {city} is at {Utc(place)} then. Say '{zones.Place}' or '{zones.Fixed}'.";
    }

    // Whole hours, as all of these are.
    private static string Utc(Offset offset) => FormattableString.Invariant($"UTC{offset.Seconds / 3600:+0;-0}");

    [GeneratedRegex("^(?:utc|gmt)[+-][0-9]{1,2}(?::?[0-9]{2})?$", RegexOptions.IgnoreCase)]
    private static partial Regex Offset();
}
