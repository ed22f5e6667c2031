using Microsoft.Extensions.Logging.Abstractions;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Rotations;

public sealed class HandoffLinesTests
{
    [Fact]
    public async Task Other_slices_add_their_lines_for_the_channel_and_for_who_takes_over()
    {
        var store = new Fixtures.MemoryStore();
        await FillAsync(store, Payments);
        var lines =
            new HandoffLines(
                (rotation, now,
                    _) => Task.FromResult<IReadOnlyList<Field>>([new Field("Open incidents", $"one of {rotation.Id} since {now}")]));
        var job = new HandoffJob(store, new Schedules(store), new DueRotations(store, NullLogger<DueRotations>.Instance), [lines]);
        await job.RunAsync(At("2026-11-14T12:00:00Z"), Ct);
        await job.RunAsync(At("2026-11-16T09:00:00Z"), Ct);

        var said = await store.ListAsync<Delivery>(IdRange.All, Ct);
        Assert.Equal(2, said.Count);
        Assert.All(said, delivery => Assert.Equal(
            ["Open incidents: one of payments since 2026-11-16T09:00:00Z", "Next handoff: 2026-11-23T09:00:00Z: Ana Silva (primary)"],
            delivery.Value.Reply.Fields.TakeLast(2).Select(field => $"{field.Name}: {field.Value}")));
    }
}
