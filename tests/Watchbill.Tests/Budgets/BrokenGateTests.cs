using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>What a gate says where the disk does not.</summary>
public sealed class BrokenGateTests
{
    private static readonly Grant Pipeline = new("pipeline", [], [Scope.Gate]);

    private static CancellationToken Ct => BudgetBot.Ct;

    [Theory]
    [InlineData("default", ReleaseKind.Feature, "open", "the budget could not be computed; the policy default says open then.")]
    [InlineData("strict", ReleaseKind.Feature, "halted", "the budget could not be computed; the policy strict says halted then.")]
    [InlineData("strict", ReleaseKind.P0, "open", "the budget could not be computed; the policy strict says open then.")]
    public async Task What_cannot_be_computed_says_so_and_follows_the_policy(
        string policy, ReleaseKind change, string decision, string reason)
    {
        var bot = await BotAsync(policy);
        var answer = await Handler(bot, typeof(Incident)).AskAsync("checkout", new GateQuestion(change, null), Pipeline, Ct);
        Assert.Equal((decision, reason), (answer.Decision, answer.Reason));
        Assert.Equal(decision == "open", answer.Opens is null);
        Assert.Equal(GateCause.NotComputed, Assert.Single(await bot.Store.ListAsync<GateAnswer>(IdRange.All, Ct)).Value.Cause);
    }

    [Fact]
    public async Task Where_not_even_the_service_can_be_read_the_policy_that_is_built_in_decides()
    {
        var answer =
            await Handler(await BotAsync("strict"), typeof(Service))
                .AskAsync("checkout", new GateQuestion(ReleaseKind.Feature, null), Pipeline, Ct);
        Assert.Equal(("open", "the budget could not be computed; the policy default says open then."), (answer.Decision, answer.Reason));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_kept_is_given_all_the_same()
    {
        var bot = await BotAsync("default");
        await bot.HappenAsync(Spending.Incident(1, "2026-11-02T10:00:00Z", "2026-11-02T12:00:00Z"));
        var answer = await Handler(bot, typeof(GateAnswer)).AskAsync("checkout", new GateQuestion(ReleaseKind.Feature, null), Pipeline, Ct);
        Assert.Equal(("halted", "availability is overspent by 54 min: 2 h spent of 1 h 6 min this quarter."),
            (answer.Decision, answer.Reason));
    }

    private static async Task<BudgetBot> BotAsync(string policy)
    {
        var bot = await BudgetBot.WithAsync();
        await bot.Store.SaveAsync(
        [
            Write.Put("checkout", BudgetBot.Checkout with { Policy = policy }),
            Write.Put("budgetPolicies/strict", PolicyText.Read("budgetPolicies", """{"id":"strict","noData":"halted","exempt":["p0"]}""")),
        ], Ct);
        return bot;
    }

    private static BudgetHandler Handler(BudgetBot bot, Type broken)
    {
        var store = new BrokenStore(bot.Store, broken);
        var queries = new BudgetQueries(store);
        return new(new OrgChart(store), new Gates(store, queries),
            queries, new BucketIntake(store), store, new Plans(store), bot.Clock, NullLogger<BudgetHandler>.Instance);
    }
}
