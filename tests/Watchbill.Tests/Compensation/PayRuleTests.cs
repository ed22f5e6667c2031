namespace Watchbill.Compensation;

/// <summary>Where each rule of a policy begins and ends to pay, to the minute.</summary>
public sealed class PayRuleTests
{
    // A fee of 20 at 20:00: what begins within two hours of it has none of its own, what begins two hours later has.
    [Theory]
    [InlineData("21:59", 1)]
    [InlineData("22:00", 2)]
    public void One_fee_covers_what_begins_within_its_window(string second, int fees)
    {
        var pay = new PayCase("Etc/UTC", """{ "callout": {"per": "callout", "fee": 20, "window": "2h"} }""")
            .Called("2026-06-03T20:00", "2026-06-03T20:10").Called($"2026-06-03T{second}", "2026-06-03T22:30");
        Assert.Equal((fees, fees * 20m), (pay.Quantity(PayPartKind.Fee), pay.Amount));
    }

    // Hampshire: the first 30 minutes are paid by standby.
    [Theory]
    [InlineData("20:20", 0)]
    [InlineData("20:30", 0)]
    [InlineData("21:00", 30)]
    [InlineData("21:30", 60)]
    public void Of_included_minutes_only_the_rest_is_paid_and_all_are_shown(string end, int amount)
    {
        var pay = new PayCase("Etc/UTC", """{ "callout": {"per": "hour", "rate": 60, "included": "30m"} }""")
            .Called("2026-06-03T20:00", $"2026-06-03T{end}");
        Assert.Equal(amount, pay.Amount);
        Assert.Equal((pay.At($"2026-06-03T{end}") - pay.At("2026-06-03T20:00")).TotalMinutes,
            (double)pay.Lines.Sum(line => line.Hours * 60), 6);
        Assert.All(pay.Lines, line => Assert.Equal(line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
    }

    // 52, 58 and 8 minutes to a quarter of an hour, at a euro a minute.
    [Theory]
    [InlineData("none", "each", 52 + 58 + 8)]
    [InlineData("up", "each", 60 + 60 + 15)]
    [InlineData("down", "each", 45 + 45 + 0)]
    [InlineData("nearest", "each", 45 + 60 + 15)]
    [InlineData("up", "sum", 120)]
    [InlineData("down", "sum", 105)]
    [InlineData("nearest", "sum", 120)]
    public void Callouts_are_rounded_one_by_one_or_together(string mode, string of, int amount) =>
        Assert.Equal(amount, new PayCase("Etc/UTC",
            $$$"""{ "callout": {"per": "hour", "rate": 60, "rounding": {"to": "15m", "mode": "{{{mode}}}", "of": "{{{of}}}"}} }""")
            .Called("2026-06-03T10:00", "2026-06-03T10:52").Called("2026-06-04T10:00", "2026-06-04T10:58")
            .Called("2026-06-05T10:00", "2026-06-05T10:08").Amount);

    // Canada: minimums of three hours add up to eight within eight hours that begin with a callout.
    [Theory]
    [InlineData("15:59", 3 + 3 + 2)]
    [InlineData("16:00", 3 + 3 + 3)]
    public void Minimums_are_capped_within_their_span(string third, int hours)
    {
        var pay = new PayCase("Etc/UTC",
                """{ "callout": {"per": "hour", "rate": 10, "minimum": "3h", "cap": {"hours": "8h", "per": "8h"}} }""")
            .Called("2026-06-03T08:00", "2026-06-03T08:30").Called("2026-06-03T12:00", "2026-06-03T12:30")
            .Called($"2026-06-03T{third}", "2026-06-03T16:30");
        Assert.Equal(hours * 10, pay.Amount);
    }

    // Austria: a weekend of less than five hours is paid as five, a night of less than two as two; other hours as they are.
    [Theory]
    [InlineData("2026-06-06T10:00", "2026-06-06T12:00", 5)]
    [InlineData("2026-06-06T10:00", "2026-06-06T15:00", 5)]
    [InlineData("2026-06-06T10:00", "2026-06-06T16:00", 6)]
    [InlineData("2026-06-02T22:00", "2026-06-02T23:00", 2)]
    [InlineData("2026-06-02T18:00", "2026-06-02T19:00", 1)]
    [InlineData("2026-06-05T23:00", "2026-06-06T01:00", 2 + 5)]
    public void Hours_of_a_class_are_paid_as_its_minimum_at_least(string from, string to, int hours)
    {
        var pay = new PayCase("Etc/UTC", """
            { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "night", "from": "22:00", "to": "06:00"}, {"id": "day"}],
              "standby": {"per": "hour", "rate": 10, "minimum": {"weekend": "5h", "night": "2h"}} }
            """).OnCall(from, to);
        Assert.Equal(hours * 10, pay.Amount);
        Assert.Equal((decimal)(pay.At(to) - pay.At(from)).TotalHours, pay.Lines.Sum(line => line.Hours));
    }
}
