using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class RotationSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        Rotation(),
        new WorkedShift("payments",
            new Shift("primary", -3, At, Later, null, ShiftSource.Cover, "ben") { Reason = "Ben is away", Change = "c1" }, Later)
        {
            Shadow = true, Team = "payments", Domain = "ordering", Services = ["checkout"],
        },
        new Recorded(At, Later),
        new HandoffState(At, new Dictionary<string, string?> { ["primary"] = "ana", ["secondary"] = null }),
        new Handoff("payments", At,
            [new LayerHandover("primary", "ana", "ben"), new LayerHandover("shadow", null, "cai") { Shadow = true }])
        {
            Missed = 2, Notes = [new HandoffNote("ana", At, "A migration runs.")], Acknowledged = [new Acknowledgement("ben", Later)],
            EscalatedAt = Later,
        },
        new HandoffNotes([new HandoffNote("ana", At, "A migration runs.")]),
        new Reminded([new Reminder("primary", 46, "ben", Later)]),
        new Reported(At),
        new ZoneRules("TZDB: 2026c (mapping: 1)", At, [new KnownZone("Europe/Lisbon", [new ZoneStep(null, 0), new ZoneStep(Later, 3600)])]),
        new GroupState(["ana", "ben"])
        {
            Done = ["ana"],
            Unlinked = ["ben"],
            Failures = 2,
            NotBefore = Later,
            FailureTold = true,
            Refusal = "There is no such group.",
            Kept = true,
        },
        new FeedKey(At),
        new FeedState(At,
            [new FeedEvent("payments", new Shift("primary", 46, At, Later, "ben", ShiftSource.Swap, "ana") { Change = "c1" }, 2,
                At) { Cancelled = true }]),
    ];

    private static Rotation Rotation()
    {
        var turn = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
        var window = new CoverageWindow(Weekdays.Monday | Weekdays.Friday, new LocalTime(9, 0), new LocalTime(17, 30));
        return new Rotation("payments", RotationKind.Triage, "ordering")
        {
            Layers =
            [
                new Layer(
                    "primary")
                    {
                        Versions = [new LayerVersion(null, turn, Coverage.Always, ["ana", "ben"]),
                            new LayerVersion(At, turn, Coverage.Always, ["ben"]) { Offset = -1, Seam = new(new KeptTurn(44, 0)) }],
                    },
                new Layer("night")
                {
                    Level = "primary",
                    Shadow = true,
                    Versions = [new LayerVersion(null, turn, Coverage.Always, []) { Removed = true }],
                },
            ],
            Promises = [new CoverageVersion(null, turn, new Coverage { Windows = [window], HolidaysOff = "PT" })],
            Escalation = [new EscalationStep("primary", Duration.Zero), new EscalationStep("lead", Duration.FromMinutes(15))],
            Response = Duration.FromMinutes(5),
            Groups = Platforms.OnSlack("S0PAY"),
            Topic = true,
            Requires = "first-time-on-call",
            Pay = "standard",
            FormerPay = [new FormerPay(Instant.FromUtc(2026, 7, 1, 9, 0), "old", Duration.FromMinutes(30))],
            InChat = true,
            Retired = true,
            RenamedTo = "pay",
        };
    }
}
