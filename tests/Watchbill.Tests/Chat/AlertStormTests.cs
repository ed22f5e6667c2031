using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class AlertStormTests
{
    private static readonly Instant Nine = Roster.At("2026-11-16T09:00:00Z");
    private static readonly Address Crew = Address.Team("crew");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Nine);
    private readonly RecordingChat chat = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_incidents_of_one_channel_are_one_message_and_those_that_come_later_are_shown_in_it()
    {
        for (var i = 0; i < 500; i++) await AlertAsync(i);
        var job = Job();
        await job.RunAsync(Nine, Ct);
        var (to, reply, _) = Assert.Single(chat.Said);
        Assert.Equal(Crew, to);
        var words = Written.Of(reply, DateTimeZone.Utc);
        Assert.StartsWith("500 messages about incidents, the newest first.", words, StringComparison.Ordinal);
        Assert.Contains("- Errors 499\n- Errors 498\n", words, StringComparison.Ordinal);
        Assert.Contains("- and 480 more", words, StringComparison.Ordinal);
        Assert.DoesNotContain("second line", words, StringComparison.Ordinal);

        for (var i = 500; i < 510; i++) await AlertAsync(i);
        await job.RunAsync(Nine, Ct);
        Assert.Single(chat.Said);
        Assert.StartsWith("510 messages about incidents", Assert.Single(chat.Edited).Reply.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal(510, (await store.ListAsync<Message>(IdRange.All, Ct)).Count(message => message.Value.SaidAt is not null));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Empty(await store.ListAsync<Posted>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_few_stay_messages_of_their_own()
    {
        for (var i = 0; i < 4; i++) await AlertAsync(i);
        await Job().RunAsync(Nine, Ct);
        Assert.Equal(["Errors 0\nsecond line", "Errors 1\nsecond line", "Errors 2\nsecond line", "Errors 3\nsecond line"],
            chat.Said.Select(said => said.Reply.Text.ToString()));
    }

    [Fact]
    public async Task Pages_to_one_person_become_a_list_where_they_are_more_than_twenty()
    {
        for (var i = 0; i < 20; i++) await AlertAsync(i, Address.Person("ana"));
        for (var i = 0; i < 21; i++) await AlertAsync(i, Address.Person("ben"));
        await Job().RunAsync(Nine, Ct);
        Assert.Equal((20, 1), (chat.Said.Count(said => said.To.Id == "ana"), chat.Said.Count(said => said.To.Id == "ben")));
    }

    [Fact]
    public async Task What_becomes_of_an_incident_is_shown_in_the_list_of_the_person_who_was_paged()
    {
        var ben = Address.Person("ben");
        for (var i = 0; i < 21; i++) await AlertAsync(i, ben);
        var job = Job();
        await job.RunAsync(Nine, Ct);
        Assert.Contains(ben, await store.ReadersAsync("incident/checkout/20", Ct));
        await store.SaveAsync([Delivery.Edit(
            new Delivery(Nine, MessageKind.Incident, ben, new Reply("checkout-20 is over.\nmore")) { Card = "incident/checkout/20" }, 2)],
                Ct);
        await job.RunAsync(Nine, Ct);
        var words = Written.Of(Assert.Single(chat.Edited).Reply, DateTimeZone.Utc);
        Assert.StartsWith("21 messages about incidents, the newest first.", words, StringComparison.Ordinal);
        Assert.Contains("- checkout-20 is over.\n- Errors 19\n", words, StringComparison.Ordinal);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task A_list_that_would_look_the_same_is_not_edited()
    {
        for (var i = 0; i < 30; i++) await AlertAsync(i);
        var job = Job();
        await job.RunAsync(Nine, Ct);
        // The list shows the newest twenty: what became of the first is not in it, and the line of the last says the same as before.
        await ShownAnewAsync(0, "checkout-0 is over.", 2);
        await ShownAnewAsync(29, "Errors 29\nReached: Ana", 2);
        await job.RunAsync(Nine, Ct);
        Assert.Empty(chat.Edited);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));

        await ShownAnewAsync(29, "checkout-29 is over.", 3);
        await job.RunAsync(Nine, Ct);
        Assert.Contains("\n- checkout-29 is over.\n", Assert.Single(chat.Edited).Reply.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_of_an_incident_that_was_announced_together_with_others_is_said()
    {
        for (var i = 0; i < 10; i++) await AlertAsync(i);
        var job = Job();
        await job.RunAsync(Nine, Ct);
        await store.SaveAsync([Delivery.Say(
            new Delivery(Nine, MessageKind.Incident, Crew, new Reply("checkout-3 is over.")), "incident/checkout-3/2/crew")], Ct);
        await job.RunAsync(Nine, Ct);
        Assert.Equal("checkout-3 is over.", chat.Said.Last().Reply.Text.ToString());
        // More of it than a few becomes a list again: it never counts as that many incidents.
        for (var i = 0; i < 5; i++)
            await store.SaveAsync([Delivery.Say(
                new Delivery(Nine, MessageKind.Incident, Crew, new Reply($"checkout-{i} is over.")), $"incident/checkout-{i}/3/crew")], Ct);
        await job.RunAsync(Nine, Ct);
        var words = chat.Edited.Last().Reply.Text.ToString();
        Assert.StartsWith("15 messages about incidents, the newest first.", words, StringComparison.Ordinal);
        Assert.Contains("- checkout-4 is over.\n", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_while_many_are_on_the_wire_each_is_said_once_more_and_not_a_third_time()
    {
        for (var i = 0; i < 10; i++) await AlertAsync(i);
        for (var kill = 0; kill < 2; kill++)
        {
            var asked = new TaskCompletionSource();
            chat.Wire = _ =>
            {
                asked.TrySetResult();
                return new TaskCompletionSource().Task;
            };
            _ = Job().RunAsync(Nine, Ct);
            await asked.Task;
            Assert.All(await store.ListAsync<Delivery>(IdRange.All, Ct), waits => Assert.Equal(kill + 1, waits.Value.Begun.Count));
        }

        await Job().RunAsync(Nine, Ct);
        Assert.Empty(chat.Said);

        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.All(await store.ListAsync<Message>(IdRange.All, Ct), message => Assert.Null(message.Value.SaidAt));
    }

    [Fact]
    public async Task Where_it_fails_all_of_them_are_tried_again()
    {
        for (var i = 0; i < 10; i++) await AlertAsync(i);
        chat.Wire = _ => throw new HttpRequestException("503");
        var job = Job();
        clock.Now = (await job.RunAsync(Nine, Ct))!.Value + Duration.FromSeconds(1);
        chat.Wire = _ => Task.CompletedTask;
        await job.RunAsync(clock.Now, Ct);
        Assert.StartsWith("10 messages about incidents", Assert.Single(chat.Said).Reply.Text.ToString(), StringComparison.Ordinal);
    }

    private Task AlertAsync(int number, Address? to = null) => store.SaveAsync([Delivery.Say(
        new Delivery(Nine, MessageKind.Incident, to ?? Crew,
            new Reply($"Errors {number}\nsecond line")) { Card = $"incident/checkout/{number}" },
        FormattableString.Invariant($"incident/{number:000}/{to ?? Crew}"))], Ct);

    private Task ShownAnewAsync(int number, string text, int order) => store.SaveAsync([Delivery.Edit(
        new Delivery(Nine, MessageKind.Incident, Crew, new Reply(text)) { Card = $"incident/checkout/{number}" }, order)], Ct);

    private DeliveryJob Job() => new(new Outbox(store, exclusive: true), chat, clock, NullLogger<DeliveryJob>.Instance);
}
