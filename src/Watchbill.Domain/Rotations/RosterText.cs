using System.Globalization;
using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Turns, coverage and layers in words.</summary>
public static class RosterText
{
    /// <param name="today">When it is said: the day of the first turn has its year only where that is far away.</param>
    public static string Of(TurnRule turn, LocalDate today)
    {
        var unit = turn.Unit.ToString().ToLowerInvariant() + (turn.Count == 1 ? "" : "s");
        return string.Create(CultureInfo.InvariantCulture, $"{turn.Count} {unit} from {DayText.Of(turn.Anchor.Date, today)} "
            + $"{turn.Anchor:HH:mm} ({DayText.City(turn.TimeZone)})");
    }

    public static string Of(Coverage coverage) => coverage.IsAlways
        ? "always"
        : (coverage.Windows.Count == 0 ? "always" : Windows(coverage, ", ")) +
            (coverage.HolidaysOff is { } calendar ? $" without holidays of {calendar}" : "");

    public static string Windows(Coverage coverage, string separator) =>
        string.Join(separator,
            coverage.Windows.Select(
                window => string.Create(CultureInfo.InvariantCulture, $"{window.Days.Write()} {window.From:HH:mm}-{window.To:HH:mm}")));

    /// <summary>The layers of the newest versions, shadow ones marked.</summary>
    public static string Layers(Rotation rotation) =>
        string.Join(", ", rotation.Layers.Where(layer => !layer.IsRemoved(Instant.MaxValue)).Select(Of).DefaultIfEmpty("none"));

    private static string Of(Layer layer) =>
        layer.Id + (layer.Level == layer.Id ? "" : " as " + layer.Level) + (layer.Shadow ? " (shadow)" : "");
}
