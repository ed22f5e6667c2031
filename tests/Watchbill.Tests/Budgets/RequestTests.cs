using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

public sealed class RequestTests
{
    private static readonly Slo Latency = Counted("99", Rolling(28));

    [Fact]
    public void Without_a_request_there_is_no_data_and_not_all_is_well()
    {
        var status = At(BudgetFacts.None);
        Assert.Equal((BudgetState.NoData, null, null, null), (status.State, status.BurnRate, status.ConsumedPercent, status.ExhaustedAt));
        Assert.Equal(BudgetState.NoData, At(Requests("latency", ("2026-11-20T08:00:00Z", 0, 0))).State);
    }

    [Fact]
    public void The_budget_is_a_part_of_the_requests_so_far()
    {
        // 1 % of 20,000 is 200; 60 failed.
        var status = At(Requests("latency", ("2026-11-20T07:00:00Z", 9_970, 10_000), ("2026-11-20T08:00:00Z", 9_970, 10_000)));
        Assert.Equal((200m, 60m, 30m, 0.3m), (status.Total, status.Consumed, status.ConsumedPercent!.Value, status.BurnRate!.Value));
        Assert.False(status.Provisional);
        var monthly =
            Budget.Status(Counted("99", BudgetWindow.CalendarMonth), Requests("latency", ("2026-11-20T07:00:00Z", 9_970, 10_000)), Utc,
                Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T10:00:00Z"));
        Assert.True(monthly.Provisional);
        // It grows with its requests, so it is not used up by going on as before.
        Assert.Null(monthly.ExhaustedAt);
    }

    [Fact]
    public void An_hour_counts_once_it_has_begun_and_in_the_window_of_its_start()
    {
        var facts =
            Requests("latency", ("2026-10-23T09:00:00Z", 0, 100), ("2026-10-23T10:00:00Z", 90, 100), ("2026-11-20T09:00:00Z", 90, 100),
                ("2026-11-20T10:00:00Z", 0, 100));
        Assert.Equal(20, At(facts).Consumed);
    }

    [Fact]
    public void What_was_pushed_wins_over_what_was_asked_for()
    {
        var hour = Cases.At("2026-11-20T08:00:00Z");
        var facts = new BudgetFacts([], [],
        [
            .. Days("latency", Budgets.Requests.Pushed, new Bucket(hour, 95, 100)),
            .. Days("latency", Budgets.Requests.Prometheus, new Bucket(hour, 50, 100), new Bucket(hour - Duration.FromHours(1), 99, 100)),
            .. Days("other", Budgets.Requests.Pushed, new Bucket(hour, 0, 100)),
        ]);
        Assert.Equal((6m, 200m), (At(facts).Consumed, At(facts).Valid));
    }

    [Fact]
    public void Coverage_is_the_part_of_the_hours_that_was_measured()
    {
        var facts = new BudgetFacts([], [], Days("latency", "prometheus",
            [.. Enumerable.Range(0, 28 * 24 / 2)
                .Select(i => new Bucket(Cases.At("2026-10-23T10:00:00Z") + Duration.FromHours(i), 1, 1) { Coverage = 0.5m })]));
        Assert.Equal(0.25m, At(facts).Coverage);
    }

    [Fact]
    public void An_hour_counts_for_the_incident_that_covers_most_of_it()
    {
        var facts =
            Requests("latency", ("2026-11-20T06:00:00Z", 95, 100), ("2026-11-20T07:00:00Z", 90, 100),
                ("2026-11-20T08:00:00Z", 80, 100)) with
            {
                Incidents =
                [
                    Incident(1, "2026-11-20T07:00:00Z", "2026-11-20T07:20:00Z"),
                    Incident(2, "2026-11-20T07:20:00Z", "2026-11-20T08:30:00Z", null),
                    Incident(3, "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z") with { Voided = "a test" },
                ],
            };
        var status = At(facts);
        Assert.Equal([("checkout-2", 30m)], status.Shares().Select(share => (share.Incident, share.Consumed)));
        Assert.Equal(35, status.Consumed);
    }

    [Fact]
    public void What_goes_on_counts_for_every_hour_and_what_came_and_went_between_two_for_none()
    {
        // 50 min against 20 of the first hour; all of the second, as the fourth does, which began later.
        var facts = Requests("latency", ("2026-11-20T02:00:00Z", 90, 100), ("2026-11-20T08:00:00Z", 93, 100)) with
        {
            Incidents =
            [
                Incident(4, "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z"), Incident(3, "2026-11-20T04:00:00Z", "2026-11-20T04:30:00Z"),
                Incident(2, "2026-11-20T02:10:00Z", null), Incident(1, "2026-11-20T01:00:00Z", "2026-11-20T02:20:00Z"),
            ],
        };
        Assert.Equal([("checkout-2", 17m)], At(facts).Shares().Select(share => (share.Incident, share.Consumed)));
    }

    [Theory]
    // A quarter of the hour: five of its twenty failures go, or twenty of its eighty others, a quarter, fail too.
    [InlineData(CorrectionKind.Maintenance, 15)]
    [InlineData(CorrectionKind.Downtime, 40)]
    public void A_correction_takes_its_part_of_an_hour(CorrectionKind kind, int bad)
    {
        var facts =
            Requests("latency", ("2026-11-20T08:00:00Z", 80, 100)) with
            {
                Corrections = [Correction(kind, "2026-11-20T08:30:00Z", "2026-11-20T08:45:00Z")],
            };
        Assert.Equal((bad, 100), (At(facts).Consumed, At(facts).Valid));
    }

    [Fact]
    public void A_handful_of_failures_alerts_nobody()
    {
        // One of ten failed: 10 % at 99 % burns tenfold, twice of ten is twentyfold, and three of ten are no chance.
        Assert.Null(Standing(9));
        Assert.Null(Standing(8));
        Assert.NotNull(Standing(7));

        BurnAlert? Standing(int good)
        {
            var reading = ReadingOf(Latency, Requests("latency", ("2026-11-20T09:00:00Z", good, 10)), "2026-11-20T10:00:00Z");
            return BurnAlerts.Standing(reading.Burning(), _ => false);
        }
    }

    private static BudgetStatus At(BudgetFacts facts) =>
        Budget.Status(Latency, facts, Utc, Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T10:00:00Z"));
}
