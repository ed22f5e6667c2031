using NodaTime;
using Watchbill.Budgets;
using Watchbill.Organization;

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
            Decision = new EntryDecision(true, "eve", Later, "agreed"),
        },
        new PayFacts("ana")
        {
            Hourly = [new(new LocalDate(2026, 1, 1), new Money(30, "EUR"))],
            Factors = [new(new LocalDate(2026, 7, 1), 1.25m)],
        },
        new PayRecord("ana", new LocalDate(2026, 10, 1))
        {
            AskedAt = At,
            AskedAgainAt = At,
            CheckBy = Later,
            Mistakes = [new PayMistake(At, "A night is missing")],
            Steps = [new PayStep(PayState.Checked, "ana", At), new PayStep(PayState.Approved, "eve", Later)],
            UncheckedAtApproval = true,
            Fixed = new FixedMonth("Ana Silva", "Europe/Lisbon", "PT", [Line],
                new TimeOffBalance(4, 1, 0,
                    [new TimeOffLeft(new TimeOffLot(new LocalDate(2026, 10, 3), 4, new LocalDate(2027, 1, 1), "checkout-1")
                {
                    Payout = new TimeOffPayout(new PayRate(1, true), TimeOffCause.Callout, "payments", "standard@2026-01-01", "EUR"),
                }, 3)]),
                [Policy.Of(new PayPolicy("standard", new LocalDate(2026, 1, 1)))])
            {
                Currency = "EUR",
                HolidayDates = [new LocalDate(2026, 10, 5)],
            },
        },
        new BonusTerms("standard", "standard@2026-01-01", new LocalDate(2026, 10, 1),
            new FixedAmount(100, PaySpan.Quarter, PayReceiver.Team), "EUR")
        {
            Services = [new BonusService("checkout", ["payments"],
                [new Slo("availability", 99.9m) { Window = BudgetWindow.CalendarMonth, Kind = SloKind.Time }])],
        },
        new TimeOffUse("ana", new LocalDate(2026, 11, 20), 4, "eve", Later),
        new PayAdjustment("ana", new LocalDate(2026, 11, 1), new LocalDate(2026, 10, 1), new Money(-12.5m, "EUR"),
            "swapped by word of mouth", "eve", Later),
    ];

    private static PayLine Line =>
        new(PayKind.Standby, new LocalDate(2026, 10, 1), At, Later, 10, new Money(62.5m, "EUR"))
        {
            Rotation = "payments",
            Class = "night",
            Rate = 5,
            Factor = 1.25m,
            Policy = "standard@2026-01-01",
            Shift = "payments/primary/41",
            Incident = "checkout-1",
            Service = "checkout",
            Parts = [new PayPart(PayPartKind.Hours, 10, 5, 1.25m)],
            Of = new LocalDate(2026, 9, 1),
            OfLine = 2,
            Reason = "worked out anew",
            By = "watchbill",
        };
}
