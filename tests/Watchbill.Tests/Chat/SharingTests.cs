using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class SharingTests
{
    private static readonly Caller Ana = new("ana", Platforms.Slack, "C1");
    private static readonly Caller Ben = new("ben", Platforms.Slack, "C1");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 20, 10, 0));
    private readonly CommandRouter router;

    public SharingTests() => router = new CommandRouter([new SampleCommands(store)], store, clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_up_that_may_be_shared_has_a_Share_button_with_an_id()
    {
        var reply = await router.AskAsync("now payments", Ana, Ct);
        Assert.Equal(Audience.You, reply.Audience);
        Assert.Equal("Share", reply.Actions[^1].Label);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", reply.Actions[^1].Value);
        Assert.Empty((await router.AskAsync("pay me", Ana, Ct)).Actions);
    }

    [Fact]
    public async Task A_look_up_is_answered_on_a_full_disk_too_without_a_Share_button()
    {
        var full =
            new CommandRouter([new SampleCommands(store)], new DyingStore(store, _ => true) { Failure = new StorageException("full") },
                clock);
        var reply = await full.AskAsync("now payments", Ana, Ct);
        Assert.StartsWith("payments at ", Written.Of(reply.Text, DateTimeZone.Utc), StringComparison.Ordinal);
        Assert.DoesNotContain(reply.Actions, button => button.Label == "Share");
    }

    [Fact]
    public async Task Sharing_answers_anew_for_everyone_without_buttons()
    {
        var id = await ShareIdAsync("now payments");
        clock.Now += Duration.FromHours(3);
        var shared = await router.PressAsync("share", id, Ben, Ct);
        Assert.Equal("payments at today 13:00, for ben", Written.Of(shared.Text, DateTimeZone.Utc, clock.Now));
        Assert.Equal((Audience.Everyone, 0), (shared.Audience, shared.Actions.Count));
    }

    [Fact]
    public async Task Time_phrases_of_a_shared_answer_count_from_when_they_were_typed()
    {
        var id = await ShareIdAsync("now payments at in 2 hours");
        clock.Now += Duration.FromHours(1);
        Assert.StartsWith("payments at today 12:00",
            Written.Of((await router.PressAsync("share", id, Ana, Ct)).Text, DateTimeZone.Utc), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_question_is_stored_once()
    {
        var first = await ShareIdAsync("now payments");
        clock.Now += Duration.FromHours(1);
        Assert.Equal(first, await ShareIdAsync("/oncall NOW payments"));
        Assert.NotEqual(first, await ShareIdAsync("now orders"));
        Assert.Equal(2, (await store.ListAsync<Shared>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task Ten_minutes_of_the_same_question_with_a_time_store_it_once_a_minute()
    {
        for (var second = 0; second < 600; second++)
        {
            await router.AskAsync("now payments at in 2 hours", Ana, Ct);
            clock.Now += Duration.FromSeconds(1);
        }

        Assert.Equal(10, (await store.ListAsync<Shared>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task A_question_that_is_asked_every_day_can_be_shared_every_day()
    {
        var purge = new PurgeJob(store, StoredKinds.All);
        for (var hour = 0; hour < 72; hour++)
        {
            var id = await ShareIdAsync("now payments");
            await purge.RunAsync(clock.Now, Changes.None, Ct);
            Assert.Equal(Audience.Everyone, (await router.PressAsync("share", id, Ben, Ct)).Audience);
            clock.Now += Duration.FromHours(1);
        }

        Assert.Single(await store.ListAsync<Shared>(IdRange.All, Ct));
        for (var hour = 0; hour < 26; hour++) await purge.RunAsync(clock.Now += Duration.FromHours(1), Changes.None, Ct);
        Assert.Empty(await store.ListAsync<Shared>(IdRange.All, Ct));
    }

    [Fact]
    public async Task What_is_not_there_or_private_or_a_change_is_not_shared()
    {
        await store.SaveAsync(
        [
            Write.Create("pay", new Shared(new Request("pay me", Arguments.None.Values), null)),
            Write.Create("change",
                new Shared(
                    new Request("oncall override",
                        new Dictionary<string, string> { ["rotation"] = "payments", ["person"] = "ben", ["span"] = "for 2h" }), null)),
        ], Ct);
        foreach (var id in new[] { "pay", "change" })
            Assert.Equal("This answer is for you alone and cannot be shared.",
                (await router.PressAsync("share", id, Ana, Ct)).Text.ToString());
        Assert.StartsWith("This answer is too old to be shared.", (await router.PressAsync("share", "gone", Ana, Ct)).Text.ToString(),
            StringComparison.Ordinal);
        Assert.Empty(await store.ListAsync<Message>(IdRange.All, Ct));
    }

    private async Task<string> ShareIdAsync(string text) => (await router.AskAsync(text, Ana, Ct)).Actions[^1].Value;
}
