using NodaTime;
using Watchbill.Paging;

namespace Watchbill.Incidents;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class IncidentSamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 16, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        Incident(),
        new IncidentVersion(Incident() with { Version = 1 }),
        new OpenIncident(At, Later),
        new Ping(At) { LateSince = Later },
        new UnknownAlert("DiskFull", At),
        new RunbookUses(
            [new RunbookUse("HighErrorRate", "https://runbooks.example.com/checkout", At)
            {
                Helped = [3, 12],
                ReviewedAt = Later,
                ReviewedBy = "ana",
            }]),
        new Postmortem("checkout", 12, "ana", new LocalDate(2026, 11, 23))
        {
            Share = 34.5m, AskedAt = At, Published = Later, Link = "https://wiki.example.com/checkout-12",
            Actions = [new PostmortemAction(1, "Roll out to one region first.", "ben", ActionPriority.P0,
                new LocalDate(2026, 11, 30)) { DoneAt = Later }],
        },
    ];

    private static Incident Incident() => new("checkout", 12, "Payments fail", Severity.Sev2, At, Later)
    {
        Version = 2,
        Impact = 0.25m,
        Cause = Cause.Release,
        Release = "2026.47",
        NoticedBy = NoticedBy.Monitoring,
        Detected = At,
        Acknowledged = At,
        Mitigated = Later,
        Responders = [new Responder("ana", At, Later), new Responder("ben", At, null)],
        Notes = [new IncidentNote("ana", At, "Rolled back.")],
        Links = ["https://wiki.example.com/checkout-12"],
        Alerts = [new IncidentAlert("HighErrorRate", "2c5bc972e2b9ed7b", At, Later), new IncidentAlert("HighErrorRate", "9d01", At, null)],
        Voided = "A test of the alerts.",
        TakenOver = true,
        By = "ana",
        At = Later,
    };
}
