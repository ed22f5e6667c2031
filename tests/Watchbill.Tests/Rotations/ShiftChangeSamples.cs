using NodaTime;

namespace Watchbill.Rotations;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class ShiftChangeSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);
    private static readonly TypedSpan Typed =
        new(new LocalDateTime(2026, 11, 16, 9, 0), new LocalDateTime(2026, 11, 23, 9, 0, 30), "Europe/Lisbon");

    public static IReadOnlyList<object> All { get; } =
    [
        new RotationChanges(
        [
            new ShiftChange("c1", ShiftSource.Override, "primary", At, Later, "cai", null)
            {
                DecidedAt = At,
                DecidedBy = "ana",
                Reason = "Ben is ill",
                Typed = Typed,
            },
            new ShiftChange("c2", ShiftSource.Swap, "primary", At, Later, "ana", "ben")
            {
                DecidedAt = At.PlusNanoseconds(123_456_700),
                DecidedBy = "ben",
            },
        ]),
        new Absences([new Absence("a1", At, Later, At) { Typed = Typed }]),
        new SwapRequest("payments", new SwapPart("primary", At, Later, "ana"), "ben")
        {
            Returned = new SwapPart("secondary", Later, Later + Duration.FromDays(7), "ben"), AskedBy = "eve", AskedAt = At,
            Insist = "nobody else is free", State = RequestState.Declined, ClosedAt = Later,
        },
        new CoverRequest("payments", "primary", At, Later, "ana")
        {
            AskedBy = "eve", AskedAt = At, Absence = "a1", Asked = ["ben", "cai"], Declined = ["ben"],
            Taken = [new CoverPart("cai", At, Later, At)],
            RemindedAt = At, EscalatedAt = Later, State = RequestState.Accepted, ClosedAt = Later,
        },
        new ShiftCorrection("payments", "primary", At, Later, "cai", "Ben was ill") { DecidedAt = Later, DecidedBy = "ana" },
    ];
}
