using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// Whoever leaves is owed what they worked: ben has the weeks from Monday 8 and Monday 22 June, and leaves the file on the 25th. The
/// question of June is due on Friday 3 July at nine.
/// </summary>
public sealed class PayLeaverTests
{
    private const string Ben = "{id: ben, name: Ben}";

    // Two weeks of 120 h x 5 and 48 h x 10: the roster changes when the turn that runs is over.
    // A week of 1,080, and of the next one the weekdays before the file that no longer names him.
    private const decimal Owed = 1080 + 3 * 120;

    [Fact]
    public async Task The_manager_approves_the_last_month_of_somebody_whom_the_file_no_longer_names()
    {
        var bot = await LeftAsync(Files.Payments.Replace($", {Ben}", "", StringComparison.Ordinal)
            .Replace("members: [ana, ben]", "members: [ana]", StringComparison.Ordinal));
        await bot.SayAsync("ana", "pay check 2026-06");
        Assert.Equal(Owed, await bot.AmountAsync("ben", "2026-06"));
        Assert.StartsWith("Ben, 2026-06: 1,440.00 EUR", await bot.SayAsync("mia", "pay lines ben 2026-06"), StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay adjust ben 2026-06 25 EUR because of a taxi");
        var team = await bot.AskAsync("mia", "pay team 2026-06");
        var approve = team.Actions.Single(action => action.Label == "Approve 2 months");
        Assert.Equal("2026-06 of Ana is approved.\n2026-06 of Ben is approved; its person had not checked it.",
            Plain(await bot.Router.PressAsync(approve.Action, approve.Value, new Caller("mia", Platforms.Slack, null), Ct)));
        Assert.Contains("2026-06 of Ben is exported.", await bot.ConfirmAsync("mia", "pay export payments 2026-06"),
            StringComparison.Ordinal);
        Assert.Equal(Owed + 25, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task Nobody_is_asked_who_has_left_and_the_month_waits_no_longer_than_if_they_had_been()
    {
        var bot = await LeftAsync(Files.Payments.Replace(Ben, "{id: ben, name: Ben, until: 2026-06-25}", StringComparison.Ordinal));
        Assert.DoesNotContain(await bot.Store.ListAsync<Delivery>(IdRange.All, Ct),
            said => said.Value.Kind == MessageKind.Pay && said.Value.To == Address.Person("ben"));
        Assert.Equal(PayState.Unchecked, (await bot.MonthAsync("ben", "2026-06")).State);
        Assert.Contains("⚠ Not checked, and never asked.", await bot.SayAsync("mia", "pay approve ben 2026-06"), StringComparison.Ordinal);
        Assert.Equal(["pay not asked", "pay unchecked"], (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct))
            .Select(row => row.Value.Entry).Where(entry => entry.Subject == "ben/2026-06").Select(entry => entry.Action));
    }

    private static async Task<PayBot> LeftAsync(string file)
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-25T00:00:00Z");
        await bot.ApplyAsync(file);
        await bot.AtAsync("2026-07-03T09:00:00Z");
        await bot.AtAsync("2026-07-08T08:59:00Z");
        Assert.Equal(PayState.Calculated, (await bot.MonthAsync("ben", "2026-06")).State);
        await bot.AtAsync("2026-07-08T09:00:00Z");
        return bot;
    }
}
