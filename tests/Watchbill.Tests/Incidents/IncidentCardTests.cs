using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>What stands where an incident was announced or asked about.</summary>
public sealed class IncidentCardTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_it_was_announced_it_is_shown_as_it_is_now()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ben", "incident declare checkout \"payments fail\" sev2");
        await bot.SayAsync("ana", "incident ack checkout-1");
        Golden.Matches("incident/card-open", await ShownAsync(bot));
        await bot.SayAsync("ana", "incident resolve checkout-1");
        Golden.Matches("incident/card-over", await ShownAsync(bot));
        await bot.ConfirmAsync("ana", "incident void checkout-1 because it was a drill");
        Golden.Matches("incident/card-void", await ShownAsync(bot));
        // One that goes on again is announced again, with its buttons, and its first card is open again.
        await bot.ConfirmAsync("ana", "incident unvoid checkout-1");
        Assert.StartsWith("Resolved after", await ShownAsync(bot), StringComparison.Ordinal);
        await bot.SayAsync("ana", "incident reopen checkout-1");
        Assert.StartsWith("sev2: payments fail (checkout-1), since today 10:00.", await ShownAsync(bot), StringComparison.Ordinal);
        Assert.Equal(2,
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Count(delivery => delivery.Value
                is { IsEdit: false, Card: "incident/checkout/1", Reply.Actions.Count: 2, To.Kind: AddressKind.Team }));
    }

    [Fact]
    public async Task What_goes_on_again_within_a_second_of_its_end_is_not_shown_as_over()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ben", "incident declare checkout \"payments fail\" sev2");
        bot.Clock.Now += Duration.FromMinutes(1);
        await bot.SayAsync("ana", "incident resolve checkout-1");
        await bot.SayAsync("ana", "incident reopen checkout-1");
        var card =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
                .Where(delivery => delivery.Value is { Card: not null, To.Id: "payments" }).ToList();
        Assert.Equal([false, true, false, true], card.Select(delivery => delivery.Value.IsEdit));
        Assert.All(card[2..], shown => Assert.Equal(2, shown.Value.Reply.Actions.Count));
    }

    [Fact]
    public async Task What_follows_stands_in_the_thread_of_what_announced_it()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ben", "incident declare checkout \"payments fail\" sev2");
        await bot.SayAsync("ana", "incident ack checkout-1");
        await bot.ConfirmAsync("ana", "incident update checkout-1 severity sev1");
        await bot.SayAsync("ana", "incident resolve checkout-1");
        await bot.SayAsync("ana", "incident reopen checkout-1");
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(delivery => delivery.Value)
            .Where(delivery => delivery is { Kind: MessageKind.Incident, IsEdit: false, To.Id: "payments" }).ToList();
        Assert.Equal(5, said.Count);
        Assert.All(said, delivery => Assert.Equal("incident/checkout/1", delivery.Thread));
    }

    [Fact]
    public async Task Who_is_yet_to_be_asked_whether_it_goes_on_is_shown_that_it_does_not()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ben", "incident declare checkout \"payments fail\" sev2");
        bot.Clock.Now += Duration.FromHours(12);
        await new IncidentJob(bot.Store, new OrgChart(bot.Store), bot.Incidents).RunAsync(bot.Clock.Now, Ct);
        await bot.SayAsync("ana", "incident resolve checkout-1");
        var lead =
            (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(delivery => delivery.Value.To == Address.Person("dot"))
                .Select(delivery => (delivery.Value.IsEdit, delivery.Value.Reply.Actions.Count > 0));
        Assert.Equal([(false, true), (true, false)], lead);
    }

    // What stands in the channel of the team that runs it, after the last edit.
    private static async Task<string> ShownAsync(Bot bot) => (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct))
        .Where(delivery => delivery.Value.IsEdit && delivery.Value.To == Address.Team("payments"))
            .Select(delivery => Bot.Plain(delivery.Value.Reply)).Last();
}
