using NodaTime;

namespace Watchbill.Storage;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class StorageSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        new AuditRow(
            new AuditEntry(At, "ana", "oncall override", "changes/payments", "local") { Old = "ben", New = "cai", Reason = "Ben is ill" },
            new string('0', 64), "70e0c3a9c6d4f7a8c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e"),
        new Restored(At, Later),
        new WriteProbe(At),
    ];
}
