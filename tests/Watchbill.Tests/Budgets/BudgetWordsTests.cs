using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Reading;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>Lengths as people read them, of how a quarter of 99 % stands: 92 days x 1 % = 79,488 s = 22 h 4 min 48 s.</summary>
public sealed class BudgetWordsTests
{
    [Theory]
    [InlineData(40.4, null, "40 %")]
    [InlineData(4.04, null, "4 %")]
    [InlineData(4.06, null, "4.1 %")]
    // 249 of 250 are not all of them.
    [InlineData(99.6, null, "99.6 %")]
    [InlineData(99.97, null, "99.9 %")]
    [InlineData(100.02, null, "100.1 %")]
    [InlineData(100, null, "100 %")]
    [InlineData(94.96, 95, "94.96 %")]
    [InlineData(94.998, 95, "94.998 %")]
    [InlineData(95, 95, "95 %")]
    public void A_share_is_never_rounded_to_what_it_is_not(double share, int? limit, string words) =>
        Assert.Equal(words, BudgetWords.Percent((decimal)share, limit));

    [Theory]
    [InlineData(0, "22 h 5 min of 22 h 5 min left this quarter")]
    [InlineData(79_488, "0 s of 22 h 5 min left this quarter")]
    [InlineData(79_487.99, "under 0.1 s of 22 h 5 min left this quarter")]
    [InlineData(79_488.01, "overspent by under 0.1 s: 22 h 5 min spent of 22 h 5 min this quarter")]
    // Seconds are said under two minutes; 59.96 s are a minute, and 59 min 59.7 s an hour.
    [InlineData(79_448.04, "40 s of 22 h 5 min left this quarter")]
    [InlineData(79_428.04, "1 min of 22 h 5 min left this quarter")]
    [InlineData(79_387, "1 min 41 s of 22 h 5 min left this quarter")]
    [InlineData(75_888.3, "1 h of 22 h 5 min left this quarter")]
    [InlineData(75_268, "1 h 10 min of 22 h 5 min left this quarter")]
    [InlineData(75_850, "1 h 1 min of 22 h 5 min left this quarter")]
    // 90,000 s are 1 d 1 h, and 10,512 s more than there was: 2 h 55 min 12 s.
    [InlineData(90_000, "overspent by 2 h 55 min: 1 d 1 h spent of 22 h 5 min this quarter")]
    // 95,430 s are 1 d 2 h 30 min 30 s: from a day on minutes say nothing, and the half hour goes up.
    [InlineData(95_430, "overspent by 4 h 26 min: 1 d 3 h spent of 22 h 5 min this quarter")]
    // 23 h 59 min 59.6 s: a day.
    [InlineData(86_399.6, "overspent by 1 h 55 min: 1 d spent of 22 h 5 min this quarter")]
    public void What_is_left_is_said_in_two_units_at_most(double down, string words)
    {
        var start = Cases.At("2026-10-02T00:00:00Z");
        var reading = ReadingOf(Time("99", Quarter), Facts(Incident(1, start, start + Duration.FromSeconds(down))), "2026-11-20T10:00:00Z");
        Assert.Equal($"checkout availability: {words}", OpenWorkReplies.Budget("checkout", BudgetLeft.Of(reading.Status)));
    }
}
