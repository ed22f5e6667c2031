using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>Whom a row of a schedule names where layers have hours of their own.</summary>
public sealed class ScheduleRowTests
{
    /// <summary>Ben has the morning of europe by an override: america has not begun, and cai has no row of those hours.</summary>
    [Fact]
    public async Task In_rows_that_another_layer_cuts_out_only_who_has_hours_in_them_is_named()
    {
        var sun = Rotation(Layer("europe", Weekly, Office, "ana"), Layer("america", Weekly, Open("Mon-Fri", "14:00", "22:00"), "cai"));
        var bot = await Bot.WithAsync(sun);
        await bot.ConfirmAsync("dot", "override payments ben wed 10-12 layer europe");
        var table = (await bot.AskAsync("ana", "schedule payments next week")).Table!;
        Assert.Equal(
            ["Ana Silva|off-hours", "Ana Silva|Cai Wen", "Ben Ode (override for Ana)|off-hours", "Ana Silva|Cai Wen", "off-hours|Cai Wen"],
            table.Rows.Select(row => string.Join('|', row.Skip(1).Select(cell =>
                PlainText.Render(cell, new Reader(DateTimeZone.Utc, null))))));
    }
}
