using NodaTime;

namespace Watchbill.Compensation;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class CompensationSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        new TimeEntry("ana", TimeEntryKind.Support, At, Later, "token:clock", Later)
        {
            Rotation = "payments",
            Team = "search",
            Note = "A migration",
        },
    ];
}
