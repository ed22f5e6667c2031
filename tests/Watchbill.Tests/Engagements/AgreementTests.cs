using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Engagements;

/// <summary>Periods as a word: x exhausted, o within budget, ? no data; each is a month, the last one ends on 1 November 2026.</summary>
public sealed class AgreementTests
{
    [Theory]
    [InlineData(2, 4, "ooxx", true)]
    [InlineData(2, 4, "xoox", true)]
    [InlineData(2, 4, "xxooo", false)] // only one of the last four
    [InlineData(2, 4, "o?x?", false)] // no data is not exhausted
    [InlineData(2, 4, "xx", true)] // fewer than four have passed
    [InlineData(1, 1, "xo", false)]
    [InlineData(1, 1, "ox", true)]
    [InlineData(2, 4, "", false)]
    public void The_exit_counts_exhausted_periods_among_the_last(int exhausted, int periods, string last, bool holds) =>
        Assert.Equal(holds, new Agreement(3, new ExitCondition(exhausted, periods)).ExitBy([Slo("availability", last)]) is not null);

    [Fact]
    public void One_objective_is_enough_to_get_out_and_is_the_evidence()
    {
        var evidence = Agreement.Default.ExitBy([Slo("latency", "oooo"), Slo("availability", "ooxoxx")]);
        Assert.Equal(("availability", "xoxx"),
            (evidence!.Slo, string.Concat(evidence.Periods.Select(period => period.Exhausted is true ? 'x' : 'o'))));
    }

    [Theory]
    [InlineData("ooo", 0)]
    [InlineData("xooo", 0)]
    [InlineData("oxo", 1)]
    [InlineData("oo?", 1)] // no data is not within budget
    [InlineData("oo", 1)] // a period too few
    [InlineData("xx", 3)]
    [InlineData("", 1)]
    public void The_entry_needs_every_one_of_the_last_periods(string last, int lacks) =>
        Assert.Equal(lacks, Agreement.Default.Lacks([Slo("availability", last)]).Count);

    [Fact]
    public void Every_objective_must_be_within_budget_to_get_in_and_none_is_not_enough()
    {
        Assert.Equal("latency", Assert.Single(Agreement.Default.Lacks([Slo("availability", "ooo"), Slo("latency", "oox")])).Slo);
        Assert.Null(Assert.Single(Agreement.Default.Lacks([])).Slo);
    }

    [Theory]
    [InlineData("2026-07-15T00:00:00Z", "xooo", true)] // August, September and October ended after it, July, in which it fell, too
    [InlineData("2026-08-15T00:00:00Z", "oooo", true)]
    [InlineData("2026-09-15T00:00:00Z", "oooo", false)] // only September and October have ended since
    [InlineData("2026-07-15T00:00:00Z", "ooxo", false)]
    public void Reinstatement_counts_periods_that_ended_after_the_hand_back(string since, string last, bool met) =>
        Assert.Equal(met, Agreement.Default.Reinstates([Slo("availability", last)], Cases.At(since)));

    internal static SloPeriods Slo(string id, string last) => new(id,
    [
        .. last.Select((mark, i) => new LocalDate(2026, 11, 1).PlusMonths(i - last.Length)).Zip(last, (start, mark) => new PeriodResult(
            start.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), start.PlusMonths(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(),
            mark switch { 'x' => true, 'o' => false, _ => null })),
    ]);
}
