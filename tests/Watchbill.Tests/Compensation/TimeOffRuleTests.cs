using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>Lots of time off, what is taken of them, and what turns up late.</summary>
public sealed class TimeOffRuleTests
{
    private static readonly LocalDate June = new(2026, 6, 1);
    private static readonly TimeOffLot First = Lot("2026-06-10", 4, "2026-06-20", "checkout-1");
    private static readonly TimeOffLot Second = Lot("2026-06-12", 8, "2026-06-30", "checkout-2");
    private static readonly TimeOffLot ForGood = Lot("2026-06-12", 2, null, "checkout-3");

    [Theory]
    [InlineData("2026-06-09", 0)]
    [InlineData("2026-06-11", 4)]
    [InlineData("2026-06-15", 14)]
    [InlineData("2026-06-20", 14)]
    [InlineData("2026-06-21", 10)]
    [InlineData("2026-07-01", 2)]
    public void On_a_day_there_is_what_was_earned_and_has_not_expired(string day, int hours) =>
        Assert.Equal(hours, new TimeOffBook([First, Second, ForGood], []).On(Cases.Date(day)));

    [Theory]
    // Six hours taken on the 15th: the four that expire first, and two of the next.
    [InlineData("2026-06-15", 8)]
    [InlineData("2026-06-21", 8)]
    // Before they were taken, those four are free only as far as others can be taken instead.
    [InlineData("2026-06-11", 4)]
    [InlineData("2026-07-01", 2)]
    public void What_is_taken_already_is_not_there_twice(string day, int hours) =>
        Assert.Equal(hours,
            new TimeOffBook([First, Second, ForGood], []).With(new TimeOffTaken(new(2026, 6, 15), 6)).On(Cases.Date(day)));

    [Fact]
    public void What_can_be_taken_is_told_by_its_last_day()
    {
        var book = new TimeOffBook([First, Second, ForGood], [new TimeOffTaken(new(2026, 6, 15), 5)]);
        Assert.Equal([(Cases.Date("2026-06-30"), 7m), ((LocalDate?)null, 2m)], book.From(Cases.Date("2026-06-16")));
        Assert.Equal([((LocalDate?)null, 2m)], book.From(Cases.Date("2026-07-01")));
        Assert.Equal(new ExpiringTimeOff(new(2026, 6, 30), 7), ExpiringTimeOff.Next(book, Cases.Date("2026-06-30")));
        Assert.Null(ExpiringTimeOff.Next(book, Cases.Date("2026-07-01")));
        Assert.Null(ExpiringTimeOff.Next(TimeOffBook.Empty, Cases.Date("2026-07-01")));
    }

    [Fact]
    public void Lost_is_what_nobody_had_taken_when_it_expired()
    {
        TimeOffTaken[] taken = [new(new(2026, 6, 15), 5), new(new(2026, 7, 5), 1)];
        Assert.Empty(TimeOffBalance.LostBefore(Cases.Date("2026-06-30"), [First, Second, ForGood], taken));
        Assert.Equal([("checkout-2", 7m)],
            TimeOffBalance.LostBefore(Cases.Date("2026-07-01"), [First, Second, ForGood], taken).Select(one => (one.Lot.For, one.Left)));
        var balance = TimeOffBalance.On(Cases.Date("2026-07-01"), [First, Second, ForGood], taken);
        Assert.Equal((14m, 5m, 7m, 2m), (balance.Earned, balance.Taken, balance.Expired, balance.Balance));
        balance = TimeOffBalance.On(Cases.Date("2026-07-05"), [First, Second, ForGood], taken);
        Assert.Equal((6m, 1m), (balance.Taken, balance.Balance));
    }

