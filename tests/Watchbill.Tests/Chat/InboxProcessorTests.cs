using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>The inbox of a platform that nobody in the house has heard of.</summary>
public sealed class InboxProcessorTests : IDisposable
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");
    private static readonly PressPayload Press = new("A1", FrontDesk.Link, "now", "m", "1") { Channel = "dm-ana" };

    private readonly MemoryStore store = new();
    private readonly ManualTime time = new();
    private readonly BackgroundWork work;
    private readonly List<string> said = [];
    private readonly InboxPlatform platform;
    private readonly InboxProcessor processor;
    private TaskCompletionSource? held;

    public InboxProcessorTests()
    {
        work = new(time, NullLogger<BackgroundWork>.Instance);
        platform = new(Platforms.Other, TimeSpan.FromSeconds(2), channel => channel.StartsWith("dm-", StringComparison.Ordinal),
            (payload, answered, ct) => SayAsync($"late to {payload.User}", answered));
        processor = Processors.Of(store, platform, work, Now, Slow);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_is_noted_as_done_before_it_is_answered_and_words_after_it()
    {
        await processor.ActAsync(platform.Id, Press.Key, Press, (answered, _) => SayAsync("press", answered), Ct);
        var words = new MessagePayload("A1", "now");
        await processor.ActAsync(platform.Id, "words", words, (answered, _) => SayAsync("words", answered), Ct);

        Assert.Equal(["press with 0 undone", "words with 1 undone"], said);
        Assert.All(await store.ListAsync<InboxItem>(IdRange.All, Ct), item => Assert.Null(item.Value.Todo));
    }

    [Fact]
    public async Task What_arrives_again_is_answered_by_nobody()
    {
        var form = new SubmissionPayload("A1", "oncall now", "v", new Dictionary<string, string>());

        Assert.NotNull(await processor.AnswerAsync(platform.Id, form.Key("1"), form, Ct));
        Assert.Null(await processor.AnswerAsync(platform.Id, form.Key("1"), form, Ct));

        Assert.Empty(said);
    }

    [Fact]
    public async Task What_takes_longer_than_the_platform_waits_is_said_once_it_is_known()
    {
        held = new TaskCompletionSource();
        var answering = processor.AnswerAsync(platform.Id, "slow", Press, Ct);
        await time.PassAsync(platform.Patience, Ct);
        Assert.Null(await answering);
        Assert.Empty(said);

        held.SetResult();
        await work.StopAsync(Ct);

        Assert.Equal(["late to A1 with 0 undone"], said);
    }

    public void Dispose()
    {
        work.Dispose();
        time.Dispose();
    }

    // Whoever has no account is vouched for by the platform: it answers when the test lets it.
    private Task Slow(CancellationToken ct) => held?.Task.WaitAsync(ct) ?? Task.CompletedTask;

    private async Task SayAsync(string what, Answered answered)
    {
        Assert.NotNull(answered.Reply);
        var undone = (await store.ListAsync<InboxItem>(IdRange.All, Ct)).Count(item => item.Value.Todo is not null);
        said.Add($"{what} with {undone} undone");
    }
}
