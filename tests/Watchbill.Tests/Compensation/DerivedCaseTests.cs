using NodaTime;
using static Watchbill.Compensation.PublishedPolicies;

namespace Watchbill.Compensation;

/// <summary>Rows whose rules are published and whose arithmetic was worked out from them.</summary>
public sealed class DerivedCaseTests
{
    [Fact]
    public void D02_A_day_in_which_the_clocks_go_back_has_25_hours() =>
        Assert.Equal(PayCase.Expected("D02", "total"),
            new PayCase("Europe/London", IncidentIo).OnCall("2026-10-24T18:00", "2026-10-25T18:00").Amount);

    [Fact]
    public void D04_A_holiday_goes_before_weekend_and_night()
    {
        var pay =
            new PayCase("Europe/London", IncidentIo).Holidays("2026-12-25", "2026-12-26").OnCall("2026-12-24T18:00", "2026-12-26T09:00");
        Assert.Equal(PayCase.Expected("D04", "total"), pay.Amount);
        foreach (var one in new[] { "boxing_25", "christmas_30", "weekday_night_10" })
            Assert.Equal(PayCase.Expected("D04", "amounts", one), pay.AmountOf(one));
    }

    [Theory]
    [InlineData("once", "dedupe_on")]
    [InlineData("each", "dedupe_off")]
    public void D06_Two_rotations_at_once_are_paid_as_the_policy_says(string doubleDuty, string expected)
    {
        var pay = new PayCase("Europe/London", $$"""
            { "classes": [{"id": "inside", "days": "Mon-Fri", "from": "09:00", "to": "17:00"}, {"id": "outside"}],
              "standby": {"per": "hour", "rates": {"outside": 10, "inside": 0} }, "doubleDuty": "{{doubleDuty}}" }
            """).OnCall("2026-06-03T18:00", "2026-06-04T02:00", "a").OnCall("2026-06-03T22:00", "2026-06-04T06:00", "b");
        Assert.Equal(PayCase.Expected("D06", expected, "total"), pay.Amount);
        Assert.Equal(PayCase.Expected("D06", expected, "hours"), pay.Lines.Sum(line => line.Hours));
    }

    [Theory]
    [InlineData("UK person", "Europe/London", "09:00", "17:00", 10, "2026-06-03T00:00Z", "2026-06-03T12:00Z")]
    [InlineData("US person", "America/New_York", "08:00", "18:00", 15, "2026-06-03T12:00Z", "2026-06-04T00:00Z")]
    public void D07_Hours_are_classified_in_the_zone_of_the_person(
        string who, string zone, string from, string to, int rate, string start, string end) =>
        Assert.Equal(PayCase.Expected("D07", who, "amount"), new PayCase(zone, $$"""
            { "classes": [{"id": "inside", "days": "Mon-Fri", "from": "{{from}}", "to": "{{to}}"}, {"id": "outside"}],
              "standby": {"per": "hour", "rates": {"outside": {{rate}}, "inside": 0} } }
            """).OnCall(start.Replace("Z", "+00:00", StringComparison.Ordinal),
                end.Replace("Z", "+00:00", StringComparison.Ordinal)).Amount);

    [Fact]
    public void D09_The_type_of_a_day_lasts_from_handover_to_handover()
    {
        var pay = new PayCase("Europe/London", Form3).Holidays("2024-08-26").OnCall("2024-08-23T08:00", "2024-08-27T08:00");
        foreach (var one in new[] { "bankholiday", "excluded", "weekday", "weekend" })
            Assert.Equal(PayCase.Expected("D09", "hours", one), pay.HoursOf(one));
        Assert.Equal(PayCase.Expected("D09", "amount"), pay.Amount);
    }

    [Fact]
    public void D10_A_bank_holiday_weekend()
    {
        var pay = new PayCase("Europe/London", Estimate(4)).Holidays("2026-05-25").OnCall("2026-05-22T18:00", "2026-05-26T09:00");
        Assert.Equal(PayCase.Expected("D10", "total"), pay.Amount);
        foreach (var one in new[] { "holiday", "weekend", "weeknight" })
            Assert.Equal(PayCase.Expected("D10", "hours", one), pay.HoursOf(one));
    }

