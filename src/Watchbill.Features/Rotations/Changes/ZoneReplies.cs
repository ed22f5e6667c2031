using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said where newer rules of time zones move what somebody typed.</summary>
public static class ZoneReplies
{
    public static Reply Changed(string rotation, ShiftChange before, ShiftChange after, string name, string version) => new(
        Text.Bold($"The {after.Kind.ToString().ToLowerInvariant()} of {ChangeReplies.Which(rotation, after.Layer)} with {Who(after, name)} "
            + $"keeps its local times.") + Moves(version, before.Start, before.End, after.Start, after.End));

    public static Reply Away(Absence before, Absence after, string version) => new(
        Text.Bold("Your absence keeps its local times.") + Moves(version, before.Start, before.End, after.Start, after.End));

    /// <summary><c>2025b</c> of <c>TZDB: 2025b (mapping: 42)</c>.</summary>
    public static string Version(string id) => id.StartsWith("TZDB: ", StringComparison.Ordinal) ? id["TZDB: ".Length..].Split(' ')[0] : id;

    private static Text Moves(string version, Instant start, Instant end, Instant newStart, Instant newEnd) =>
        $" Clock rules changed ({Version(version)}). Now: {Text.Span(newStart, newEnd)}; it was {Text.Span(start, end)}.";

    private static Mention Who(ShiftChange change, string name) => People.Named(change.Person, name);
}
