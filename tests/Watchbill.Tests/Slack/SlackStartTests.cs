using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Slack;

public sealed class SlackStartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_while_a_start_looks_for_what_was_left_undone_is_answered_once()
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var (late, slow) = (new LateStore(memory), new SlowCommands());
        await using (var host = await SlackHost.StartAsync(slack, services => services.With(slow), before: (notices, late)))
        {
            host.Clock.Now += Duration.FromMilliseconds(1);
            var telling = host.TellAsync(host.Event(SlackHost.Said("slow")));
            while ((await memory.ListAsync<InboxItem>(IdRange.All, Ct)).Count == 0) await Task.Delay(1, Ct);
            late.Found.SetResult();
            await late.Listed.Task;
            slow.Release();
            (await telling).Dispose();
        }

        Assert.Equal("At last.", (string?)Assert.Single(slack.Done, call => call.Method == "chat.postMessage").Arguments["text"]);
    }

    [Theory]
    [InlineData("""
        press {"User":"U0ANA","Action":"run","Value":"now payments","Message":"1763632800.000100","At":"1763632900.000001",
        "Channel":"D0ANA","Thread":null,"ResponseUrl":null,"Trigger":"1.2.fake","Modal":null,"Ephemeral":true,"Conversation":null,
        "What":"press"}
        """)]
    [InlineData("""
        form {"User":"U0ANA","Form":"oncall now","View":"V1","Values":{"rotation":"payments"},"Channel":"D0ANA","ResponseUrl":null,
        "Replace":false,"Place":{"User":"U0ANA"}}
        """)]
    [InlineData("""message {"User":"U0ANA","Channel":"D0ANA","Text":"now payments","Thread":null}""")]
    public async Task What_an_earlier_release_kept_and_did_not_finish_is_answered_by_the_next_start(string todo)
    {
        await using var slack = await FakeSlack.StartAsync();
        var (notices, memory) = await SlackHost.StoreAsync();
        var json = JsonSerializer.SerializeToUtf8Bytes(new { at = "2026-11-20T09:59:00Z", mark = "", todo });
        await memory.SaveAsync([Write.Create("slack/1", (InboxItem)Documents.Deserialize(typeof(InboxItem), "slack/1", json))], Ct);

        await using var host = await SlackHost.StartAsync(slack, before: (notices, memory));

        var said = await slack.SeenAsync("chat.postMessage");
        Assert.Equal("D0ANA", (string?)said["channel"]);
        Assert.Contains("U0ANA", (string?)said["text"], StringComparison.Ordinal);
    }

    /// <summary>A store that lists the inbox once somebody lets it.</summary>
    private sealed class LateStore(IStore store) : IStore
    {
        public TaskCompletionSource Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource Listed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public async ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
        {
            if (typeof(T) != typeof(InboxItem)) return await store.ListAsync<T>(range, ct);
            await Found.Task.WaitAsync(ct);
            var listed = await store.ListAsync<T>(range, ct);
            Listed.TrySetResult();
            return listed;
        }

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct) => store.SaveAsync(changes, ct);
    }
}