    [Fact]
    public void D12_Each_date_that_is_touched_is_a_whole_day() =>
        Assert.Equal(PayCase.Expected("D12", "at_100_per_day"),
            new PayCase("Europe/London", """{ "days": "touched", "standby": {"per": "day", "rate": 100} }""")
                .OnCall("2026-06-05T18:00", "2026-06-08T09:00").Amount);

    [Fact]
    public void D16_The_first_callout_of_a_day_is_one_until_the_next_handover()
    {
        var pay =
            new PayCase("Europe/London", PciPal).OnCall("2026-06-03T08:30", "2026-06-04T08:30")
                .Called("2026-06-03T19:00", "2026-06-03T19:40")
                .Called("2026-06-03T23:10", "2026-06-04T00:00").Called("2026-06-04T02:00", "2026-06-04T02:20");
        Assert.Equal(PayCase.Expected("D16", "total"), pay.Amount);
        Assert.Equal(PayCase.Expected("D16", "standby"), pay.AmountOf(PayKind.Standby));
    }

    [Fact]
    public void D17_A_callout_after_the_handover_is_the_first_of_a_new_day() =>
        Assert.Equal(PayCase.Expected("D17", "total"),
            new PayCase("Europe/London", PciPal).OnCall("2026-06-03T08:30", "2026-06-05T08:30")
                .Called("2026-06-04T02:00", "2026-06-04T02:20")
                .Called("2026-06-04T09:00", "2026-06-04T09:20").Amount);

    [Fact]
    public void D19_A_weekend_alone_is_paid_by_the_day() =>
        Assert.Equal(PayCase.Expected("D19", "amount"), new PayCase("Europe/London", """
            { "currency": "GBP", "days": "handover 09:00", "classes": [{"id": "sun", "days": "Sun"}, {"id": "sat",
                "days": "Sat"}, {"id": "week"}],
              "standby": {"per": "day", "rates": {"sun": 30.74, "sat": 22.56, "week": 10.59}} }
            """).OnCall("2024-02-03T09:00", "2024-02-05T09:00").Amount);

    [Fact]
    public void D20_One_fee_for_a_window_and_hours_from_a_length_on()
    {
        var pay = new PayCase("Europe/London", """{ "callout": {"per": "hour", "rate": 60, "fee": 1, "window": "2h", "atLeast": "1h"} }""")
            .Called("2026-06-03T20:00", "2026-06-03T20:10").Called("2026-06-03T21:30", "2026-06-03T21:40")
                .Called("2026-06-03T22:10", "2026-06-03T23:40");
        Assert.Equal(PayCase.Expected("D20", "disturbance_units"), pay.Quantity(PayPartKind.Fee));
        Assert.Equal(PayCase.Expected("D20", "overtime_minutes"), pay.Quantity(PayPartKind.Hours) * 60);
    }

    [Fact]
    public void D23_A_short_callout_is_paid_as_its_minimum() =>
        Assert.Equal(PayCase.Expected("D23", "amount"),
            new PayCase("America/Toronto", """{ "callout": {"per": "hour", "rate": "1.5 x hourly", "minimum": "3h"} }""").Hourly(50)
                .Called("2026-06-03T20:00", "2026-06-03T20:45").Amount);

    [Fact]
    public void D24_Minimums_together_go_as_far_as_their_cap()
    {
        var pay = new PayCase("America/Toronto",
                """{ "callout": {"per": "hour", "rate": "1.5 x hourly", "minimum": "3h", "cap": {"hours": "8h", "per": "8h"}} }""")
                    .Hourly(50)
            .Called("2026-06-03T20:00", "2026-06-03T20:30").Called("2026-06-03T22:00", "2026-06-03T22:30")
                .Called("2026-06-04T01:00", "2026-06-04T01:30");
        Assert.Equal(PayCase.Expected("D24", "credited_h"), pay.Quantity(PayPartKind.Hours) + pay.Quantity(PayPartKind.Minimum));
        Assert.Equal(PayCase.Expected("D24", "amount_if_cap_in_overtime_hours"), pay.Amount);
    }

