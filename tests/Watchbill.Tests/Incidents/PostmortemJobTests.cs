using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

public sealed class PostmortemJobTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("checkout-1", "checkout-1")] // Named.
    [InlineData(null, "checkout-2")] // The last that had begun: 3 was a false alarm, 4 came later.
    [InlineData("checkout-3", "")] // A false alarm.
    [InlineData("checkout-9", "")] // None that is known.
    public async Task A_level_asks_for_one_postmortem_once(string? named, string asked)
    {
        var store = new MemoryStore();
        await Roster.FillAsync(store, Roster.Payments);
        await store.SaveAsync(
        [
            .. new[] { (1, "08:00", null), (2, "09:00", null), (3, "09:30", "a drill"), (4, "10:30", (string?)null) }.Select(
                one => Write.Create(
                    $"checkout/{one.Item1:000000}",
                    Spending.Incident(one.Item1, $"2026-11-20T{one.Item2}:00Z", "2026-11-20T12:00:00Z") with { Voided = one.Item3 })),
        ], Ct);
        var job = new WokenJob(new PostmortemJob(store, new PostmortemAsks(store, new OrgChart(store))), store.Notices);
        await job.RunAsync(Now, Ct);
        Assert.Empty(await store.ListAsync<Postmortem>(IdRange.All, Ct));

        // Two objectives reach the same level.
        foreach (var slo in new[] { "availability", "latency" })
        {
            var reached =
                new LevelReached("checkout", slo,
                    null)
                {
                    Levels = [new ReachedLevel("incident > 20%", Now)
                        {
                            Do = [PolicyAction.Postmortem],
                            Incident = named,
                            Value = 20.4m,
                        }],
                };
            await store.SaveAsync([Write.Create(reached.DocumentId, reached)], Ct);
        }

        await job.RunAsync(Now, Ct);
        await new PostmortemJob(store, new PostmortemAsks(store, new OrgChart(store))).RunAsync(Now + Duration.FromHours(1), Ct);
        var made = (await store.ListAsync<Postmortem>(IdRange.All, Ct)).Select(stored => stored.Value).ToList();
        Assert.Equal(asked, string.Join(' ', made.Select(one => one.Id)));
        Assert.All(made, one => Assert.Equal((named is null ? null : 20.4m, "lea"), (one.Share, one.Owner)));
        Assert.Equal(made.Count * 2, (await store.ListAsync<Chat.Delivery>(IdRange.All, Ct)).Count);
    }

    /// <summary>While it goes on nobody has time to write, and nobody knows yet how much it will have used.</summary>
    [Fact]
    public async Task It_is_asked_for_once_the_incident_is_over()
    {
        var store = new MemoryStore();
        await Roster.FillAsync(store, Roster.Payments);
        var incident = Spending.Incident(1, "2026-11-20T08:00:00Z", null);
        var reached = new LevelReached("checkout", "availability", null)
        {
            Levels =
                [new ReachedLevel("incident > 20%", Now) { Do = [PolicyAction.Postmortem], Incident = "checkout-1", Value = 20.4m }],
        };
        await store.SaveAsync([Write.Create("checkout/000001", incident), Write.Create(reached.DocumentId, reached)], Ct);
        var job = new WokenJob(new PostmortemJob(store, new PostmortemAsks(store, new OrgChart(store))), store.Notices);
        await job.RunAsync(Now, Ct);
        Assert.Empty(await store.ListAsync<Postmortem>(IdRange.All, Ct));

        await store.SaveAsync([Write.Put("checkout/000001", incident with { End = Now })], Ct);
        await job.RunAsync(Now + Duration.FromSeconds(1), Ct);
        Assert.Equal("checkout-1", Assert.Single(await store.ListAsync<Postmortem>(IdRange.All, Ct)).Value.Id);
    }
}
