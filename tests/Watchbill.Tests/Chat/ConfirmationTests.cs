using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class ConfirmationTests
{
    private const string Command = "override payments ben for 2h because ill";
    private static readonly Caller Ana = new("ana", Platforms.Slack, "C1");
    private static readonly Caller Cai = new("cai", Platforms.Slack, "C1");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 20, 10, 0));
    private readonly CommandRouter router;

    public ConfirmationTests() => router = Router(store);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_previewed_and_not_done()
    {
        var reply = await router.AskAsync(Command, Ana, Ct);
        Golden.Matches("chat-preview", Written.Of(reply, DateTimeZone.Utc));
        Assert.Equal(["confirm", "cancel"], reply.Actions.Select(action => action.Action));
        Assert.Equal(ButtonStyle.Primary, reply.Actions[0].Style);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", reply.Actions[0].Value);
        Assert.Null(await HolderAsync());
    }

    [Fact]
    public async Task A_confirmed_change_is_done_and_audited_and_no_longer_pending()
    {
        Assert.Equal("ben is on call.", await ConfirmAsync(await PreviewAsync(Command)));
        Assert.Equal("ben", await HolderAsync());
        Assert.Empty(await store.ListAsync<Pending>(IdRange.All, Ct));
        Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Confirm_works_once()
    {
        var id = await PreviewAsync(Command);
        await ConfirmAsync(id);
        Assert.Equal(
            "This was confirmed or cancelled before, or its 15 minutes are over. This press did nothing; ask again if you still need it.",
            await ConfirmAsync(id));
        Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Confirm_belongs_to_who_asked()
    {
        await store.SaveAsync([Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" })], Ct);
        var id = await PreviewAsync(Command);
        Assert.Equal("Only Ana Silva, who asked for this, can confirm it. Nothing changed; ask for it yourself if you need it.",
            await ConfirmAsync(id, Cai));
        Assert.Equal("Only Ana Silva, who asked for this, can cancel it. Nothing changed; ask for it yourself if you need it.",
            Words(await router.PressAsync("cancel", id, Cai, Ct)));
        Assert.Equal("ben is on call.", await ConfirmAsync(id));
    }

    [Theory]
    [InlineData(14 * 60 + 59, "ben is on call.")]
    [InlineData(15 * 60, "Expired after 15 min. Nothing changed; ask again.")]
    public async Task Confirm_holds_for_15_minutes(int seconds, string answer)
    {
        var id = await PreviewAsync(Command);
        clock.Now += Duration.FromSeconds(seconds);
        var reply = await router.PressAsync("confirm", id, Ana, Ct);
        Assert.Equal(answer, Words(reply));
        if (seconds >= 900) Assert.Equal("oncall " + Command, Assert.Single(reply.Actions).Value);
    }

    [Fact]
    public async Task Phrases_count_from_when_they_were_typed()
    {
        var id = await PreviewAsync(Command);
        clock.Now += Duration.FromMinutes(10);
        Assert.Equal("ben is on call.", await ConfirmAsync(id));
    }

    [Fact]
    public async Task What_comes_to_something_else_by_then_is_shown_again()
    {
        var id = await PreviewAsync(Command);
        await ConfirmAsync(await PreviewAsync("override payments dan for 1h"));
        var again = await router.PressAsync("confirm", id, Ana, Ct);
        Golden.Matches("chat-preview-changed", Written.Of(again, DateTimeZone.Utc));
        Assert.Equal("dan", await HolderAsync());
        Assert.StartsWith("This was confirmed or cancelled before", await ConfirmAsync(id), StringComparison.Ordinal);
        Assert.Equal("ben is on call.", await ConfirmAsync(again.Actions[0].Value));
        Assert.Equal("ben", await HolderAsync());
    }

    [Fact]
    public async Task A_cancelled_change_is_not_done()
    {
        var id = await PreviewAsync(Command);
        Assert.Equal("Cancelled. Nothing changed.", Words(await router.PressAsync("cancel", id, Ana, Ct)));
        Assert.StartsWith("This was confirmed or cancelled before", await ConfirmAsync(id), StringComparison.Ordinal);
        Assert.Null(await HolderAsync());
    }

    [Fact]
    public async Task A_change_by_a_button_is_confirmed_too()
    {
        var preview = await router.PressAsync("take", "payments", Ana, Ct);
        Assert.Null(await HolderAsync());
        Assert.Equal("ana is on call.", await ConfirmAsync(preview.Actions[0].Value));
        Assert.Equal("ana", await HolderAsync());
    }

    [Fact]
    public async Task A_change_that_is_refused_by_then_is_not_done()
    {
        var reply = await router.AskAsync("override payments nobody for 2h", Ana, Ct);
        Assert.Equal("No person `nobody`.", Words(reply));
        Assert.Empty(await store.ListAsync<Pending>(IdRange.All, Ct));
    }

    [Theory]
    [InlineData(9, "ben is on call.", "ben")]
    [InlineData(10, "Somebody changed this first. Nothing changed; try again.", null)]
    public async Task What_others_changed_meanwhile_is_worked_out_again_ten_times_at_most(int collisions, string answer, string? holder)
    {
        var id = await PreviewAsync(Command);
        var busy = new BusyStore(store, collisions);
        Assert.Equal(answer, Words(await Router(busy).PressAsync("confirm", id, Ana, Ct)));
        Assert.Equal(holder, await HolderAsync());
    }

    [Fact]
    public async Task Of_many_presses_at_once_one_does_it()
    {
        var id = await PreviewAsync(Command);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ConfirmAsync(id)));
        Assert.Single(answers, "ben is on call.");
        Assert.Single(await store.ListAsync<AuditRow>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_person_makes_60_changes_a_minute_at_most()
    {
        for (var i = 0; i < 60; i++) Assert.Equal("ben is on call.", await ConfirmAsync(await PreviewAsync($"override r{i} ben for 2h")));
        var id = await PreviewAsync(Command);
        Assert.StartsWith("You have made 60 changes within a minute", await ConfirmAsync(id), StringComparison.Ordinal);
        Assert.Equal("cai is on call.",
            Words(await router.PressAsync("confirm", (await router.AskAsync("override a cai for 2h", Cai, Ct)).Actions[0].Value, Cai, Ct)));
        clock.Now += Duration.FromMinutes(1);
        Assert.Equal("ben is on call.", await ConfirmAsync(id));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_keeps_nobody_from_changing_things_and_counts_on()
    {
        for (var i = 0; i < 60; i++) await ConfirmAsync(await PreviewAsync($"override r{i} ben for 2h"));
        clock.Now -= Duration.FromHours(1);
        for (var i = 0; i < 60; i++) Assert.Equal("ben is on call.", await ConfirmAsync(await PreviewAsync($"override s{i} ben for 2h")));
        Assert.StartsWith("You have made 60 changes within a minute", await ConfirmAsync(await PreviewAsync(Command)),
            StringComparison.Ordinal);
    }

    private CommandRouter Router(IStore over) => new([new SampleCommands(over)], over, clock);

    private async Task<string> PreviewAsync(string command) => (await router.AskAsync(command, Ana, Ct)).Actions[0].Value;

    private async Task<string> ConfirmAsync(string id, Caller? caller = null) =>
        Words(await router.PressAsync("confirm", id, caller ?? Ana, Ct));

    private async Task<string?> HolderAsync() => (await store.FindAsync<Message>("payments", Ct))?.Value.To.Id;

    private static string Words(Reply reply) => Written.Of(reply.Text, DateTimeZone.Utc);

    /// <summary>A store in which somebody else is always a moment faster.</summary>
    private sealed class BusyStore(IStore store, int collisions) : IStore
    {
        private int left = collisions;

        public ValueTask<Stored<T>?> FindAsync<T>(string id, CancellationToken ct) where T : class => store.FindAsync<T>(id, ct);

        public ValueTask<IReadOnlyList<Stored<T>>> ListAsync<T>(IdRange range, CancellationToken ct) where T : class =>
            store.ListAsync<T>(range, ct);

        public Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct) =>
            left-- > 0 ? Task.FromException(new StaleException(typeof(Message), "payments")) : store.SaveAsync(changes, ct);
    }
}
