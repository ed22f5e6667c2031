using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>Edges of what is paid: lengths that are reached, parts that add up, caps over factors and versions.</summary>
public sealed class PayEdgeTests
{
    // 5 an hour, from four hours in a row on.
    [Theory]
    [InlineData("2026-06-03T10:00", "2026-06-03T14:00", 20)]
    [InlineData("2026-06-03T10:00", "2026-06-03T13:59", 0)]
    [InlineData("2026-06-03T22:00", "2026-06-04T02:00", 20)] // two hours on each side of midnight are four
    [InlineData("2026-06-03T22:00", "2026-06-04T01:59", 0)]
    public void Standby_by_the_hour_is_paid_from_its_least_length_on_and_its_hours_are_shown(string from, string to, int amount)
    {
        var pay = new PayCase("Etc/UTC", """{ "standby": {"per": "hour", "rate": 5, "atLeast": "4h"} }""").OnCall(from, to);
        Assert.Equal(amount, pay.Amount);
        Assert.Equal((pay.At(to) - pay.At(from)).TotalMinutes, (double)pay.Lines.Sum(line => line.Hours * 60), 6);
    }

    // 100 a shift, from eight hours on.
    [Theory]
    [InlineData("2026-06-03T20:00", "2026-06-04T04:00", 100)]
    [InlineData("2026-06-03T20:00", "2026-06-04T03:59", 0)]
    [InlineData("2026-06-03T08:00", "2026-06-03T16:00", 100)]
    public void A_shift_is_paid_from_its_least_length_on(string from, string to, int amount) => Assert.Equal(amount,
        new PayCase("Etc/UTC", """{ "standby": {"per": "shift", "rate": 100, "atLeast": "8h"} }""").OnCall(from, to).Amount);

    // A callout is paid by the hour from half an hour on.
    [Theory]
    [InlineData("20:30", 30)]
    [InlineData("20:29", 0)]
    public void A_callout_is_paid_from_its_least_length_on(string end, int amount) => Assert.Equal(amount,
        new PayCase("Etc/UTC", """{ "callout": {"per": "hour", "rate": 60, "atLeast": "30m"} }""")
            .Called("2026-06-03T20:00", $"2026-06-03T{end}").Amount);

    // Half an hour at 0.25 is 0.125: a cent's half is said as rounding.
    [Fact]
    public void What_rounding_adds_is_a_part_of_its_own()
    {
        var line = Assert.Single(new PayCase("Etc/UTC", """{ "standby": {"per": "hour", "rate": 0.25} }""")
            .OnCall("2026-06-03T10:00", "2026-06-03T10:30").Lines);
        Assert.Equal([(PayPartKind.Hours, 0.125m), (PayPartKind.Rounding, 0.005m)], line.Parts.Select(part => (part.What, part.Amount)));
        Assert.Equal(0.13m, line.Amount.Amount);
    }

    // 20:50 to 21:50, 60 an hour until nine and 120 from then on; standby has paid for the first half hour: ten minutes and twenty.
    [Fact]
    public void What_standby_has_paid_for_comes_off_the_first_class_first()
    {
        var pay = new PayCase("Etc/UTC", """
            { "classes": [{"id": "night", "from": "21:00", "to": "06:00"}, {"id": "day"}],
              "callout": {"per": "hour", "rates": {"day": 60, "night": 120}, "included": "30m"} }
            """).Called("2026-06-03T20:50", "2026-06-03T21:50");
        Assert.Equal((0m, 60m), (decimal.Round(pay.AmountOf("day"), 2), decimal.Round(pay.AmountOf("night"), 2)));
        Assert.Equal((-10m, -20m), (Minutes("day"), Minutes("night")));

        decimal Minutes(string hourClass) => decimal.Round(60 * pay.Quantity(PayPartKind.Included, hourClass), 6);
    }

    // 12 hours at 10 and a callout that standby has paid for: 20 over 100 come off the hours, and nothing off nothing.
    [Fact]
    public void A_cap_takes_nothing_off_a_line_that_is_worth_nothing()
    {
        var pay = new PayCase("Etc/UTC", """
            { "standby": {"per": "hour", "rate": 10}, "callout": {"per": "hour", "rate": 60, "included": "1h"}, "caps": {"day": 100} }
            """).OnCall("2026-06-02T00:00", "2026-06-02T12:00").Called("2026-06-02T11:00", "2026-06-02T11:30");
        Assert.Equal(100, pay.Amount);
        Assert.Equal([PayKind.Standby],
            pay.Lines.Where(line => line.Parts.Any(part => part.What == PayPartKind.Cap)).Select(line => line.Kind));
    }

