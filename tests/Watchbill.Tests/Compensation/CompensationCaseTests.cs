using static Watchbill.Compensation.PublishedPolicies;

namespace Watchbill.Compensation;

/// <summary>
/// Rows of published pay rules, each with the policy that says it in the language of the organisation file. What is left out, and why, is
/// said in <see cref="PeerRowTests"/>.
/// </summary>
public sealed class CompensationCaseTests
{
    [Fact]
    public void P01_A_lump_for_each_date_but_the_one_on_which_the_standby_merely_ends()
    {
        var pay = new PayCase("Europe/Berlin", Tvoed).Hourly(1).OnCall("2026-06-05T15:00", "2026-06-08T07:00");
        Assert.Equal(PayCase.Expected("P01", "standby_units_hourly_rate"), pay.Amount);
        Assert.Equal(PayCase.Expected("P01", "standby_elapsed_h"), pay.Lines.Sum(line => line.Hours));
    }

    [Fact]
    public void P04_Two_short_standbys_are_never_added_to_a_long_one() =>
        Assert.Equal(PayCase.Expected("P04", "standby_units_hourly_rate"),
            new PayCase("Europe/Berlin", Tvoed).Hourly(1).OnCall("2026-01-15T06:00", "2026-01-15T08:00")
                .OnCall("2026-01-15T16:00", "2026-01-15T22:00").Amount);

    [Fact]
    public void P05_Each_callout_is_rounded_before_they_are_added() =>
        Assert.Equal(PayCase.Expected("P05", "paid_call_hours"),
            new PayCase("Europe/Berlin", Tvoed).Hourly(1).Called("2026-06-01T20:00", "2026-06-01T21:10")
                .Called("2026-06-02T20:00", "2026-06-02T20:15").Called("2026-06-03T20:00", "2026-06-03T20:30").Amount);

    [Fact]
    public void P06_Standby_is_paid_beside_three_rounded_callouts()
    {
        var pay = new PayCase("Europe/Berlin", Tvoed).Hourly(1).OnCall("2026-06-01T19:00", "2026-06-02T19:00")
            .Called("2026-06-01T20:10", "2026-06-01T20:40").Called("2026-06-01T22:30", "2026-06-01T23:05")
                .Called("2026-06-02T03:20", "2026-06-02T04:10");
        Assert.Equal(PayCase.Expected("P06", "paid_call_hours"), pay.AmountOf(PayKind.Callout));
        Assert.Equal(2, pay.AmountOf(PayKind.Standby));
    }

    [Theory]
    [InlineData("P11", "20:00 20:03 20:07 20:10", "1h", "toil_h")]
    [InlineData("D34", "20:00 20:40", "1h", "by_policy_days")]
    [InlineData("D34", "20:00 20:40", "30m", "by_script_days")]
    public void P11_D34_Alerts_within_the_window_of_one_that_earned_time_off_earn_none(
        string id, string alerts, string window, string expected)
    {
        var hours = expected == "toil_h" ? "1.75" : "0.25";
        var pay = new PayCase("Europe/London", $$"""{ "timeOff": [{"for": "callout", "hours": {{hours}}, "window": "{{window}}"}] }""");
        foreach (var alert in alerts.Split(' '))
            pay.Called($"2026-06-03T{alert}", $"2026-06-03T{alert[..3]}{int.Parse(alert[3..]) + 2:00}");
        Assert.Equal(PayCase.Expected(id, expected), pay.TimeOff.Sum(lot => lot.Hours));
    }

    [Theory]
    [InlineData("P13", "Europe/London", "2024-09-20T20:00+01:00", "2024-09-23T10:00+01:00")]
    [InlineData("P14", "Europe/London", "2024-09-20T16:30+01:00", "2024-09-20T18:30+01:00")]
    [InlineData("P15", "Europe/London", "2024-07-31T23:00+01:00", "2024-08-12T10:00+01:00")]
    [InlineData("P16", "Europe/London", "2024-03-30T19:00+00:00", "2024-03-31T02:00+01:00")]
    [InlineData("P17", "Europe/London", "2024-10-25T17:30+01:00", "2024-10-28T09:00+00:00")]
    [InlineData("P18", "Australia/Melbourne", "2024-12-20T17:30+11:00", "2025-01-03T09:00+11:00")]
    public void P13_to_P18_CalOohPay_is_a_lump_for_each_night(string id, string zone, string from, string to)
    {
        var pay = new PayCase(zone, CalOohPay).OnCall(from, to);
        Assert.Equal(PayCase.Expected(id, "amount"), pay.Amount);
        Assert.Equal(PayCase.Expected(id, "weekday_days"), pay.Quantity(PayPartKind.Lump, "weekday"));
        Assert.Equal(PayCase.Expected(id, "elapsed_h"), pay.Lines.Sum(line => line.Hours));
    }

    [Fact]
    public void P20_A_night_in_which_the_clocks_go_forward_has_an_hour_less() =>
        Assert.Equal(PayCase.Expected("P20", "amount"),
            new PayCase("Europe/Warsaw", """{ "standby": {"per": "hour", "rate": 17} }""")
                .OnCall("2023-03-25T17:00", "2023-03-26T09:00").Amount);

    [Fact]
    public void P23_Holidays_begin_and_end_at_midnight_and_the_parts_are_the_whole()
    {
        // Its company days and statutory holidays are one kind of day off here; the weekend from Friday 17:30 to Monday 08:00 is three
        // windows.
        const string Pagertally = """
            { "classes": [{"id": "off", "on": "holidays"}, {"id": "weekend", "days": "Fri", "from": "17:30", "to": "00:00"},
                {"id": "weekend2", "days": "Sat-Sun"},
                {"id": "weekend3", "days": "Mon", "from": "00:00", "to": "08:00"}, {"id": "business", "from": "08:00",
                    "to": "17:30"}, {"id": "after_hours"}],
              "standby": {"per": "hour", "rate": 1} }
            """;
        var one =
            new PayCase("Pacific/Auckland", Pagertally).OnCall("2018-12-05T17:00", "2018-12-06T08:00")
                .OnCall("2018-12-06T15:30", "2018-12-06T18:00")
                .OnCall("2018-12-07T17:00", "2018-12-08T21:00").OnCall("2018-12-13T17:00", "2018-12-14T17:00");
        Assert.Equal(PayCase.Expected("P23", "hours", "User1", "after_hours"), one.HoursOf("after_hours"));
        Assert.Equal(PayCase.Expected("P23", "hours", "User1", "business"), one.HoursOf("business"));
        Assert.Equal(PayCase.Expected("P23", "hours", "User1", "weekend"),
            one.HoursOf("weekend") + one.HoursOf("weekend2") + one.HoursOf("weekend3"));
        var two =
            new PayCase("Pacific/Auckland", Pagertally)
                .Holidays("2018-12-24", "2018-12-25", "2018-12-26", "2018-12-27", "2018-12-28", "2018-12-31")
                .OnCall("2018-12-03T17:00", "2018-12-05T17:00").OnCall("2018-12-18T17:00", "2018-12-19T17:00")
                    .OnCall("2018-12-26T17:00", "2018-12-27T17:00")
                .OnCall("2018-12-31T17:00", "2019-01-01T00:00");
        Assert.Equal(PayCase.Expected("P23", "hours", "User2", "company_day") + PayCase.Expected("P23", "hours", "User2", "stat_holiday"),
            two.HoursOf("off"));
        Assert.Equal(PayCase.Expected("P23", "total_h"), one.Amount + two.Amount);
    }
}
