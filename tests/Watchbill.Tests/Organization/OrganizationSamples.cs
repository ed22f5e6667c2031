using NodaTime;
using Watchbill.Budgets;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Engagements;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Paging;

namespace Watchbill.Organization;

/// <summary>A full document of each kind, as its golden file holds it.</summary>
internal static class OrganizationSamples
{
    private static readonly Instant Later = Instant.FromUtc(2026, 11, 23, 9, 0);

    public static IReadOnlyList<object> All { get; } =
    [
        new OrganizationSettings("Example", "Europe/Lisbon", "EUR")
        {
            Executives = ["eve"],
            Heartbeats = [new Heartbeat("alertmanager", "checkout", Duration.FromMinutes(5), Duration.FromMinutes(1))],
        },
        new Person("ana", "Ana Silva")
        {
            Email = "ana@example.com", TimeZone = "Europe/Lisbon", Holidays = "PT",
            Accounts = Platforms.OnSlack("U0ANA").With(Platforms.Teams, "6f1c"), Admin = true,
            Until = new LocalDate(2026, 11, 30), Retired = true, RenamedTo = "anna",
            RetiredAt = Instant.FromUtc(2026, 11, 20, 10, 0),
        },
        new Team("payments", "Payments")
        {
            Former = [new FormerTeam(NodaTime.Instant.FromUtc(2026, 7, 1, 9, 0), "shop", "ben", "eve", ["ana"])],
            Domain = "ordering", Lead = "ana", Manager = "eve", Members = ["ana", "ben"], Sre = true, CostCenter = "4711",
            Channels = Platforms.OnSlack("C0PAY").With(Platforms.Teams, "19:abc"),
            Bound = ByPlatform.Of(Platforms.Other, "#pay"), Retired = true, RenamedTo = "cash",
        },
        new Domain("ordering", "Ordering")
        {
            Former = [new FormerManager(NodaTime.Instant.FromUtc(2026, 7, 1, 9, 0), "eve")],
            Lead = "ana", Manager = "eve", Accountable = "ana", Line = "shop", Channels = Platforms.OnTeams("19:def"), Retired = true,
            RenamedTo = "shop",
        },
        new Service("checkout", "payments")
        {
            Accountable = "ana", AlsoTold = ["sre-core"], Retired = true, RenamedTo = "till", Policy = "strict",
            RevenuePerHour = new Money(12000.50m, "EUR"),
            Slos = [new Slo("availability", 99.95m)
            {
                Sla = 99.5m,
                Window = new BudgetWindow(BudgetWindowUnit.Rolling, 28),
                Kind = SloKind.Requests,
                Signal = "errors",
                Good = "ok",
                Total = "all",
                Earlier = [new EarlierObjective(99.9m, new LocalDate(2026, 7, 1))],
            }],
            Runbooks = [new Runbook("HighErrorRate", "https://runbooks.example.com/checkout")],
            Engagement = new Engagement(EngagementModel.YouBuildSreRun)
            {
                By = "sre-core", Entry = 3, Exit = new ExitCondition(2, 4),
                Price = new EngagementPrice(new Money(95, "EUR"), PriceUnit.Hour), Sres = ["eve"],
            },
        },
        new HolidayCalendar("PT", [new LocalDate(2026, 12, 25), new LocalDate(2027, 1, 1)]) { Retired = true },
        Policy.Of(new PayPolicy("standard", new LocalDate(2026, 1, 1))) with { Retired = true },
        new AppliedFile("watchbill.yaml", "people: []\n"u8.ToArray(), new string('a', 64))
        {
            StartHash = new string('b', 64), StartIncludes = new Dictionary<string, string> { ["holidays-gb.ics"] = new string('c', 64) },
        },
        new ApiToken("deploy", "70e0c3a9c6d4f7a8c1b2e3d4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e", [Scope.Gate, Scope.Read])
        {
            Services = ["checkout"], Teams = ["payments"], Expires = Later, PerMinute = 60, MadeBy = "ana",
        },
    ];
}