    // Ten hours at 10, times the factor; more than 80 is not paid. What is paid counts, with the factor, against the next version's 100.
    [Theory]
    [InlineData("1", 80, 100)]
    [InlineData("1.5", 80, 100)]
    [InlineData("0.5", 50, 100)]
    [InlineData("0.4", 40, 80)]
    public void A_cap_is_of_what_is_paid_factor_and_earlier_versions_included(string factor, int first, int both)
    {
        static string Policy(int cap) => $$$"""{ "standby": {"per": "hour", "rate": 10}, "caps": {"month": {{{cap}}}} }""";
        var pay = new PayCase("Etc/UTC", Policy(80)).Version("2026-06-15", Policy(100)).Factor(Spending.Number(factor));
        pay.OnCall("2026-06-02T00:00", "2026-06-02T06:00").OnCall("2026-06-03T00:00", "2026-06-03T04:00");
        Assert.Equal(first, pay.Amount);
        Assert.Equal(both, pay.OnCall("2026-06-20T00:00", "2026-06-20T10:00").Amount);
        Assert.All(pay.Lines, line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
    }

    [Theory]
    [InlineData("Mon-Fri", "09:00", "18:00", false)] // the usual business hours
    [InlineData("Mon-Fri", "10:00", "17:00", false)]
    [InlineData("Mon-Fri", "08:59", "18:00", true)]
    [InlineData("Mon-Fri", "09:00", "18:01", true)]
    [InlineData("Sat", "10:00", "12:00", true)]
    [InlineData("Mon-Fri", "10:00", "10:00", true)] // around the clock
    [InlineData("Mon-Fri", "17:00", "09:30", true)] // past midnight
    public void An_allowance_is_for_a_roster_beyond_business_hours(string days, string from, string to, bool paid)
    {
        // Beside it a window by day, which does not reach beyond.
        var coverage = new Coverage { Windows = [.. Some.Open("Mon-Fri", "10:00", "12:00").Windows, .. Some.Open(days, from, to).Windows] };
        var policies = Policies(new PayPolicy("p", new(2026, 1, 1)) { Allowance = new FixedAmount(50, PaySpan.Month, PayReceiver.Person) });
        var roster = new RosterTime("ana", "r", "p", coverage, Span("2026-06-01", "2026-07-01"));
        var ana = new PaidPerson("ana", "Etc/UTC");
        Assert.Equal(paid ? 1 : 0, AllowancePay.Of(ana, [roster], policies, new(2026, 6, 1)).Count());
        // Who was in it before the month, or is after it, has none.
        Assert.Empty(AllowancePay.Of(ana, [roster], policies, new(2026, 5, 1)));
        Assert.Empty(AllowancePay.Of(ana, [roster], policies, new(2026, 7, 1)));
    }

    [Theory]
    [InlineData(PaySpan.Month, "1 2 3 4 5 6 7 8 9 10 11 12")]
    [InlineData(PaySpan.Quarter, "3 6 9 12")]
    [InlineData(PaySpan.Year, "12")]
    public void It_is_paid_with_the_last_month_of_its_span(PaySpan per, string months)
    {
        var policies = Policies(new PayPolicy("p", new(2026, 1, 1)) { Allowance = new FixedAmount(50, per, PayReceiver.Person) });
        var roster = new RosterTime("ana", "r", "p", Coverage.Always, Span("2026-01-01", "2027-01-01"));
        Assert.Equal(months, string.Join(' ', Enumerable.Range(1, 12).Where(month =>
            AllowancePay.Of(new PaidPerson("ana", "Etc/UTC"), [roster], policies, new(2026, month, 1)).Any())));
    }

    public static TheoryData<PayPolicy[], string, string> Reaches => new()
    {
        // Two days around the month, since it is longer somewhere.
        { [Policy], "2026-05-30", "2026-07-03" },
        // 1 June 2026 is a Monday; 1 July a Wednesday, whose week begins on 29 June.
        { [Policy with { Caps = new PayCaps(10, null, 100) }], "2026-05-30", "2026-07-03" },
        { [Policy with { Callout = new CalloutRule(CalloutUnit.Hour) { Window = Duration.FromDays(1) } }], "2026-05-30", "2026-07-03" },
        { [Policy with { Callout = new CalloutRule(CalloutUnit.Hour) { Window = Duration.FromHours(25) } }], "2026-04-29", "2026-07-03" },
        { [Policy with { Callout = Capped(24) }], "2026-05-30", "2026-07-03" },
        { [Policy with { Callout = Capped(25) }], "2026-04-29", "2026-07-03" },
        { [Policy with { Callout = Rounded(RoundingOf.Each) }], "2026-05-30", "2026-07-03" },
        { [Policy with { Callout = Rounded(RoundingOf.Sum) }], "2026-04-29", "2026-07-03" },
        { [Policy, Policy with { Callout = Rounded(RoundingOf.Sum) }], "2026-04-29", "2026-07-03" },
        { [Policy with { Standby = new StandbyRule(StandbyUnit.Hour) }], "2026-05-30", "2026-07-03" },
        { [Policy with { Standby = new StandbyRule(StandbyUnit.Shift) }], "2026-05-30", "2026-08-03" },
        { [Policy with { Standby = new StandbyRule(StandbyUnit.Week) }, Policy], "2026-05-30", "2026-08-03" },
        { [Policy with { Standby = new StandbyRule(StandbyUnit.Shift), DoubleDuty = DoubleDuty.Each }], "2026-05-30", "2026-07-03" },
    };

    [Theory]
    [MemberData(nameof(Reaches))]
    public void What_is_agreed_over_the_ends_of_a_month_looks_beyond_them(PayPolicy[] policies, string from, string to) =>
        Assert.Equal(Span(from, to), PayReach.Around(new(2026, 6, 1), policies.Select(Organization.Policy.Of)));

    [Fact]
    public void A_weeks_cap_looks_back_to_Monday() =>
        Assert.Equal(Span("2026-06-27", "2026-08-03"), PayReach.Around(new(2026, 7, 1),
            new[] { Policy, Policy with { Caps = new PayCaps(null, 100, null) } }.Select(Organization.Policy.Of)));

    [Theory]
    [InlineData(12, 5)] // on time: five days
    [InlineData(13, 1)] // late by more than twelve hours: five days after the month are over, and a day is left
    public void A_question_that_came_late_does_not_hold_payroll_up(int hoursLate, int days)
    {
        var due = Cases.At("2026-07-10T09:00:00Z");
        var asked = due + Duration.FromHours(hoursLate);
        Assert.Equal(asked + Duration.FromDays(days), PayQuestion.CheckBy(new(2026, 6, 1), DateTimeZone.Utc, due, asked));
    }

    [Fact]
    public void A_question_soon_after_the_month_is_open_for_five_days_after_it()
    {
        var (due, asked) = (Cases.At("2026-07-01T09:00:00Z"), Cases.At("2026-07-02T09:00:00Z"));
        Assert.Equal(Cases.At("2026-07-06T00:00:00Z"), PayQuestion.CheckBy(new(2026, 6, 1), DateTimeZone.Utc, due, asked));
    }

    [Fact]
    public void A_rate_of_a_day_takes_the_place_of_the_one_of_that_day_and_the_others_stay_in_order()
    {
        var facts = new PayFacts("ana").WithFactor(1.2m, new(2026, 6, 1)).WithFactor(1.1m, new(2026, 1, 1))
            .WithFactor(1.3m, new(2026, 6, 1));
        Assert.Equal([(new LocalDate(2026, 1, 1), 1.1m), (new LocalDate(2026, 6, 1), 1.3m)],
            facts.Factors.Select(one => (one.Day, one.Value)));
        Assert.Equal([30m], facts.WithHourly(new Money(30, "EUR"), new(2026, 1, 1)).Hourly.Select(one => one.Value.Amount));
    }

    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(1, 0, 0, true)]
    [InlineData(0, 1, 0, true)]
    [InlineData(0, 0, 1, true)]
    public void Something_is_to_be_looked_at_where_any_warning_is(int unpaid, int twice, int rests, bool any) =>
        Assert.Equal(any, new PayWarnings(unpaid, twice, [.. Enumerable.Repeat(new LocalDate(2026, 6, 1), rests)]).Any);

