using System.Globalization;
using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Turns, coverage and layers as the organisation file and chat write them.</summary>
public static class RosterText
{
    public static string Of(TurnRule turn)
    {
        var unit = turn.Unit.ToString().ToLowerInvariant() + (turn.Count == 1 ? "" : "s");
        return string.Create(CultureInfo.InvariantCulture, $"{turn.Count} {unit} from {turn.Anchor:uuuu-MM-dd HH:mm} {turn.TimeZone}");
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
