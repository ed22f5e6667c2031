using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// What people say before they have read the help comes to the command that they mean: the table in <c>Cases/phrases.txt</c>.
/// </summary>
public sealed partial class UnderstandingTests
{
    private static readonly FakeClock Clock = new(Cases.At("2026-11-20T10:00:00Z"));
    private static readonly MemoryStore Store = new() { Saves = [] };

    private static readonly IReadOnlyList<ICommands> Commands = [.. new ServiceCollection().AddFeatures()
        .AddSingleton<ReadFileText>((name, _, _) => new FileText(name, default, "", new Node(NodeKind.Mapping, 1), new FileErrors(name)))
        .AddSingleton<PublicAddress>(() => "https://watchbill.example.com")
        .AddSingleton<SaveNotices>().AddSingleton<IStore>(Store).AddSingleton<IClock>(Clock)
            .BuildServiceProvider().GetServices<ICommands>()];

    private static readonly Vocabulary Vocabulary = new(Commands);

    private static readonly Task Begun = BeginAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Phrases
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "phrases.txt")))
                if (line.Split(" => ") is [var said, var meant]) rows.Add(said, meant);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public async Task A_phrase_comes_to_its_command(string said, string meant)
    {
        await Begun;
        if (meant == "-")
        {
            var refusal = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(said));
            Assert.Contains("yet", refusal.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(Command(meant), await ReadAsync(said));
    }

    [Theory]
    [InlineData("when am i next on call weekend")]
    [InlineData("am i on duty next friday")]
    [InlineData("who is carrying payments the week after that")]
    [InlineData("who had checkout three days ago")]
    [InlineData("what was our budget last month")]
    [InlineData("budget of checkout last quarter")]
    [InlineData("who owns kubernetes")]
    public async Task Of_a_time_that_is_not_understood_nothing_is_guessed(string said)
    {
        await Begun;
        await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(said));
    }

    // Somebody at night believes what they read: an answer about another name or another day is worse than none.
    [Theory]
    [InlineData("who do i shout at for the mainframe", "Nothing here is called 'mainframe'")]
    [InlineData("are ben and cai both on call this weekend", "That names ben and cai. Ask about one at a time: when ben")]
    [InlineData("who looks after payments at 9am PST tomorrow", "PST is no zone here; say 'America/Los_Angeles'.")]
    [InlineData("somebody please cover me next tuesday", "'next tuesday' can be Tue 24 Nov or Tue 1 Dec")]
    [InlineData("do not declare anything, is checkout up", "is not understood")]
    [InlineData("how many requests reach checkout", "is not understood")]
    [InlineData("is ben on call on 12/7", "7 Dec")]
    [InlineData("pto 12/4 - 1/2", "12/4")]
    [InlineData("i'm looking into checkout-9", "No incident checkout-9")]
    [InlineData("let cai know that the build is late", "is not understood")]
    [InlineData("please do not change my week with ben", "is not understood")]
    [InlineData("who is not on call this week", "is not understood")]
    [InlineData("don't page anyone, i'm on it", "is not understood")]
    [InlineData("my nights in brazil", "is not understood")]
    [InlineData("who is on call for payments at 9.10.", "say '9.10.' for the date or '9:10' for the time")]
    [InlineData("remind me 1 day before my shift", "`calendar` gives its link")]
    [InlineData("phone number of ben", "Nobody's number is shown here")]
    [InlineData("ben's phone number", "Nobody's number is shown here")]
    [InlineData("which services does sre run", "`engagement show <service>`")]
    [InlineData("yes", "Press the button")]
    [InlineData("what is the night rate", "`pay me` shows each of your amounts with its rate")]
    [InlineData("training sgin ben foundations", "Did you mean `training sign ben foundations`")]
    public async Task What_cannot_be_answered_as_it_was_asked_is_not_answered_in_part(string said, string refusal)
    {
        await Begun;
        Assert.Contains(refusal, (await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(said))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("so who do i shout at about checkout", "Read as `now checkout`.")]
    [InlineData("ben would trade with me", null)]
    [InlineData("my nights in december", "Read as `me in december`.")]
    public async Task A_guess_says_how_it_was_read_and_a_change_that_lacks_something_opens_its_form(string said, string? note)
    {
        await Begun;
        var before = (await Store.ListAsync<Pending>(IdRange.All, Ct)).Count;
        var meaning = await new Understanding(Vocabulary, Store).ReadAsync(
            said, new Caller("ana", Platforms.Slack, null), Clock.GetCurrentInstant(), Ct);
        Assert.True(meaning.Guessed);

        var reply = await new CommandRouter(Commands, Store, Clock).AskAsync(said, new Caller("ana", Platforms.Slack, null), Ct);

        Assert.Equal(note,
            reply.Note is { } words ? PlainText.Render(words, new Reader(DateTimeZone.Utc, Clock.GetCurrentInstant())) : null);
        Assert.Equal(note is null, reply.Form is not null);
        Assert.Equal(before, (await Store.ListAsync<Pending>(IdRange.All, Ct)).Count);
    }

    [Theory]
    [InlineData("checkout-1 done", "incident resolve checkout-1")]
    [InlineData("checkout-1 all good", "incident resolve checkout-1")]
    [InlineData("done checkout-1", "incident resolve checkout-1")]
    [InlineData("call the backup", "incident")]
    [InlineData("page the secondary", "incident")]
    [InlineData("next level", "incident")]
    public async Task What_may_mean_something_else_neither_closes_an_incident_nor_pages_anybody_before_it_is_asked_about(
        string said, string command)
    {
        await Begun;
        var before = (await Store.ListAsync<AuditRow>(IdRange.All, Ct)).Count;
        var reply = await new CommandRouter(Commands, Store, Clock).AskAsync(said, new Caller("ana", Platforms.Slack, null), Ct);
        Assert.NotNull(reply.Form);
        var text = PlainText.Render(reply, new Reader(DateTimeZone.Utc, Clock.GetCurrentInstant()));
        Assert.Contains(command, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, (await Store.ListAsync<AuditRow>(IdRange.All, Ct)).Count);
    }

    [Theory]
    [InlineData("i'm up")]
    [InlineData("on it")]
    [InlineData("i'm awake")]
    public async Task An_acknowledgement_is_no_vague_sentence(string said)
    {
        await Begun;
        var (verb, _, _, guessed) = await new Understanding(Vocabulary, Store)
            .ReadAsync(said, new Caller("ana", Platforms.Slack, null), Clock.GetCurrentInstant(), Ct);
        Assert.Equal(("oncall ack", false), (verb.Id, guessed));
    }

    [Fact]
    public async Task A_shift_is_named_by_its_week_in_a_form_without_an_error()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("can ben and i swap next week", new Caller("ana", Platforms.Slack, null), Ct);
        Assert.Equal(("next week", null), reply.Form!.Fields.Where(field => field.Name == "when")
            .Select(field => (field.Value, field.Error)).Single());
    }

    [Fact]
    public async Task A_guess_with_all_it_needs_is_shown_before_it_is_done_and_says_how_it_was_read()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("woke up with a fever", new Caller("ana", Platforms.Slack, null), Ct);

        Assert.Contains(reply.Actions, button => button.Action == Buttons.Confirm);
        Assert.Equal("Read as `sick`.", PlainText.Render(reply.Note!, new Reader(DateTimeZone.Utc, Clock.GetCurrentInstant())));
        Assert.Empty(await Store.ListAsync<Absence>(IdRange.All, Ct));
    }

    [Fact]
    public async Task A_guess_that_would_be_done_at_once_opens_its_form()
    {
        await Begun;
        var rows = (await Store.ListAsync<AuditRow>(IdRange.All, Ct)).Count;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("call ben, the db is on fire", new Caller("ana", Platforms.Slack, null), Ct);

        Assert.Equal("oncall page", reply.Form!.Id);
        Assert.Equal(rows, (await Store.ListAsync<AuditRow>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task What_is_known_of_an_optional_part_stands_in_the_form_of_a_guess()
    {
        await Begun;
        var reply = await new CommandRouter(Commands, Store, Clock)
            .AskAsync("downgrade it to sev3", new Caller("ana", Platforms.Slack, null), Ct);

        Assert.Equal("sev3", reply.Form!.Fields.Single(field => field.Name == "severity").Value);
    }

    [Fact]
    public void Every_saying_is_of_a_verb() =>
        Assert.All(Sayings.All, said => Assert.NotNull(Vocabulary.Find(said.Key)));

    private static async Task<string> ReadAsync(string text)
    {
        var (verb, _, match, _) = await new Understanding(Vocabulary, Store)
            .ReadAsync(text, new Caller("ana", Platforms.Slack, null), Clock.GetCurrentInstant(), Ct);
        return Written(verb, match);
    }

    // "swap with ben" stands for the verb and the arguments that are known; the rest is asked for.
    private static string Command(string meant)
    {
        if (meant.Split(' ') is ["swap", "with", var person]) return $"oncall swap: person={person}";
        // And after a ~ what is known beside what is asked for.
        if (meant.Split(" ~ ") is [var begun, var known])
        {
            var (asked, _, part) = Vocabulary.Read(begun);
            var more = known.Split(", ").Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
            return Written(asked, part with { Arguments = new Arguments(part.Arguments!.Values.Concat(more).ToDictionary()) });
        }

        var (verb, _, match) = Vocabulary.Read(meant);
        return Written(verb, match);
    }

    private static string Written(Verb verb, UsageMatch match) => $"{verb.Id}: " + string.Join(", ",
        match.Arguments!.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={(pair.Key is "text" or "title" ? pair.Value : pair.Value.TrimStart('@').ToLowerInvariant())}"));

    private static async Task BeginAsync() => await Store.SaveAsync(
    [
        Write.Create("ana", new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" }),
        Write.Create("ben", new Person("ben", "Ben Ode") { TimeZone = "Europe/Lisbon", Email = "ben@example.com" }),
        Write.Create("cai", new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon" }),
        Write.Create("payments", new Team("payments", "Payments") { Lead = "ana", Members = ["ana", "ben", "cai"] }),
        Write.Create("checkout", new Service("checkout", "payments")),
        Write.Create("payments", Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "ana", "ben", "cai"))),
        Write.Create("ordering-triage",
            Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "ana")) with
            {
                Id = "ordering-triage",
                Kind = RotationKind.Triage,
            }),
        Write.Create(Incident.DocumentId("checkout", 1), new OpenIncident(Cases.At("2026-11-20T09:00:00Z"))),
        Write.Create(Incident.DocumentId("checkout", 1),
            new Incident("checkout", 1, "Cards fail", Severity.Sev2, Cases.At("2026-11-20T09:00:00Z"), null)
            {
                By = "ana",
                At = Cases.At("2026-11-20T09:00:00Z"),
            }),
    ], CancellationToken.None);
}
