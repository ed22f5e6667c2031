using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>Who of a team hears what: dot leads payments, ben manages its releases, cai looks after its monitoring.</summary>
public sealed class TeamRolesTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ben", "cai", "ben", "cai")]
    [InlineData(null, null, "dot", "dot")]
    [InlineData("gone", "gone", "dot", "dot")]
    public async Task News_goes_to_whom_it_concerns_and_else_to_the_lead(
        string? release, string? monitoring, string hearsOfGates, string hearsOfAlerts)
    {
        var bot = await BotAsync(new TeamRoles { Release = release, Monitoring = monitoring });
        var leads = new Leads(bot.Store);
        Assert.Equal((Address.Person(hearsOfGates), Address.Person(hearsOfAlerts)),
            (await leads.ReleaseAsync("payments", Now, Ct), await leads.MonitoringAsync("payments", Now, Ct)));
    }

    [Fact]
    public async Task An_alert_that_needs_mending_is_told_to_who_looks_after_monitoring()
    {
        var bot = await BotAsync(new TeamRoles { Monitoring = "cai" });
        var alert = new Alert("HighErrorRate", "f", Now, null) { Title = "payments fail", WrongImpact = "2" };
        await new AlertIntake(bot.Store, bot.Incidents).TakeAsync(
            new AlertGroup([new SentAlert(alert, "checkout")], 0), _ => true, new Actor("token:am", "api", Now, Now), Ct);
        Assert.Contains(await bot.Store.ListAsync<Delivery>(IdRange.All, Ct), said => said.Value.To == Address.Person("cai")
            && said.Value.Reply.Text.ToString().Contains("impact is '2'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_may_tell_the_release_manager() => Assert.Equal(PolicyAction.TellRelease, PolicyActions.Parse("tell release"));

    private static async Task<Bot> BotAsync(TeamRoles roles)
    {
        var bot = await Bot.WithAsync();
        await bot.Store.SaveAsync([Write.Put("payments", new Team("payments", "Payments")
        {
            Lead = "dot",
            Members = ["ana", "ben", "cai"],
            Roles = roles,
        })], Ct);
        return bot;
    }
}
