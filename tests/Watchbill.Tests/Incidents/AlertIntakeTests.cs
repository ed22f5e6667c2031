using Watchbill.Chat;
using Watchbill.Fixtures;
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
}
