using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Chat;

/// <summary>
/// What people read on a phone, drawn 390 points wide, in the light and in the dark: nothing is cut and nothing scrolls sideways. With
/// WATCHBILL_PICTURES the pictures are written into that folder, to be looked at; what the unit tests wrote into WATCHBILL_CARDS is drawn
/// too.
/// </summary>
public sealed class CardPictureTests
{
    private const int Width = 390;

    // What ends beyond the screen, or holds more than it shows.
    private const string Wide = """
        return [...document.querySelectorAll('.teams *, .slack *')]
          .filter(e => e.getBoundingClientRect().right > arguments[0] || (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0))
          .map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`)
        """;

    private static readonly string Own = Path.Combine(AppContext.BaseDirectory, "Chat", "Pictures");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cards_of_Teams_fit_by_Microsofts_own_renderer()
    {
        var folder = await OfficialClients.Cards.FolderOrSkipAsync();
        var cards = OfficialCards.All.Concat(Written("*.json", name => !name.StartsWith("slack-", StringComparison.Ordinal)));
        string[] scripts = [Path.Combine(folder, "node_modules", "adaptivecards", "dist", "adaptivecards.min.js"),
            Path.Combine(folder, "node_modules", "markdown-it", "dist", "markdown-it.min.js"), Path.Combine(Own, "teams.js")];
        await LookAsync("teams", cards, scripts, (json, isDark) => $"drawCard({json}, {(isDark ? "true" : "false")})");
    }

    [Fact]
    public async Task Messages_and_modals_of_Slack_fit()
    {
        var golden = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "slack"), "*.txt")
            .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));
        var written = Written("slack-*.json", _ => true).Select(one => (one.Name["slack-".Length..], one.Card));
        await LookAsync("slack", golden.Concat(written), [Path.Combine(Own, "slack.js")],
            (json, _) => $"drawBlocks({json}, 'Europe/Lisbon')");
    }

    private static IEnumerable<(string Name, string Card)> Written(string pattern, Func<string, bool> which) =>
        Environment.GetEnvironmentVariable("WATCHBILL_CARDS") is not { Length: > 0 } folder ? []
            : Directory.GetFiles(folder, pattern).Where(file => which(Path.GetFileName(file)))
                .Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)));

    private static async Task LookAsync(
        string platform, IEnumerable<(string Name, string Card)> cards, string[] scripts, Func<string, bool, string> draw)
    {
        var pictures = Environment.GetEnvironmentVariable("WATCHBILL_PICTURES");
        var (code, style) = ("", await File.ReadAllTextAsync(Path.Combine(Own, "phone.css"), Ct));
        foreach (var script in scripts) code += $"<script>{await File.ReadAllTextAsync(script, Ct)}</script>\n";
        using var browser = Browser.StartOrSkip();
        var page = Path.Combine(Directory.CreateTempSubdirectory("watchbill-cards-").FullName, "card.html");
        var (faults, drawn) = (new List<string>(), 0);
        foreach (var (name, card) in cards)
        {
            foreach (var isDark in new[] { false, true })
            {
                var json = JsonNode.Parse(card)!.ToJsonString();
                await File.WriteAllTextAsync(page, $"""
                    <!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                    <style>{style}</style><body class="{(isDark ? "dark" : "light")}">{code}
                    <script>var faults = {draw(json, isDark)};</script>
                    """, Ct);
                browser.Open(new Uri(page));
                browser.OnPhone(Width, isDark);
                faults.AddRange(browser.Ask("return window.faults ?? []").Concat(browser.Ask(Wide, Width)).Concat(browser.Complaints())
                    .Select(fault => $"{name}: {fault}"));
                if (pictures is { Length: > 0 })
                    browser.Picture(Path.Combine(pictures, $"{platform}-{name}-{(isDark ? "dark" : "light")}.png"));
                drawn++;
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
        Assert.True(drawn >= 20, $"Only {drawn} were drawn.");
    }
}
