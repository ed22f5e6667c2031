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
        var late = new LateStore(memory);
        await using (var host = await SlackHost.StartAsync(slack, services => services.Slow(300), before: (notices, late)))
        {
            host.Clock.Now += Duration.FromMilliseconds(1);
            var telling = host.TellAsync(host.Event(SlackHost.Said("slow")));
            while ((await memory.ListAsync<Seen>(IdRange.All, Ct)).Count == 0) await Task.Delay(1, Ct);
            late.Found.SetResult();
            (await telling).Dispose();
        }

        Assert.Equal("At last.", (string?)Assert.Single(slack.Done, call => call.Method == "chat.postMessage").Arguments["text"]);
    }

    /// <summary>A store that lists what was seen once somebody lets it.</summary>
    private sealed class LateStore(IStore store) : IStore
    {
        public TaskCompletionSource Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public async ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class
        {
            if (typeof(T) == typeof(Seen)) await Found.Task.WaitAsync(ct);
            return await store.ListAsync<T>(range, ct);
        }

        public Task SaveAsync(IReadOnlyList<Change> changes, CancellationToken ct) => store.SaveAsync(changes, ct);
    }
}
