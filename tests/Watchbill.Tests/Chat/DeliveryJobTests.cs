using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed partial class DeliveryJobTests
{
    private static readonly Instant Nine = Roster.At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Nine);
    private readonly RecordingChat chat = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_due_is_said_and_noted_and_the_rest_named()
    {
        await QueueAsync("a", Nine);
        await QueueAsync("b", Nine + Duration.FromMinutes(5));

        Assert.Equal(Nine + Duration.FromMinutes(5), await Job().RunAsync(Nine, Ct));

        Assert.Equal("2026-11-16T09:00:00Z/a", Assert.Single(chat.Said).Key);
        var message = Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
        Assert.Equal(("2026-11-16T09:00:00Z/a", Nine, Nine), (message.Id, message.Value.At, message.Value.SaidAt!.Value));
        Assert.Equal("2026-11-16T09:05:00Z/b", Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Id);
    }

    [Fact]
    public async Task What_was_said_and_is_asked_for_again_is_not_said_again_and_goes()
    {
        await QueueAsync("a", Nine);
        await Job().RunAsync(Nine, Ct);
        await QueueAsync("a", Nine);
        await Job().RunAsync(Nine + Duration.FromMinutes(1), Ct);
        Assert.Single(chat.Said);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Equal(Nine, Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct)).Value.SaidAt);
    }

    [Fact]
    public async Task A_fraction_of_a_second_early_nothing_is_said()
    {
        var due = Nine + Duration.FromMilliseconds(700);
        await QueueAsync("a", due);
        Assert.Equal(due, await Job().RunAsync(due - Duration.FromMilliseconds(3), Ct));
        Assert.Empty(chat.Said);
    }

    [Fact]
    public async Task What_was_said_and_could_not_be_noted_is_noted_later_by_the_same_process()
    {
        await QueueAsync("a", Nine);
        var full = true;
        var job = Job(new DyingStore(store, change => full && change.Kind == typeof(Message)));
        await Assert.ThrowsAsync<IOException>(() => job.RunAsync(Nine, Ct));
        full = false;
        await job.RunAsync(Nine + Duration.FromMinutes(1), Ct);
        Assert.Single(chat.Said);
        Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_platform_that_fails_is_tried_again_more_and_more_slowly_and_given_up_after_a_day()
    {
        await QueueAsync("a", Nine);
        chat.First = _ => throw new HttpRequestException("503");
        var job = Job();
        var pauses = new List<double>();
        for (var next = (Instant?)Nine; next is { } at && pauses.Count < 1000;)
        {
            clock.Now = at;
            next = await job.RunAsync(at, Ct);
            if (next is { } again) pauses.Add((again - at).TotalSeconds);
        }

        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
        Assert.Null(Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct)).Value.SaidAt);
        Assert.True(clock.Now - Nine >= Duration.FromHours(24));
        Assert.InRange(pauses[0], 0.75, 1.25);
        Assert.InRange(pauses[4], 12, 20);
        Assert.All(pauses.Skip(10), pause => Assert.InRange(pause, 675, 1125));
        Assert.True(pauses.Skip(10).Distinct().Count() > 10, "every pause should differ a little");
    }

    [Fact]
    public async Task A_slow_address_holds_up_nobody_else()
    {
        await QueueAsync("slow", Nine);
        var slow = new TaskCompletionSource();
        chat.First = to => to.Id == "slow" ? slow.Task : Task.CompletedTask;
        var run = Job().RunAsync(Nine, Ct);
        await QueueAsync("quick", Nine);
        while (chat.Said.IsEmpty) await Task.Delay(5, Ct);
        Assert.Equal("quick", Assert.Single(chat.Said).To.Id);
        slow.SetResult();
        await run;
        Assert.Equal(2, chat.Said.Count);
    }

    [Fact]
    public async Task Two_hundred_and_fifty_six_are_on_their_way_at_once()
    {
        for (var i = 0; i < 600; i++) await QueueAsync($"a{i:000}", Nine);
        var (flying, most) = (0, 0);
        chat.First = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref flying));
            await Task.Delay(20, Ct);
            Interlocked.Decrement(ref flying);
        };
        await Job().RunAsync(Nine, Ct);
        Assert.Equal(600, chat.Said.Count);
        Assert.InRange(most, 65, 256);
    }

    [Fact]
    public async Task While_paused_nothing_is_said()
    {
        await QueueAsync("a", Nine);
        await store.SaveAsync([Write.Put(Restored.Id, new Restored(Nine - Duration.FromHours(3), Nine))], Ct);
        Assert.Null(await Job().RunAsync(Nine, Ct));
        Assert.Empty(chat.Said);

        await store.SaveAsync([Write.Delete((await store.FindAsync<Restored>(Restored.Id, Ct))!)], Ct);
        await Job().RunAsync(Nine, Ct);
        Assert.Single(chat.Said);
    }

    [Fact]
    public async Task Told_to_stop_it_lets_what_is_on_its_way_arrive_and_begins_nothing_new()
    {
        await QueueAsync("a", Nine);
        var arriving = new TaskCompletionSource();
        chat.First = _ => arriving.Task;
        using var stop = new CancellationTokenSource();
        var run = Job().RunAsync(Nine, stop.Token);
        await stop.CancelAsync();
        await QueueAsync("b", Nine);
        arriving.SetResult();
        await run;
        Assert.Equal("a", Assert.Single(chat.Said).To.Id);
        Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
    }

    private Task QueueAsync(string name, Instant due) =>
        store.SaveAsync([Delivery.Say(new Delivery(due, MessageKind.Handoff, Address.Team(name), new Reply("Hello.")), name)], Ct);

    private DeliveryJob Job(IStore? on = null, bool exclusive = true) =>
        new(new Outbox(on ?? store, exclusive), chat, clock, NullLogger<DeliveryJob>.Instance);

    private DyingStore Dying() => new(store, change => change.Kind == typeof(Message));
}
