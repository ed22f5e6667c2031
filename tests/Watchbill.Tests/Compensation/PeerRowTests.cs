using NodaTime;

namespace Watchbill.Compensation;

/// <summary>Tables of peers, H1 to H9, and the rows of <c>compensation.json</c> that nothing else holds.</summary>
public sealed class PeerRowTests
{
    private const string Days = """
        { "currency": "GBP", DAYS
          "classes": [{"id": "bankholiday", "on": "holidays"}, {"id": "weekend", "days": "Sat-Sun"}, {"id": "weekday"}],
          "standby": {"per": "day", "rates": {"weekday": 1, "weekend": 2, "bankholiday": 2}} }
        """;

    // What no test of a row holds, and why. Of D24 the cap is in hours at the overtime rate, as its text reads; of D33 two incidents at
    // once are never paid twice.
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["P08"] = "time off as a multiple of the minutes worked: timeOff gives so many hours each time",
        ["P09"] = "the same",
        ["D18"] = "an amount for a week and one more for each public holiday in it: standby counts in one unit",
        ["D35"] = "when work may begin again is no pay; PayWarnings names the day, in this class",
        ["D38"] = "training",
        ["D43"] = "the cost side: engagement cost",
    };

    [Fact]
    public void Every_row_is_held_by_a_test_or_left_out_by_name()
    {
        var tests =
            string.Concat(Directory.EnumerateFiles(Path.Combine(Fixtures.Sources.Root, "tests", "Watchbill.Tests", "Compensation"), "*.cs")
                .Select(File.ReadAllText));
        Assert.All(PayCase.Ids.Except(LeftOut.Keys), id => Assert.Contains($"\"{id}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void H1_What_lies_before_the_first_handover_is_of_the_month_before_and_none_is_lost()
    {
        var pay = new PayCase("Europe/London", Days.Replace("DAYS", "\"days\": \"handover 08:00\",", StringComparison.Ordinal))
            .Holidays("2024-01-01").OnCall("2024-01-01T00:00", "2024-01-08T00:00");
        var january = pay.Lines.Where(line => line.Month == new LocalDate(2024, 1, 1)).ToList();
        Assert.Equal((24m, 96m, 40m), (Hours("bankholiday"), Hours("weekday"), Hours("weekend")));
        Assert.Equal(9.33m, january.Sum(line => line.Amount.Amount));
        // The tool drops these eight: a third of a weekend day, Sunday 31 December.
        var december = Assert.Single(pay.Lines, line => line.Month == new LocalDate(2023, 12, 1));
        Assert.Equal((8m, 0.67m), (december.Hours, december.Amount.Amount));

        decimal Hours(string of) => january.Where(line => line.Class == of).Sum(line => line.Hours);
    }

    [Fact]
    public void H2_Split_at_midnight_all_168_hours_are_paid()
    {
        var pay = new PayCase("Europe/London", Days.Replace("DAYS", "", StringComparison.Ordinal)).Holidays("2024-01-01")
            .OnCall("2024-01-01T00:00", "2024-01-08T00:00");
        Assert.Equal((24m, 96m, 48m), (pay.HoursOf("bankholiday"), pay.HoursOf("weekday"), pay.HoursOf("weekend")));
        Assert.Equal(10m, pay.Amount);
    }

    [Theory]
    [InlineData("09:00", "17:00", 10, 128, 1280)]
    [InlineData("08:00", "18:00", 15, 118, 1770)]
    public void H3_and_H4_A_week_outside_office_hours(string from, string to, int rate, int hours, int amount)
    {
        var pay = new PayCase("Europe/London", $$"""
            { "classes": [{"id": "inside", "days": "Mon-Fri", "from": "{{from}}", "to": "{{to}}"}, {"id": "outside"}],
              "standby": {"per": "hour", "rates": {"inside": 0, "outside": {{rate}}} } }
            """).OnCall("2026-06-01T09:00", "2026-06-08T09:00");
        Assert.Equal((hours, amount), (pay.HoursOf("outside"), pay.Amount));
    }

    [Theory]
    [InlineData("once", 16)]
    [InlineData("each", 32)]
    public void H5_Two_schedules_at_once(string doubleDuty, int hours)
    {
        var pay = new PayCase("Europe/London", $$"""{ "standby": {"per": "hour", "rate": 1}, "doubleDuty": "{{doubleDuty}}" }""")
            .OnCall("2026-06-01T17:00", "2026-06-02T09:00", "a").OnCall("2026-06-01T17:00", "2026-06-02T09:00", "b");
        Assert.Equal(hours, pay.Lines.Sum(line => line.Hours));
    }

    [Fact]
    public void H6_Every_part_of_a_sum_is_named()
    {
        var pay = new PayCase("Europe/London", """
            { "currency": "GBP", "standby": {"per": "day", "rate": 25.40},
              "callout": {"per": "hour", "rate": 39.81, "fee": 57.15, "minimum": "1h"} }
            """).OnCall("2026-05-04T00:00", "2026-05-05T00:00").Called("2026-05-04T20:00", "2026-05-04T20:20");
        Assert.Equal(122.36m, pay.Amount);
        Assert.Equal((57.15m, 39.81m),
            (Part(PayPartKind.Fee), Part(PayPartKind.Hours) + Part(PayPartKind.Minimum) + Part(PayPartKind.Rounding)));

        decimal Part(PayPartKind what) => pay.Lines.Where(line => line.Kind == PayKind.Callout).SelectMany(line => line.Parts)
            .Where(part => part.What == what).Sum(part => part.Amount);
    }

    [Theory]
    [InlineData(15, 15)]
    [InlineData(7, 7)]
    public void H7_A_share_of_a_days_salary_for_each_day(int days, int percent)
    {
        // Eight hours of 30 are a day, 30 days a month of 7,200; a week is 7.0 % of it, not 7.5 % as the post has it.
        var end = Fixtures.Cases.Invariant($"2026-06-{1 + days:00}T00:00");
        var pay =
            new PayCase("Etc/UTC", """{ "standby": {"per": "day", "rate": "2.4 x hourly"} }""").Hourly(30).OnCall("2026-06-01T00:00", end);
        Assert.Equal(percent, pay.Amount / 7200 * 100);
    }

    [Fact]
    public void H8_Ninety_a_day() =>
        Assert.Equal(630, new PayCase("Pacific/Auckland", """{ "currency": "NZD", "standby": {"per": "day", "rate": 90} }""")
            .OnCall("2026-06-01T09:00", "2026-06-08T09:00").Amount);

    // Calls one to one are not expressed: time off is so many hours each time.
    [Fact]
    public void H9_A_day_off_for_each_half_fortnight() =>
        Assert.Equal(8,
            Assert.Single(new PayCase("America/Toronto", """{ "timeOff": [{"for": "shift", "atLeast": "7 days", "hours": 8}] }""")
                .OnCall("2026-06-01T00:00", "2026-06-08T00:00").TimeOff).Hours);

    [Fact]
    public void P07_Worked_hours_are_taken_out_of_standby()
    {
        // An hour in twelve, as one of twelve an hour.
        var pay = new PayCase("America/Denver", """
            { "standby": {"per": "hour", "rate": 1}, "callout": {"per": "hour", "rate": "1 x hourly", "standby": "replace"} }
            """).Hourly(12).OnCall("2026-06-06T00:00", "2026-06-07T00:00").Called("2026-06-06T10:00", "2026-06-06T15:15");
        Assert.Equal(PayCase.Expected("P07", "standby_paid_h"), decimal.Round(pay.AmountOf(PayKind.Standby) / 12, 2));
        Assert.Equal(PayCase.Expected("P07", "worked_paid_h"), pay.AmountOf(PayKind.Callout) / 12);
    }

    [Theory]
    [InlineData("P21", "2021-12-30T17:00", "2022-01-02T09:00")]
    [InlineData("P22", "2022-01-31T15:00", "2022-02-03T08:00")]
    public void A_month_is_cut_at_local_midnight(string id, string from, string to)
    {
        var lines = new PayCase("Europe/Warsaw", """{ "standby": {"per": "hour", "rate": 17} }""").OnCall(from, to).Lines
            .Where(line => line.Month == new LocalDate(2022, 1, 1)).ToList();
        Assert.Equal(PayCase.Expected(id, "alternative_exact_cut_at_local_midnight", "hours"), lines.Sum(line => line.Hours));
        Assert.Equal(PayCase.Expected(id, "alternative_exact_cut_at_local_midnight", "amount"), lines.Sum(line => line.Amount.Amount));
    }

    [Fact]
    public void P26_A_total_adds_the_lines_as_they_are_shown()
    {
        var lines = PayCase.Row("P26").GetProperty("input").GetProperty("lines").EnumerateArray().Select(amount =>
            new PayLine(PayKind.Standby, default, default, default, 0, new Money(amount.GetDecimal(), "GBP")));
        Assert.Equal(PayCase.Expected("P26", "sum_of_displayed_lines"), Assert.Single(Earnings.Totals(lines)).Amount);
    }

    [Fact]
    public void D22_A_callout_on_a_public_holiday_gives_pay_and_time_off()
    {
        const string Angus = """
            { "currency": "GBP", "classes": [{"id": "holiday", "on": "holidays"}, {"id": "other"}],
              "callout": {"per": "hour", "rates": {"holiday": "2 x hourly", "other": "1 x hourly"},
                "rounding": {"to": "15m", "mode": "down", "of": "each"}},
              "timeOff": [{"for": "callout", "in": "holiday", "hours": 3.7},
                {"for": "callout", "in": "holiday", "atLeast": "223m", "hours": 7.4}] }
            """;
        var pay = new PayCase("Europe/London", Angus).Hourly(1).Holidays("2026-12-25").Called("2026-12-25T10:00", "2026-12-25T13:30")
            .Called("2026-12-28T20:00", "2026-12-28T20:52");
        Assert.Equal(PayCase.Expected("D22", "paid_h_equiv"), pay.AmountOf("holiday"));
        Assert.Equal(PayCase.Expected("D22", "toil_days"), Assert.Single(pay.TimeOff).Hours / 7.4m);
        Assert.Equal(PayCase.Expected("D22", "other_overtime_paid_min"), pay.AmountOf("other") * 60);
    }

    /// <summary>GitLab, Australia: half a day for four hours, one for eight, three for a day; never one on top of another.</summary>
    [Theory]
    [InlineData("2026-06-01T12:59", "")]
    [InlineData("2026-06-01T13:00", "4")]
    [InlineData("2026-06-01T17:00", "8")]
    [InlineData("2026-06-02T08:59", "8")]
    [InlineData("2026-06-02T09:00", "24")]
    public void Of_several_lengths_the_largest_that_was_reached_counts_alone(string end, string hours) =>
        Assert.Equal(hours, string.Join(' ', new PayCase("Etc/UTC", """{ "use": "time-off" }""").OnCall("2026-06-01T09:00", end).TimeOff
            .Select(lot => Fixtures.Cases.Invariant($"{lot.Hours}"))));

    [Fact]
    public void D35_A_call_at_night_that_leaves_no_eleven_hours_is_named()
    {
        var warnings =
            new PayCase("Europe/Berlin", """{ "callout": {"per": "hour", "rate": 1} }""").Called("2026-06-02T23:00", "2026-06-02T23:20")
                .Called("2026-06-03T01:30", "2026-06-03T02:15").Warnings(2026, 6);
        Assert.Equal([new LocalDate(2026, 6, 2)], warnings.ShortRests);
    }

    [Fact]
    public void D44_A_cap_of_a_month()
    {
        var pay = new PayCase("Etc/UTC", """{ "standby": {"per": "hour", "rate": 10}, "caps": {"month": 1500} }""")
            .OnCall("2026-06-01T00:00", "2026-06-08T12:00");
        Assert.Equal(PayCase.Expected("D44", "paid"), pay.Amount);
        Assert.Equal(PayCase.Expected("D44", "over_cap"),
            -pay.Lines.SelectMany(line => line.Parts).Where(part => part.What == PayPartKind.Cap)
                .Sum(part => part.Amount));
    }
}
