using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>What <c>check teams</c> says.</summary>
public sealed class TeamsCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_names_whom_on_a_roster_nobody_can_tell_and_what_to_do()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        await host.SendAsync(host.Message("ana", "now"));
        var found = await FindAsync(host);
        Assert.Contains(new Finding(false, "The keys that sign requests can be read."), found);
        Assert.Contains(new Finding(false, "Entra gives the app a token."), found);
        Assert.DoesNotContain(found, finding => finding.Sentence.StartsWith("ana:", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.IsWrong
            && finding.Sentence.StartsWith("ben: Watchbill has no chat with them", StringComparison.Ordinal));
        Assert.Contains(found, finding => finding.IsWrong
            && finding.Sentence.StartsWith("cai: No account in Microsoft Teams is known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_what_Entra_the_keys_and_the_address_lack()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        (teams.TokenError, teams.IsDown) = ("AADSTS7000215: Invalid client secret provided.", true);
        var wrong = (await FindAsync(host)).Where(finding => finding.IsWrong).Select(finding => finding.Sentence).ToList();
        Assert.Contains(wrong, sentence => sentence.Contains("Make a new client secret", StringComparison.Ordinal));
        Assert.Contains(wrong, sentence => sentence.StartsWith("Not so: The keys", StringComparison.Ordinal));
        Assert.Contains(wrong,
            sentence => sentence.StartsWith("Not so: https://watchbill.example.com/api/messages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_settings_it_says_where_they_come_from()
    {
        using var executable = new Commands.Executable();
        var ran = await executable.RunAsync("check", "teams");
        Assert.NotEqual(0, ran.Code);
        Assert.Contains("docs/teams-setup.md", ran.Output + ran.Error, StringComparison.Ordinal);
        Assert.Contains("There is one for: teams",
            (await executable.RunAsync("check", "irc")) is var other ? other.Output + other.Error : "",
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manifest_that_was_uploaded_is_compared_with_what_this_version_writes_for_this_host()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var verbs = host.Services.GetRequiredService<CommandRouter>().Verbs;
        var uploaded = JsonNode.Parse(TeamsManifest.Write(verbs, new("https://watchbill.example.com"), FakeTeams.AppId))!;
        uploaded["version"] = "1.4.0";
        Assert.Contains(new Finding(false, "The manifest that was uploaded is what this version writes for this host."),
            await FindAsync(host, uploaded.ToJsonString()));
        uploaded["bots"]![0]!["commandLists"]![0]!["commands"]!.AsArray().RemoveAt(0);
        uploaded["validDomains"] = new JsonArray("old.example.com");
        Assert.Contains(await FindAsync(host, uploaded.ToJsonString()), finding => finding.IsWrong && finding.Sentence.StartsWith(
            "The manifest that was uploaded is not what this version writes for this host: bots, validDomains. Write it with "
                + "'manifest teams --url https://watchbill.example.com ", StringComparison.Ordinal));
        Assert.Contains(await FindAsync(host, "[]"),
            finding => finding.IsWrong && finding.Sentence.Contains("no manifest", StringComparison.Ordinal));
        Assert.Contains(await FindAsync(host),
            finding => !finding.IsWrong && finding.Sentence.Contains("by --manifest", StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<Finding>> FindAsync(TeamsHost host, string? uploaded = null) =>
        host.Services.GetServices<PlatformCheck>().Single().RunAsync(uploaded, Ct);
}
