using Watchbill.Fixtures;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>What a handoff offers to take: pages that somebody has, and no others.</summary>
public sealed class HeldTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, false)]
    [InlineData("ack page-1", true)]
    [InlineData("snooze page-1 30 min", true)]
    [InlineData("incident resolve page-1", false)]
    public async Task A_page_is_held_once_it_was_acknowledged_or_snoozed_until_it_is_over(string? said, bool held)
    {
        var bot = await Bot.WithAsync(Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben")));
        await bot.SayAsync("ana", "page payments the cards are slow sev1");
        await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
        if (said is not null) await bot.SayAsync("cai", said);
        var payments = (await bot.Store.FindAsync<Rotation>("payments", Ct))!.Value;
        Assert.Equal(held ? ["page-1"] : [],
            (await new OpenWork(bot.Store, new OrgChart(bot.Store)).HeldAsync(payments, bot.Clock.Now, Ct)).Select(page => page.Id));
    }
}
