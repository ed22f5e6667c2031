using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Rotations;

/// <summary>
/// A rotation made in chat is ended there. Payments comes from the file; dot leads the team; ana has nights until Monday 23 November 2026.
/// </summary>
public sealed class RetireCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shown_confirmed_told_and_audited()
    {
        var bot = await Bot.WithAsync(Payments, Payments with { Id = "nights", InChat = true });
        await bot.ConfirmAsync("ana", "cover nights sat");
        var before = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Id).ToHashSet();
        const string text = "retire nights because the agency does it";
        Assert.Equal(
            "Retire nights now? Nobody is on call in it then; open swaps and covers are cancelled. Worked shifts stay, and the id is " +
                "never used again. They lose shifts and are told: Ana Silva, Ben Ode, Cai Wen.\n[Retire rotation] [Cancel]",
            await bot.SayAsync("dot", text));
        Assert.False((await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Retired);
        Assert.Equal("nights is retired.", await bot.ConfirmAsync("dot", text));
        Assert.True((await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Retired);

        var said =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(delivery => !before.Contains(delivery.Id))
                .ToDictionary(delivery => $"{delivery.Value.To}", delivery => Bot.Plain(delivery.Value.Reply));
        Assert.Equal(["person:ana", "person:ben", "person:cai", "team:payments"], said.Keys.Order());
        Assert.Equal("Dot Lead retired nights: nobody is on call in it. Reason: the agency does it.",
            said["team:payments"]);
        Assert.Contains("not on call now", said["person:ana"], StringComparison.Ordinal);
        var entry =
            (await bot.Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(row => row.Value.Entry)
                .Single(row => row.Action == "oncall retire");
        Assert.Equal(("dot", "rotation/nights", "the agency does it"), (entry.Actor, entry.Subject, entry.Reason));

        Assert.StartsWith("No rotation `nights`.", await bot.SayAsync("ana", "now nights"), StringComparison.Ordinal);
        Assert.StartsWith("'nights' was a rotation that is retired", await bot.SayAsync("dot", "create nights"), StringComparison.Ordinal);
        await new SwapAndCoverJob(bot.Store, new Schedules(bot.Store), new OrgChart(bot.Store)).RunAsync(bot.Clock.Now, Ct);
        Assert.Equal(RequestState.Lapsed, Assert.Single(await bot.Store.ListAsync<CoverRequest>(IdRange.All, Ct)).Value.State);
    }

    [Theory]
    [InlineData("dot", "retire payments", "payments is defined in ")]
    [InlineData("ana", "retire nights", "Only leads of payments can make or change its rotations. Ask Dot Lead.")]
    [InlineData("dot", "retire nihgts", "No rotation `nihgts`. Did you mean `nights`?")]
    public async Task Refusals_say_what_to_do(string person, string text, string refusal)
    {
        var bot = await Bot.WithAsync(Payments, Payments with { Id = "nights", InChat = true });
        Assert.StartsWith(refusal, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.False((await bot.Store.FindAsync<Rotation>("nights", Ct))!.Value.Retired);
    }
}
