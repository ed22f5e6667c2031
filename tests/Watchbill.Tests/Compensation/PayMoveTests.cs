using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Somebody moves from Lisbon to New York on 15 June 2026, 12:00 UTC, alone on call all the time. Nights are 21-05 UTC until then:
/// five hours on 1 June and 14 nights of eight, 117 h. From then on they are 02-10 UTC: 15 nights, and the two hours of 1 July that are
/// still 30 June in New York, 122 h. A night hour is worth one euro, so June is 239.
/// </summary>
public sealed class PayMoveTests
{
    private static readonly string Lisbon = Files.Of("ana", """
        id: standard
            effective: 2026-01-01
            classes: [{id: night, from: "22:00", to: "06:00"}, {id: day}]
            standby: {per: hour, rates: {night: 1}}
        """, "{id: ana, name: Ana, timeZone: Europe/Lisbon}");

    [Fact]
    public async Task Each_hour_is_classified_where_its_person_was_at_home()
    {
        var bot = await MovedAsync();
        Assert.Equal(239, await bot.AmountAsync("ana", "2026-06"));
    }

    [Fact]
    public async Task A_move_after_the_approval_changes_nothing()
    {
        var bot = await MovedAsync();
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        await bot.AtAsync("2026-07-11T12:00:00Z");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
        await bot.ApplyAsync(In("Asia/Tokyo"));
        await bot.AtAsync("2026-07-12T12:00:00Z");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2026-07"));
        Assert.Equal(239, await bot.AmountAsync("ana", "2026-06"));
    }

    [Fact]
    public async Task Holidays_are_those_of_the_calendar_of_the_day()
    {
        const string Calendars = "currency: EUR\nholidays: {PT: [2026-06-10, 2026-06-20], US: [2026-06-11, 2026-06-19]}";
        var file = Lisbon.Replace("currency: EUR", Calendars, StringComparison.Ordinal)
            .Replace("[{id: night, from: \"22:00\", to: \"06:00\"}", "[{id: night, on: holidays}", StringComparison.Ordinal);
        var bot =
            await WithAsync(file.Replace("Europe/Lisbon}", "Etc/UTC, holidays: PT}", StringComparison.Ordinal), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-15T12:00:00Z");
        await bot.ApplyAsync(file.Replace("Europe/Lisbon}", "Etc/UTC, holidays: US}", StringComparison.Ordinal));
        await bot.AtAsync("2026-07-10T12:00:00Z");
        // 10 June in Portugal and 19 June in the United States; 11 and 20 June are holidays where she was not.
        Assert.Equal(48, await bot.AmountAsync("ana", "2026-06"));
    }

    private static async Task<PayBot> MovedAsync()
    {
        var bot = await WithAsync(Lisbon, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-15T12:00:00Z");
        await bot.ApplyAsync(In("America/New_York"));
        await bot.AtAsync("2026-07-10T12:00:00Z");
        return bot;
    }

    private static string In(string zone) => Lisbon.Replace("Europe/Lisbon", zone, StringComparison.Ordinal);
}
