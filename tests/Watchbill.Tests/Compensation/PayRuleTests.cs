using NodaTime;
using Watchbill.Calendars;
using Watchbill.Rotations;

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

    // Somebody comes back to an incident: it is one callout. Two incidents are two.
    [Theory]
    [InlineData("""{"per": "callout", "fee": 20}""", "first", 20)]
    [InlineData("""{"per": "callout", "fee": 20}""", "second", 40)]
    [InlineData("""{"per": "callout", "rate": 30}""", "first", 30)]
    [InlineData("""{"per": "callout", "rate": 30}""", "second", 60)]
    [InlineData("""{"per": "hour", "rate": 60, "fee": 20, "minimum": "30m"}""", "first", 20 + 30 + 30)]
    [InlineData("""{"per": "callout", "fee": 20, "window": "2h"}""", "first", 40)]
    public void Without_a_window_one_incident_has_one_fee(string callout, string second, int amount) =>
        Assert.Equal(amount, new PayCase("Etc/UTC", $$"""{ "callout": {{callout}} }""")
            .Called("2026-06-03T20:00", "2026-06-03T20:10", "first").Called("2026-06-03T23:00", "2026-06-03T23:10", second).Amount);

    // Two hours from 20:00, and another incident from 20:30 to 21:00: no minute of it counts again, and it has its fee.
    [Theory]
    [InlineData("""{"per": "hour", "rate": 60, "fee": 20}""", 120 + 20 + 20)]
    [InlineData("""{"per": "hour", "rate": 60, "minimum": "3h"}""", 180)]
    [InlineData("""{"per": "callout", "fee": 20}""", 40)]
    [InlineData("""{"per": "callout", "rate": 30}""", 60)]
    [InlineData("""{"per": "callout", "fee": 20, "window": "2h"}""", 20)]
    [InlineData("""{"per": "hour", "rate": 60, "rounding": {"to": "3h", "mode": "up", "of": "sum"}}""", 180)]
    public void An_incident_within_another_has_its_fee_and_no_hours(string callout, int amount)
    {
        var pay = new PayCase("Etc/UTC", $$"""{ "standby": {"per": "hour", "rate": 1}, "callout": {{callout}} }""")
            .OnCall("2026-06-03T12:00", "2026-06-04T00:00")
            .Called("2026-06-03T20:00", "2026-06-03T22:00", "a").Called("2026-06-03T20:30", "2026-06-03T21:00", "b");
        Assert.Equal((amount, 2m), (pay.AmountOf(PayKind.Callout), Callouts(pay).Sum(line => line.Hours)));
        Assert.Equal(12, pay.AmountOf(PayKind.Standby));
        Assert.All(Callouts(pay), line => Assert.NotEqual(0, line.Amount.Amount));

        static IEnumerable<PayLine> Callouts(PayCase of) => of.Lines.Where(line => line.Kind == PayKind.Callout);
    }

    // Who comes back to an incident while another goes on has had its fee.
    [Fact]
    public void Coming_back_within_another_incident_has_no_second_fee() =>
        Assert.Equal(40, new PayCase("Etc/UTC", """{ "callout": {"per": "callout", "fee": 20} }""")
            .Called("2026-06-03T20:00", "2026-06-03T20:10", "a").Called("2026-06-03T20:05", "2026-06-03T22:00", "b")
            .Called("2026-06-03T21:00", "2026-06-03T21:10", "a").Amount);

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

    // Half an hour at 0.25, 0.45 and 0.55, and at 0.01 of a currency without cents.
    [Theory]
    [InlineData("EUR", "0.25", 0.13)]
    [InlineData("EUR", "0.45", 0.23)]
    [InlineData("EUR", "0.24", 0.12)]
    [InlineData("JPY", "1", 1)]
    [InlineData("KWD", "0.001", 0.001)]
    public void Halves_are_rounded_away_from_zero_to_the_smallest_unit(string currency, string rate, double amount) =>
        Assert.Equal((decimal)amount, new PayCase("Etc/UTC",
            $$$"""{ "currency": "{{{currency}}}", "standby": {"per": "hour", "rate": {{{rate}}}} }""")
            .OnCall("2026-06-03T10:00", "2026-06-03T10:30").Amount);

    // From Tuesday 20:00 on: eight hours of night, and sixteen of no class.
    [Fact]
    public void Hours_that_no_class_covers_are_named_and_so_are_hours_in_two_places()
    {
        var pay =
            new PayCase("Etc/UTC",
                """{ "classes": [{"id": "night", "from": "20:00", "to": "04:00"}], "standby": {"per": "hour", "rate": 1} }""")
                .OnCall("2026-06-02T20:00", "2026-06-03T20:00").OnCall("2026-06-03T00:00", "2026-06-03T03:00", "other");
        var warnings = pay.Warnings(2026, 6);
        Assert.Equal((16m, 3m), (warnings.Unpaid, warnings.Twice));
        Assert.False(pay.Warnings(2026, 7).Any);
    }

    // Sunday 7 and Monday 8 June, a day at 10 an hour each: two weeks of 100.
    [Fact]
    public void The_week_of_a_cap_begins_on_Monday() =>
        Assert.Equal(200, new PayCase("Etc/UTC", """{ "standby": {"per": "hour", "rate": 10}, "caps": {"week": 100} }""")
            .OnCall("2026-06-07T00:00", "2026-06-09T00:00").Amount);

    // Ten hours on call at 6 each; a callout that pays nothing leaves them as they are.
    [Theory]
    [InlineData("\"atLeast\": \"30m\"", "04:20", 60)]
    [InlineData("\"atLeast\": \"30m\"", "05:00", 54 + 60)]
    [InlineData("\"included\": \"30m\"", "04:30", 60)]
    [InlineData("\"fee\": 20, \"atLeast\": \"30m\"", "04:20", 58 + 20)]
    public void A_callout_that_is_paid_takes_the_place_of_standby(string rule, string end, int expected) =>
        Assert.Equal(expected, new PayCase("Etc/UTC",
            "{ \"standby\": {\"per\": \"hour\", \"rate\": 6}, \"callout\": {\"per\": \"hour\", \"rate\": 60, "
                + $"\"standby\": \"replace\", {rule}}} }}")
            .OnCall("2026-06-03T00:00", "2026-06-03T10:00").Called("2026-06-03T04:00", $"2026-06-03T{end}").Amount);

    [Theory]
    [InlineData(PaySpan.Month, PayReceiver.Person, "30 30 30 30")]
    [InlineData(PaySpan.Quarter, PayReceiver.Person, "30 30")]
    [InlineData(PaySpan.Year, PayReceiver.Person, "30")]
    [InlineData(PaySpan.Month, PayReceiver.Team, "10 10 10 10")]
    public void An_allowance_is_paid_with_the_last_month_of_its_span_and_shared_by_a_team(PaySpan per, PayReceiver to, string paid)
    {
        var policies = new PayPolicies([new("p", new(2026, 1, 1)) { Allowance = new FixedAmount(30, per, to) }],
            Almanac.With(new Dictionary<string, HolidayCalendar>()), "EUR");
        var rosters = new[] { "ana", "ben", "cai" }.Select(one => new RosterTime(one, "r", "p", Coverage.Always,
            new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)))).ToList();
        Assert.Equal(paid, string.Join(' ', Enumerable.Range(9, 4).SelectMany(month =>
            AllowancePay.Of(new PaidPerson("ana", "Etc/UTC"), rosters, policies, new(2026, month, 1)))
            .Select(line => Fixtures.Cases.Invariant($"{line.Amount.Amount:0.##}"))));
    }

    [Fact]
    public void An_allowance_goes_by_the_version_of_the_months_last_day()
    {
        static PayPolicy Version(LocalDate from, decimal amount) =>
            new("p", from) { Allowance = new FixedAmount(amount, PaySpan.Month, PayReceiver.Person) };
        var policies = new PayPolicies([Version(new(2026, 1, 1), 50), Version(new(2026, 6, 30), 60), Version(new(2026, 7, 31), 70)],
            Almanac.With(new Dictionary<string, HolidayCalendar>()), "EUR");
        var roster =
            new RosterTime("ana", "r", "p", Coverage.Always,
                new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)));
        Assert.Equal([50m, 60m, 70m], new[] { 5, 6, 7 }.SelectMany(month =>
            AllowancePay.Of(new PaidPerson("ana", "Etc/UTC"), [roster], policies, new(2026, month, 1))).Select(line => line.Amount.Amount));
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
