using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class OpenWorkAtHandoffTests
{
    [Fact]
    public async Task Whoever_takes_over_and_the_channel_read_what_is_open_in_the_services_of_the_rotation()
    {
        var store = new Fixtures.MemoryStore();
        await FillAsync(store, Payments);
        var incident = new Incident("checkout", 1, "Errors", Severity.Sev2, At("2026-11-16T08:00:00Z"), null)
        {
            By = "ana",
            At = At("2026-11-16T08:00:00Z"),
        };
        var left = new BudgetLeft("availability", SloKind.Time, BudgetWindow.CalendarMonth, 1296, 1200);
        var action = new PostmortemAction(1, "Roll back by button", "ana", ActionPriority.P0, new NodaTime.LocalDate(2026, 11, 27));
        await store.SaveAsync(
        [
            Write.Create("checkout/000001", incident),
            Write.Create("checkout/000001", new OpenIncident(incident.Start)),
            Write.Create("ledger", new LowBudgets("ledger", [left])),
            // Another team's.
            Write.Create("search", new LowBudgets("search", [left])),
            Write.Create("checkout/000000", new Postmortem("checkout", 0, "ben", new NodaTime.LocalDate(2026, 11, 20))
            {
                AskedAt = At("2026-11-13T08:00:00Z"),
                Actions = [action],
            }),
        ], Ct);
        var job = new HandoffJob(store, new Schedules(store), new DueRotations(store, NullLogger<DueRotations>.Instance),
            new OpenWork(store, new OrgChart(store)), Fixtures.Some.HostClock);
        await job.RunAsync(At("2026-11-14T12:00:00Z"), Ct);
        await job.RunAsync(At("2026-11-16T09:00:00Z"), Ct);

        var said = await store.ListAsync<Delivery>(IdRange.All, Ct);
        Assert.Equal(2, said.Count);
        Assert.All(said, delivery => Assert.Equal(
            [
                "Open incidents: sev2: Errors (checkout-1), since 2026-11-16T08:00:00Z. Not acknowledged.",
                "Budgets in trouble: ledger availability: 1 min 36 s of 22 min left this month",
                "Open postmortem actions: checkout-0: Roll back by button (P0, Ana Silva, due Fri 27 Nov)",
                "Next handoff: 2026-11-23T09:00:00Z: Ana Silva",
            ],
            delivery.Value.Reply.Fields.TakeLast(4).Select(field => $"{field.Name}: {field.Value}")));
    }
}
