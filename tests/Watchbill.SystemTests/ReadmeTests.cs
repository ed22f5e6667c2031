using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchbill.Fixtures;

namespace Watchbill;

/// <summary>The tour of the README and of the page on the release gate that goes on from it, line by line as they are printed.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = Up(AppContext.BaseDirectory);
    private static readonly string Readme = Page("README.md") + Page(Path.Combine("docs", "release-gate.md"));

    private static readonly string[] Answers =
    [
        "\"rotation\":\"payments\"", "\n[", "\"person\":\"ben\"", "\"source\":\"override\"", "\"dryRun\":true", "\"applied\":true",
        "Did you mean 'ana'?", "Written: ", "in order",
        "\"hours\":1", "\"consumed\":10,", "\"decision\":\"open\"", "Released.",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_it_says_to_type_is_answered_as_it_says()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = host.Url };
        var rows = ChatRow().Matches(Readme);
        Assert.True(rows.Count > 10, "The README has no table of what to type.");
        JsonElement last = default;
        foreach (Match row in rows)
        {
            var (person, press, words, read) =
                (row.Groups["as"].Value, row.Groups["press"].Success, row.Groups["words"].Value, row.Groups["read"].Value);
            using var answer = press
                ? await http.PostAsJsonAsync("/chat/press", Press(person, words, last), Ct)
                : await http.PostAsJsonAsync("/chat", new { person, text = words }, Ct);
            last = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            // What depends on the day is left out of the page.
            var sentence = string.Join(".*?", read.Split('…').Select(Regex.Escape));
            Assert.Matches(new Regex(sentence, RegexOptions.Singleline), last.GetProperty("text").GetString());
        }
    }

    [Fact]
    public async Task Its_lines_for_the_shell_do_what_it_says()
    {
        Assert.SkipUnless(File.Exists("/bin/bash") && File.Exists("/usr/bin/curl"), "There is no bash or no curl here.");
        await using var host = new Host();
        await host.StartAsync(Ct);
        var script = string.Join('\n', Shell().Matches(Readme).Select(block => block.Groups["lines"].Value))
            .Replace("http://localhost:5080", host.Url.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("dotnet run --project src/Watchbill.Host --",
                $"dotnet {Path.Combine(AppContext.BaseDirectory, "Watchbill.Host.dll")} --Storage:Path={host.Database}",
                StringComparison.Ordinal);
        var said = await RunAsync(script);
        // One answer after the other, so each is looked for behind the one before.
        var at = 0;
        foreach (var words in Answers)
        {
            var found = said.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"No {words} in: {said[at..]}");
            at = found;
        }
    }

    private static object Press(string person, string label, JsonElement last)
    {
        var button =
            last.GetProperty("reply").GetProperty("actions").EnumerateArray()
                .Single(action => action.GetProperty("label").GetString() == label);
        return new { person, action = button.GetProperty("action").GetString(), value = button.GetProperty("value").GetString() };
    }

    private static async Task<string> RunAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        using var bash = Process.Start(start)!;
        var said = await bash.StandardOutput.ReadToEndAsync(Ct);
        await bash.WaitForExitAsync(Ct);
        Assert.True(bash.ExitCode == 0, $"The shell ended with {bash.ExitCode} after: {said}");
        return said;
    }

    private static string Page(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string Up(string from) => File.Exists(Path.Combine(from, "bot.sln")) ? from : Up(Path.GetDirectoryName(from)!);

    [GeneratedRegex(@"^\| (?<as>[a-z]+) \| (?<press>press )?`(?<words>[^`]+)` \| (?<read>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex ChatRow();

    [GeneratedRegex(@"```sh\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
