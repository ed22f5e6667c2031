using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Compensation;

/// <summary>Standby by the day and in lumps, held twice or with a break, and what an approved month is worth anew.</summary>
public sealed class StandbyUnitTests
{
    private static readonly LocalDate June = new(2026, 6, 1);
    private static readonly LocalDate July = new(2026, 7, 1);

    // Two rotations on Wednesday 3 June, one after the other.
    [Theory]
    [InlineData("\"days\": \"touched\", \"standby\": {\"per\": \"day\", \"rate\": 100}", "once", 100)]
    [InlineData("\"days\": \"touched\", \"standby\": {\"per\": \"day\", \"rate\": 100}", "each", 200)]
    [InlineData("\"standby\": {\"per\": \"lump\", \"rate\": 100}", "once", 100)]
    [InlineData("\"standby\": {\"per\": \"lump\", \"rate\": 100}", "each", 200)]
    [InlineData("\"standby\": {\"per\": \"shift\", \"rate\": 100}", "once", 200)] // two turns, not held at once
    public void A_day_in_two_rotations_is_paid_once_or_for_each(string rule, string duty, int amount) => Assert.Equal(amount,
        new PayCase("Etc/UTC", $$"""{ "doubleDuty": "{{duty}}", {{rule}} }""")
            .OnCall("2026-06-03T09:00", "2026-06-03T12:00").OnCall("2026-06-03T13:00", "2026-06-03T16:00", "other").Amount);

    // Monday to Sunday by day; a lump of 100 for each date, and 2 an hour for what is shorter than thirty hours.
    [Theory]
    [InlineData("2026-06-01T08:00 2026-06-03T08:00", 200)] // on the 3rd it merely ends
    [InlineData("2026-06-01T08:00 2026-06-02T08:00, 2026-06-02T08:00 2026-06-03T08:00", 200)] // follows on: one
    [InlineData("2026-06-02T08:00 2026-06-03T08:00, 2026-06-01T08:00 2026-06-02T08:00", 200)]
    [InlineData("2026-06-01T08:00 2026-06-02T08:00, 2026-06-02T09:00 2026-06-03T08:00", 47 * 2)] // an hour off lies between
    [InlineData("2026-06-01T08:00 2026-06-02T14:00", 100)]
    [InlineData("2026-06-01T00:00 2026-06-03T00:00", 200)] // the 2nd is held to its end
    [InlineData("2026-06-01T00:00 2026-06-02T00:00, 2026-06-02T00:00 2026-06-03T00:00", 200)]
    [InlineData("2026-06-01T12:00 2026-06-03T00:01", 200)]
    [InlineData("2026-06-01T08:00 2026-06-02T13:59", 60)] // 29 hours and 59 minutes
    public void A_lump_is_for_each_date_of_an_unbroken_stretch(string times, int amount)
    {
        var pay = new PayCase("Etc/UTC", """
            { "classes": [{"id": "any"}], "standby": {"per": "lump", "rates": {"any": 100}, "rate": 2, "atLeast": "30h"} }
            """);
        foreach (var ends in times.Split(", ").Select(one => one.Split(' '))) pay.OnCall(ends[0], ends[1]);
        Assert.Equal(amount, decimal.Round(pay.Amount, 0));
        Assert.Equal(times.Split(", ").Select(one => one.Split(' ')).Sum(ends => (pay.At(ends[1]) - pay.At(ends[0])).TotalMinutes),
            (double)pay.Lines.Sum(line => line.Hours * 60), 6);
    }

    [Theory]
    [InlineData("2026-06-05T18:00", "2026-06-08T09:00", 100 + 150 + 150)] // Friday, and the weekend; Monday merely ends it
    [InlineData("2026-06-07T18:00", "2026-06-08T00:00", 150)]
    [InlineData("2026-06-08T00:00", "2026-06-08T09:00", 100)]
    public void The_rate_of_a_lump_is_that_of_its_date(string from, string to, int amount) => Assert.Equal(amount,
        new PayCase("Etc/UTC", """
            { "classes": [{"id": "weekend", "days": "Sat-Sun"}, {"id": "week"}],
              "standby": {"per": "lump", "rates": {"weekend": 150, "week": 100}} }
            """).OnCall(from, to).Amount);

