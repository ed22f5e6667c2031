using NodaTime;
using NodaTime.Text;

namespace Watchbill.Rotations;

/// <summary>
/// A shift as it was worked, written once it has ended and never changed. With the team, domain and services of that day.
/// </summary>
public sealed record WorkedShift(string Rotation, Shift Shift, Instant RecordedAt)
{
    public bool Shadow { get; init; }
    public string? Team { get; init; }
    public string? Domain { get; init; }
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Ordered by rotation, then start: <c>payments/2026-11-16T09:00:00Z/primary</c>.</summary>
    public static string IdOf(string rotation, Instant start, string layer) => $"{rotation}/{InstantPattern.General.Format(start)}/{layer}";
}
