using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Hosts that end, and others that share the store.</summary>
public sealed partial class DeliveryJobTests
{
    [Fact]
    public async Task Killed_between_saving_and_saying_it_is_said_once_and_without_waiting()
    {
        await QueueAsync("a", Nine);
        await KilledWhileItWaitsAsync();
        Assert.Empty(chat.Said);

        await Job().RunAsync(Nine + Duration.FromSeconds(1), Ct);
        await Job().RunAsync(Nine + Duration.FromSeconds(2), Ct);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task Killed_twice_while_it_waits_to_go_on_the_wire_it_is_said_all_the_same()
    {
        await QueueAsync("a", Nine);
        for (var kill = 0; kill < 3; kill++) await KilledWhileItWaitsAsync();
        Assert.Null(Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.BegunAt);
        await Job().RunAsync(Nine + Duration.FromSeconds(1), Ct);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task Killed_twice_on_the_wire_it_is_not_begun_again_and_nobody_claims_that_it_was_said()
    {
        await QueueAsync("a", Nine);
        for (var kill = 0; kill < 2; kill++) await KilledOnTheWireAsync();
        await Job().RunAsync(Nine + Duration.FromSeconds(1), Ct);
        Assert.Empty(chat.Said);
        var message = Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct)).Value;
        Assert.Equal((null, Nine), (message.SaidAt, message.BegunAt));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task What_was_refused_before_a_kill_counts_as_never_begun()
    {
        await QueueAsync("a", Nine);
        for (var kill = 0; kill < 3; kill++)
        {
            chat.Wire = _ => throw new HttpRequestException("503");
            clock.Now = Nine + Duration.FromMinutes(kill);
            await Job().RunAsync(clock.Now, Ct);
        }

        clock.Now = Nine + Duration.FromMinutes(4);
        await KilledOnTheWireAsync(clock.Now);
        clock.Now = Nine + Duration.FromMinutes(5);
        await Job().RunAsync(clock.Now, Ct);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task A_platform_that_takes_everything_and_answers_nothing_gets_it_twice_and_then_once_an_hour()
    {
        await QueueAsync("a", Nine);
        chat.Wire = _ => throw new UnansweredException("no answer in time", new TimeoutException());
        var job = Job();
        var tries = new List<Instant>();
        for (var next = (Instant?)Nine; next is { } at && at < Nine + Duration.FromHours(3);)
        {
            tries.Add(clock.Now = at);
            next = await job.RunAsync(at, Ct);
        }

        Assert.Equal([0, 1, 61, 121], tries.Select(at => (at - Nine).TotalMinutes));
        chat.Wire = _ => Task.CompletedTask;
        clock.Now = Nine + Duration.FromHours(4);
        await job.RunAsync(clock.Now, Ct);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task Killed_between_saying_and_noting_it_is_repeated_at_most_once_in_all()
    {
        await QueueAsync("a", Nine);
        for (var life = 0; life < 4; life++)
            await Assert.ThrowsAsync<IOException>(() => Job(Dying()).RunAsync(Nine + Duration.FromMinutes(life), Ct));
        Assert.Equal(2, chat.Said.Count);

        await Job().RunAsync(Nine + Duration.FromHours(1), Ct);
        Assert.Equal(2, chat.Said.Count);
        Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Two_runners_say_nothing_twice()
    {
        for (var i = 0; i < 400; i++) await QueueAsync($"a{i}", Nine);
        chat.First = _ => Task.Delay(1, Ct);
        var (one, other) = (Job(exclusive: false), Job(exclusive: false));
        await Task.WhenAll(one.RunAsync(Nine, Ct), other.RunAsync(Nine, Ct));
        Assert.Equal(400, chat.Said.Count);
        Assert.Equal(400, chat.Said.Select(said => said.Key).Distinct().Count());
        Assert.Equal(400, (await store.ListAsync<Message>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task Where_several_hosts_share_a_store_a_lease_holds_until_it_ends()
    {
        await QueueAsync("a", Nine);
        await KilledOnTheWireAsync();
        var other = Job(exclusive: false);
        Assert.Equal(Nine + Outbox.Lease, await other.RunAsync(Nine + Outbox.Lease - Duration.FromSeconds(1), Ct));
        Assert.Empty(chat.Said);
        clock.Now = Nine + Outbox.Lease;
        await other.RunAsync(clock.Now, Ct);
        Assert.Single(chat.Said);
    }

    // It waits for its turn or for a connection, and the host ends.
    private async Task KilledWhileItWaitsAsync()
    {
        var asked = new TaskCompletionSource();
        chat.First = Never(asked);
        _ = Job().RunAsync(Nine, Ct);
        await asked.Task;
        chat.First = _ => Task.CompletedTask;
    }

    // It is on the wire, and the host ends before an answer comes.
    private async Task KilledOnTheWireAsync(Instant? at = null)
    {
        var asked = new TaskCompletionSource();
        chat.Wire = Never(asked);
        _ = Job().RunAsync(at ?? Nine, Ct);
        await asked.Task;
        chat.Wire = _ => Task.CompletedTask;
    }

    private static Func<Address, Task> Never(TaskCompletionSource asked) => _ =>
    {
        asked.TrySetResult();
        return new TaskCompletionSource().Task;
    };
}