    [Theory]
    [InlineData(5, "tier_5min")]
    [InlineData(30, "tier_30min")]
    public void D25_Who_has_to_answer_faster_is_paid_more(int minutes, string expected) =>
        Assert.Equal(PayCase.Expected("D25", expected), new PayCase("America/New_York", """
            { "businessHours": {"days": "Mon-Fri", "from": "09:00", "to": "17:00"}, "classes": [{"id": "work",
                "in": "businessHours"}, {"id": "outside"}],
              "standby": {"per": "hour", "rates": {"outside": "1 x hourly", "work": 0},
                          "response": [{"within": "5m", "factor": 0.66}, {"within": "30m", "factor": 0.33}]} }
            """).Hourly(60).OnCall("2026-06-01T09:00", "2026-06-08T09:00", response: Duration.FromMinutes(minutes)).Amount);

    [Theory]
    [InlineData("England", "Europe/London", "2026-08-31")]
    [InlineData("Germany", "Europe/Berlin", "2026-10-03")]
    [InlineData("Scotland", "Europe/London", "2026-08-03")]
    public void D28_A_holiday_is_of_the_persons_calendar(string who, string zone, string holiday) =>
        Assert.Equal(PayCase.Expected("D28", who, "total"),
            new PayCase(zone, Estimate(10)).Holidays(holiday).OnCall("2026-08-31T00:00", "2026-09-01T00:00").Amount);

    [Fact]
    public void D29_A_holiday_begins_at_midnight_of_the_person()
    {
        var pay = new PayCase("Pacific/Auckland", """
            { "classes": [{"id": "stat_holiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "business",
                "from": "08:00", "to": "17:30"}, {"id": "after_hours"}],
              "standby": {"per": "hour", "rate": 1} }
            """).Holidays("2026-02-06").OnCall("2026-02-05T06:00+00:00", "2026-02-05T18:00+00:00");
        Assert.Equal(PayCase.Expected("D29", "hours", "after_hours"), pay.HoursOf("after_hours"));
        Assert.Equal(PayCase.Expected("D29", "hours", "stat_holiday"), pay.HoursOf("stat_holiday"));
    }

    [Theory]
    [InlineData("keep", "stack")]
    [InlineData("replace", "replace")]
    public void D30_Work_is_paid_beside_standby_or_instead_of_it(string word, string expected)
    {
        var pay = new PayCase("Europe/Berlin", Rates(word)).Hourly(33.5m).OnCall("2026-06-06T00:00", "2026-06-07T00:00")
            .Called("2026-06-06T14:00", "2026-06-06T16:00");
        Assert.Equal(PayCase.Expected("D30", expected, "total"), pay.Amount);
        Assert.Equal(PayCase.Expected("D30", expected, "standby"), pay.AmountOf(PayKind.Standby));
    }

    [Fact]
    public void D31_Work_past_the_handover_is_paid_whole() =>
        Assert.Equal(PayCase.Expected("D31", "total_stack"),
            new PayCase("Europe/Berlin", Rates("keep")).Hourly(33.5m).OnCall("2026-06-05T18:00", "2026-06-06T09:00")
                .Called("2026-06-06T08:00", "2026-06-06T11:00").Amount);

    [Fact]
    public void D33_Two_incidents_at_once_are_one_stretch_of_work()
    {
        var pay =
            new PayCase("Europe/Berlin", Rates("keep")).Hourly(33.5m).Called("2026-06-03T02:00", "2026-06-03T03:30")
                .Called("2026-06-03T03:00", "2026-06-03T04:00");
        Assert.Equal(PayCase.Expected("D33", "incident_union"), pay.Amount);
    }

