using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Rotations;

/// <summary>
/// Reads what somebody typed or filled in about a rotation, field by field; each refusal names its field, the value and what to write.
/// </summary>
internal static partial class RotationWish
{
    private static readonly string[] Kinds = ["team", "domain", "triage"];

    public static RotationKind Kind(string text) => Array.IndexOf(Kinds, text.ToLowerInvariant()) is >= 0 and var kind
        ? (RotationKind)kind
        : throw Wrong("kind", $"'{text}' is no kind of rotation: it is team, domain or triage.");

    /// <summary>1 to 999 hours, days, weeks or months.</summary>
    public static (int Count, TurnUnit Unit) Every(string text)
    {
        var match = EveryPattern().Match(text.Trim().ToLowerInvariant());
        if (!match.Success || WrittenValues.Whole(match.Groups[1].Value) is not (>= 1 and { } count))
            throw Wrong("every", $"'{text}' is no length of a turn. Write 1 to 999 hours, days, weeks or months, such as 1 week.");
        return (count,
            match.Groups[2].Value[0] switch { 'h' => TurnUnit.Hour, 'd' => TurnUnit.Day, 'w' => TurnUnit.Week, _ => TurnUnit.Month });
    }

    public static LocalDate From(string text) => WrittenValues.Date(text) is { Year: >= 1970 and <= 2199 } date
        ? date
        : throw Wrong("from", $"'{text}' is no day between 1970 and 2199. Write it as 2027-01-04.");

    public static LocalTime At(string text) =>
        WrittenValues.Time(text) ?? throw Wrong("at", $"'{text}' is no time of day. Write it as 09:00.");

    public static string Zone(string text)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null) return text;
        throw Wrong("zone",
            $"There is no time zone '{text}'.{Nearest.Suggest(text, DateTimeZoneProviders.Tzdb.Ids, "")} Zones have names such as " +
                $"Europe/Lisbon.");
    }

    /// <summary><c>always</c>, <c>8/5</c>, <c>8/7</c>, or windows: <c>Mon-Fri 09:00-17:00; Sat 10:00-14:00</c>.</summary>
    public static IReadOnlyList<CoverageWindow> Windows(string text) => text.Trim().ToLowerInvariant() switch
    {
        "always" or "24/7" => [],
        "8/5" => [Window("Mon-Fri 09:00-17:00")],
        "8/7" => [Window("Mon-Sun 09:00-17:00")],
        _ => [.. Parts(text).Select(Window)],
    };

    /// <summary><c>primary: ana, ben; shadow (shadow): cai; night as primary: dot</c>.</summary>
    public static IReadOnlyList<WishedLayer> Layers(string text)
    {
        var layers = new List<WishedLayer>();
        foreach (var part in Parts(text))
        {
            var match = LayerPattern().Match(part);
            if (!match.Success)
                throw Wrong("layers",
                    $"'{part}' is no layer. Write its id, a colon and its people: primary: ana, ben; secondary: ben, ana.");
            var id = match.Groups["id"].Value;
            if (layers.Exists(layer => layer.Id == id))
                throw Wrong("layers", $"The layer '{id}' is there twice. Every layer needs an id of its own.");
            layers.Add(
                new WishedLayer(id, match.Groups["level"] is { Success: true, Value: var level } ? level : id,
                    match.Groups["shadow"].Success, People(match.Groups["people"].Value)));
        }

        if (layers.TrueForAll(layer => layer.Shadow))
            throw Wrong("layers", "At least one layer that is not shadow is needed. Write primary: and its people.");
        return layers;
    }

    public static IReadOnlyList<string> People(string text) =>
        [.. text.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(person => person.TrimStart('@'))];

    public static RefusedException Wrong(string field, Text sentence) => new(sentence) { Field = field };

    private static string[] Parts(string text) =>
        text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static CoverageWindow Window(string text)
    {
        var match = WindowPattern().Match(text);
        if (match.Success && WeekdaysExtensions.Parse(match.Groups[1].Value) is { } days
            && WrittenValues.Time(match.Groups[2].Value) is { } from)
        {
            var to = match.Groups[3].Value == "24:00" ? LocalTime.Midnight : WrittenValues.Time(match.Groups[3].Value);
            if (to is { } until) return new CoverageWindow(days, from, until);
        }

        throw Wrong("coverage",
            $"'{text}' is no coverage. Write always, 8/5, 8/7, or days and times such as Mon-Fri 09:00-17:00; Sat 10:00-14:00.");
    }

    [GeneratedRegex("^([0-9]{1,3}) ?(h|hours?|d|days?|w|weeks?|m|months?)\\z")]
    private static partial Regex EveryPattern();

    [GeneratedRegex("^([A-Za-z, -]+?) +([0-9]{1,2}:[0-9]{2}) ?(?:-|–|to) ?([0-9]{1,2}:[0-9]{2})\\z")]
    private static partial Regex WindowPattern();

    [GeneratedRegex("^(?<id>[a-z0-9][a-z0-9-]{0,62})(?: +as +(?<level>[a-z0-9][a-z0-9-]{0,62}))?(?<shadow> *\\(shadow\\))? " +
        "*:(?<people>[^:]*)\\z")]
    private static partial Regex LayerPattern();
}

/// <summary>A layer as somebody typed it.</summary>
internal sealed record WishedLayer(string Id, string Level, bool Shadow, IReadOnlyList<string> Members);
