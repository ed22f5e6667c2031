using System.Net;
using System.Net.Http.Json;
using Watchbill.Fixtures;

namespace Watchbill.Organization;

/// <summary>
/// Organisation files as people get them wrong: over HTTP and at start each one is told in a sentence, and nothing is applied.
/// </summary>
public sealed class BrokenFileTests
{
    private const string Cases = "Cases/broken-organizations.txt";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 360_000)]
    public async Task Over_HTTP_each_is_refused_in_a_sentence_and_changes_nothing()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        var before = await CurrentAsync(host);
        foreach (var (name, file, sentence) in Read())
        {
            using var response = await host.PutOrganizationAsync(file, Ct);
            var problem = (await response.Content.ReadFromJsonAsync<Refusal>(Ct))!;
            Assert.Equal((name, HttpStatusCode.UnprocessableEntity), (name, response.StatusCode));
            Assert.StartsWith(sentence.Replace("watchbill.yaml", "body", StringComparison.Ordinal), problem.Detail,
                StringComparison.Ordinal);
            Assert.EndsWith("Nothing was changed.", problem.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(before, await CurrentAsync(host));
    }

    [Fact(Timeout = 360_000)]
    public async Task At_start_each_ends_the_host_with_the_sentence_and_a_code()
    {
        await using var host = new Host();
        await host.StartAsync(Ct);
        var before = await CurrentAsync(host);
        await host.StopAsync();
        var path = Path.Combine(host.Folder, "watchbill.yaml");
        foreach (var (name, file, sentence) in Read())
        {
            await File.WriteAllTextAsync(path, file, Ct);
            host.Settings["Organization__File"] = path;
            var ran = await host.RunAsync(Ct);
            var said = ran.Error.Split('\n').Where(line => !line.Contains("info:", StringComparison.Ordinal)).ToList();
            Assert.Equal((name, 2, sentence), (name, ran.Code, said[0]));
            Assert.DoesNotContain(said, line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        }

        host.Settings.Remove("Organization__File");
        await host.StartAsync(Ct);
        Assert.Equal(before, await CurrentAsync(host));
    }

    private static async Task<string> CurrentAsync(Host host) =>
        await (await host.GetAsync("/api/v1/organization", Ct)).Content.ReadAsStringAsync(Ct)
        + string.Join('\n', await host.ReadAsync<IReadOnlyList<AuditRow>>("/api/v1/audit", Ct));

    private static IEnumerable<(string Name, string File, string Sentence)> Read() =>
        from block in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Cases)).Split("=== ", StringSplitOptions.RemoveEmptyEntries)
        let parts = block.Split("\n>>>\n")
        let name = parts[0].Split('\n')[0]
        select (name, parts[0][(name.Length + 1)..], parts[1].Trim());

    private sealed record Refusal(string Detail);

    private sealed record AuditRow(string Origin, string? New);
}
