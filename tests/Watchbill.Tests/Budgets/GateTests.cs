using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>What the gate decides, and which levels are new.</summary>
public sealed class GateTests
{
    private const string Now = "2026-11-20T10:00:00Z";

    // 92 days: 3974.4 s.
    private static readonly Slo Availability = Time("99.95", Quarter);

    [Theory]
    [InlineData(ReleaseKind.Feature, false)]
    [InlineData(ReleaseKind.Fix, false)]
    [InlineData(ReleaseKind.Security, true)]
    [InlineData(ReleaseKind.P0, true)]
    [InlineData(ReleaseKind.Reliability, true)]
    public void A_spent_budget_halts_features_and_fixes_until_the_quarter_ends(ReleaseKind change, bool open)
    {
        var verdict = ReleaseGate.Decide([ReadingOf(Availability, TwoHours(), Now)], BudgetPolicy.Default, change, null);
        Assert.Equal((open, open ? GateCause.Exempt : GateCause.BudgetUsed), (verdict.Open, verdict.Cause));
        Assert.Equal(open ? null : Cases.At("2027-01-01T00:00:00Z"), verdict.Until);
    }

    [Fact]
    public void A_service_is_halted_when_any_of_its_objectives_is()
    {
        var readings =
            new[] { ReadingOf(Availability with { Id = "weekly", Window = Rolling(7) }, TwoHours(), Now),
                ReadingOf(Availability, TwoHours(), Now) };
        var verdict = ReleaseGate.Decide(readings, BudgetPolicy.Default, ReleaseKind.Feature, null);
        Assert.Equal(["availability"], verdict.Halts.Select(halt => halt.Status.Slo.Id));
        Assert.True(ReleaseGate.Decide([readings[0]], BudgetPolicy.Default, ReleaseKind.Feature, null).Open);
    }

