using Watchbill.Fixtures;

namespace Watchbill.Health;

/// <summary>What the preview of a rotation says about those in its roster: limits with their source, and nothing is forbidden.</summary>
public sealed class RosterPreviewTests
{
    private const string Make = "create day owner payments every 1 day from 2026-11-23 members";

    /// <summary>
    /// Day about day are 84 h a week; a day in four is 42. Eight hours on and eight off are 84 h and rests of 8 h. Alone it is every day of
    /// the eight weeks that are looked at.
    /// </summary>
    [Theory]
    [InlineData(null, Make + " ana, ben, cai, dot", null)]
    [InlineData(null, Make + " ana, ben", "Ana Silva and Ben Ode would be on call 84 h a week over 4 weeks (limit 48 h, EU working week).")]
    [InlineData(null, Make + " ana", "days in a row (limit 7, PagerDuty's template).")]
    [InlineData(null, "create day owner payments every 8 hours from 2026-11-23 members ana, ben", "would rest 8 h from")]
    [InlineData(Make + " ana, ben, cai, dot", "edit day members dot, cai, ben, ana", null)]
    [InlineData(Make + " ana, ben, cai, dot", "edit day members ana, ben", "Ana Silva and Ben Ode would be on call 84 h a week")]
    [InlineData(Make + " ana, ben, cai, dot", "edit day members ana", "days in a row (limit 7, PagerDuty's template).")]
    // Crossed without the change: no news.
    [InlineData(Make + " ana, ben", "edit day members ben, ana", null)]
    public async Task A_preview_says_what_would_be_crossed(string? before, string text, string? says)
    {
        var bot = await Bot.WithAsync();
        if (before is not null) await bot.ConfirmAsync("dot", before);
        var said = await bot.SayAsync("dot", text);
        Assert.True(says is not null == said.Contains('⚠', StringComparison.Ordinal), said);
        Assert.True(said.Contains(says ?? "", StringComparison.Ordinal), said);
        Assert.Contains("[Cancel]", said, StringComparison.Ordinal);
    }
}
