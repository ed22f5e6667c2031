using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Chat;

/// <summary>Ben has an account on Slack; Ana, Cai and their lead Dot have none.</summary>
public sealed class UnheardTests
{
    private const string Ending = " no account here, so Watchbill cannot tell them: tell them yourself.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dot", "override payments cai sat", "Cai Wen and Ana Silva have")]
    [InlineData("dot", "override payments ben sat", "Ana Silva has")]
    [InlineData("ana", "swap payments sat with cai", "Cai Wen has")]
    [InlineData("ana", "cover payments sat", "Cai Wen has")]
    public async Task Preview_and_answer_name_who_has_no_account(string asker, string text, string who)
    {
        var (router, _) = await RouterAsync();
        var caller = new Caller(asker, Platforms.Slack, null);
        var preview = await router.AskAsync(text, caller, Ct);
        Assert.Contains($"\n{who}{Ending}", Bot.Plain(preview), StringComparison.Ordinal);
        var confirm = preview.Actions.Single(action => action.Action == "confirm").Value;
        Assert.Contains($"\n{who}{Ending}", Bot.Plain(await router.PressAsync("confirm", confirm, caller, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_nobody_is_said_to_be_told()
    {
        var (router, _) = await RouterAsync(new Restored(default, default));
        var preview = await router.AskAsync("swap payments sat with ben", new Caller("ana", Platforms.Slack, null), Ct);
        Assert.Contains("Messages are paused since a backup was restored", Bot.Plain(preview), StringComparison.Ordinal);
    }

    // A page of a rotation is said by a job later on: the plan itself says nothing to anybody.
    [Fact]
    public async Task After_a_restore_nobody_is_said_to_be_paged()
    {
        var bot = await Bot.WithAsync(Payments);
        await bot.Store.SaveAsync([Write.Create(Restored.Id, new Restored(default, default))], Ct);
        var unheard = new Unheard(new OrgChart(bot.Store), () => new BroadcastChat([]), bot.Store);
        var router = new CommandRouter(bot.Slices, bot.Store, bot.Clock, unheard);
        foreach (var typed in new[] { "page payments please look", "escalate page-1" })
            Assert.Contains("Messages are paused since a backup was restored",
                Bot.Plain(await router.AskAsync(typed, new Caller("ana", Platforms.Slack, null), Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_can_be_told_is_not_named()
    {
        var (router, _) = await RouterAsync();
        var preview = await router.AskAsync("swap payments sat with ben", new Caller("ana", Platforms.Slack, null), Ct);
        Assert.DoesNotContain("account", Bot.Plain(preview), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_platform_is_in_use_nobody_is_named()
    {
        var (router, chat) = await RouterAsync();
        chat.IsOff = true;
        var preview = await router.AskAsync("override payments cai sat", new Caller("dot", Platforms.Slack, null), Ct);
        Assert.DoesNotContain("account", Bot.Plain(preview), StringComparison.Ordinal);
    }

    private static async Task<(CommandRouter Router, FileChat Chat)> RouterAsync(Restored? restored = null)
    {
        var bot = await Bot.WithAsync(Payments);
        if (restored is not null) await bot.Store.SaveAsync([Write.Create(Restored.Id, restored)], Ct);
        var ben = await bot.Store.FindAsync<Person>("ben", Ct);
        await bot.Store.SaveAsync([Write.Replace(ben!, ben!.Value with { Accounts = Platforms.OnSlack("U0BEN") })], Ct);
        var (chart, schedules) = (new OrgChart(bot.Store), new Schedules(bot.Store));
        var chat = new FileChat(new Recipients(bot.Store, new Accounts(bot.Store, bot.Store.Notices)), bot.Clock);
        return (new CommandRouter(
        [
            new OverrideCommands(new Overrides(bot.Store, schedules, chart), schedules, chart),
            new SwapCommands(bot.Store, new Swaps(bot.Store, schedules, chart), schedules, chart),
            new CoverCommands(bot.Store, new Covers(bot.Store, schedules, chart), schedules, chart),
        ], bot.Store, bot.Clock, new Unheard(chart, () => new BroadcastChat([chat]), bot.Store)), chat);
    }
}
