using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill;

/// <summary>How buttons, columns and people are written, over all accepted answers and all of the source.</summary>
public sealed partial class WordsTests
{
    /// <summary>Beneath one thing the verb suffices; what confirms a plan that names no act stands beneath its preview.</summary>
    private static readonly HashSet<string> Alone =
        ["Acknowledge", "Accept", "Decline", "Resolve", "Share", "Cancel", "Insist…", "Declare", "Confirm"];

    /// <summary>What people want, ask or answer, in their own words, and the one question about figures.</summary>
    private static readonly HashSet<string> Said =
    [
        "How is this computed?",
        // The start of help: what people need.
        "Who is on call?", "Something is broken", "May I release?", "My pay",
        // A command that may have been meant, as it is typed.
        "now payments",
        // Friday's question: what took most of the week.
        "Project", "On-call", "Toil", "Other",
        // What the players of a drill ask for, as its scenario has it.
        "The error graph", "Dependencies", "What changed lately", "HighErrorRate", "Who may decide", "Whether the form has a…",
        "The migration",
    ];

    [Fact]
    public void A_button_says_a_verb_and_its_object()
    {
        var labels = Labels().Distinct().ToList();
        Assert.True(labels.Count > 50, string.Join(", ", labels));
        Assert.All(labels, label =>
        {
            Assert.InRange(label.Length, 1, Button.Most);
            if (Said.Contains(label)) return;
            Assert.Matches("^[A-Z]", label);
            Assert.True(label.Contains(' ', StringComparison.Ordinal) || Alone.Contains(label), $"'{label}' has no object.");
            Assert.False(Verbless().IsMatch(label), $"'{label}' does not begin with a verb.");
        });
    }

    [Fact]
    public void A_label_that_is_too_long_is_cut() =>
        Assert.Equal("Mark done: write the ru…", new Button("Mark done: write the runbook", "postmortem-done", "1").Label);

    [Fact]
    public void Labels_of_several_things_fit_and_tell_them_apart()
    {
        Assert.Equal(["Take edge, Mon 7 Dec", "Take edge, Tue 8 Dec"],
            Buttons.Apart(["Take edge, Mon 7 Dec", "Take edge, Tue 8 Dec"], ["Take Mon 7 Dec", "Take Tue 8 Dec"]));
        Assert.Equal(["Take Mon 7 Dec", "Take Tue 15 Dec"],
            Buttons.Apart(["Take payments, Mon 7 Dec", "Take payments, Tue 15 Dec"], ["Take Mon 7 Dec", "Take Tue 15 Dec"]));
        Assert.Equal(["Take payments", "Take search"],
            Buttons.Apart(["Take Mon 7 Dec", "Take Mon 7 Dec"], ["Take payments", "Take search"]));
        Assert.Equal(["Take Mon 7 Dec (1)", "Take Mon 7 Dec (2)"],
            Buttons.Apart(["Take Mon 7 Dec", "Take Mon 7 Dec"], ["Take payments", "Take payments"]));
        // What would be cut to the same is the same.
        Assert.Equal(["Acknowledge paymen… (1)", "Acknowledge paymen… (2)"],
            Buttons.Apart(["Acknowledge payments-gateway-1", "Acknowledge payments-gateway-2"]));
    }

    [Fact]
    public void A_column_says_what_it_holds_and_who_stands_first() => Assert.All(
        from file in Sources.Of("src", "*Replies.cs").Concat(Sources.Of("src", "*Commands.cs"))
        from Match heads in Heads().Matches(string.Join('\n', file.Lines))
        let columns = Words().Matches(heads.Value).Select(word => word.Groups[1].Value).ToList()
        where columns.Count > 1
        select (file.Path, Columns: columns),
        table =>
        {
            Assert.DoesNotContain(table.Columns, head => head is "Of" or "Then" or "What" or "Id" or "Recorded");
            Assert.True(table.Columns.IndexOf("Who") <= 0, $"{table.Path}: {string.Join(", ", table.Columns)}");
        });

    /// <summary>
    /// Interpolated into a plain string a person is a name that cannot be tapped, and a moment is in nobody's zone:
    /// <c>known ? $"{mention}" : "nobody"</c> is such a string.
    /// </summary>
    [Fact]
    public void What_is_more_than_words_is_not_put_into_a_plain_string()
    {
        var lost =
            from type in Uses.TopLevel(typeof(CommandRouter).Assembly)
            from called in Uses.Called(type)
            where called.DeclaringType == typeof(DefaultInterpolatedStringHandler) && called.IsGenericMethod
            let put = called.GetGenericArguments()[0]
            where put == typeof(Text) || put.IsAssignableTo(typeof(TextPart))
            select $"{type.FullName} puts a {put.Name} into a string";
        Assert.True(!lost.Any(), string.Join('\n', lost));
    }

    private static IEnumerable<string> Labels() =>
        from path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.txt", SearchOption.AllDirectories)
        let text = File.ReadAllText(path)
        from label in Row().Matches(text).SelectMany(row => InRow().Matches(row.Value))
            .Concat(OfSlack().Matches(text)).Concat(OfTeams().Matches(text))
        select label.Groups["label"].Value;

    [GeneratedRegex(@"^(My|The|All|More|Last|It|Something|Waiting|Schedule|Lines|Checklist)\b")]
    private static partial Regex Verbless();

    [GeneratedRegex(@"^\[[^\]{]+\](?: \[[^\]{]+\])*\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<label>[^\]]+)\]")]
    private static partial Regex InRow();

    // A button of Slack, what sends a form there, an action of Teams.
    [GeneratedRegex("""(?:"action_id": "[^"]+",\s*"text|"submit)": \{\s*"type": "plain_text",\s*"text": "(?<label>[^"]+)""")]
    private static partial Regex OfSlack();

    [GeneratedRegex("""Action\.Execute","title":"(?<label>[^"]+)""")]
    private static partial Regex OfTeams();

    [GeneratedRegex("""(?:new Table|\bnew)\(\["[^\]]*\]""")]
    private static partial Regex Heads();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Words();
}
