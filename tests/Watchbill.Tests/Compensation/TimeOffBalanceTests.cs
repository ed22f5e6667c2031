using NodaTime;

namespace Watchbill.Compensation;

/// <summary>Days on which time off can be taken: from the day it is earned to the day it expires, both included.</summary>
public sealed class TimeOffBalanceTests
{
    private static readonly LocalDate Earned = new(2026, 6, 10);
    private static readonly LocalDate Expires = new(2026, 6, 20);

    [Theory]
    [InlineData(9, 0, 4)]
    [InlineData(10, 4, 0)]
    [InlineData(20, 4, 0)]
    [InlineData(21, 0, 4)]
    public void What_is_taken_comes_from_a_lot_that_can_be_taken_that_day(int day, int taken, int expired)
    {
        var balance = TimeOffBalance.On(
            new(2026, 6, 30), [new(Earned, 4, Expires, "checkout-1")], [new TimeOffTaken(new(2026, 6, day), 4)]);
        Assert.Equal(((decimal)taken, (decimal)expired, 0m), (4 - balance.Expired, balance.Expired, balance.Balance));
    }

    [Theory]
    [InlineData(9, 0, 0)]
    [InlineData(10, 4, 0)]
    [InlineData(20, 4, 0)]
    [InlineData(21, 0, 4)]
    public void It_is_there_on_its_last_day_and_gone_on_the_next(int day, int balance, int expired)
    {
        var found = TimeOffBalance.On(new(2026, 6, day), [new(Earned, 4, Expires, "checkout-1")], []);
        Assert.Equal(((decimal)balance, (decimal)expired), (found.Balance, found.Expired));
    }

    [Fact]
    public void What_expires_first_is_used_first_and_what_never_expires_last()
    {
        var found = TimeOffBalance.On(new(2026, 6, 30),
            [new(Earned, 4, null, "a"), new(Earned, 4, new(2026, 7, 20), "b"), new(Earned, 4, new(2026, 7, 10), "c")],
            [new TimeOffTaken(new(2026, 6, 15), 6)]);
        Assert.Equal([("b", 2m), ("a", 4m)], found.Lots.Select(left => (left.Lot.For, left.Left)));
    }
}
