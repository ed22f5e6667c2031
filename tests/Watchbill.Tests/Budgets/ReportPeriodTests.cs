using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Budgets;

public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData("2026-10", "2026-10", "2026-09")]
    [InlineData("2026-01", "2026-01", "2025-12")]
    [InlineData("2026-Q4", "2026-Q4", "2026-Q3")]
    [InlineData("2026-q1", "2026-Q1", "2025-Q4")]
    [InlineData("2026", "2026", "2025")]
    [InlineData("this quarter", "2026-Q4", "2026-Q3")]
    [InlineData(" Last  Quarter ", "2026-Q3", "2026-Q2")]
    [InlineData("last month", "2026-10", "2026-09")]
    [InlineData("this year", "2026", "2025")]
    [InlineData("next month", "2026-12", "2026-11")]
    [InlineData("October", "2026-10", "2026-09")]
    [InlineData("oct 2025", "2025-10", "2025-09")]
    [InlineData("june", "2026-06", "2026-05")]
    [InlineData("march", "2027-03", "2027-02")]
    [InlineData("may", "2026-05", "2026-04")] // as far behind as ahead
    [InlineData("sept", "2026-09", "2026-08")]
    public void A_period_is_read_as_it_is_named(string text, string name, string before)
    {
        var period = ReportPeriod.Parse(text, new LocalDate(2026, 11, 20))!;
        Assert.Equal((name, before), (period.Name, period.Previous.Name));
        Assert.Equal(period, ReportPeriod.Parse(period.Name, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("2026-Q5")]
    [InlineData("2026-Q")]
    [InlineData("26")]
    [InlineData("1969")]
    [InlineData("2026-10-01")]
    [InlineData("last fortnight")]
    [InlineData("ma")]
    [InlineData("octobre")]
    [InlineData("oct 26")]
    [InlineData("2026 10")]
    public void Anything_else_is_none(string text) => Assert.Null(ReportPeriod.Parse(text, new LocalDate(2026, 11, 20)));

    [Theory]
    [InlineData("2026-10", "2026-09-30T23:00:00Z", "2026-11-01T00:00:00Z")] // summer time ends on the 25th: 745 h
    [InlineData("2026-Q1", "2026-01-01T00:00:00Z", "2026-03-31T23:00:00Z")]
    [InlineData("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void It_begins_and_ends_at_local_midnight(string text, string start, string end)
    {
        var period = ReportPeriod.Parse(text, default)!;
        var zone = Spending.Zone("Europe/Lisbon");
        Assert.Equal(new Interval(Cases.At(start), Cases.At(end)), period.In(zone));
        Assert.Equal((Cases.At(start), Cases.At(end)), (period.Months[0].In(zone).Start, period.Months[^1].In(zone).End));
    }
}
