using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>What people hear of levels, and in which order.</summary>
public sealed class BudgetNewsTests
{
    private static CancellationToken Ct => BudgetBot.Ct;

    [Fact]
    public async Task What_is_resolved_before_its_burn_is_told_burns_at_no_rate()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T09:50:00Z", "2026-11-20T09:59:00Z"));
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        var told = (await bot.SaidAsync()).Split('\n').Where(line => line.StartsWith("person:dot", StringComparison.Ordinal));
        Assert.Equal("person:dot: checkout (availability) burned at 300x; checkout-1 is resolved.", Assert.Single(told));
        Assert.DoesNotContain("rate", await bot.SaidAsync(), StringComparison.Ordinal);
        Assert.Contains("[Show checkout-1]", await bot.SaidAsync(), StringComparison.Ordinal);
        var count = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count;
        await bot.Job().RunAsync(bot.Clock.Now + Duration.FromMinutes(1), Ct);
        Assert.Equal(count, (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task Resolved_in_the_very_second_in_which_it_is_looked_at_it_is_over()
    {
        var bot = await BudgetBot.WithAsync(Incident(1, "2026-11-20T08:00:00Z", "2026-11-20T10:00:00Z"));
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        Assert.Contains("checkout (availability) burned at 2,000x, and the quarter's budget is spent; checkout-1 is resolved.",
            await bot.SaidAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_that_burn_the_worst_is_named_first_and_none_is_lost()
    {
        var bot = await BudgetBot.WithAsync([
            .. Enumerable.Range(1, 4).Select(number => Incident(number, $"2026-11-20T09:5{number}:00Z", null, 0.5m) with
            {
                Severity = number == 4 ? Severity.Sev1 : Severity.Sev3,
            }),
            Incident(5, "2026-11-20T09:00:00Z", null, 0) with { Severity = Severity.Sev1 },
        ]);
        await bot.Job().RunAsync(bot.Clock.Now, Ct);
        var told = await bot.SaidAsync();
        Assert.Contains(" while 4 incidents are open (burn rate ", told, StringComparison.Ordinal);
        Assert.Contains("Open incidents: sev1: Errors (checkout-4), since Fri 09:54.\nsev3: Errors (checkout-1)", told,
            StringComparison.Ordinal);
        Assert.Contains("\nand 1 more: `incident list`\n", told, StringComparison.Ordinal);
        Assert.Contains("[Show checkout-4] [Show checkout-1] [Show checkout-2] [How", told, StringComparison.Ordinal);
        Assert.Contains(" while 4 incidents are open.", await bot.SayAsync("ana", "budget status checkout slo availability"),
            StringComparison.Ordinal);
    }

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