    [Fact]
    public void A_lead_opens_it_for_one_change()
    {
        var opening = new GateOpening("checkout", "SHOP-1", "ana", Cases.At(Now), "It turns the broken page off");
        var verdict = ReleaseGate.Decide([ReadingOf(Availability, TwoHours(), Now)], BudgetPolicy.Default, ReleaseKind.Feature, opening);
        Assert.Equal((true, GateCause.LetThrough, opening), (verdict.Open, verdict.Cause, verdict.Opening));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Without_data_the_policy_decides(bool halts, bool open)
    {
        var verdict =
            ReleaseGate.Decide([ReadingOf(Counted("99", Rolling(28)), BudgetFacts.None, Now)],
                BudgetPolicy.Default with { NoDataHalts = halts }, ReleaseKind.Feature, null);
        Assert.Equal((open, GateCause.NoData), (verdict.Open, verdict.Cause));
    }

    [Fact]
    public void Without_data_what_happened_before_halts_all_the_same()
    {
        // In October 2 % failed of 1 % that may; of November nothing is known.
        var policy =
            BudgetPolicy.Default with { Levels = [new PolicyLevel(PolicyCondition.Parse("exhausted 1 of 2")!, [PolicyAction.Halt])] };
        var verdict =
            ReleaseGate.Decide(
                [ReadingOf(Counted("99", BudgetWindow.CalendarMonth), Requests("latency", ("2026-10-20T08:00:00Z", 98, 100)), Now)], policy,
                ReleaseKind.Feature, null);
        Assert.Equal((false, GateCause.BudgetUsed), (verdict.Open, verdict.Cause));
    }

    [Fact]
    public void Each_kind_of_level_that_halts_is_named_and_until_is_when_the_last_one_ends()
    {
        // This quarter is used up, and so was the last one: that it ends opens nothing, for two of four are used up then, too.
        var policy =
            BudgetPolicy.Default with
            {
                Levels = [.. new[] { "remaining <= 0%", "remaining <= 10%", "exhausted 2 of 4" }.Select(
                    when => new PolicyLevel(PolicyCondition.Parse(when)!, [PolicyAction.Halt]))],
            };
        var facts =
            Facts(Incident(1, "2026-08-02T10:00:00Z", "2026-08-02T12:00:00Z"), Incident(2, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var verdict = ReleaseGate.Decide([ReadingOf(Availability, facts, Now)], policy, ReleaseKind.Feature, null);
        Assert.Equal(["remaining <= 10%", "exhausted 2 of 4"], verdict.Halts.Select(halt => halt.Level!.Level.When.ToString()));
        Assert.Null(verdict.Until);
        Assert.Equal(
            "availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter; availability overspent its budget in 2 of the " +
            "last 4 " +
                "periods.",
            GateReplies.Reason(new BudgetView(BudgetBot.Checkout, policy, [], verdict), new GateQuestion(ReleaseKind.Feature, null)));
    }

    [Fact]
    public void A_service_that_promises_nothing_is_open() =>
        Assert.Equal(GateCause.NoObjectives, ReleaseGate.Decide([], BudgetPolicy.Default, ReleaseKind.Feature, null).Cause);

    [Fact]
    public void A_rolling_window_opens_when_enough_of_the_past_has_left_it()
    {
        // 28 days of 99.9 %: 2419.2 s. Down 1000 s and then 2000 s: when 580.8 s of the first have left, nothing is over; a second later
        // something is left.
        var first = Cases.At("2026-11-02T10:00:00Z");
        var second = Cases.At("2026-11-10T10:00:00Z");
        var facts = Facts(Incident(1, first, first + Duration.FromSeconds(1000)), Incident(2, second, second + Duration.FromSeconds(2000)));
        var slo = Time("99.9", Rolling(28));
        var until = ReleaseGate.Decide([ReadingOf(slo, facts, Now)], BudgetPolicy.Default, ReleaseKind.Feature, null).Until!.Value;
        Assert.Equal(first + Duration.FromDays(28) + Duration.FromSeconds(581), until);
        Assert.Equal((false, true), (Open(until - Duration.FromSeconds(1)), Open(until)));
        // While it fails, nobody can say.
        Assert.Null(
            ReleaseGate
                .Decide([ReadingOf(slo, Facts(Incident(1, "2026-11-20T09:00:00Z", null)), Now)], BudgetPolicy.Default, ReleaseKind.Feature,
                    null).Until);

        bool Open(Instant at) =>
            ReleaseGate.Decide([new BudgetReading(slo, facts, Utc, at, at)], BudgetPolicy.Default, ReleaseKind.Feature, null).Open;
    }

    [Fact]
    public void Each_crossing_is_new_once_and_again_two_points_above_its_threshold()
    {
        var reached = new LevelReached("checkout", "weekly", null);
        // Seven days of 99 %: 6048 s. 3100 s are 51.3 %; when 60 s of them have left the window 49.7 % are left, and at 2900 s 52.0 %.
        var slo = Time("99", Rolling(7)) with { Id = "weekly" };
        var start = Cases.At("2026-11-10T00:00:00Z");
        var facts = Facts(Incident(1, start, start + Duration.FromSeconds(3100)));
        Assert.Equal(["remaining <= 50%", "incident > 20%"], New("2026-11-10T06:00:00Z"));
        Assert.Empty(New("2026-11-10T07:00:00Z"));
        // 3100 - 160 = 2940 s used, 51.4 % left: not two points yet, and a new crossing is no news.
        Assert.Empty(New("2026-11-17T00:02:40Z"));
        Assert.Null(reached.Levels[0].Rearmed);
        // 3100 - 200 = 2900 s used, 52.05 % left.
        Assert.Empty(New("2026-11-17T00:03:20Z"));
        Assert.Equal(Cases.At("2026-11-17T00:03:20Z"), reached.Levels[0].Rearmed);
        facts = Facts([.. facts.Incidents, Incident(2, "2026-11-17T01:00:00Z", "2026-11-17T02:00:00Z")]);
        Assert.Equal(["remaining <= 50%", "incident > 20%"], New("2026-11-17T03:00:00Z"));
        Assert.Equal(["checkout-1", "checkout-2"], reached.Levels.Select(level => level.Incident).OfType<string>());

        IEnumerable<string> New(string at)
        {
            (reached, var fresh) = reached.Advance(ReadingOf(slo, facts, at), BudgetPolicy.Default, null);
            return fresh.Select(level => level.When);
        }
    }

    [Fact]
    public void A_hand_back_is_proposed_at_the_second_of_four_and_not_again_when_the_next_quarter_begins()
    {
        var facts =
            Facts(Incident(1, "2026-08-02T10:00:00Z", "2026-08-02T12:00:00Z"), Incident(2, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var (autumn, first) =
            new LevelReached("checkout", "availability", Cases.At("2026-10-01T00:00:00Z"))
                .Advance(ReadingOf(Availability, facts, Now), BudgetPolicy.Default, null);
        Assert.Contains(first, level => level.Do.Contains(PolicyAction.ProposeHandBack));
        var (winter, next) =
            autumn.Next(Cases.At("2027-01-01T00:00:00Z"))
                .Advance(ReadingOf(Availability, facts, "2027-01-02T00:00:00Z"), BudgetPolicy.Default, null);
        Assert.Empty(next);
        Assert.Equal(["exhausted 2 of 4"], winter.Levels.Select(level => level.When));
    }

    [Fact]
    public void A_burn_that_dies_down_is_told_once()
    {
        var reached = new LevelReached("checkout", "availability", null);
        Assert.Equal([("burn alert page 1h", 2)], New("2026-11-20T10:00:00Z"));
        // An hour and a quarter later only the six hours and the half hour before them burn: the lesser alert, known already.
        Assert.Equal([("burn alert page 6h", 0)], New("2026-11-20T10:20:00Z"));
        Assert.Empty(New("2026-11-20T10:21:00Z"));
        Assert.All(reached.Levels.Take(1), level => Assert.NotNull(level.Rearmed));

        IEnumerable<(string, int)> New(string at)
        {
            var reading = ReadingOf(Time("99.95", Rolling(30)), Facts(Incident(1, "2026-11-20T09:30:00Z", "2026-11-20T10:01:00Z")), at);
            (reached, var fresh) =
                reached.Advance(reading, BudgetPolicy.Default with { Levels = [] }, BurnAlerts.Standing(reading.Burning(), reached.Stands));
            return fresh.Select(level => (level.When, level.Do.Count));
        }
    }

    private static BudgetFacts TwoHours() => Facts(Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
}
