using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Jobs;

public sealed class PurgeJobTests
{
    private static readonly Instant Start = Roster.At("2026-11-20T00:00:00Z");

    private readonly MemoryStore store = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_older_than_the_table_says_goes_and_the_rest_stays()
    {
        var now = Start + Duration.FromMinutes(10);
        Message Said(int days) =>
            new(now - Duration.FromDays(days), now - Duration.FromDays(days), MessageKind.Handoff, "payments", Address.Admins,
                new Reply("Hello."));
        await store.SaveAsync(
        [
            .. Enumerable.Range(0, 1200).Select(i => Write.Create($"old{i:0000}", Said(401))),
            Write.Create("new", Said(400)),
            Write.Create("handoff", new Handoff("payments", now - Duration.FromDays(401), [])),
            Write.Create("shift",
                new WorkedShift("payments", new("primary", 1, now - Duration.FromDays(5000), now, "ana", ShiftSource.Turn), now)),
            Write.Create("pending",
                new Pending("ana", new Request("oncall now", Arguments.None.Values), now, now - Duration.FromHours(25),
                    "") { Platform = Platforms.Local }),
            Write.Create("waiting",
                new Pending("ana", new Request("oncall now", Arguments.None.Values), now, now, "") { Platform = Platforms.Local }),
            Write.Create("worked",
                new WorkedShift("payments",
                    new("primary", 1, now - Duration.FromDays(3662), now - Duration.FromDays(3661), "ana", ShiftSource.Turn), now)),
            Write.Create("people/ana", new FeedState(now - Duration.FromDays(91), [])),
            Write.Create("people/ben", new FeedState(now - Duration.FromDays(90), [])),
            Write.Create("asked", new Shared(new Request("oncall now", Arguments.None.Values), null)),
        ], Ct);

        var job = new PurgeJob(store, StoredKinds.All);
        Assert.Equal(now, await job.RunAsync(Start, Ct));
        Assert.Equal(now + Duration.FromHours(1), await job.RunAsync(now, Changes.None, Ct));
        Assert.Equal(now + Duration.FromHours(1), await job.RunAsync(now + Duration.FromMinutes(1), Changes.None, Ct));

        Assert.Equal("new", Assert.Single(await store.ListAsync<Message>(IdRange.All, Ct)).Id);
        Assert.Empty(await store.ListAsync<Handoff>(IdRange.All, Ct));
        Assert.Equal("waiting", Assert.Single(await store.ListAsync<Pending>(IdRange.All, Ct)).Id);
        Assert.Equal("shift", Assert.Single(await store.ListAsync<WorkedShift>(IdRange.All, Ct)).Id);
        Assert.Equal("people/ben", Assert.Single(await store.ListAsync<FeedState>(IdRange.All, Ct)).Id);
        // An older release kept no time with it.
        Assert.Empty(await store.ListAsync<Shared>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_is_waited_for_as_at_a_start()
    {
        var job = new PurgeJob(store, StoredKinds.All);
        await job.RunAsync(Start + Duration.FromDays(40), Ct);
        Assert.Equal(Start + Duration.FromMinutes(10), await job.RunAsync(Start, Ct));
    }

    [Fact]
    public async Task Previews_that_nobody_answers_are_gone_two_hours_after_they_ended()
    {
        var job = new PurgeJob(store, StoredKinds.All);
        await job.RunAsync(Start, Changes.None, Ct);
        var expired = Start + Duration.FromMinutes(25);
        await store.SaveAsync(
            [.. Enumerable.Range(0, 600).Select(second => Write.Create($"p{second}",
                new Pending("ana", new Request("oncall now", Arguments.None.Values), Start, expired - Duration.FromSeconds(second), "")
                {
                    Platform = Platforms.Local,
                }))], Ct);

        Instant? next = Start;
        while (next is { } at && at <= expired + Duration.FromHours(2)) next = await job.RunAsync(at, Changes.None, Ct);

        Assert.Empty(await store.ListAsync<Pending>(IdRange.All, Ct));
    }
}
