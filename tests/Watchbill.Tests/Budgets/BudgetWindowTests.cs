using NodaTime;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>Windows tile time: each begins where the one before it ended, whatever the clocks do.</summary>
public sealed class BudgetWindowTests
{
    public static TheoryData<string, BudgetWindowUnit> Walks =>
        [.. from zone in new[] { "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "America/Havana", "Pacific/Apia",
            "Africa/Cairo", "America/St_Johns" }
            from unit in new[] { BudgetWindowUnit.Month, BudgetWindowUnit.Quarter, BudgetWindowUnit.Year }
            select (zone, unit)];

    [Theory]
    [MemberData(nameof(Walks))]
    public void Windows_of_twenty_years_tile_time_without_gap_or_overlap(string id, BudgetWindowUnit unit)
    {
        var (window, zone) = (new BudgetWindow(unit, 0), Zone(id));
        var at = window.At(Cases.At("2005-06-01T00:00:00Z"), zone);
        while (at.End < Cases.At("2027-06-01T00:00:00Z"))
        {
            var next = window.At(at.End, zone);
            Assert.Equal(at.End, next.Start);
            Assert.Equal(at, window.At(at.End - Duration.Epsilon, zone));
            Assert.Equal(at, window.At(at.Start, zone));
            Assert.Equal(at, window.Before(next.Start, 1, zone)[0]);
            at = next;
        }
    }

    [Theory]
    // 31 days and an hour less: summer time begins on 29 March 2026.
    [InlineData("Europe/Berlin", BudgetWindowUnit.Month, "2026-03-15T00:00:00Z", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", 743)]
    [InlineData("Europe/Berlin", BudgetWindowUnit.Quarter, "2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z", "2026-06-30T22:00:00Z", 2184)]
    [InlineData("America/New_York", BudgetWindowUnit.Year, "2026-01-01T04:59:59Z", "2025-01-01T05:00:00Z", "2026-01-01T05:00:00Z", 8760)]
    [InlineData("UTC", BudgetWindowUnit.Quarter, "2028-02-29T12:00:00Z", "2028-01-01T00:00:00Z", "2028-04-01T00:00:00Z", 2184)]
    public void A_window_is_as_long_as_its_hours(string id, BudgetWindowUnit unit, string at, string start, string end, int hours)
    {
        var window = new BudgetWindow(unit, 0).At(Cases.At(at), Zone(id));
        Assert.Equal(new Interval(Cases.At(start), Cases.At(end)), window);
        Assert.Equal(Duration.FromHours(hours), window.Duration);
    }

    [Fact]
    public void A_rolling_window_is_days_of_24_hours_that_end_now()
    {
        var at = Cases.At("2026-03-30T10:00:00Z");
        Assert.Equal(new Interval(Cases.At("2026-03-02T10:00:00Z"), at), Rolling(28).At(at, Zone("Europe/Berlin")));
    }

    [Fact]
    public void The_last_periods_are_full_and_newest_first()
    {
        var quarters = Quarter.Before(Cases.At("2026-11-20T10:00:00Z"), 4, Utc);
        Assert.Equal(["2026-07-01", "2026-04-01", "2026-01-01", "2025-10-01"],
            quarters.Select(span => Cases.Invariant($"{span.Start:uuuu-MM-dd}")));
        Assert.Equal(BudgetWindow.CalendarMonth, Rolling(28).Period);
        Assert.Throws<InvalidOperationException>(() => Rolling(28).Before(Cases.At("2026-11-20T10:00:00Z"), 1, Utc));
    }

    [Fact]
    public void Four_quarters_are_a_year()
    {
        var quarters =
            Quarter.Before(Cases.At("2027-01-01T00:00:00Z"), 4, Zone("Europe/Berlin"))
                .Sum(span => Objectives.Seconds(Time("99.99", Quarter), span, Utc));
        // 52.56 minutes of 365 days.
        Assert.Equal(52.56m * 60, quarters);
    }
}
