using System.Globalization;
using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Budgets;

public sealed class MeasuredHoursTests
{
    private static readonly Instant Nine = Cases.At("2026-11-20T09:00:00Z");

    // Steps of five minutes from 9:05 on, "good/total"; "-" is no answer.
    [Theory]
    // Eleven steps of 99 of 100 and one of 50: (11 x 99 + 50) of 1200.
    [InlineData("99/100 99/100 99/100 99/100 99/100 99/100 99/100 99/100 99/100 99/100 99/100 50/100", "09:1139/1200*1")]
    // Three of twelve steps: a quarter of the hour, and only what was counted in it.
    [InlineData("99/100 -/- 99/100 -/- -/- -/- -/- -/- -/- -/- -/- 99/100", "09:297/300*0.25")]
    // Requests without a count of good ones, as before the first good one or with a
    // mistake in the query: not measured, neither all bad nor all good.
    [InlineData("-/100 9/10 9/10", "09:18/20*0.1667")]
    // Good ones without a total are nothing.
    [InlineData("5/- -/-", "")]
    // No traffic is measured, and nothing; the ratio that a query would make of it is not asked for.
    [InlineData("-/0 0/0 -/0", "09:0/0*0.25")]
    // Extrapolated apart: up to one percent too many are all of them, more is a mistake.
    [InlineData("100.9/100 102/100 99.5/100", "09:199.5/200*0.1667")]
    [InlineData("-1/100 5/-5 1/1", "09:1/1*0.0833")]
    // The thirteenth step belongs to the next hour: a step belongs where it began.
    [InlineData("- - - - - - - - - - - 1/1 2/2", "09:1/1*0.0833 10:2/2*0.0833")]
    public void Steps_are_summed_and_coverage_is_the_share_that_was_measured(string steps, string expected)
    {
        var step = Duration.FromMinutes(5);
        Dictionary<Instant, decimal> good = [], total = [];
        foreach (var (pair, i) in steps.Split(' ').Select((text, i) => (text.Split('/'), i + 1)))
        {
            if (pair[0] != "-") good[Nine + (i * step)] = Spending.Number(pair[0]);
            if (pair.Length > 1 && pair[1] != "-") total[Nine + (i * step)] = Spending.Number(pair[1]);
        }

        Assert.Equal(expected, string.Join(' ', MeasuredHours.Of(good, total, step).Select(Said)));
    }

    [Fact]
    public void A_whole_hour_as_one_step_is_measured_or_not()
    {
        var ten = Nine + Duration.FromHours(1);
        var hours =
            MeasuredHours.Of(new Dictionary<Instant, decimal> { [ten] = 999 },
                new Dictionary<Instant, decimal> { [ten] = 1000, [ten + Duration.FromHours(1)] = 5 }, Duration.FromHours(1));
        Assert.Equal([new Bucket(Nine, 999, 1000) { Coverage = 1 }], hours);
    }

    private static string Said(Bucket hour) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{hour.Hour.InUtc().Hour:00}:{hour.Good}/{hour.Total}*{decimal.Round(hour.Coverage, 4):0.####}");
}
