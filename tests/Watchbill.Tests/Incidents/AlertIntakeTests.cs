using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

public sealed class AlertIntakeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_unknown_alerts_in_one_message_each_is_told_once()
    {
        var store = new MemoryStore();
        var now = Cases.At("2026-11-20T10:00:00Z");
        var intake = new AlertIntake(store, Some.Incidents(store));
        SentAlert Sent(string name, string service) => new(new Alert(name, $"{name}{service}", now, null) { Title = name }, service);
        var group = new AlertGroup([Sent("One", "nowhere"), Sent("Two", "nowhere"), Sent("One", "elsewhere"), Sent("One", "nowhere")], 0);
        for (var again = 0; again < 2; again++)
            await intake.TakeAsync(group, _ => true, new Actor("token:alerts", "api", now, now), Ct);

        Assert.Equal(["One", "One", "Two"],
            (await store.ListAsync<UnknownAlert>(IdRange.All, Ct)).Select(told => told.Value.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await store.ListAsync<Delivery>(IdRange.All, Ct)).Count(one => one.Value.To == Address.Admins));
    }

    [Fact]
    public async Task An_alert_that_comes_as_soon_as_people_have_resolved_the_last_one_pages_anew()
    {
        var bot = await IncidentCommandTests.BotAsync();
        var intake = new AlertIntake(bot.Store, Some.Incidents(bot.Store));
        async Task FireAsync(string fingerprint, double startedAgo) => await intake.TakeAsync(
            new AlertGroup([new(new Alert("HighErrorRate", fingerprint, bot.Clock.Now - Duration.FromSeconds(startedAgo), null)
            {
                Title = "Errors",
                Severity = Severity.Sev1,
            }, "checkout")], 0),
            _ => true, new Actor("token:alerts", "api", bot.Clock.Now, bot.Clock.Now), Ct);
        await FireAsync("a1", 0);
        bot.Clock.Now += Duration.FromMinutes(10);
        Assert.EndsWith("HighErrorRate still fires.\n[Reopen incident]", await bot.SayAsync("ana", "incident resolve checkout-1"),
            StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromSeconds(5);
        await FireAsync("b1", 25);
        var pages = (await bot.Store.ListAsync<Page>(IdRange.Prefix("checkout/"), Ct)).Select(page => (page.Value.Id, page.Value.State));
        Assert.Equal([("checkout-1", PageState.Resolved), ("checkout-2", PageState.Open)], pages);
    }
}
