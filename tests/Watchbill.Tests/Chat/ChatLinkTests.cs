using Watchbill.Fixtures;
using Watchbill.Slack;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class ChatLinkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_account_that_is_told_of_twice_at_once_is_ended_once_and_nobody_fails()
    {
        var store = new MemoryStore();
        var at = Cases.At("2026-11-20T10:00:00Z");
        await store.SaveAsync([Write.Create("slack/cai", new ChatLink("cai", "U0CAI", at))], Ct);
        var quicker =
            new DyingStore(store, change => change.Value is ChatLink) { Failure = new StaleException(typeof(ChatLink), "slack/cai") };
        await new ChatLinks(quicker).EndAsync(SlackPlatform.Value, "U0CAI", closed: true, at, Ct);
        await new ChatLinks(store).EndAsync(SlackPlatform.Value, "U0CAI", closed: true, at, Ct);
        await new ChatLinks(store).EndAsync(SlackPlatform.Value, "U0CAI", closed: true, at, Ct);
        Assert.Equal(at, (await store.FindAsync<ChatLink>("slack/cai", Ct))!.Value.Ended);
        Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct));
    }
}
