using System.Net;
using System.Text;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What a manager reads before they decide about June 2026 of Ana and Ben.</summary>
public sealed class PayPreviewTests
{
    [Fact]
    public async Task A_contested_month_is_not_approved_with_the_others_and_is_named()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because ben stood in on the 3rd");
        var team = await bot.AskAsync("mia", "pay team payments 2026-06");
        Assert.Contains("⚠ Not approved with the others: Ana. Once it is put right: `pay approve ana 2026-06`", Plain(team),
            StringComparison.Ordinal);
        var button = team.Actions.Single(action => action.Label.StartsWith("Approve ", StringComparison.Ordinal));
        Assert.Equal("Approve 1 month", button.Label);
        Assert.Equal("2026-06 of Ben is approved.",
            Plain(await bot.Router.PressAsync(button.Action, button.Value, new Caller("mia", Platforms.Slack, null), Ct)));
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ana", "2026-06")).State);
        // By itself it is the manager's to approve, whatever its person says.
        await bot.ConfirmAsync("mia", "pay approve ana 2026-06");
    }

    [Fact]
    public async Task Over_the_API_a_team_waits_for_a_contested_month()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("ana", "pay mistake 2026-06 because ben stood in on the 3rd");
        await using var host = await HostAsync(bot);
        var refused = await host.PostAsync("/api/v1/compensation/2026-06/approve", """{"team":"payments"}""", token: ApiHost.Pay);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("2026-06 of Ana is contested", refused.Text, StringComparison.Ordinal);
        foreach (var id in new[] { "ana", "ben" })
        {
            Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/api/v1/compensation/2026-06/approve", $$"""{"person":"{{id}}"}""",
                token: ApiHost.Pay)).Status);
        }
    }

    [Fact]
    public async Task Hours_that_wait_are_named_before_the_approval_and_told_apart()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("ben", "pay add standby 2026-06-10 10:00 to 2026-06-10 14:00 for payments");
        await bot.ConfirmAsync("ben", "pay add standby 2026-06-11 10:00 to 2026-06-11 14:00 for payments");
        Assert.Contains("⚠ Ben: 2 entries wait for a decision.", await bot.SayAsync("mia", "pay approve ben 2026-06"),
            StringComparison.Ordinal);
        Assert.Equal(
            ["Approve Wed 10 Jun", "Reject Wed 10 Jun", "Approve Thu 11 Jun", "Reject Thu 11 Jun"],
            (await bot.AskAsync("mia", "pay waiting 2026-06")).Actions.Select(action => action.Label));
    }

    [Fact]
    public async Task Hours_of_support_are_charged_to_their_team_and_are_said_to_pay_nothing()
    {
        var bot = await CheckedAsync();
        var before = await bot.AmountAsync("ben", "2026-06");
        Assert.Contains("They are charged to payments once your manager approves them, and change nothing of your pay.",
            await bot.ConfirmAsync("ben", "pay add support 2026-06-10 10:00 to 2026-06-10 14:00 for payments"), StringComparison.Ordinal);
        await bot.SayAsync("mia", "pay waiting 2026-06");
        var waiting = Assert.Single(await bot.Store.ListAsync<TimeEntry>(IdRange.All, Ct));
        await bot.Store.SaveAsync(PayDecisions.PlanEntry(waiting, true, null, bot.By("mia")).Writes, Ct);
        Assert.Equal(before, await bot.AmountAsync("ben", "2026-06"));
    }

    [Fact]
    public async Task A_currency_that_nobody_is_paid_in_is_refused_wherever_it_comes_from()
    {
        var bot = await CheckedAsync();
        const string Refusal = "No pay policy pays in USD. Write it in EUR.";
        Assert.Equal(Refusal, await bot.SayAsync("mia", "pay rate ana 30 USD"));
        Assert.Equal(Refusal, await bot.SayAsync("mia", "pay adjust ana 2026-06 30 USD because of a taxi"));
        await using var host = await HostAsync(bot);
        var rate = await host.SendAsync(new(HttpMethod.Put, "/api/v1/people/ana/pay")
        {
            Content = new StringContent("""{"hourly":"30 USD","from":"2026-06-01"}""", Encoding.UTF8, "application/json"),
        }, ApiHost.Pay);
        var adjusted = await host.PostAsync("/api/v1/compensation/adjustments",
            """{"person":"ben","period":"2026-06","amount":5,"currency":"USD","reason":"a taxi"}""", token: ApiHost.Pay);
        foreach (var answer in new[] { rate, adjusted })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(Refusal, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_rate_and_a_factor_are_named_with_what_was_before_and_with_the_adjustments_that_follow()
    {
        var bot = await CheckedAsync();
        Assert.StartsWith("Set the hourly rate of Ana to 30.00 EUR from Mon 1 Jun? There was none before.\n",
            await bot.SayAsync("mia", "pay rate ana 30 EUR from 2026-06-01"), StringComparison.Ordinal);
        await bot.ConfirmAsync("mia", "pay rate ana 30 EUR from 2026-05-01");
        await bot.ConfirmAsync("mia", "pay approve ben 2026-06");
        var dearer = await bot.SayAsync("mia", "pay rate ana 32.50 EUR from 2026-06-15");
        Assert.StartsWith("Set the hourly rate of Ana to 32.50 EUR from Mon 15 Jun? Before it was 30.00 EUR.\n", dearer,
            StringComparison.Ordinal);
        Assert.DoesNotContain("⚠", dearer, StringComparison.Ordinal);
        Assert.Contains("⚠ It touches 1 approved month (2026-06): what each is worth more or less is an adjustment of 2026-07.",
            await bot.SayAsync("mia", "pay rate ben 30 EUR from 2026-06-30"), StringComparison.Ordinal);
        Assert.DoesNotContain("⚠", await bot.SayAsync("mia", "pay rate ben 30 EUR from 2026-07-01"), StringComparison.Ordinal);
        Assert.StartsWith("Set the factor of Ana to 1.5 from Wed 1 Jul? There was none before.",
            await bot.SayAsync("mia", "pay factor ana 1.5 from 2026-07-01"), StringComparison.Ordinal);
        // It is Friday 3 July.
        Assert.StartsWith("Set the factor of Ana to 1.5 from Mon 6 Jul? There was none before.",
            await bot.SayAsync("mia", "pay factor ana 1.5 from monday"), StringComparison.Ordinal);
    }

    // Neither a rate nor a factor of people with a factor is shown to their manager, who sees totals.
    [Fact]
    public async Task Of_somebody_with_a_factor_what_was_before_is_not_told()
    {
        var bot = await CheckedAsync();
        await bot.ConfirmAsync("mia", "pay rate ana 31.17 EUR from 2026-05-01");
        await bot.ConfirmAsync("mia", "pay factor ana 1.37 from 2026-05-01");
        Assert.DoesNotContain("1.37", await bot.SayAsync("mia", "pay factor ana 1.5 from 2026-07-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("31.17", await bot.SayAsync("mia", "pay rate ana 40 EUR from 2026-07-01"), StringComparison.Ordinal);
    }

    private static async Task<PayBot> CheckedAsync()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        await bot.SayAsync("ana", "pay check 2026-06");
        await bot.SayAsync("ben", "pay check");
        // What is contested is said after the check.
        bot.Clock.Now += NodaTime.Duration.FromMinutes(1);
        return bot;
    }

    private static async Task<ApiHost> HostAsync(PayBot bot)
    {
        var host = new ApiHost { Store = bot.Store };
        host.Clock.Now = bot.Clock.Now;
        await host.InitializeAsync();
        return host;
    }
}
