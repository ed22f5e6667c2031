using NodaTime;
using Watchbill.Calendars;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Engagements;

/// <summary>Edges of agreements, advice, histories and what SREs' work is counted as.</summary>
public sealed class EngagementRuleTests
{
    private static readonly Engagement Sre = new(EngagementModel.YouBuildSreRun)
    {
        By = "sre",
        Price = new EngagementPrice(new Money(100, "EUR"), PriceUnit.Hour),
    };

    [Theory]
    [InlineData(null, true, EngagementModel.YouBuildYouRun)]
    [InlineData("98.99", true, EngagementModel.YouBuildOpsRun)]
    [InlineData("98.99", false, EngagementModel.YouBuildOpsRun)]
    [InlineData("99", true, EngagementModel.YouBuildYouRun)]
    [InlineData("99.94", true, EngagementModel.YouBuildYouRun)]
    [InlineData("99.95", true, EngagementModel.YouBuildYouAndSreRun)]
    [InlineData("99.95", false, EngagementModel.YouBuildYouRun)]
    [InlineData("99.98", true, EngagementModel.YouBuildYouAndSreRun)]
    [InlineData("99.99", true, EngagementModel.YouBuildSreRun)]
    [InlineData("99.99", false, EngagementModel.YouBuildYouRun)]
    public void The_more_is_promised_the_closer_those_who_build_it_and_then_SREs(string? target, bool sre, EngagementModel model) =>
        Assert.Equal(model, ModelAdvice.For(Facts(target, sre)));

    [Fact]
    public void A_month_of_standby_costs_its_hours_where_the_price_is_by_the_hour()
    {
        Assert.Equal(73_000, ModelAdvice.CostAMonth(Facts("99.9", true) with { Price = Sre.Price }));
        Assert.Null(ModelAdvice.CostAMonth(Facts("99.9", true)));
        Assert.Null(ModelAdvice.CostAMonth(Facts("99.9", true) with { Price = Sre.Price! with { Per = PriceUnit.Month } }));
    }

    [Fact]
    public void What_an_engagement_leaves_out_is_three_periods_in_and_two_of_four_out()
    {
        Assert.Equal(new Agreement(3, new ExitCondition(2, 4)), Agreement.Of(Sre));
        Assert.Equal(new Agreement(5, new ExitCondition(1, 2)), Agreement.Of(Sre with { Entry = 5, Exit = new ExitCondition(1, 2) }));
        Assert.Equal((4, 5), (Agreement.Of(Sre).Longest(), Agreement.Of(Sre with { Entry = 5 }).Longest()));
    }

    // Two periods within budget that ended on 1 October and 1 November.
    [Theory]
    [InlineData("2026-09-30", true)]
    [InlineData("2026-10-01", false)] // the first had ended when it was handed back
    public void A_service_comes_back_after_full_periods_that_ended_after_it_was_handed_back(string since, bool comes)
    {
        PeriodResult[] periods = [new(Day("2026-09-01"), Day("2026-10-01"), false), new(Day("2026-10-01"), Day("2026-11-01"), false)];
        Assert.Equal(comes, new Agreement(2, new ExitCondition(2, 4)).Reinstates([new("availability", periods)], Day(since)));
    }

    [Fact]
    public void A_decision_replaces_what_was_planned_for_later_and_the_past_stays()
    {
        var history = new EngagementHistory("checkout")
        {
            Changes = [Decided("2026-01-01", "2026-02-01"), Decided("2026-01-01", "2026-06-01")],
            Review = new ReadinessReview("sre", Agreement.Default, "ana", Day("2026-01-01")),
        };
        // Of 1 March for 1 April: what was to begin in June is gone.
        Assert.Equal(["2026-02-01", "2026-04-01"], Begins(history.With(Decided("2026-03-01", "2026-04-01"))));
        // For the instant at which one began it takes its place; one that began at the decision stays.
        Assert.Equal(["2026-02-01"], Begins(history.With(Decided("2026-01-15", "2026-02-01"))));
        Assert.Equal(["2026-02-01", "2026-02-02"], Begins(history.With(Decided("2026-02-01", "2026-02-02"))));
        Assert.Throws<ArgumentException>(() => history.With(Decided("2026-03-02", "2026-03-01")));
        // Leaving SREs' hands uses up the review; coming into them does not.
        Assert.Null(history.With(Decided("2026-03-01", "2026-04-01", Sre, Engagement.YouBuildYouRun)).Review);
        Assert.NotNull(history.With(Decided("2026-03-01", "2026-04-01", Sre, Sre with { By = "core" })).Review);
        Assert.NotNull(history.With(Decided("2026-03-01", "2026-04-01", Engagement.YouBuildYouRun, Sre)).Review);
        Assert.NotNull(history.With(Decided("2026-03-01", "2026-04-01", Engagement.YouBuildYouRun, Engagement.YouBuildYouRun)).Review);

        static IEnumerable<string> Begins(EngagementHistory of) => of.Changes.Select(one => Cases.Invariant($"{one.From:uuuu-MM-dd}"));
    }

