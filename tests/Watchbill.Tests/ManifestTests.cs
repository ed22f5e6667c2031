using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill;

/// <summary>What can be said to the bot as it is registered, verb by verb, and the list of it in docs/commands.md.</summary>
public sealed class ManifestTests
{
    private static readonly ServiceProvider Bot = new ServiceCollection().AddFeatures()
        .AddSingleton<ReadFileText>((name, _, _) => new FileText(name, default, "", new Node(NodeKind.Mapping, 1), new FileErrors(name)))
        .AddSingleton<Reading.PublicAddress>(() => "https://watchbill.example.com")
        .AddSingleton<IStore>(new MemoryStore()).AddSingleton<SaveNotices>()
            .AddSingleton<IClock>(new FakeClock(Cases.At("2026-11-20T10:00:00Z")))
            .BuildServiceProvider();

    private static readonly CommandRouter Router = Bot.GetRequiredService<CommandRouter>();

    private static readonly Vocabulary Vocabulary = new(Bot.GetServices<ICommands>());

    public static TheoryData<string> Ids => [.. Router.Verbs.Select(verb => verb.Id)];

    [Fact]
    public void No_two_verbs_are_said_the_same_way() => Assert.Distinct(Router.Verbs.Select(verb => Vocabulary.Prefix(verb) + verb.Usage));

    /// <summary>Where a group may be left out, a word must not mean one thing in one group and another in the next.</summary>
    [Fact]
    public void A_word_that_needs_no_group_belongs_to_one() => Assert.All(
        Router.Verbs.Where(verb => Vocabulary.Prefix(verb).Length == 0).GroupBy(verb => verb.Usage.Split(' ')[0]),
        word => Assert.Single(word.Select(verb => verb.Group).Distinct()));

    [Fact]
    public void A_button_says_what_it_is_about_or_has_an_id_of_its_own() => Assert.Equal(
        ["cover-no", "cover-part", "cover-take", "cover-withdraw", "drill-end", "drill-hint", "drill-next", "drill-primary",
            "drill-secondary", "drill-tell", "pay-entry-approve", "pay-entry-reject", "swap-accept", "swap-decline",
            "swap-withdraw", "training-done", "training-qualify", "training-sign", "week-answer"],
        Bot.GetServices<ICommands>().SelectMany(slice => slice.Presses).Select(press => press.Action)
            .Where(action => ButtonValue.SubjectOf(action) is null).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_summary_is_one_line_without_a_full_stop(string id)
    {
        var summary = Verb(id).Summary;
        Assert.InRange(summary.Length, 5, 80);
        Assert.True(char.IsUpper(summary[0]) && summary[^1] != '.' && !summary.Contains('\n', StringComparison.Ordinal), summary);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Help_has_an_example_that_means_this_verb(string id)
    {
        var (verb, _, match) = Vocabulary.Read(await ExampleAsync(id));
        Assert.Equal(id, verb.Id);
        Assert.True(match.IsComplete);
    }

    /// <summary>A verb that is not listed yet is only warned of while it is being written; a line that is not true never passes.</summary>
    [Fact]
    public async Task The_list_of_commands_is_what_can_be_said()
    {
        var (written, list) = (Sources.Read("docs/commands.md"), await ListAsync());
        if (written == list) return;
        var message = $"docs/commands.md is not what can be said. If these commands are right, it reads:\n{list}";
        Assert.True(written.Split('\n').All(list.Split('\n').Contains) && Environment.GetEnvironmentVariable("CI") != "true", message);
        TestContext.Current.AddWarning(message);
    }

    private static Verb Verb(string id) => Router.Verbs.Single(verb => verb.Id == id);

    private static async Task<string> ExampleAsync(string id)
    {
        var help = await Router.AskAsync($"help {id}", new Caller("ana", Platforms.Local, null), TestContext.Current.CancellationToken);
        var said = PlainText.Render(help, new Reader(DateTimeZone.Utc, null)).Split('\n');
        // Help on "oncall handoff" names whatever else begins so; the first is the one that was asked for.
        return said[0];
    }

    private static async Task<string> ListAsync()
    {
        var lines = new List<string>
        {
            "# What can be said",
            "",
            "Fill in what is in `<…>`; `[…]` is optional. A leading `/oncall` or `@Watchbill` is the same. " +
                "Times are described in",
            "[time-phrases.md](time-phrases.md). This list is made from the usage strings that are also the parser; `ManifestTests` " +
                "compares the two.",
        };
        foreach (var group in Router.Verbs.GroupBy(verb => verb.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            lines.AddRange(["", $"## {group.Key}", "", "| say | what it does | for example |", "|---|---|---|"]);
            foreach (var verb in group)
                lines.Add($"| `{Vocabulary.Prefix(verb)}{verb.Usage}` | {verb.Summary} | `{await ExampleAsync(verb.Id)}` |");
        }

        return string.Join('\n', lines) + "\n";
    }
}
