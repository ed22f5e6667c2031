using NodaTime;
using Watchbill.Rotations;
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

    [Fact]
    public async Task Whoever_verifies_a_method_reads_when_it_is_used_or_that_their_rules_leave_it_out()
    {
        var (bot, router) = await BotAsync();
        Assert.Equal("hook is verified. When you are paged: chat at once, hook after 1 min. To change that: `contact rules high chat 0m, "
            + "hook 1m`", await EnrollAsync(bot, router, "hook"));
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, hook 30s");
        Assert.Equal("push is verified, but your rules for high urgency do not use it. So that they do: `contact rules high chat 0m, "
            + "hook 30s, push 90s`", await EnrollAsync(bot, router, "push"));
    }

    [Fact]
    public async Task RP06_a_rule_that_uses_a_method_three_times_calls_three_times_before_the_next_level()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high: hook 0m, hook 2m, hook 4m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        var start = bot.Clock.Now;
        for (var minute = 0; minute < 6; minute++) await RunAsync(bot, minutes: 1);
        Assert.Equal([0, 2, 4], (await PageAsync(bot)).Calls.Where(call => call.Person == "cai")
            .Select(call => (int)(call.At - start).TotalMinutes));
        Assert.Equal((3, start + Duration.FromMinutes(5)), (hook.Pages.Count, (await PageAsync(bot)).Taken[^1].At));
    }

    [Fact]
    public async Task PR11_a_page_is_never_too_old_for_a_rule_whose_level_lasts()
    {
        var (bot, router) = await BotAsync();
        var rotation = (await bot.Store.FindAsync<Rotation>("payments", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(rotation, rotation.Value with
        {
            Escalation = [new("primary", Duration.Zero), new("secondary", Duration.FromMinutes(300))],
        })], Ct);
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high: chat 0m, hook 240m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 239);
        Assert.Empty(hook.Pages);
        await RunAsync(bot, minutes: 1);
        Assert.Single(hook.Pages);
    }

    private static async Task<Page> PageAsync(Fixtures.Bot bot) => (await bot.Store.ListAsync<Page>(IdRange.All, Ct))[0].Value;
}