    [Fact]
    public void D36_One_weekend_under_policies_that_count_days_differently()
    {
        static PayCase Weekend(string policy, string zone = "Europe/London") =>
            new PayCase(zone, policy).Hourly(1).OnCall("2026-06-05T18:00", "2026-06-08T09:00");
        Assert.Equal(PayCase.Expected("D36", "incident.io", "GBP"), Weekend(IncidentIo).Amount);
        Assert.Equal(PayCase.Expected("D36", "pagerduty_mcp(l1=4)", "GBP"), Weekend(Estimate(4)).Amount);
        // The lines of weekday and weekend are rounded to cents: 0.9375 is 0.94.
        Assert.Equal(decimal.Round(PayCase.Expected("D36", "form3(1/2/2 per day)", "amount"), 2), Weekend(Form3).Amount);
        Assert.Equal(PayCase.Expected("D36", "caloohpay", "GBP"), Weekend(CalOohPay).Amount);
        Assert.Equal(PayCase.Expected("D36", "tvoed", "hourly_rates"), Weekend(Tvoed, "Europe/Berlin").Amount);
        var shifts =
            Weekend(
                """
                { "days": "shift-start", "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "weekday"}],
                  "standby": {"per": "day", "rate": 1} }
                """);
        Assert.Equal(PayCase.Expected("D36", "pd-shifts", "weekday_shifts"), shifts.AmountOf("weekday"));
        Assert.Equal(PayCase.Expected("D36", "pd-shifts", "weekend_shifts"), shifts.AmountOf("weekend"));
        var touched =
            Weekend(
                """
                { "days": "touched", "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "weekday"}],
                  "standby": {"per": "day", "rate": 1} }
                """);
        Assert.Equal(PayCase.Expected("D36", "rootly_daily", "weekdays"), touched.AmountOf("weekday"));
        Assert.Equal(PayCase.Expected("D36", "rootly_daily", "weekend_days"), touched.AmountOf("weekend"));
        var hourly = Weekend("""
            { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "business", "from": "09:00", "to": "17:00"}, {"id": "outside"}],
              "standby": {"per": "hour", "rate": 1} }
            """);
        Assert.Equal(PayCase.Expected("D36", "rootly_hourly", "outside_business"), hourly.HoursOf("outside"));
        Assert.Equal(PayCase.Expected("D36", "rootly_hourly", "weekend"), hourly.HoursOf("weekend"));
        // From Friday 17:30 to Monday 08:00, as three windows.
        var closed = Weekend("""
            { "classes": [{"id": "fri", "days": "Fri", "from": "17:30", "to": "00:00"}, {"id": "weekend", "days": "Sat-Sun"},
                {"id": "mon", "days": "Mon", "from": "00:00", "to": "08:00"}, {"id": "business", "from": "08:00", "to": "17:30"}],
              "standby": {"per": "hour", "rate": 1} }
            """);
        Assert.Equal(PayCase.Expected("D36", "pagertally", "hours", "business"), closed.HoursOf("business"));
        Assert.Equal(PayCase.Expected("D36", "pagertally", "hours", "weekend"),
            closed.HoursOf("fri") + closed.HoursOf("weekend") + closed.HoursOf("mon"));
    }

    [Fact]
    public void D42_Time_off_is_taken_from_what_expires_first_and_the_rest_of_it_is_lost()
    {
        static LocalDate Day(int month, int day) => new(2026, month, day);
        TimeOffLot[] lots = [new(Day(5, 31), 3, Day(6, 14), "a"), new(Day(6, 10), 0.5m, Day(6, 24), "b")];
        TimeOffTaken[] taken = [new(Day(6, 12), 1)];
        Assert.Equal(PayCase.Expected("D42", "lot1_left_before_expiry"), TimeOffBalance.On(Day(6, 14), lots, taken).Lots[0].Left);
        var balance = TimeOffBalance.On(Day(6, 15), lots, taken);
        Assert.Equal(PayCase.Expected("D42", "forfeited"), balance.Expired);
        Assert.Equal(PayCase.Expected("D42", "balance"), balance.Balance);
    }
}
