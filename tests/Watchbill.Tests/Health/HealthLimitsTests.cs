using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Health;

/// <summary>What a change would cross that is not crossed without it: decision 0176.</summary>
public sealed class HealthLimitsTests
{
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");
    private static readonly Duration Day = Duration.FromDays(1);

    [Theory]
    [InlineData(7, 1, null)]
    [InlineData(8, 1, 8)]
    [InlineData(14, 7, null)]
    [InlineData(15, 7, 15)]
    [InlineData(21, 7, 21)]
    [InlineData(14, 0, 14)]
    [InlineData(28, 14, null)]
    public void Days_in_a_row_are_said_beyond_the_limit_and_two_turns(int days, int turn, int? said)
    {
        var crossed = Brought([], [Duty("a", Duration.Zero, days * Day)], turn * Day);
        Assert.Equal(said, crossed.Where(one => one.Rule == LimitRule.ConsecutiveDays).Select(one => (int?)one.Value).SingleOrDefault());
    }

    /// <summary>Two weeks in four are 336 h, 84 a week; with eight hours more they are 86.</summary>
    [Theory]
    [InlineData(0, null)]
    [InlineData(8, 86)]
    public void Hours_a_week_are_said_beyond_two_turns(int more, int? said)
    {
        var crossed = Brought([Duty("a", Duration.Zero, 7 * Day)],
            [Duty("a", Duration.Zero, 7 * Day), Duty("b", 14 * Day, 21 * Day + Duration.FromHours(more))], 7 * Day);
        Assert.Equal(said, crossed.Where(one => one.Rule == LimitRule.HoursAWeek).Select(one => (int?)one.Value).SingleOrDefault());
    }

    [Fact]
    public void A_rest_is_between_two_turns_and_not_in_a_turn_that_pauses()
    {
        DutyTime[] nights = [.. Enumerable.Range(0, 3).Select(night => Duty("nights", night * Day, night * Day + Duration.FromHours(14)))];
        Assert.DoesNotContain(Brought([], nights, Day), one => one.Rule == LimitRule.Rest);
        var next = Duty("days", 2 * Day + Duration.FromHours(17), 3 * Day);
        Assert.Equal(3, Assert.Single(Brought(nights, [.. nights, next], Day), one => one.Rule == LimitRule.Rest).Value);
    }

    /// <summary>192 h in 28 days are 48 a week; ten minutes more read the same, and twenty are 48.1.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(10, false)]
    [InlineData(20, true)]
    public void What_reads_like_the_limit_has_not_crossed_it(int minutes, bool crossed)
    {
        DutyTime[] days = [.. Enumerable.Range(0, 8).Select(day => Duty($"{day}", day * 3 * Day, (day * 3 + 1) * Day))];
        days[^1] = days[^1] with { End = days[^1].End + Duration.FromMinutes(minutes) };
        Assert.Equal(crossed, HealthLimits.Crossed(Of(days), Monday + 28 * Day).Any(one => one.Rule == LimitRule.HoursAWeek));
    }

    /// <summary>Days of 24 h in 90: 22 are 24.4 %, 22.5 are a quarter, 23 are 25.6 %.</summary>
    [Theory]
    [InlineData(22, 0, false)]
    [InlineData(22, 12, false)]
    [InlineData(23, 0, true)]
    public void More_than_a_quarter_of_the_time_is_too_much(int days, int hours, bool crossed)
    {
        var duties = Enumerable.Range(0, days).Select(day => Duty($"{day}", day * 3 * Day, (day * 3 + 1) * Day)).ToList();
        if (hours > 0) duties.Add(Duty("half", 80 * Day, 80 * Day + Duration.FromHours(hours)));
        Assert.Equal(crossed, HealthLimits.Crossed(Of([.. duties]), Monday + 90 * Day).Any(one => one.Rule == LimitRule.Share));
    }

    /// <summary>Of two shifts: four incidents are two a shift, five are 2.5.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void More_than_two_incidents_a_shift_are_too_many(int incidents, bool crossed)
    {
        var record = Of([Duty("a", Duration.Zero, Day), Duty("b", 3 * Day, 4 * Day)]) with
        {
            Callouts = [.. Enumerable.Range(0, incidents).Select(hour => new WorkTime($"checkout-{hour}",
                Monday + Duration.FromHours(hour), Monday + Duration.FromHours(hour) + Duration.FromMinutes(9)))],
        };
        Assert.Equal(crossed, HealthLimits.Crossed(record, Monday + 30 * Day).Any(one => one.Rule == LimitRule.IncidentsPerShift));
    }

    [Fact]
    public void What_is_crossed_already_is_no_news()
    {
        var twenty = Duty("a", Duration.Zero, 20 * Day);
        Assert.Empty(Brought([twenty], [twenty, Duty("b", 25 * Day, 26 * Day)], Duration.Zero));
    }

    private static IReadOnlyList<CrossedLimit> Brought(DutyTime[] before, DutyTime[] after, Duration turn) =>
        HealthLimits.Brought(Of(before), Of(after), new Interval(Monday, Monday + 7 * Day), turn);

    private static DutyRecord Of(DutyTime[] duties) => new("ben", DateTimeZone.Utc) { Duties = duties };

    private static DutyTime Duty(string shift, Duration start, Duration end) => new(shift, Monday + start, Monday + end);
}
