using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>What the API tells of messages.</summary>
public sealed class MessageTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Messages_of_one_second_come_in_the_order_in_which_they_were_said()
    {
        var at = ApiHost.At("2024-06-01T09:00:00Z");
        Write Said(string cause, int due, int? begun) => Write.Create(Delivery.IdOf(at, cause),
            new Message(at + Duration.FromMilliseconds(due), null, MessageKind.Incident, null, Address.Team("payments"), new Reply(cause))
            {
                BegunAt = begun is { } wire ? at + Duration.FromMilliseconds(wire) : null,
            });
        // An incident's times are whole seconds, a page's are not.
        await host.Store.SaveAsync(
            [Said("incident/2", 0, 120), Said("incident/10", 0, 800), Said("page", 500, 510), Said("a", 0, null), Said("b", 2000, 2001)],
            TestContext.Current.CancellationToken);
        var answer = (await host.GetAsync("/api/v1/messages?from=2024-06-01&to=2024-06-02")).Json.EnumerateArray();
        Assert.Equal(["a", "incident/2", "page", "incident/10", "b"], answer.Select(one => one.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Messages_that_wait_or_are_on_the_wire_have_no_saidAt()
    {
        var due = ApiHost.At("2024-03-01T09:00:00Z");
        var waits = new Delivery(due, MessageKind.Change, Address.Person("ana"), new Reply("An override.")) { Rotation = "payments" };
        await host.Store.SaveAsync(
            [Delivery.Say(waits, "a"), Delivery.Say(waits with { BegunAt = due, LeasedBy = "one" }, "b"),
                Delivery.Edit(waits with { Card = "c" }, 1)],
            TestContext.Current.CancellationToken);
        var answer = (await host.GetAsync("/api/v1/messages?from=2024-03-01&to=2024-03-02")).Json.EnumerateArray().ToList();
        Assert.Equal(["2024-03-01T09:00:00Z/a null null", "2024-03-01T09:00:00Z/b \"2024-03-01T09:00:00Z\" null"],
            answer.Select(
                one => $"{one.GetProperty("id")} {one.GetProperty("begunAt").GetRawText()} {one.GetProperty("saidAt").GetRawText()}"));
    }
}
