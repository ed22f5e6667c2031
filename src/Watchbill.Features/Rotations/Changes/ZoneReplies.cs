using System.Globalization;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said where newer rules of time zones move what somebody typed.</summary>
public static class ZoneReplies
{
    public static Reply Changed(string rotation, ShiftChange before, ShiftChange after, string name, string version) => new(
        (Text)($"The {after.Kind.ToString().ToLowerInvariant()} of {rotation} ({after.Layer}) with {name} keeps its local times " +
            $"({Local(after.Typed!)}). ")
        + Moves(version, before.Start, before.End, after.Start, after.End));

    public static Reply Away(Absence before, Absence after, string version) => new(
        (Text)$"Your absence keeps its local times ({Local(after.Typed!)}). " +
            Moves(version, before.Start, before.End, after.Start, after.End));

    /// <summary><c>2025b</c> of <c>TZDB: 2025b (mapping: 42)</c>.</summary>
    public static string Version(string id) => id.StartsWith("TZDB: ", StringComparison.Ordinal) ? id["TZDB: ".Length..].Split(' ')[0] : id;

    private static Text Moves(string version, Instant start, Instant end, Instant newStart, Instant newEnd) =>
        $"Clock rules changed ({Version(version)}). Now: {newStart} to {newEnd}; it was {start} to {end}.";

    private static string Local(TypedSpan typed) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{typed.Start:ddd d MMM uuuu HH:mm} to {typed.End:ddd d MMM uuuu HH:mm} {typed.TimeZone}");
}