    [Fact]
    public void An_engagement_holds_from_its_instant_on()
    {
        var history = new EngagementHistory("checkout")
        {
            Changes = [Decided("2026-01-01", "2026-02-01"), Decided("2026-01-01", "2026-06-01", Sre, Sre)],
        };
        var first = Engagement.YouBuildYouRun;
        Assert.Equal([first, Sre], new[] { "2026-01-31", "2026-02-01" }.Select(day => history.At(first, Day(day))));
        // One that all stays as it is begins nothing.
        Assert.Equal(Day("2026-02-01"), history.Since(Day("2026-07-01"))!.From);
        Assert.Null(history.Since(Day("2026-01-31")));
        Assert.Equal([Day("2026-02-01"), Day("2026-06-01")],
            new[] { "2026-01-31", "2026-02-01" }.Select(day => history.Next(Day(day))!.From));
        Assert.Equal(["01-01 02-01", "02-01 06-01", "06-01 07-01"], Spans("2026-01-01", "2026-07-01"));
        Assert.Equal(["02-01 06-01"], Spans("2026-02-01", "2026-06-01"));

        IEnumerable<string> Spans(string from, string to) => history.Between(first, Day(from), Day(to))
            .Select(span => Cases.Invariant($"{span.Start:MM-dd} {span.End:MM-dd}"));
    }

