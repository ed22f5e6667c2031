using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Messages that are edited where they stand when what they are about has changed.</summary>
public sealed class CardTests
{
    private static readonly Instant Nine = Roster.At("2026-11-16T09:00:00Z");
    private static readonly Delivery Card =
        new(Nine, MessageKind.Incident, Address.Team("payments"), new Reply("broken")) { Card = "incident/checkout/12" };

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Nine);
    private readonly RecordingChat chat = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_card_says_is_shown_anew_where_it_stands_and_is_no_message_of_its_own()
    {
        await CardAsync("a", Nine);
        await EditAsync("acknowledged", 2, Nine);
        await Job().RunAsync(Nine, Ct);
        Assert.Equal("2026-11-16T09:00:00Z/a", Assert.Single(chat.Said).Key);
        Assert.Equal(("other 2026-11-16T09:00:00Z/a", "acknowledged"),
            Assert.Single(chat.Edited.Select(one => (one.Place, one.Reply.Text.ToString()))));
        Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct));
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Said_twice_it_is_shown_anew_in_both_places()
    {
        await CardAsync("a", Nine);
        await CardAsync("b", Nine + Duration.FromHours(1));
        var later = Nine + Duration.FromHours(2);
        await EditAsync("over", 3, later);
        clock.Now = later;
        await Job().RunAsync(later, Ct);
        Assert.Equal(["other 2026-11-16T09:00:00Z/a", "other 2026-11-16T10:00:00Z/b"], chat.Edited.Select(one => one.Place));
    }

    [Fact]
    public async Task Edits_of_one_card_arrive_in_order_however_long_one_of_them_takes()
    {
        await CardAsync("a", Nine);
        await EditAsync("acknowledged", 2, Nine);
        await EditAsync("over", 10, Nine);
        var failing = true;
        chat.First = _ => failing && chat.Said.Count == 1 ? throw new HttpRequestException("503") : Task.CompletedTask;
        var job = Job();
        var again = await job.RunAsync(Nine, Ct);
        Assert.Empty(chat.Edited);
        failing = false;
        clock.Now = again!.Value;
        await job.RunAsync(again.Value, Ct);
        Assert.Equal(["acknowledged", "over"], chat.Edited.Select(one => one.Reply.Text.ToString()));
    }

    [Fact]
    public async Task Of_what_was_never_said_nothing_is_shown()
    {
        await EditAsync("over", 2, Nine);
        Assert.Null(await Job().RunAsync(Nine, Ct));
        Assert.Empty(chat.Edited);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Killed_between_showing_and_noting_it_is_shown_once_more()
    {
        await CardAsync("a", Nine);
        await Job().RunAsync(Nine, Ct);
        await EditAsync("over", 2, Nine);
        await Assert.ThrowsAsync<IOException>(() => Job(new DyingStore(store, change => change.Value is null)).RunAsync(Nine, Ct));
        await Job().RunAsync(Nine + Duration.FromMinutes(1), Ct);
        Assert.Equal(2, chat.Edited.Count);
        Assert.Single(chat.Said);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    [Fact]
    public async Task However_often_a_host_ends_while_it_shows_something_it_is_shown_in_the_end()
    {
        await CardAsync("a", Nine);
        await Job().RunAsync(Nine, Ct);
        await EditAsync("over", 2, Nine);
        var edit = Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct));
        await store.SaveAsync(
            [Write.Replace(edit, edit.Value with { LeasedBy = "one that is dead", Begun = ["other", "other"], Unknown = 5 })], Ct);
        await Job().RunAsync(Nine, Ct);
        Assert.Equal("over", Assert.Single(chat.Edited).Reply.Text.ToString());
    }

    [Fact]
    public async Task A_place_that_fails_keeps_none_of_the_others_out_of_date()
    {
        await CardAsync("a", Nine);
        await CardAsync("b", Nine);
        await EditAsync("over", 2, Nine);
        var calls = 0;
        chat.First = _ => chat.Said.Count == 2 && calls++ == 0 ? throw new HttpRequestException("503") : Task.CompletedTask;
        var job = Job();
        clock.Now = (await job.RunAsync(Nine, Ct))!.Value;
        Assert.Equal(["other 2026-11-16T09:00:00Z/b"], chat.Edited.Select(one => one.Place));
        await job.RunAsync(clock.Now, Ct);
        Assert.Contains("other 2026-11-16T09:00:00Z/a", chat.Edited.Select(one => one.Place));
    }

    private Task CardAsync(string cause, Instant due) =>
        store.SaveAsync([Delivery.Say(Card with { Due = due, NotBefore = due }, cause)], Ct);

    private Task EditAsync(string text, int order, Instant due) =>
        store.SaveAsync([Delivery.Edit(Card with { Due = due, NotBefore = due, Reply = new Reply(text) }, order)], Ct);

    private DeliveryJob Job(IStore? on = null) =>
        new(new Outbox(on ?? store, exclusive: true), chat, clock, NullLogger<DeliveryJob>.Instance);
}
