using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;
using static Watchbill.Fixtures.Roster;

namespace Watchbill.Reading;

public sealed class RotationIndexTests
{
    private static readonly Instant Monday = At("2026-11-16T09:00:00Z");

    private readonly MemoryStore store = new();
    private readonly RotationIndex index;

    public RotationIndexTests() => index = new(store, store.Notices);

    [Fact]
    public async Task It_knows_rosters_and_changes_and_follows_what_is_saved()
    {
        await FillAsync(store, Of("a", Primary("ana", "ben")), Of("b", Primary("cai")));
        Assert.Equal("a", await OfAsync("ana"));
        Assert.Equal("b", await OfAsync("cai"));
        Assert.Equal("a b", await OfAsync("cai", "ben"));

        await OverrideAsync(store, "a", "cai", "2026-11-17T10:00:00Z", "2026-11-17T14:00:00Z");
        Assert.Equal("a b", await OfAsync("cai"));
        await store.SaveAsync([Write.Delete((await store.FindAsync<RotationChanges>("a", Ct))!),
            Write.Replace((await store.FindAsync<Rotation>("b", Ct))!, Of("b", Primary("dee")))], Ct);
        Assert.Equal("", await OfAsync("cai"));
        Assert.Equal("b", await OfAsync("dee"));
        await store.SaveAsync([Write.Delete((await store.FindAsync<Rotation>("b", Ct))!)], Ct);
        Assert.Equal("", await OfAsync("dee"));
    }

    [Fact]
    public async Task Thousands_that_are_saved_at_once_are_followed()
    {
        await OfAsync("ana");
        await store.SaveAsync([.. Enumerable.Range(0, 1500).Select(i => Write.Create($"r{i:0000}", Of($"r{i:0000}", Primary($"p{i}"))))],
            Ct);
        Assert.Equal("r1400", await OfAsync("p1400"));
    }

    [Fact]
    public async Task What_somebody_asks_about_themself_reads_their_rotations_alone()
    {
        var counting = new CountingStore(store);
        var schedules = new Schedules(counting, index: index);
        await store.SaveAsync([.. Enumerable.Range(0, 50).Select(i => Write.Create($"r{i:00}", Of($"r{i:00}", Primary($"p{i}"))))], Ct);
        await index.OfAsync(["p7"], Ct);
        var named = await schedules.NamingAsync(["p7"], Ct);
        Assert.Equal("r07", Assert.Single(named).Id);
        Assert.Equal((1, 0), (counting.Found, counting.Listed));
        var duties = await new Availability(counting, schedules).OfAsync(["p8"], Monday, Monday + Duration.FromDays(1), Ct);
        Assert.Equal("r08", duties["p8"].First().Rotation);
        Assert.Equal(0, counting.Listed);
    }

    /// <summary>As the host is composed: an index that nobody is given would be of no use.</summary>
    [Theory]
    [InlineData("cai", "me", "r07")]
    [InlineData("cai", "now", "r07")]
    [InlineData("ana", "override r07 ben tomorrow 10:00 to 12:00", "Put Ben Ode on call for r07?")]
    [InlineData("cai", "cover me tomorrow 10:00 to 12:00", "r07")]
    [InlineData("cai", "cover return", "cover")]
    [InlineData("cai", "away tomorrow", "r07")]
    public async Task Of_many_rotations_only_those_of_a_person_are_read_for_what_concerns_them(string person, string typed, string answer)
    {
        var (notices, stored) = await SlackHost.StoreAsync();
        await stored.SaveAsync([.. Enumerable.Range(0, 50).Select(i => Write.Create($"r{i:00}",
            Of($"r{i:00}", Primary(i == 7 ? ["ben", "cai"] : [$"p{i}"]))))], Ct);
        var counting = new CountingStore(stored);
        await using var host = await LocalWorld.StartAsync((notices, counting));
        var router = host.Services.GetRequiredService<CommandRouter>();
        var caller = new Caller(person, Platforms.Slack, null);
        await router.AskAsync("me", caller, Ct);
        counting.ListedWhole.Clear();
        var said = await router.AskAsync(typed, caller, Ct);
        Assert.Contains(answer, Written.Of(said, DateTimeZone.Utc), StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(Rotation), counting.ListedWhole);
        Assert.DoesNotContain(typeof(RotationChanges), counting.ListedWhole);
    }

    private async Task<string> OfAsync(params string[] people) => string.Join(' ', await index.OfAsync(people, Ct));
}
