using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>What people hear of levels, and in which order.</summary>
public sealed class BudgetNewsTests
{
    private static CancellationToken Ct => BudgetBot.Ct;

    [Fact]
    public async Task Of_two_levels_that_are_reached_within_a_second_both_are_told_in_their_order()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T09:00:00Z", "2026-11-20T09:40:00Z"));
        var (job, chat) = (bot.Job(), new RecordingChat());
        async Task TellAsync()
        {
            await job.RunAsync(bot.Clock.Now, Ct);
            await new DeliveryJob(new Outbox(bot.Store, exclusive: true), chat, bot.Clock, NullLogger<DeliveryJob>.Instance)
                .RunAsync(bot.Clock.Now, Ct);
        }

        bot.Clock.Now += Duration.FromMilliseconds(100);
        await TellAsync();
        await bot.HappenAsync(Incident(2, "2026-11-20T07:00:00Z", "2026-11-20T07:30:00Z"));
        job = bot.Job();
        bot.Clock.Now += Duration.FromMilliseconds(300);
        await TellAsync();
        var said = chat.Said.Where(one => one.To == Address.Team("payments")).Select(one => one.Reply.Text.ToString()).ToList();
        Assert.Equal(2, said.Count);
        Assert.Contains("of the budget left", said[0], StringComparison.Ordinal);
        Assert.Contains("Releases are halted.", said[1], StringComparison.Ordinal);
    }
}