    [Theory]
    [InlineData("10 days", "2026-06-10", "2026-06-20")]
    // To 31 March, which comes again each year.
    [InlineData("2026-03-31", "2025-02-01", "2026-03-31")]
    [InlineData("2026-03-31", "2026-03-31", "2026-03-31")]
    [InlineData("2026-03-31", "2026-04-01", "2027-03-31")]
    [InlineData("2026-03-31", "2028-01-01", "2028-03-31")]
    [InlineData("2026-03-31", "2028-12-31", "2029-03-31")]
    public void It_can_be_taken_for_some_days_or_to_a_date(string expires, string earned, string last)
    {
        var rule = expires == "10 days" ? new TimeOffExpiry(Duration.FromDays(10), null) : new TimeOffExpiry(null, Cases.Date(expires));
        Assert.Equal(Cases.Date(last), rule.Of(Cases.Date(earned)));
    }

    [Theory]
    [InlineData(4, 0, 4, null)] // as it was
    [InlineData(4, 0, 6, 2)]
    [InlineData(4, 0, 1, -3)]
    [InlineData(4, 2, 6, null)] // a later month has fixed it already
    [InlineData(4, 2, 4, -2)]
    [InlineData(0, 0, 4, 4)] // nobody knew of it
    [InlineData(4, 0, 0, -4)] // it was taken back
    public void What_an_approved_month_earned_more_or_less_turns_up_once(int then, int settled, int now, int? late)
    {
        var found = LateTimeOff.Between(June, Of(then), Of(now), [new LateTimeOff(June, First with { Hours = settled }),
            new LateTimeOff(June.PlusMonths(-1), First with { Hours = 50 })]).ToList();
        Assert.Equal(late is { } hours ? [(June, (decimal)hours, "checkout-1")] : [],
            found.Select(one => (one.Of, one.Lot.Hours, one.Lot.For)));

        static TimeOffLot[] Of(int hours) => hours == 0 ? [] : [First with { Hours = hours }];
    }

    [Fact]
    public void A_turn_is_the_same_by_whichever_count()
    {
        TimeOffLot[] then = [First with { For = "payments/primary/12" }], now = [First with { For = "payments/primary/12@2" }];
        Assert.Empty(LateTimeOff.Between(June, then, now, []));
    }

    [Fact]
    public void More_is_added_and_less_is_taken_from_what_is_left_of_the_same()
    {
        LateTimeOff[] late = [new(June, Lot("2026-06-14", 3, "2026-06-24", "checkout-4"))];
        // It had expired when it turned up: it can be taken to the end of that month.
        var lots = TimeOffLotsOf(late, "2026-07-31");
        Assert.Equal(("checkout-4", Cases.Date("2026-07-31")), (lots[^1].For, lots[^1].Expires));
        Assert.Equal(Cases.Date("2026-06-24"), TimeOffLotsOf(late, "2026-06-20")[^1].Expires);
        // Three hours less of what the first callout earned; ten less are no more than its four.
        Assert.Equal([1m, 8m], TimeOffLotsOf([new(June, First with { Hours = -3 })], "2026-07-31").Select(lot => lot.Hours));
        Assert.Equal([0m, 8m], TimeOffLotsOf([new(June, First with { Hours = -10 })], "2026-07-31").Select(lot => lot.Hours));

        static IReadOnlyList<TimeOffLot> TimeOffLotsOf(IReadOnlyList<LateTimeOff> late, string until) =>
            LateTimeOff.Into([First, Second], late, Cases.Date(until));
    }

    [Fact]
    public void The_balance_goes_on_from_the_last_month_and_leaves_out_one_that_was_approved_after_it()
    {
        var april = Approved(4, "2026-05-10T09:00:00Z");
        var may = Approved(5, "2026-06-10T09:00:00Z");
        var lateMarch = Approved(3, "2026-06-11T09:00:00Z");
        var carried = new CarriedTimeOff([lateMarch, may, april]);
        Assert.Equal(may, carried.Last);
        Assert.Equal([4, 5], carried.Settled.Select(one => one.Of.Month));
        Assert.Null(new CarriedTimeOff([]).Last);
        // Of April itself what it earned; of March, which was not approved then, what April counted of it.
        Assert.Equal(["earned-4"], carried.Earned(new(2026, 4, 1))!.Select(lot => lot.For));
        Assert.Equal(["earlier-3"], carried.Earned(new(2026, 3, 1))!.Select(lot => lot.For));
    }