    [Fact]
    public void A_hand_back_is_told_by_its_number()
    {
        var one = new Handback(1, Sre, Engagement.YouBuildYouRun, Day("2026-01-01"), Day("2026-01-01")) { ProposedBy = "ana" };
        var history = new EngagementHistory("checkout").With(one).With(one with { Id = 2 });
        Assert.Equal([1, 2], history.Handbacks.Select(handback => handback.Id));
        var declined = history.With(one.Decline("eve", Day("2026-01-02"), "not yet"));
        Assert.Equal([(1, HandbackState.Declined), (2, HandbackState.Proposed)], declined.Handbacks.Select(each => (each.Id, each.State)));
        Assert.Equal(2, declined.Open()!.Id);
        Assert.Throws<InvalidOperationException>(() => declined.Handbacks[0].Replace(Day("2026-01-03")));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Confirm("eve", Day("2026-01-02"), Day("2026-01-01")));
        Assert.Equal(HandbackPhase.Effective, one.Confirm("eve", Day("2026-01-02"), Day("2026-01-02")).At(Day("2026-01-02")));
    }

    [Fact]
    public void An_item_is_signed_once_and_no_other_with_it()
    {
        var review = new ReadinessReview("sre", Agreement.Default, "ana", Day("2026-01-01"))
        {
            Items = [new("a", "A", ReviewSide.Owner), new("b", "B", ReviewSide.Sre)],
        };
        var signed = review.Sign("b", "eve", Day("2026-01-02"), "seen");
        Assert.Equal([null, "eve"], signed.Items.Select(item => item.SignedBy));
        Assert.False(signed.IsComplete());
        Assert.True(signed.Sign("a", "ana", Day("2026-01-02"), null).IsComplete());
        Assert.Throws<ArgumentException>(() => signed.Sign("b", "ana", Day("2026-01-03"), null));
        Assert.Throws<ArgumentException>(() => signed.Sign("c", "ana", Day("2026-01-03"), null));
    }

    [Fact]
    public void Work_under_one_price_adds_up_and_a_shift_is_divided_among_its_services()
    {
        var (start, middle, end) = (Day("2026-06-01"), Day("2026-06-02"), Day("2026-06-03"));
        WorkedShift Worked(Instant from, Instant to, string? person, params string[] services) =>
            new("sre", new Shift("primary", 1, from, to, person, ShiftSource.Turn), to) { Team = "sre", Services = services };
        var facts = new SreFacts(
            [
                Worked(start - Duration.FromHours(6), start + Duration.FromHours(12), "eve", "checkout", "search"), // 6 of 12 in the span
                Worked(middle, middle + Duration.FromHours(10), "eve", "checkout"),
                Worked(middle, middle + Duration.FromHours(10), null, "checkout"), // nobody worked it
                Worked(middle, middle + Duration.FromHours(10), "eve", "search"),
                Worked(middle, end, "eve", "checkout") with { Shadow = true },
                Worked(middle, end, "eve", "checkout") with { Team = "payments" },
            ],
            [
                new Incident("checkout", 1, "Errors", Severity.Sev2, middle, null)
                {
                    By = "eve",
                    At = middle,
                    Responders =
                    [
                        new("eve", middle, middle + Duration.FromHours(1)), new("ana", middle, end),
                        new("eve", end - Duration.FromHours(2), null),
                    ],
                },
            ],
            new[] { ("sre", "eve") }.ToLookup(one => one.Item1, one => one.Item2), end + Duration.FromHours(5));
        EngagementSpan[] spans =
        [
            new(start, middle, Sre), new(middle, end, Sre), new(start, end, Engagement.YouBuildYouRun),
            new(start, end, new(EngagementModel.YouBuildOpsRun) { By = "sre" }), new(start, end, Sre with { By = null }),
        ];
        var work = Assert.Single(SreWork.Of("checkout", spans, facts));
        Assert.Equal(("sre", 16m, 3m, 19m, 1900m), (work.By, work.Standby, work.Callouts, work.Hours, work.Amount!.Amount));
        Assert.Null((work with { Price = Sre.Price! with { Per = PriceUnit.Service } }).Amount);
    }

    [Theory]
    [InlineData("2026-06-01", 100)]
    [InlineData("2026-05-31", null)] // agreed a day later
    [InlineData("2026-06-03", null)] // over at that instant
    public void Support_has_the_price_that_was_agreed_when_it_began(string day, int? price)
    {
        EngagementSpan[] spans =
        [
            new(Day("2026-06-01"), Day("2026-06-03"), Sre),
            new(Day("2026-05-01"), Day("2026-07-01"), Sre with { By = "other", Price = null }),
        ];
        TimeEntry Entry(string person) =>
            new(person, TimeEntryKind.Support, Day(day), Day(day) + Duration.FromHours(3), person, Day(day)) { Team = "payments" };
        var within = new Interval(Day("2026-05-01"), Day("2026-07-01"));
        var work = Assert.Single(SreWork.SupportOf(
            [Entry("eve"), Entry("eve"), Entry("ana")], spans, person => person == "eve" ? "sre" : null, within));
        Assert.Equal((6m, price), (work.Support, (int?)work.Price?.Amount.Amount));
        Assert.Empty(SreWork.SupportOf([Entry("eve")], spans, _ => "sre", new Interval(Day("2026-06-05"), Day("2026-06-06"))));
    }

    [Fact]
    public void Those_who_take_a_service_lack_what_they_do_not_cover()
    {
        var at = Cases.At("2026-06-01T00:00:00Z");
        Rotation Of(Coverage coverage, int? minutes, params string[] layers) => Some.Rotation([.. layers.Select(layer =>
            Some.Layer(layer, Some.Weekly with { TimeZone = "Etc/UTC" }, coverage, "ana"))]) with
        {
            Response = minutes is { } soon ? Duration.FromMinutes(soon) : null,
        };
        var given = Of(Some.Open("Mon-Fri", "09:00", "17:00"), 5, "primary", "secondary");
        ReceivingLacks Lacks(params Rotation[] receiving) =>
            ReceivingRotations.Compare([given], receiving, at, Almanac.With(new Dictionary<string, HolidayCalendar>()));
        Assert.True(Lacks(Of(Coverage.Always, 5, "primary", "secondary")).None);
        // One hour a day on twenty working days, of one level, and slower.
        var lacks = Lacks(Of(Some.Open("Mon-Fri", "10:00", "17:00"), 6, "primary"));
        Assert.Equal((20, 20.0, (2, 1), true, false),
            (lacks.Uncovered.Count, lacks.Uncovered.Sum(span => span.Duration.TotalHours), lacks.Levels, lacks.IsSlower, lacks.None));
        // Two cover together, and the sooner answer counts.
        Assert.True(Lacks(Of(Some.Open("Mon-Fri", "09:00", "12:00"), 6, "primary", "secondary"),
            Of(Some.Open("Mon-Fri", "12:00", "18:00"), 5, "primary")).None);
        Assert.True(Lacks(Of(Coverage.Always, null, "primary", "secondary")).IsSlower);
        // What is lacking on both sides of a window is two, and what follows on is one.
        Assert.Equal(40, Lacks(Of(Some.Open("Mon-Fri", "10:00", "16:00"), 5, "primary", "secondary")).Uncovered.Count);
    }

    private static ModelFacts Facts(string? target, bool sre) => new(target is null ? null : Spending.Number(target), "payments")
    {
        Developers = 8,
        Sre = sre ? ("sre", 8) : null,
        Runbooks = 0,
        Incidents = 0,
        HoursAMonth = 730,
    };

    private static EngagementDecision Decided(string at, string from, Engagement? before = null, Engagement? after = null) =>
        new(before ?? Engagement.YouBuildYouRun, after ?? Sre, Day(from)) { DecidedBy = "ana", DecidedAt = Day(at) };

    private static Instant Day(string day) => Cases.At($"{day}T00:00:00Z");
}
