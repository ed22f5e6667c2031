using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>What somebody sets while a page calls them counts for what of it is still to come.</summary>
public sealed partial class ContactTests
{
    [Fact]
    public async Task Rules_that_change_while_a_page_is_open_move_its_attempts_that_are_still_to_come()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, push 1m, hook 3m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 1);
        Assert.Single(push.Pages);
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, hook 2m, push 4m");
        await RunAsync(bot, minutes: 1);
        Assert.Single(hook.Pages);
        await RunAsync(bot, minutes: 1);
        Assert.Equal((1, 1), (hook.Pages.Count, push.Pages.Count));
        await RunAsync(bot, minutes: 1);
        Assert.Equal((1, 2), (hook.Pages.Count, push.Pages.Count));
        Assert.Equal(["chat", "push", "hook", "push"], (await PageAsync(bot)).Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task What_new_rules_leave_out_is_not_used_and_what_they_wanted_earlier_is_over()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, hook 3m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 2);
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, chat 1m, push 1m, push 90s");
        await RunAsync(bot, minutes: 2);
        Assert.Empty(hook.Pages);
        Assert.Empty(push.Pages);
        Assert.Equal(["chat"], (await PageAsync(bot)).Calls.Select(call => call.Method));
    }

    [Fact]
    public async Task What_is_due_while_the_rules_are_set_is_not_lost()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, hook 58s, hook 59s");
        await RunAsync(bot, minutes: 1);
        Assert.Single(hook.Pages);
    }

    [Fact]
    public async Task An_attempt_that_came_early_because_another_failed_does_not_come_again()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        await SayAsync(bot, router, "cai", "contact rules high: hook 0m, push 3m");
        hook.Fails = true;
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 0);
        Assert.Single(push.Pages);
        await SayAsync(bot, router, "cai", "contact rules high: hook 0m, push 3m, chat 4m");
        await RunAsync(bot, minutes: 3);
        Assert.Single(push.Pages);
        await RunAsync(bot, minutes: 1);
        Assert.Equal(CallOutcome.Accepted, (await PageAsync(bot)).Calls.Single(call => call.Method == Contacts.Chat).Outcome);
    }

    private static async Task<Page> PageAsync(Fixtures.Bot bot) => (await bot.Store.ListAsync<Page>(IdRange.All, Ct))[0].Value;
}
