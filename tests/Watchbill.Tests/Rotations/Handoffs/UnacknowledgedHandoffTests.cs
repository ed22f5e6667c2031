using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class UnacknowledgedHandoffTests
{
    // Mondays at nine in Lisbon: ben from 9 November, cai from 16 November.
    private static readonly Instant Before = At("2026-11-14T12:00:00Z");
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();

    [Fact]
    public async Task Unacknowledged_for_fifteen_minutes_after_it_was_said_the_lead_is_told_once()
    {
        await SaidAsync(late: Duration.FromMinutes(5));
        var job = Job();
        Assert.Equal(Monday + Duration.FromMinutes(20), await job.RunAsync(Monday + Duration.FromMinutes(16), Ct));
        Assert.Empty(await DeliveriesAsync());

        await job.RunAsync(Monday + Duration.FromMinutes(20), Ct);
        await job.RunAsync(Monday + Duration.FromMinutes(21), Ct);
        await Job().RunAsync(Monday + Duration.FromMinutes(60), Ct);
        var told = Assert.Single(await DeliveriesAsync()).Value;
        Assert.Equal((MessageKind.Escalation, Address.Person("lea")), (told.Kind, told.To));
        Assert.Contains("Cai Wen has not acknowledged", told.Reply.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acknowledged_in_time_the_lead_hears_nothing()
    {
        await SaidAsync(late: Duration.Zero);
        var read = (await store.FindAsync<Handoff>("payments/2026-11-16T09:00:00Z", Ct))!;
        await store.SaveAsync([Write.Replace(read, read.Value with { Acknowledged = [new("cai", Monday + Duration.FromMinutes(2))] })],
            Ct);
        await Job().RunAsync(Monday + Duration.FromMinutes(16), Ct);
        Assert.Empty(await DeliveriesAsync());
    }

    private async Task SaidAsync(Duration late)
    {
        await FillAsync(store, Payments);
        await Job().RunAsync(Before, Ct);
        await Job().RunAsync(Monday, Ct);
        var clock = new FakeClock(Monday + late);
        await new DeliveryJob(new Outbox(store, exclusive: true), new RecordingChat(), clock, NullLogger<DeliveryJob>.Instance)
            .RunAsync(clock.Now, Ct);
    }

    private HandoffJob Job() =>
        new(store, new Schedules(store), new DueRotations(store, NullLogger<DueRotations>.Instance),
            new OpenWork(store, new OrgChart(store)), Fixtures.Some.HostClock);

    private async Task<IReadOnlyList<Stored<Delivery>>> DeliveriesAsync() => await store.ListAsync<Delivery>(IdRange.All, Ct);
}