    // Called until 22:00, eleven hours before work begins at nine, or a minute longer.
    [Theory]
    [InlineData("22:00", false)]
    [InlineData("22:01", true)]
    public void Less_than_eleven_hours_of_rest_until_work_is_named(string end, bool named)
    {
        var pay = new PayCase("Etc/UTC", """{ "callout": {"per": "hour", "rate": 1} }""").Called("2026-06-03T21:00", $"2026-06-03T{end}");
        Assert.Equal(named ? [new LocalDate(2026, 6, 3)] : [], pay.Warnings(2026, 6).ShortRests);
    }

    private static PayPolicy Policy { get; } = new("p", new(2026, 1, 1));

    private static CalloutRule Capped(int hours) =>
        new(CalloutUnit.Hour) { Cap = new MinimumCap(Duration.FromHours(8), Duration.FromHours(hours)) };

    private static CalloutRule Rounded(RoundingOf of) =>
        new(CalloutUnit.Hour) { Rounding = new CalloutRounding(Duration.FromMinutes(15), RoundingMode.Up, of) };

    private static PayPolicies Policies(PayPolicy policy) =>
        new([policy], Almanac.With(new Dictionary<string, HolidayCalendar>()), "EUR");

    private static Interval Span(string from, string to) => new(Cases.At($"{from}T00:00:00Z"), Cases.At($"{to}T00:00:00Z"));
}
