using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Time off that is paid out when it expires. Ana has four hours for a callout on 10 June, which can be taken until 30 June; an hour of
/// hers is worth 30, and 40 from July on.
/// </summary>
public sealed class PayoutTests
{
    private static readonly string File =
        Files.OfBen("{id: standard, effective: 2026-01-01, timeOff: [{for: callout, hours: 4, expires: 20 days, payout: 1 x hourly}]}");

    [Theory]
    [InlineData("2026-06-10", 2.5, "1.5 h x 30 = 45.00")]
    [InlineData("2026-06-30", 1, "3 h x 30 = 90.00")]
    [InlineData("2026-06-30", 4, "")]
    [InlineData("2026-07-01", 4, "4 h x 30 = 120.00")]
    public void What_nobody_took_until_its_last_day_is_paid_at_the_rate_of_that_day(string day, double hours, string paid)
    {
        TimeOffLot[] lots = [Lot(Day("2026-06-10"), 4, Day("2026-06-30"))];
        var left = TimeOffBalance.LostBefore(
            Day("2026-07-31"), lots, [new TimeOffTaken(Day(day), (decimal)hours)]);
        Assert.Equal(paid, string.Join(", ", PayoutPay.Of(Ana, left, "EUR").Select(Written)));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_day_and_not_of_the_day_on_which_it_was_earned() =>
        Assert.Equal("4 h x 40 = 160.00", Written(Assert.Single(
            PayoutPay.Of(Ana, [new(Lot(Day("2026-06-10"), 4, Day("2026-07-01")), 4)], "EUR"))));

    [Fact]
    public void A_lot_without_a_payout_is_lost() =>
        Assert.Empty(PayoutPay.Of(Ana, [new(Lot(Day("2026-06-10"), 4, Day("2026-06-30")) with { Payout = null }, 4)], "EUR"));

    [Fact]
    public void A_part_of_an_hour_is_rounded_once_and_says_so()
    {
        var line = Assert.Single(PayoutPay.Of(Ana with { Hourly = [new(Day("2026-01-01"), new Money(33.33m, "EUR"))] },
            [new(Lot(Day("2026-06-10"), 4, Day("2026-06-30")), 0.25m)], "EUR"));
        Assert.Equal((8.33m, line.Amount.Amount), (line.Amount.Amount, line.Parts.Sum(part => part.Amount)));
        Assert.Equal([PayPartKind.Hours, PayPartKind.Rounding], line.Parts.Select(part => part.What));
    }

    [Fact]
    public void Without_an_hourly_rate_the_line_is_worth_nothing_and_has_no_rate()
    {
        var line = Assert.Single(PayoutPay.Of(Ana with { Hourly = [] }, [new(Lot(Day("2026-06-10"), 4, Day("2026-06-30")), 4)], "EUR"));
        Assert.Equal((null, 0m), (line.Rate, line.Amount.Amount));
    }

    /// <summary>Whatever is earned, taken and left to expire: each hour is taken, paid out once, or still there.</summary>
    [Theory]
    [InlineData("Europe/London", 1), InlineData("America/New_York", 2), InlineData("Australia/Lord_Howe", 3), InlineData("Pacific/Apia", 4)]
    public void Walked_month_by_month_each_hour_is_taken_paid_out_once_or_left(string zone, int seed)
    {
        var random = new Random(seed);
        var person = Ana with { TimeZone = zone, Hourly = [new(Day("2026-01-01"), new Money(10, "EUR"))] };
        var begin = Day("2026-01-01");
        var lots = Enumerable.Range(0, 40)
            .Select(_ => begin.PlusDays(random.Next(0, 300)))
            .Select(day => Lot(day, random.Next(1, 9), day.PlusDays(random.Next(0, 90)))).ToList();
        var taken = new List<TimeOffTaken>();
        for (var day = begin; day < begin.PlusDays(300); day = day.PlusDays(random.Next(1, 20)))
        {
            var free = TimeOffBalance.On(day, lots, taken).Balance;
            if (free > 0) taken.Add(new TimeOffTaken(day, Math.Min(free, random.Next(1, 6))));
        }

        decimal paid = 0;
        for (var month = begin; month < begin.PlusMonths(14); month = month.PlusMonths(1))
        {
            var last = month.With(DateAdjusters.EndOfMonth);
            var before = TimeOffBalance.LostBefore(month.PlusDays(-1), lots, taken);
            var expired = TimeOffBalance.LostBefore(last, lots, taken).Where(one => before.All(other => other.Lot != one.Lot)).ToList();
            var lines = PayoutPay.Of(person, expired, "EUR").ToList();
            Assert.All(lines, line => Assert.Equal(month, line.Month));
            paid += lines.Sum(line => line.Amount.Amount) / 10;
            var balance = TimeOffBalance.On(last, lots, taken);
            Assert.Equal(balance.Earned, balance.Taken + balance.Balance + paid);
        }

        Assert.True(paid > 0);
    }

    [Theory]
    [InlineData("2027-03-31", "2026-05-01", "2027-03-31")]
    [InlineData("2027-03-31", "2027-03-31", "2027-03-31")]
    [InlineData("2027-03-31", "2027-04-01", "2028-03-31")]
    [InlineData("2024-02-29", "2026-01-05", "2026-02-28")]
    public void A_date_comes_again_each_year(string on, string earned, string last) =>
        Assert.Equal(Day(last), new TimeOffExpiry(null, Day(on)).Of(Day(earned)));

    [Fact]
    public async Task It_is_paid_in_the_month_in_which_it_expired_and_once()
    {
        var bot = await EarnedAsync();
        await bot.AtAsync("2026-06-30T23:59:00Z");
        Assert.Empty((await bot.MonthAsync("ana", "2026-06")).Lines);
        await bot.ConfirmAsync("mia", "pay off take ana 1 2026-06-30");
        await bot.AtAsync("2026-07-01T00:00:00Z");
        // Three hours at 30: four less the one that was taken on the last day.
        var july = await bot.MonthAsync("ana", "2026-07");
        Assert.Equal("3 h x 30 = 90.00", Written(Assert.Single(july.Lines)));
        Assert.Equal((0m, 0m, 3m, 0m), (july.TimeOff.Earned, july.TimeOff.Taken, july.TimeOff.Expired, july.TimeOff.Balance));
        // Ana had no shift in July, and is among those who are owed something all the same.
        Assert.Contains((await bot.Months.OfAsync(Month("2026-07"), null, bot.Clock.Now, Ct)),
            one => one.Person == "ana" && one.Lines.Count == 1);
        Assert.Contains("90.00 EUR", await bot.SayAsync("mia", "pay team payments 2026-07"), StringComparison.Ordinal);
        Assert.Contains("time off not taken, checkout-1  Wed 10 - Tue 30 Jun 2026 (UTC)  3 h x 30 by standard@2026-01-01  90.00 EUR",
            await bot.SayAsync("ana", "pay me 2026-07"), StringComparison.Ordinal);
        Assert.Contains("0 h earned, 0 h taken, 3 h expired and paid out.", await bot.SayAsync("ana", "pay off balance 2026-07"),
            StringComparison.Ordinal);
        await bot.AtAsync("2026-08-20T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-06", "ana");
        Assert.Equal("3 h x 30 = 90.00", Written(Assert.Single((await bot.MonthAsync("ana", "2026-07")).Lines)));
        await bot.TakeToAsync(PayState.Locked, "2026-07", "ana");
        Assert.Empty((await bot.MonthAsync("ana", "2026-08")).Lines);
    }

    [Fact]
    public async Task What_can_still_be_taken_is_not_paid_out_yet()
    {
        var bot = await WithAsync(File.Replace("20 days", "5 days", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await AnswerAsync(bot);
        await bot.AtAsync("2026-06-15T23:00:00Z");
        Assert.Empty((await bot.MonthAsync("ana", "2026-06")).Lines);
        await bot.AtAsync("2026-06-16T00:00:00Z");
        Assert.Single((await bot.MonthAsync("ana", "2026-06")).Lines);
    }

    [Fact]
    public async Task Time_off_is_not_noted_in_a_month_that_is_approved()
    {
        var bot = await EarnedAsync();
        await bot.AtAsync("2026-07-10T00:00:00Z");
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        Assert.Contains("2026-06 of Ana is approved. Give a day of 2026-07 or later.",
            await bot.SayAsync("mia", "pay off take ana 1 2026-06-20"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expires: 20 days, payout: 1 x hourly", "payout: 30", "time off that never expires is never paid out")]
    [InlineData("20 days", "soon", "'soon' is neither a length of time nor a date")]
    public async Task The_file_says_what_is_wrong_with_it(string old, string @new, string error)
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        Assert.Contains(error, Assert.Single(await bot.ErrorsAsync(File.Replace(old, @new, StringComparison.Ordinal))),
            StringComparison.Ordinal);
    }

    private static PaidPerson Ana => new("ana", "Etc/UTC")
    {
        Hourly = [new(Day("2026-01-01"), new Money(30, "EUR")), new(Day("2026-07-01"), new Money(40, "EUR"))],
    };

    private static TimeOffLot Lot(LocalDate earned, decimal hours, LocalDate expires) => new(earned, hours, expires, "checkout-1")
    {
        Payout = new TimeOffPayout(new PayRate(1, true), TimeOffCause.Callout, "payments", "standard@2026-01-01", null),
    };

    private static string Written(PayLine line) => Cases.Invariant(
        $"{line.Parts[0].Quantity:0.##} h x {line.Rate:0.##} = {line.Amount.Amount:0.00}");

    private static LocalDate Day(string day) => NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;

    private static async Task<PayBot> EarnedAsync()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.ConfirmAsync("mia", "pay rate ana 30 EUR from 2026-01-01");
        await bot.ConfirmAsync("mia", "pay rate ana 40 EUR from 2026-07-01");
        await AnswerAsync(bot);
        return bot;
    }

    private static Task AnswerAsync(PayBot bot)
    {
        var (from, to) = (Cases.At("2026-06-10T01:00:00Z"), Cases.At("2026-06-10T02:00:00Z"));
        var incident = new Incident("checkout", 1, "It is slow", Severity.Sev2, from, to)
        {
            At = to,
            By = "ana",
            Responders = [new Responder("ana", from, to)],
        };
        return bot.Store.SaveAsync([Write.Create(Incident.DocumentId("checkout", 1), incident)], Ct);
    }
}
