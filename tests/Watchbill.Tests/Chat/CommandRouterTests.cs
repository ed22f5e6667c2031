using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

public sealed class CommandRouterTests
{
    private static readonly Caller Ana = new("ana", Platforms.Slack, "C1");

    private readonly MemoryStore store = new();
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 11, 20, 10, 0));
    private readonly CommandRouter router;

    public CommandRouterTests() => router = new CommandRouter([new SampleCommands(store)], store, clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("now payments")]
    [InlineData("/now payments")]
    [InlineData("NOW payments")]
    [InlineData("oncall now payments")]
    [InlineData("/oncall now payments")]
    [InlineData("/ oncall now payments")]
    [InlineData("@Watchbill now payments")]
    [InlineData("@watchbill oncall now payments")]
    [InlineData("  /OnCall \t now\n payments ")]
    [InlineData("/oncall oncall now payments")]
    public async Task The_slash_the_name_and_the_group_may_be_left_out(string text) =>
        Assert.StartsWith("payments at", await SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/oncall")]
    [InlineData("oncall")]
    [InlineData("@Watchbill")]
    [InlineData("/")]
    public async Task Nothing_means_now(string text) => Assert.StartsWith("everything at", await SayAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("budget status checkout", "Budget of checkout")]
    [InlineData("/budget status checkout", "Budget of checkout")]
    [InlineData("/oncall budget status checkout", "Budget of checkout")]
    [InlineData("@Watchbill budget status \"the checkout\"", "Budget of the checkout")]
    [InlineData("handoff note mind the gap", "Noted: mind the gap")]
    [InlineData("handoff payments", "Handoff of payments")]
    [InlineData("handoff \"note\"", "Handoff of note")]
    public async Task The_first_word_may_be_a_group(string text, string answer) => Assert.Equal(answer, await SayAsync(text));

    [Theory]
    [InlineData("swpa mon with ben", "No command `swpa`. Did you mean `swap mon with ben`?",
        null)]
    [InlineData("overide payments ben for 2h",
        "No command `overide`. Did you mean `override payments ben for 2h`?", null)]
    [InlineData("/oncall overide payments ben for 2h",
        "No command `overide`. Did you mean `override payments ben for 2h`?", null)]
    [InlineData("budgte status checkout", "No command `budgte`. Did you mean `budget status checkout`?",
        "budget status checkout")]
    [InlineData("budget sttus checkout", "No command `sttus`. Did you mean `budget status checkout`?",
        "budget status checkout")]
    [InlineData("status checkout", "No command `status`. Did you mean `budget status checkout`?",
        "budget status checkout")]
    [InlineData("xyzzy", "No command `xyzzy`, and nothing of that name. Type `help` to see what can be said.", "help")]
    [InlineData("I'm stuck in traffic, somebody help me out",
        "'I'm stuck in traffic, somebody help me out' is not understood. Type `help` to see what can be said.", "help")]
    [InlineData("swap mon to ben", "'swap mon to ben' does not fit. Say: `swap <shift> with <person>`", "help oncall swap")]
    [InlineData("budget status a b", "'status a b' does not fit. Say: `budget status <service>`", "help budget status")]
    [InlineData("handoff a b", "'handoff a b' does not fit. Say one of: `handoff <rotation>`; `handoff note <text>`",
        "help oncall handoff")]
    [InlineData("swap mon with ben", "You have no shift then.", "swap tue with ben")]
    [InlineData("now at someday", "'someday' is not understood as a time. Say it like 'fri 18:00', 'tomorrow at 9' or 'in 2 hours'.", null)]
    [InlineData("now \u0007", "There is a control character (U+0007) at position 5. Type the command again without it.", null)]
    [InlineData("now \u202epay", "There is a control character (U+202E) at position 5. Type the command again without it.", null)]
    public async Task A_broken_command_does_nothing_and_says_what_to_say_instead(string text, string answer, string? button)
    {
        var reply = await router.AskAsync(text, Ana, Ct);
        Assert.Equal(answer, Words(reply));
        Assert.Equal(button, reply.Actions.SingleOrDefault()?.Value);
        Assert.All(reply.Actions, action => Assert.Equal("run", action.Action));
        Assert.Empty(await store.ListAsync<Pending>(IdRange.All, Ct));
    }

    [Fact]
    public async Task Too_much_text_is_refused()
    {
        Assert.Equal("That is 3001 characters; a command has at most 3000. Shorten it and send it again.",
            await SayAsync(new string('x', 3001)));
        Assert.StartsWith("No command", await SayAsync(new string('x', 3000)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_character_is_refused() =>
        Assert.Equal("There is half a character at position 5. Type the command again without it.", await SayAsync("now \ud83d"));

    [Fact]
    public async Task The_button_of_the_nearest_command_runs_it() =>
        Assert.StartsWith("payments at", Words(await router.PressAsync("run", "now payments", Ana, Ct)), StringComparison.Ordinal);

    [Fact]
    public async Task What_is_missing_is_asked_for_with_all_that_was_typed()
    {
        await Roster.FillAsync(store, Roster.Payments);
        var reply = await router.AskAsync("override payments ben", Ana, Ct);
        Golden.Matches("chat-form-missing", Written.Of(reply, DateTimeZone.Utc));
        Assert.Equal("oncall override", reply.Form!.Id);
        Assert.Equal(["payments", "ben", null, null], reply.Form.Fields.Select(field => field.Value));
        Assert.Equal([false, false, false, true], reply.Form.Fields.Select(field => field.Optional));
    }

    [Fact]
    public async Task What_is_asked_for_comes_after_names_that_are_wrong()
    {
        await Roster.FillAsync(store, Roster.Payments);
        var reply = await router.AskAsync("override payments bne", Ana, Ct);
        Assert.Equal("No person `bne`. Did you mean `ben`?", Words(reply));
        Assert.Equal(("bne", "No person `bne`. Did you mean `ben`?"),
            reply.Form!.Fields.Where(field => field.Name == "person").Select(field => (field.Value, field.Error)).Single());
    }

    [Fact]
    public async Task What_is_known_from_where_it_is_asked_is_not_asked_for()
    {
        await Roster.FillAsync(store, Roster.Payments);
        var known = new Prefill([new FieldDefault("rotation", (_, _, _, _) => Task.FromResult<string?>("payments"))]);
        var filled = new CommandRouter([new SampleCommands(store)], store, clock, prefill: known);
        Assert.StartsWith("Which rotation?", Words(await router.AskAsync("override", Ana, Ct)), StringComparison.Ordinal);
        Assert.StartsWith("Who?", Words(await filled.AskAsync("override", Ana, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_runs_its_command()
    {
        var reply =
            await SubmitAsync("oncall override", ("rotation", "payments"), ("person", " Ben Ode "), ("span", "for 2h"), ("text", " "),
                ("other", "x"));
        Assert.Equal("Ben Ode instead of nobody until today 12:00 (in 2 h)?", Words(reply));
    }

    [Theory]
    [InlineData("ben", "", "span", "When? For example: `tomorrow 9-17`")]
    [InlineData("nobody", "for 2h", "person", "No person `nobody`.")]
    [InlineData("ben", "for ever", "span", "'for ever' is not clear. Say how long, such as '2h', '90m' or '3 days'.")]
    [InlineData("b\u0001", "for 2h", "person", "There is a control character (U+0001) at position 2. Type the command again without it.")]
    public async Task A_form_that_is_wrong_comes_back_with_the_error_beside_its_field(
        string person, string span, string field, string error)
    {
        var reply = await SubmitAsync("oncall override", ("rotation", "payments"), ("person", person), ("span", span), ("text", "ill"));
        Assert.Equal(error, Words(reply));
        Assert.Equal(error, Assert.Single(reply.Form!.Fields, one => one.Error is not null && one.Name == field).Error);
        Assert.Equal(["payments", person, span.Length == 0 ? null : span, "ill"], reply.Form.Fields.Select(one => one.Value));
    }

    [Fact]
    public async Task An_unknown_form_and_an_unknown_button_are_refused()
    {
        Assert.StartsWith("This form is not understood", Words(await SubmitAsync("oncall dance")), StringComparison.Ordinal);
        Assert.StartsWith("This button is not understood", Words(await router.PressAsync("dance", "x", Ana, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_is_answered_by_the_slice_that_made_it() =>
        Assert.Equal("ana acknowledged shift-7", Words(await router.PressAsync("ack", "shift-7", Ana, Ct)));

    [Fact]
    public async Task The_clock_is_read_once()
    {
        await router.AskAsync("override payments ben for 2h", Ana, Ct);
        Assert.Equal(1, clock.Readings);
    }

    [Fact]
    public void Two_verbs_of_one_name_and_a_malformed_usage_stop_the_start()
    {
        Assert.ThrowsAny<ArgumentException>(() => new CommandRouter([new SampleCommands(store), new SampleCommands(store)], store, clock));
        Assert.Throws<FormatException>(() => new CommandRouter([new Malformed()], store, clock));
    }

    [Theory]
    [InlineData("help", "chat-help")]
    [InlineData("watchbill", "chat-help-watchbill")]
    [InlineData("/oncall help", "chat-help")]
    [InlineData("@Watchbill help", "chat-help")]
    [InlineData("help all", "chat-help-all")]
    [InlineData("help commands", "chat-help-all")]
    [InlineData("help oncall", "chat-help-oncall")]
    [InlineData("help watchbill", "chat-help-watchbill")]
    [InlineData("help budget", "chat-help-budget")]
    [InlineData("budget", "chat-help-budget")]
    [InlineData("budget help", "chat-help-budget")]
    [InlineData("help override", "chat-help-override")]
    [InlineData("override help", "chat-help-override")]
    [InlineData("oncall help override", "chat-help-override")]
    [InlineData("/oncall help oncall override", "chat-help-override")]
    [InlineData("help handoff", "chat-help-handoff")]
    public async Task Help_is_made_from_the_usages(string text, string golden) =>
        Golden.Matches(golden, Written.Of(await router.AskAsync(text, Ana, Ct), DateTimeZone.Utc));

    [Fact]
    public async Task Help_on_something_unknown_names_the_nearest()
    {
        var reply = await router.AskAsync("help overide", Ana, Ct);
        Assert.Equal("No help on `overide`. Did you mean `override`?", Words(reply));
        Assert.Equal("help override", Assert.Single(reply.Actions).Value);
    }

    [Fact]
    public void All_verbs_are_listed_for_completion() =>
        Assert.Equal(
            ["oncall now", "oncall override", "oncall swap", "oncall handoff", "oncall handoff note", "budget status", "pay me",
                "watchbill help"],
            router.Verbs.Select(verb => verb.Id));

    [Fact]
    public async Task Any_text_is_answered_and_nothing_is_stored_but_previews()
    {
        string[] words = ["now", "override", "payments", "ben", "for 2h", "/", "/oncall", "@Watchbill", "help", "budget", "status", "\"",
            "“x", "\0", "because", "", "watchbill", "swap", "with", "at", "<x>", "<@here>"];
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(0, 8)).Select(_ => words[random.Next(words.Length)]));
            Assert.False((await router.AskAsync(text, Ana, Ct)).Text.IsEmpty);
        }

        Assert.Empty(await store.ListAsync<Message>(IdRange.All, Ct));
    }

    private Task<Reply> SubmitAsync(string form, params (string Name, string Value)[] values) =>
        router.SubmitAsync(form, values.ToDictionary(pair => pair.Name, pair => pair.Value), Ana, Ct);

    private async Task<string> SayAsync(string text) => Words(await router.AskAsync(text, Ana, Ct));

    private static string Words(Reply reply) => Written.Of(reply.Text, DateTimeZone.Utc);

    private sealed class Malformed : ICommands
    {
        public IReadOnlyList<Verb> Verbs => [new("oncall", "now [", "", (_, _) => throw new RefusedException(""))];
    }
}
