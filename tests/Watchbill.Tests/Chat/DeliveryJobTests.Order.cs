using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>What goes first.</summary>
public sealed partial class DeliveryJobTests
{
    [Fact]
    public async Task To_one_address_the_most_urgent_goes_first_and_of_the_same_urgency_what_was_caused_first()
    {
        Delivery To(MessageKind kind, double second, Address? to = null) =>
            new(Nine + Duration.FromSeconds(second), kind, to ?? Address.Team("t"), new Reply($"{kind} {second}"));
        await store.SaveAsync(
        [
            Delivery.Say(To(MessageKind.Incident, 0), "incident"), Delivery.Say(To(MessageKind.Reminder, 0), "reminder"),
            Delivery.Say(To(MessageKind.Budget, 0.2), "a-budget"), Delivery.Say(To(MessageKind.Incident, 0.1), "z-incident"),
            Delivery.Say(To(MessageKind.Change, 1), "change"), Delivery.Say(To(MessageKind.Handoff, 1), "handoff"),
            Delivery.Say(To(MessageKind.Escalation, 0.5), "escalation"), Delivery.Say(To(MessageKind.Page, 1.5), "page"),
        ], Ct);
        clock.Now = Nine + Duration.FromSeconds(2);
        await Job().RunAsync(clock.Now, Ct);
        Assert.Equal(
            ["Page 1.5", "Escalation 0.5", "Handoff 1", "Change 1", "Incident 0", "Reminder 0", "Incident 0.1", "Budget 0.2"],
            chat.Said.Select(said => said.Reply.Text.ToString()));
    }

    [Fact]
    public async Task What_is_more_urgent_passes_what_waits_for_its_turn_and_a_hundred_that_wait_behind_it()
    {
        for (var i = 0; i < 100; i++)
            await store.SaveAsync([Delivery.Say(new(Nine, MessageKind.Budget, Address.Team("t"), new Reply("x")), $"budget/{i}")], Ct);
        var turn = new TaskCompletionSource();
        chat.First = _ => turn.Task;
        var run = Job().RunAsync(Nine, Ct);
        chat.First = _ => Task.CompletedTask;
        await store.SaveAsync([Delivery.Say(new(Nine, MessageKind.Handoff, Address.Team("t"), new Reply("handoff")), "handoff")], Ct);
        while (chat.Said.IsEmpty) await Task.Delay(5, Ct);
        Assert.Equal("handoff", Assert.Single(chat.Said).Reply.Text.ToString());
        turn.SetResult();
        await run;
        Assert.Equal(101, chat.Said.Count);
    }

    [Fact]
    public async Task Three_hundred_reports_that_a_slow_chat_holds_up_let_a_handoff_through()
    {
        await store.SaveAsync([.. Enumerable.Range(0, 300).Select(i =>
            Delivery.Say(new(Nine, MessageKind.Budget, Address.Team($"t{i}"), new Reply("x")), $"budget/{i}"))], Ct);
        var (slow, said) = (new TaskCompletionSource(), new TaskCompletionSource());
        chat.First = to => to.Id == "payments" ? Task.CompletedTask : slow.Task;
        chat.Wire = _ =>
        {
            said.TrySetResult();
            return Task.CompletedTask;
        };
        var run = Job().RunAsync(Nine, Ct);
        await store.SaveAsync(
            [Delivery.Say(new(Nine, MessageKind.Handoff, Address.Team("payments"), new Reply("handoff")), "handoff")], Ct);
        await said.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        slow.SetResult();
        await run;
        Assert.Equal(301, chat.Said.Count);
    }

    [Fact]
    public async Task Thousands_that_wait_are_not_looked_through_again_for_each_that_is_said()
    {
        await store.SaveAsync([.. Enumerable.Range(0, 2_000).Select(i =>
            Delivery.Say(new(Nine, MessageKind.Change, Address.Person($"p{i}"), new Reply("x")), $"change/{i}"))], Ct);
        var counting = new CountingStore(store);
        // Time stands still: nothing but an empty list is a reason to look.
        await new DeliveryJob(new Outbox(counting, exclusive: true), chat, clock, NullLogger<DeliveryJob>.Instance, new FakeTimeProvider())
            .RunAsync(Nine, Ct);
        Assert.Equal(2_000, chat.Said.Count);
        // What is due and what comes next, each time: once for all of it, once when it is said.
        Assert.InRange(counting.Listed, 2, 8);
    }

    [Fact]
    public async Task Three_hundred_pages_that_a_slow_chat_holds_up_keep_none_from_a_contact_method()
    {
        var push = new Push();
        var contact = new Paging.Contact(push.Name, "ben") { SentAt = Nine, VerifiedAt = Nine };
        await store.SaveAsync(
        [
            Write.Put("ben", Paging.Contacts.None.With(contact)),
            .. Enumerable.Range(0, 300).Select(i =>
                Delivery.Say(new(Nine, MessageKind.Page, Address.Person($"p{i}"), new Reply("x")), $"a/{i}")),
            Delivery.Say(new(Nine, MessageKind.Page, Address.Person("ben"), new Reply("x"))
            {
                Method = push.Name,
                Notice = new Notice(NoticeKind.Page, "ben", "x"),
            }, "z"),
        ], Ct);
        var slow = new TaskCompletionSource();
        chat.First = _ => slow.Task;
        var run = new DeliveryJob(new Outbox(store, exclusive: true), chat, clock, NullLogger<DeliveryJob>.Instance,
            methods: new ContactMethods(store, [push])).RunAsync(Nine, Ct);
        await push.Rang.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.Empty(chat.Said);
        slow.SetResult();
        await run;
        Assert.Equal(300, chat.Said.Count);
    }

    private sealed class Push : IContactMethod
    {
        public TaskCompletionSource Rang { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "push";

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
        {
            await posting.BeginAsync(Name, ct);
            Rang.TrySetResult();
        }
    }
}
