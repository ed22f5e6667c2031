using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// The file takes secondary out on Friday 20 November 2026; the shift of it that runs
/// ends on Monday the 23rd. Dora has it then, cai the week before.
/// </summary>
public sealed class RemovedLayerTests
{
    private static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");
    private static readonly string Two =
        Applying.Small.Replace("members: [ana, ben]}]", "members: [ana, ben]}, {id: secondary, members: [dora, cai]}]",
            StringComparison.Ordinal);

    private readonly Applying file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_removed_layer_works_to_the_end_of_its_shift_and_is_gone_then()
    {
        await RemoveAsync();
        var schedule = await ScheduleAsync();
        Assert.Equal("cai", schedule.At("secondary", Monday - Duration.FromSeconds(1))!.Person);
        Assert.Null(schedule.At("secondary", Monday));
        Assert.Empty(schedule.Between(Monday, Monday + Duration.FromDays(100), "secondary"));

        var board = new OnCallBoard(new Schedules(file.Store), new WorkedShifts(file.Store), new OrgChart(file.Store));
        Assert.Equal(["primary", "secondary"],
            (await board.UnbrokenAsync(schedule.Rotation, file.Now, file.Now, Ct)).Layers.Select(layer => layer.Layer.Id));
        var after = await board.UnbrokenAsync(schedule.Rotation, Monday, file.Now, Ct);
        Assert.Equal(["primary"], after.Layers.Select(layer => layer.Layer.Id));
        var nobody = new Dictionary<string, string>();
        Assert.DoesNotContain("secondary",
            Written.Of(RotationReplies.Escalation([after], nobody, nobody), DateTimeZone.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_end_is_no_handoff_and_leaves_no_gap()
    {
        await RunAsync(file.Now);
        await RemoveAsync();
        await RunAsync(Monday);
        await RunAsync(Monday + Duration.FromDays(7));
        var handoffs = (await file.Store.ListAsync<Handoff>(IdRange.All, Ct)).Select(stored => stored.Value).ToList();
        Assert.Equal(2, handoffs.Count);
        Assert.All(handoffs, handoff => Assert.Equal("primary", Assert.Single(handoff.Layers).Layer));
        Assert.Empty((await ScheduleAsync()).Gaps(Monday, Monday + Duration.FromDays(28)));
        // What was worked stays readable.
        Assert.NotNull(await file.FindAsync<WorkedShift>(WorkedShift.IdOf("payments", file.Now, "secondary")));
    }

    [Fact]
    public async Task Nobody_is_put_into_a_removed_layer()
    {
        await RemoveAsync();
        var rotation = (await file.FindAsync<Rotation>("payments"))!;
        Assert.Equal("secondary", Overrides.LayerOf(rotation, "secondary", Monday - Duration.FromSeconds(1)));
        Assert.Equal("No layer `secondary` in payments. It has primary.",
            Assert.Throws<RefusedException>(() => Overrides.LayerOf(rotation, "secondary", Monday)).Message);
    }

    [Fact]
    public async Task A_layer_that_comes_back_begins_when_it_does_and_is_handed_over()
    {
        await RunAsync(file.Now);
        await RemoveAsync();
        await RunAsync(Monday);
        file.Now = Monday + Duration.FromDays(1);
        Assert.Equal(
            ["rotation payments change: layers primary → primary, secondary",
                "rotation payments change: layer secondary with dora, cai from Tue 24 Nov 09:00"], await file.SaysAsync(Two));
        Assert.Empty(await file.SaysAsync(Two));
        await RunAsync(file.Now);
        var handoff = (await file.FindAsync<Handoff>("payments/2026-11-24T09:00:00Z"))!;
        Assert.Equal(("secondary", null, "dora"), (handoff.Layers[0].Layer, handoff.Layers[0].Outgoing, handoff.Layers[0].Incoming));
    }

    [Fact]
    public async Task Put_back_before_it_is_gone_nothing_has_happened()
    {
        await RemoveAsync();
        await file.ApplyAsync(Two);
        Assert.Single((await file.FindAsync<Rotation>("payments"))!.Layers[1].Versions);
    }

    private async Task RemoveAsync()
    {
        if (await file.FindAsync<Rotation>("payments") is null) await file.ApplyAsync(Two);
        Assert.Equal(
            ["rotation payments change: layers primary, secondary → primary",
                "rotation payments change: layer secondary removed from Mon 23 Nov 09:00"], await file.SaysAsync(Applying.Small));
        var said =
            (await file.Store.ListAsync<Delivery>(IdRange.All, Ct))
                .Single(delivery => delivery.Value.To == Address.Team("payments") && delivery.Value.Kind == MessageKind.Change);
        Assert.Contains("changed payments: layer secondary removed from Mon 09:00", Bot.Plain(said.Value.Reply),
            StringComparison.Ordinal);
        Assert.Empty(await file.SaysAsync(Applying.Small));
    }

    private async Task<Schedule> ScheduleAsync() => (await new Schedules(file.Store).FindAsync("payments", Ct))!;

    private async Task RunAsync(Instant now)
    {
        if (await file.FindAsync<Rotation>("payments") is null) await file.ApplyAsync(Two);
        var schedules = new Schedules(file.Store);
        await new RecorderJob(file.Store, schedules, new DueRotations(file.Store, NullLogger<DueRotations>.Instance), Some.HostClock)
            .RunAsync(now, Ct);
        await new HandoffJob(file.Store, schedules, new DueRotations(file.Store, NullLogger<DueRotations>.Instance),
            new OpenWork(file.Store, new OrgChart(file.Store)), Some.HostClock)
            .RunAsync(now, Ct);
    }
}
