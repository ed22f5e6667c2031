using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Chat;

/// <summary>On Friday 13 November 2026 at 10:00 the clock runs 40 days ahead for a minute and comes back.</summary>
public sealed class OutboxAheadTests
{
    private static readonly Instant Friday = At("2026-11-13T10:00:00Z");
    private static readonly Instant Back = Friday + Duration.FromMinutes(1);
    private static readonly Duration Forty = Duration.FromDays(40);

    private readonly MemoryStore store = new();

    [Fact]
    public async Task What_waits_ahead_is_taken_back_at_the_first_look_and_not_at_each_save()
    {
        var news = new Delivery(Friday + Forty, MessageKind.Change, Address.Person("ana"), new Reply("An override."));
        await store.SaveAsync([Delivery.Say(news, "override/payments/1/ana")], Ct);
        var job = new OutboxTakeBackJob(new Outbox(store, exclusive: true));
        await job.RunAsync(Back, Changes.Of(new SavedDocument(typeof(Delivery), "x")), Ct);
        Assert.Equal(Friday + Forty, Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Due);
        await job.RunAsync(Back, Changes.Everything, Ct);
        Assert.Equal(Back, Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Value.Due);
    }

    [Fact]
    public async Task What_is_on_the_wire_is_left_to_whoever_put_it_there()
    {
        var outbox = new Outbox(store, exclusive: true);
        var news = new Delivery(Friday + Forty, MessageKind.Change, Address.Person("ana"), new Reply("An override."));
        await store.SaveAsync([Delivery.Say(news, "override/payments/1/ana")], Ct);
        var begun = Assert.Single(await outbox.BeginAsync(await store.ListAsync<Delivery>(IdRange.All, Ct), ["x"], Friday + Forty, Ct));
        await outbox.TakeBackAsync(Back, Ct);
        Assert.Equal(begun.Id, Assert.Single(await store.ListAsync<Delivery>(IdRange.All, Ct)).Id);
    }

    [Fact]
    public async Task What_was_put_off_until_then_is_said_now()
    {
        await store.SaveAsync([Delivery.Say(new Delivery(Friday, MessageKind.Change, Address.Person("ana"), new Reply("x"))
        {
            NotBefore = Friday + Forty,
        }, "x")], Ct);
        Assert.Single((await new Outbox(store, exclusive: true).DueAsync(Back, new HashSet<string>(), Ct)).Due);
    }
}
