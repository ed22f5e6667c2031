using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class InboxTests
{
    private static readonly PlatformId Platform = Platforms.Slack;
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");
    private static readonly PressPayload Press = new("U0ANA", "confirm", "1", "100.1", "200.5") { Channel = "C0PAY" };

    private readonly MemoryStore store = new();
    private readonly Inbox inbox;

    public InboxTests() => inbox = new Inbox(store);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a retry, at once", "200.5", 0, false)]
    [InlineData("a retry, a day late", "200.5", 80_000, false)]
    [InlineData("an earlier press that was overtaken", "200.4", 10, false)]
    [InlineData("a double click", "201.0", 2, false)]
    [InlineData("a press again", "203.6", 3, true)]
    public async Task A_press_is_acted_on_once(string _, string at, int seconds, bool acts)
    {
        Assert.NotNull(await KeepAsync(Press, Now));

        Assert.Equal(acts, await KeepAsync(Press with { At = at }, Now + Duration.FromSeconds(seconds)) is not null);
    }

    [Theory]
    [InlineData("U0BEN", "confirm", "1", "100.1", "C0PAY")]
    [InlineData("U0ANA", "cancel", "1", "100.1", "C0PAY")]
    [InlineData("U0ANA", "confirm", "2", "100.1", "C0PAY")]
    [InlineData("U0ANA", "confirm", "1", "100.2", "C0PAY")]
    [InlineData("U0ANA", "confirm", "1", "100.1", "C0OPS")]
    public async Task Another_user_button_message_or_channel_is_another_press(
        string user, string action, string value, string message, string channel)
    {
        Assert.NotNull(await KeepAsync(Press, Now));

        Assert.NotNull(await KeepAsync(new PressPayload(user, action, value, message, Press.At) { Channel = channel }, Now));
    }

    [Fact]
    public async Task Of_two_that_arrive_in_the_same_moment_one_is_acted_on()
    {
        var held = new HeldStore(store, change => change.Value is InboxItem);
        var keeping = new Inbox(held).KeepAsync(Platform, Press.Key, Press, Now, Ct);
        await held.Reached;
        Assert.NotNull(await KeepAsync(Press, Now));
        held.Release();

        Assert.Null(await keeping);
    }

    [Theory]
    [InlineData("1.2.x", "1.2.x", false)]
    [InlineData("1.2.x", "1.2.y", true)]
    [InlineData(null, null, false)]
    public async Task A_form_is_acted_on_once_for_each_time_it_is_submitted(string? first, string? second, bool acts)
    {
        var sent = new SubmissionPayload("U0ANA", "oncall override", "V1", new Dictionary<string, string> { ["person"] = "ben" });
        Assert.NotNull(await inbox.KeepAsync(Platform, sent.Key(first), sent, Now, Ct));

        Assert.Equal(acts, await inbox.KeepAsync(Platform, sent.Key(second), sent, Now, Ct) is not null);
    }

    [Fact]
    public void A_form_without_an_id_is_told_apart_by_its_values()
    {
        var sent = new SubmissionPayload("U0ANA", "oncall override", "V1", new Dictionary<string, string> { ["person"] = "nobody" });
        var corrected = sent with { Values = new Dictionary<string, string> { ["person"] = "ben" } };

        Assert.NotEqual(sent.Key(null), corrected.Key(null));
        Assert.Equal(sent.Sent, corrected.Sent);
    }

    [Fact]
    public async Task What_is_finished_is_not_done_again_and_still_known()
    {
        var item = await KeepAsync(Press, Now);
        Assert.Equal(Press, Assert.Single(await inbox.UnfinishedAsync(Platform, Ct)).Value.Todo);
        await inbox.FinishAsync(item!, Ct);

        Assert.Empty(await inbox.UnfinishedAsync(Platform, Ct));
        Assert.Null(await KeepAsync(Press, Now));
    }

    [Fact]
    public async Task A_later_press_that_is_in_progress_is_not_finished_by_the_one_before()
    {
        var first = await KeepAsync(Press, Now);
        await KeepAsync(Press with { At = "210.0" }, Now + Duration.FromSeconds(5));
        await inbox.FinishAsync(first!, Ct);

        Assert.Single(await inbox.UnfinishedAsync(Platform, Ct));
    }

    [Fact]
    public async Task A_start_finishes_what_was_left_by_its_platform_and_nothing_that_came_since()
    {
        await KeepAsync(Press, Now - Duration.FromMinutes(1));
        await KeepAsync(Press with { Value = "since" }, Now);
        var unknown = new UnknownPayload("swipe {}");
        await inbox.KeepAsync(Platform, "another release", unknown, Now - Duration.FromMinutes(1), Ct);
        await inbox.KeepAsync(Platforms.Teams, "elsewhere", Press with { Value = "elsewhere" }, Now - Duration.FromMinutes(1), Ct);
        using var work = new BackgroundWork(TimeProvider.System, NullLogger<BackgroundWork>.Instance);
        var finished = new List<Payload?>();
        var platform = new InboxPlatform(Platform, TimeSpan.FromSeconds(1), _ => false, (payload, _, _) =>
        {
            finished.Add(payload);
            return Task.CompletedTask;
        });
        var processor = Processors.Of(store, platform, work, Now);

        await new InboxRecovery(inbox, processor, work, [platform], NullLogger<InboxRecovery>.Instance).RunAsync(Now, Ct);

        Assert.Equal([Press], finished);
    }

    private Task<Stored<InboxItem>?> KeepAsync(PressPayload press, Instant now) =>
        inbox.KeepAsync(Platform, press.Key, press, now, Ct);
}
