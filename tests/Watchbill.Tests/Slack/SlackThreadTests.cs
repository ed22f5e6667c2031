using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>What is said about one thing in a channel stands together.</summary>
public sealed class SlackThreadTests : IDisposable
{
    private readonly ScriptedSlack slack = new();
    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => slack.Dispose();

    [Fact]
    public async Task What_follows_in_a_channel_stands_in_the_thread_of_the_first_and_who_has_to_act_sees_it_in_the_channel_too()
    {
        await FillAsync();
        slack.Answer = (_, call) => ScriptedSlack.Ok($$"""{"ok":true,"channel":"C0PAY","ts":"1700000000.00000{{call}}"}""");
        await SaidAsync(Message("declared") with { Card = "incident/checkout/1", Thread = "incident/checkout/1" });
        await SaidAsync(Message("acknowledged") with { Thread = "incident/checkout/1" });
        await SaidAsync(Message($"{new Mention("ana", "Ana Silva")}, call somebody") with { Thread = "incident/checkout/1" });
        await SaidAsync(Message("of another incident") with { Thread = "incident/checkout/2" });
        Assert.Equal([(null, null), ("1700000000.000001", null), ("1700000000.000001", true), (null, null)],
            slack.Calls.Select(call => ((string?)call.Json!["thread_ts"], (bool?)call.Json["reply_broadcast"])));
    }

    [Fact]
    public async Task What_hangs_from_a_message_that_was_deleted_stands_by_itself()
    {
        await FillAsync();
        slack.Answer = (_, call) => call == 2
            ? ScriptedSlack.Error("thread_not_found") : ScriptedSlack.Ok("""{"ok":true,"channel":"C0PAY","ts":"1700000000.000001"}""");
        await SaidAsync(Message("declared") with { Card = "incident/checkout/1" });
        await SaidAsync(Message("acknowledged") with { Thread = "incident/checkout/1" });
        Assert.Equal([null, "1700000000.000001", null], slack.Calls.Select(call => (string?)call.Json!["thread_ts"]));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task News_of_many_incidents_in_one_message_stand_in_the_channel_and_not_under_one_of_them()
    {
        await FillAsync();
        slack.Answer = (_, call) => ScriptedSlack.Ok($$"""{"ok":true,"channel":"C0PAY","ts":"1700000000.00000{{call}}"}""");
        await SaidAsync(Message("declared") with { Card = "incident/checkout/1" });
        await store.SaveAsync([.. Enumerable.Range(1, 6).Select(i =>
            Delivery.Say(Message($"resolved {i}") with { Thread = $"incident/checkout/{i}" }, $"storm/{i}"))], Ct);
        await SaidAsync(Message("resolved 7") with { Thread = "incident/checkout/7" });
        Assert.Equal([null, null], slack.Calls.Select(call => (string?)call.Json!["thread_ts"]));
    }

    private Task FillAsync() => store.SaveAsync(
    [
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Accounts = Platforms.OnSlack("U0ANA") }),
        Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Channels = Platforms.OnSlack("C0PAY") }),
    ], Ct);

    private Delivery Message(Text words) => new(slack.Clock.Now, MessageKind.Incident, Address.Team("payments"), new Reply(words));

    private async Task SaidAsync(Delivery delivery)
    {
        await store.SaveAsync([Delivery.Say(delivery, $"test/{delivery.Reply.Text}")], Ct);
        await new DeliveryJob(new Outbox(store, exclusive: true), slack.ChatOf(store), slack.Clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(slack.Clock.Now, Ct);
        // Slack takes one message a second in a channel.
        slack.Time.Pass(TimeSpan.FromSeconds(2));
    }
}
