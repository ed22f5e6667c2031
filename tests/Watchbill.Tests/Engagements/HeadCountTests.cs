using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Engagements;

public sealed class HeadCountTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(16, 2)]
    [InlineData(17, 3)]
    public void An_sre_team_serves_eight_teams(int teams, int sre) => Assert.Equal(sre, new HeadCount(teams, 0, 0).SreTeams);

    [Fact]
    public async Task The_guide_counts_teams_that_build_domains_and_lines()
    {
        var store = new MemoryStore();
        await store.SaveAsync(
        [
            .. Enumerable.Range(1, 9).Select(i => Write.Put($"t{i}", new Team($"t{i}", $"T{i}") { Lead = "ana" })),
            Write.Put("old", new Team("old", "Old") { Lead = "ana", Retired = true }),
            Write.Put("sre-core", new Team("sre-core", "SRE") { Lead = "eve", Members = ["eve", "hugo"], Sre = true }),
            .. new[] { ("ordering", "shop"), ("billing", "shop"), ("search", "content") }.Select(
                domain => Write.Put(domain.Item1, new Domain(domain.Item1, domain.Item1) { Line = domain.Item2 })),
        ], TestContext.Current.CancellationToken);
        var router = new CommandRouter([new HeadCountCommands(store)], store, new FakeClock(Cases.At("2026-11-20T10:00:00Z")));
        Golden.Matches("engagement/headcount",
            Written.Of(
                await router.AskAsync("engagement headcount", new Caller("ana", Platforms.Local, null),
                    TestContext.Current.CancellationToken),
                DateTimeZone.Utc));
    }
}
