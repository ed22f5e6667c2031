using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>The front desk of a platform that nobody in the house has heard of.</summary>
public sealed class FrontDeskTests : IDisposable
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Platform Other = new(Platforms.Other, "Other Chat");

    private readonly MemoryStore store = new();
    private readonly Lines lines = new();
    private readonly LoggerFactory logging;
    private readonly BackgroundWork work;
    private readonly FrontDesk desk;

    public FrontDeskTests()
    {
        logging = new LoggerFactory([lines]);
        work = new BackgroundWork(TimeProvider.System, logging.CreateLogger<BackgroundWork>());
        var platform = new FrontDeskPlatform(Other, ReadAsync,
            (account, _) => Task.FromResult(new ChatAccount(Other.Id, account, "cai@example.com") { Own = true }));
        var router = new CommandRouter([new SampleCommands(store), new BrokenButton()], store, new FakeClock(Now));
        var prefill = new Prefill([new FieldDefault("rotation", (caller, _, _, _) => Task.FromResult(caller.Conversation))]);
        desk = new FrontDesk([platform], router, new Accounts(store, store.Notices), new ChatLinks(store), prefill, new Choices(store),
            new ReaderZones([], work, TimeProvider.System), new FakeClock(Now), logging.CreateLogger<FrontDesk>());
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_known_is_answered_as_that_person_in_plain_words()
    {
        await AddAsync();

        var answered = await desk.AskAsync(From("A1"), "now <payments>", Ct);

        Assert.Equal("ana", answered.Reader?.Person.Id);
        Assert.StartsWith("payments at ", answered.Reply.Text.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("for ana", answered.Reply.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("now payments", "now payments")]
    [InlineData("", "now")]
    public async Task A_stranger_is_offered_a_link_in_the_words_of_the_platform(string typed, string kept)
    {
        await AddAsync();

        var answered = await desk.AskAsync(From("A9"), typed, Ct);

        Assert.Null(answered.Reader);
        Assert.Contains("your Other Chat e-mail address", answered.Reply.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("'other: A9'", answered.Reply.Text.ToString(), StringComparison.Ordinal);
        var button = Assert.Single(answered.Reply.Actions);
        Assert.Equal((FrontDesk.Link, kept), (button.Action, button.Value));
    }

    [Theory]
    [InlineData("link", true)]
    [InlineData("Link ", true)]
    [InlineData("/oncall link", true)]
    [InlineData("oncall watchbill link", true)]
    [InlineData("note payments see this link", false)]
    [InlineData("link me", false)]
    public async Task Only_the_command_itself_links(string typed, bool links)
    {
        await AddAsync();

        await desk.AskAsync(From("A9"), typed, Ct);

        Assert.Equal(links, await store.FindAsync<ChatLink>("other/cai", Ct) is not null);
    }

    [Fact]
    public async Task Link_me_links_and_goes_on_with_what_was_typed()
    {
        await AddAsync();
        var offer = Assert.Single((await desk.AskAsync(From("A9"), "now <payments>", Ct)).Reply.Actions);

        var linked = (await PressAsync("A9", offer.Action, offer.Value)).Reply;
        Assert.StartsWith("You are Cai Wen here now.", linked.Text.ToString(), StringComparison.Ordinal);
        var goOn = Assert.Single(linked.Actions);
        var answered = await PressAsync("A9", goOn.Action, goOn.Value);

        Assert.EndsWith("for cai", answered.Reply.Text.ToString(), StringComparison.Ordinal);
        // Pressed once more, the offer goes on as well.
        Assert.EndsWith("for cai", (await PressAsync("A9", offer.Action, offer.Value)).Reply.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Buttons.Confirm, Supersedes.OwnMessage)]
    [InlineData(Buttons.Cancel, Supersedes.OwnMessage)]
    [InlineData(Buttons.Run, Supersedes.OwnMessage)]
    [InlineData(FrontDesk.Link, Supersedes.OwnMessage)]
    [InlineData(FrontDesk.GoOn, Supersedes.OwnMessage)]
    [InlineData(Buttons.Share, Supersedes.Nothing)]
    [InlineData("ack", Supersedes.Nothing)]
    public async Task A_reply_says_what_it_supersedes(string action, Supersedes supersedes)
    {
        await AddAsync();

        Assert.Equal(supersedes, (await PressAsync("A1", action, "now")).Reply.Supersedes);
    }

    [Fact]
    public async Task A_failure_of_ours_is_said_and_logged()
    {
        await AddAsync();

        var answered = await PressAsync("A1", "broken", "1");

        Assert.StartsWith("Watchbill failed to answer this", answered.Reply.Text.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Error: What a Other Chat user asked for", Assert.Single(lines.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shortcut_opens_a_form_with_what_is_known()
    {
        await AddAsync();

        var form = (await desk.OpenAsync(From("A1") with { Conversation = "payments" }, "handoff", null, null, Ct)).Reply.Form;
        Assert.Equal("payments", Assert.Single(form!.Fields).Value);
        var note = (await desk.OpenAsync(From("A1"), "handoff note", new string('x', 900), "https://other/1", Ct)).Reply.Form;
        Assert.Equal(new string('x', 800) + "… (https://other/1)", Assert.Single(note!.Fields).Value);
    }

    [Fact]
    public async Task A_stranger_is_offered_no_choices_and_sees_how_to_be_linked_at_home()
    {
        await AddAsync();

        Assert.Equal(["ana", "cai"], (await desk.OffersAsync(From("A1"), "person", "", Ct)).Select(offer => offer.Value));
        Assert.Empty(await desk.OffersAsync(From("A9"), "person", "", Ct));
        var home = await desk.HomeAsync(From("A9"), Ct);
        Assert.Null(home.Reader);
        Assert.Equal(FrontDesk.Link, Assert.Single(Assert.Single(Assert.Single(home.Sections).Replies).Actions).Action);
    }

    public void Dispose()
    {
        work.Dispose();
        logging.Dispose();
    }

    private static Sender From(string account) => new(Other.Id, account, null);

    private Task<Answered> PressAsync(string account, string action, string value) =>
        desk.PressAsync(From(account), new PressPayload(account, action, value, "m", "1"), Ct);

    private Task AddAsync() => store.SaveAsync(
    [
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon", Accounts = ByPlatform.Of(Other.Id, "A1") }),
        Write.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon", Email = "cai@example.com" }),
    ], Ct);

    private static ValueTask<string> ReadAsync(string typed, CancellationToken ct) =>
        ValueTask.FromResult(typed.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal));

    private sealed class BrokenButton : ICommands
    {
        public IReadOnlyList<Verb> Verbs => [];

        public IReadOnlyList<PressHandler> Presses => [new("broken", (_, _, _) => throw new InvalidOperationException("broken"))];
    }
}
