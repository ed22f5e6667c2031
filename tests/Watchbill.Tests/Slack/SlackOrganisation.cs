using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>The organisation that Slack's tests talk to: ana (an admin), ben, cai and eve, one team, one rotation.</summary>
internal static class SlackOrganisation
{
    public static IReadOnlyList<Write> Documents =>
    [
        Write.Create("ana",
            new Person("ana", "Ana Silva")
            {
                TimeZone = "Europe/Lisbon",
                Email = "ana@example.com",
                Accounts = Platforms.OnSlack("U0ANA"),
                Admin = true,
            }),
        Write.Create("ben",
            new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Email = "ben@example.com", Accounts = Platforms.OnSlack("U0BEN") }),
        Write.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Email = "cai@example.com" }),
        Write.Create("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon", Email = "eve@example.com", Admin = true }),
        Write.Create("payments",
            new Team("payments", "Payments")
            {
                Lead = "ana",
                Manager = "ben",
                Members = ["ana", "ben", "cai"],
                Channels = Platforms.OnSlack("C0PAY"),
            }),
        Write.Create("checkout",
            new Service("checkout", "payments")
            {
                Slos = [Spending.Time("99.95", Spending.Quarter)],
                Runbooks = [new("HighErrorRate", "https://runbooks.example.com/checkout")],
            }),
        Write.Create("checkout/000001",
            new Incident("checkout", 1, "Errors", Severity.Sev2, Cases.At("2026-11-19T10:00:00Z"), Cases.At("2026-11-19T11:00:00Z"))
            {
                Alerts = [new("HighErrorRate", "a", Cases.At("2026-11-19T10:00:00Z"), Cases.At("2026-11-19T11:00:00Z"))],
                By = "token:alerts", At = Cases.At("2026-11-19T11:00:00Z"),
            }),
        Write.Create("payments", Some.Payments with { Groups = Platforms.OnSlack("S0PAY") }),
    ];
}
