using System.IO.Compression;
using System.Text.Json.Nodes;
using Watchbill.Commands;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>The app of Teams as the command writes it: what its schema and its service ask for.</summary>
public sealed class TeamsManifestTests
{
    private const string Url = "https://bot.example.org/";

    [Fact]
    public async Task The_manifest_that_comes_with_Watchbill_is_what_the_commands_make()
    {
        var printed = (await ReadAsync("manifest", "teams")).ToJsonString();
        var shipped = JsonNode.Parse(Sources.Read("manifests/teams/manifest.json"))!.ToJsonString();
        if (shipped == printed) return;
        const string Message = "Commands changed. Write the manifest anew: "
            + "dotnet run --project src/Watchbill.Host -- manifest teams > manifests/teams/manifest.json";
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", Message);
        TestContext.Current.AddWarning(Message);
    }

    [Fact]
    public async Task It_stays_within_the_limits_of_the_schema_and_of_the_service()
    {
        var manifest = await ReadAsync("manifest", "teams", "--url", Url);
        Assert.Equal(("1.25", "tier1"), (Text(manifest, "manifestVersion"), Text(manifest, "supportsChannelFeatures")));
        Assert.InRange(Text(manifest["name"]!, "short").Length, 1, 30);
        Assert.InRange(Text(manifest["name"]!, "full").Length, 1, 100);
        Assert.InRange(Text(manifest["description"]!, "short").Length, 1, 80);
        Assert.InRange(Text(manifest["description"]!, "full").Length, 1, 4000);
        Assert.InRange(Text(manifest["developer"]!, "name").Length, 1, 32);
        Assert.Matches("^#[0-9a-f]{6}$", Text(manifest, "accentColor"));
        var bot = Assert.Single(manifest["bots"]!.AsArray())!;
        Assert.Equal(Text(manifest, "id"), Text(bot, "botId"));
        var commands = Assert.Single(bot["commandLists"]!.AsArray())!["commands"]!.AsArray();
        Assert.Equal(12, commands.Count);
        Assert.All(commands, command =>
        {
            Assert.InRange(Text(command!, "title").Length, 1, 32);
            Assert.InRange(Text(command!, "description").Length, 1, 128);
        });
        Assert.Equal("bot.example.org", (string?)Assert.Single(manifest["validDomains"]!.AsArray()));
    }

    [Fact]
    public async Task It_is_what_the_published_schema_asks_for()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Cases", "teams", "manifest-1.25.schema.json");
        var schema = new Draft4(JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject());
        var manifest = await ReadAsync("manifest", "teams", "--url", Url);
        Assert.Empty(schema.Wrong(manifest));
        // And the schema is read as it is meant.
        manifest["bots"]![0]!["commandLists"]![0]!["triggers"] = new JsonArray("slash");
        manifest["id"] = "watchbill";
        manifest.AsObject().Remove("icons");
        Assert.Equal(["$.bots[0].commandLists[0].triggers is unknown", "$.icons is missing", "$.id is not like"],
            schema.Wrong(manifest).Select(wrong => wrong.Split(" ^")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_for_admins_that_it_names_is_the_setup_guide_served_by_the_host()
    {
        var page = new Uri(Text(await ReadAsync("manifest", "teams", "--url", Url), "publisherDocsUrl"));
        Assert.Equal(new Uri(Url).Host, page.Host);
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        Assert.Equal(Sources.Read("docs/teams-setup.md"), await host.ReadAsync(page.AbsolutePath));
    }

    [Fact]
    public async Task The_archive_holds_the_manifest_of_the_own_app_and_its_icons()
    {
        using var executable = new Executable { Settings = [$"--Teams:AppId={FakeTeams.AppId}"] };
        var file = Path.Combine(executable.Folder, "watchbill.zip");
        // The second one, for another address, takes the place of the first.
        foreach (var url in new[] { "https://elsewhere.example.com", Url })
        {
            var printed = await executable.RunAsync("manifest", "teams", "--url", url, "--zip", file);
            Assert.Equal((0, ""), (printed.Code, printed.Error));
        }

        using var archive = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(["color.png", "manifest.json", "outline.png"], archive.Entries.Select(entry => entry.FullName).Order());
        using var reader = new StreamReader(archive.GetEntry("manifest.json")!.Open());
        var manifest = JsonNode.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((FakeTeams.AppId, new Uri(Url).Host), (Text(manifest, "id"), (string?)manifest["validDomains"]![0]));
        Assert.True(JsonNode.DeepEquals(manifest,
            JsonNode.Parse(await ManifestCommand.ReadAsync(file, TestContext.Current.CancellationToken))));
        Assert.Equal((192, 192), Size(archive.GetEntry("color.png")!));
        Assert.Equal((32, 32), Size(archive.GetEntry("outline.png")!));
    }

    [Theory]
    [InlineData("Teams calls the host", "manifest", "teams", "--socket")]
    [InlineData("slack is made of a manifest alone", "manifest", "slack", "--zip", "x.zip")]
    [InlineData("Name the platform that was given the manifest", "check", "--manifest", "x.zip")]
    public async Task What_cannot_be_written_is_refused(string sentence, params string[] args)
    {
        using var executable = new Executable();
        var ran = await executable.RunAsync(args);
        Assert.NotEqual(0, ran.Code);
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
    }

    private static (int Width, int Height) Size(ZipArchiveEntry icon)
    {
        using var stream = icon.Open();
        var head = new byte[24];
        stream.ReadExactly(head);
        return (head[18] << 8 | head[19], head[22] << 8 | head[23]);
    }

    private static async Task<JsonNode> ReadAsync(params string[] args)
    {
        using var executable = new Executable();
        return JsonNode.Parse((await executable.RunAsync(args)).Output)!;
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