    [Theory]
    [InlineData("2026-05-31T20:00", "2026-06-01T04:00", 4)]
    [InlineData("2026-06-30T20:00", "2026-07-01T04:00", 4)]
    [InlineData("2026-05-30T20:00", "2026-06-01T00:00", 0)]
    [InlineData("2026-07-01T00:00", "2026-07-01T04:00", 0)]
    [InlineData("2026-06-10T00:00", "2026-06-10T04:00", 4)]
    public void Hours_that_nothing_pays_are_those_of_the_month(string from, string to, int hours)
    {
        var pay = new PayCase("Etc/UTC",
            """{ "classes": [{"id": "weekend", "days": "Sun", "from": "03:00", "to": "03:01"}], "standby": {"per": "hour", "rate": 1} }""");
        var warnings = pay.OnCall(from, to).OnCall(from, to, "other").Warnings(2026, 6);
        Assert.Equal((2 * hours, hours), (decimal.Round(warnings.Unpaid, 2), warnings.Twice));
    }

    public static TheoryData<string, PayLine[], PayLine[], PayLine[], string> Differences => new()
    {
        { "as it was", [Shift(100)], [Shift(100)], [], "" },
        { "more", [Shift(100)], [Shift(120)], [], "20 of line 1" },
        { "less", [Callout(50), Shift(100)], [Callout(50), Shift(70)], [], "-30 of line 2" },
        { "taken back", [Shift(100), Callout(50)], [Shift(100)], [], "-50 of line 2" },
        { "found", [Shift(100)], [Shift(100), Callout(50)], [], "50 of none" },
        { "a bonus", [Bonus(30)], [Bonus(40)], [], "10 of line 1" },
        { "fixed since", [Shift(100)], [Shift(120)], [Adjusted(20, PayLine.Watchbill)], "" },
        { "fixed in part", [Shift(100)], [Shift(120)], [Adjusted(15, PayLine.Watchbill)], "5 of line 1" },
        { "given by hand", [Shift(100)], [Shift(120)], [Adjusted(20, "mia")], "20 of line 1" },
        { "adjusted in the month", [Shift(100), Adjusted(9, "mia")], [Shift(100)], [], "" },
        { "paid out in the month", [Shift(100), Callout(9) with { Kind = PayKind.Payout }], [Shift(100)], [], "" },
        { "by another count", [Shift(100)], [Shift(100) with { Shift = "r/primary/12@2" }], [], "" },
        { "of two parts", [Shift(100)], [Shift(60), Shift(40)], [], "" },
        { "of another class", [Shift(100)], [Shift(100) with { Class = "night" }], [], "-100 of line 1, 100 of none" },
        { "in another currency", [Shift(100)], [Shift(100) with { Amount = new Money(100, "USD") }], [], "-100 of line 1, 100 of none" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void An_approved_month_is_paid_the_difference_with_a_later_one(
        string what, PayLine[] then, PayLine[] now, PayLine[] settled, string found)
    {
        var lines = PayDifference.Of(June, then, now, settled, July).ToList();
        Assert.Equal((what, found), (what, string.Join(", ", lines.Select(Said))));
        Assert.All(lines, line => Assert.Equal((PayKind.Adjustment, July, June, PayLine.Watchbill, 0m),
            (line.Kind, line.Month, line.Of!.Value, line.By, line.Hours)));
        Assert.All(lines, line => Assert.Equal(line.Amount.Amount, Assert.Single(line.Parts).Amount));
    }

    private static string Said(PayLine line) =>
        $"{line.Amount.Amount} of {(line.OfLine is { } place ? $"line {place}" : "none")}";

    private static PayLine Adjusted(decimal amount, string by) => Shift(amount) with { Kind = PayKind.Adjustment, By = by };

    private static PayLine Shift(decimal amount) => Line(PayKind.Standby, amount) with { Shift = "r/primary/12" };

    private static PayLine Callout(decimal amount) => Line(PayKind.Callout, amount) with { Incident = "checkout-1" };

    private static PayLine Bonus(decimal amount) => Line(PayKind.Bonus, amount) with { Service = "checkout" };

    private static PayLine Line(PayKind kind, decimal amount) => new(
        kind, June, Cases.At("2026-06-03T00:00:00Z"), Cases.At("2026-06-04T00:00:00Z"), 24, new Money(amount, "EUR"))
    {
        Rotation = "r",
        Class = "day",
    };
}