    [Theory]
    [InlineData("2026-05-31", "2026-06-10T09:00:00Z", true)]
    [InlineData("2026-05-31", "2026-06-10T09:00:01Z", false)] // noted after the approval
    [InlineData("2026-06-01", "2026-06-10T09:00:00Z", false)] // of a month that is not approved
    public void What_was_taken_is_counted_where_the_approval_knew_of_it(string day, string noted, bool counts)
    {
        var use = new TimeOffUse("ana", Cases.Date(day), 4, "mia", Cases.At(noted));
        Assert.Equal(counts, new CarriedTimeOff([Approved(5, "2026-06-10T09:00:00Z")]).Counts(use));
        Assert.False(new CarriedTimeOff([]).Counts(use));
    }

    [Fact]
    public void Somebody_is_paid_as_they_were_at_home_then()
    {
        var moved = Cases.At("2026-06-10T00:00:00Z");
        var again = Cases.At("2026-06-20T00:00:00Z");
        var person = new PaidPerson("ana", "Europe/Berlin")
        {
            Holidays = "DE",
            Former = [new FormerHome(moved, "Europe/Lisbon", "PT"), new FormerHome(again, "Europe/London", null)],
        };
        Assert.Equal(["Europe/Lisbon PT 1-10", "Europe/London  10-20", "Europe/Berlin DE 20-30"], Homes("2026-06-01", "2026-06-30"));
        Assert.Equal(["Europe/London  10-20"], Homes("2026-06-10", "2026-06-20"));
        Assert.Equal(["Europe/Lisbon PT 1-10"], Homes("2026-06-01", "2026-06-10"));
        Assert.Equal(["Europe/Berlin DE 20-21"], Homes("2026-06-20", "2026-06-21"));
        Assert.Equal(("Europe/London", "Europe/Lisbon", "Europe/Berlin"),
            (person.At(moved).TimeZone, person.At(moved - Duration.Epsilon).TimeZone, person.At(again).TimeZone));
        var settled = person with { Former = [] };
        Assert.Same(settled, settled.At(moved));

        IEnumerable<string> Homes(string start, string end) =>
            person.AtHome(Cases.At($"{start}T00:00:00Z"), Cases.At($"{end}T00:00:00Z"))
                .Select(one => Cases.Invariant($"{one.Person.TimeZone} {one.Person.Holidays} {one.Start:%d}-{one.End:%d}"));
    }

    [Theory]
    [InlineData("2025-12-31", null)]
    [InlineData("2026-01-01", 10)]
    [InlineData("2026-05-31", 10)]
    [InlineData("2026-06-01", 13)] // of two of one day the later said
    [InlineData("2027-01-01", 13)]
    public void A_value_holds_from_its_day_on(string day, int? value)
    {
        FromDay<int>[] values = [new(new(2026, 6, 1), 12), new(new(2026, 6, 1), 13), new(new(2026, 1, 1), 10)];
        Assert.Equal(value, values.On(Cases.Date(day))?.Value);
    }

    private static PayRecord Approved(int month, string at) => new("ana", new LocalDate(2026, month, 1))
    {
        Steps = [new PayStep(PayState.Approved, "mia", Cases.At(at))],
        Fixed = new FixedMonth("ana", "Europe/Lisbon", null, [], TimeOffBalance.None, [])
        {
            LateOff = [new LateTimeOff(new(2026, month, 1), First)],
            EarnedOff = [First with { For = $"earned-{month}" }],
            EarlierOff = [.. new[] { month - 2, month - 1 }.Select(one => First with
            {
                For = $"earlier-{one}",
                Earned = new LocalDate(2026, one, 15),
            })],
        },
    };

    private static TimeOffLot Lot(string earned, decimal hours, string? expires, string cause) =>
        new(Cases.Date(earned), hours, expires is null ? null : Cases.Date(expires), cause);
}
