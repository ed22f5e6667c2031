using Microsoft.Extensions.Logging;
using Watchbill.Api;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

public sealed class BackgroundWorkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly ManualTime time = new();
    private readonly Lines lines = new();
    private readonly LoggerFactory logging;
    private readonly BackgroundWork work;

    public BackgroundWorkTests()
    {
        logging = new LoggerFactory([lines]);
        work = new BackgroundWork(time, logging.CreateLogger<BackgroundWork>());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_ends_within_the_patience_is_in_time()
    {
        var done = new TaskCompletionSource();
        var waiting = work.InTimeAsync(done.Task, Patience, Ct);
        time.Advance(Patience - TimeSpan.FromTicks(1));
        done.SetResult();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task What_takes_longer_goes_on_and_a_stop_waits_for_it()
    {
        var done = new TaskCompletionSource();
        var waiting = work.WaitAsync(done.Task, Patience, Ct);
        await time.PassAsync(Patience, Ct);
        await waiting;
        var stopping = work.StopAsync(Ct);
        Assert.False(stopping.IsCompleted);
        done.SetResult();
        await stopping;
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_left_behind_by_what_was_left_behind()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        work.Behind(ThenAsync());
        var stopping = work.StopAsync(Ct);
        first.SetResult();
        second.SetResult();
        await stopping;
        Assert.True(second.Task.IsCompleted);

        async Task ThenAsync()
        {
            await first.Task;
            work.Behind(second.Task);
        }
    }

    [Fact]
    public async Task Whoever_stops_the_host_need_not_wait()
    {
        work.Behind(new TaskCompletionSource().Task);

        await work.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task What_fails_in_time_fails_for_who_waits_and_what_fails_behind_is_one_line_in_the_log()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(FailAsync(), Patience, Ct));
        Assert.Empty(lines.All);
        work.Behind(FailAsync());
        await work.StopAsync(Ct);

        Assert.StartsWith("Error: Something that a chat platform asked for failed", Assert.Single(lines.All), StringComparison.Ordinal);

        static Task FailAsync() => Task.FromException(new InvalidOperationException("broken"));
    }

    public void Dispose()
    {
        work.Dispose();
        logging.Dispose();
        time.Dispose();
    }
}
