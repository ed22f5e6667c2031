using Watchbill.OrganizationFiles;

namespace Watchbill.Fixtures;

/// <summary>Compares words with a file that a person has read and accepted.</summary>
public static class Golden
{
    /// <summary>
    /// Fails where the text is not what <c>Golden/&lt;name&gt;.txt</c> holds. Writes nothing: accepting new words is a person's decision.
    /// </summary>
    public static void Matches(string name, string text)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".txt");
        Assert.True(File.Exists(path), $"There is no Golden/{name}.txt. If these words are right, put them there:\n{text}");
        var (expected, actual) = (Lines(File.ReadAllText(path)), Lines(text));
        Assert.False(Written.IsPlain(text) && !WithoutBold.Contains(name),
            $"The answer of {name} does not begin in bold, so nobody finds it who sees one line.");
        if (expected.SequenceEqual(actual)) return;
        Assert.Fail(
            $"Golden/{name}.txt has other words (- expected, + said):\n{Difference(expected, actual)}\n\nAll that was said:\n{text}");
    }

    /// <summary>Refusals, which say what to do, and forms, which ask: neither answers.</summary>
    private static readonly HashSet<string> WithoutBold =
    [
        "budget/gate-unknown",
        "budget/status-nothing",
        "budget/status-unknown",
        "budget/status-unknown-slo",
        "chat-preview",
        "engagement/not-covered",
        "incident/handoff-lines",
        "incident/merge-shown",
    ];

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static string Difference(string[] expected, string[] actual) => string.Join('\n',
        from i in Enumerable.Range(0, Math.Max(expected.Length, actual.Length))
        let wanted = expected.ElementAtOrDefault(i)
        let said = actual.ElementAtOrDefault(i)
        where wanted != said
        from line in new[] { wanted is null ? null : $"{i + 1,3} - {wanted}", said is null ? null : $"{i + 1,3} + {said}" }
        where line is not null
        select line);
}
