using System.Globalization;
using System.Text.RegularExpressions;
using Watchbill.Fixtures;

namespace Watchbill.Api;

/// <summary>
/// Requests that nobody should send, over every route: each is answered, none of them with a 5xx, and the organisation is what it was.
/// <c>WATCHBILL_REQUESTS</c> says how many, and <c>WATCHBILL_SEED</c> repeats a run.
/// </summary>
public sealed partial class RandomRequestTests
{
    private const int AtOnce = 8;

    // What the file says. Other kinds grow by requests that are right by chance, and by what the host records itself.
    private static readonly HashSet<string> Organization =
        ["organization", "file", "person", "team", "domain", "rotation", "service", "calendar"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 1_800_000)]
    public async Task No_request_is_answered_with_a_5xx_or_changes_the_organisation()
    {
        var count = Number("WATCHBILL_REQUESTS") ?? 1500;
        var seed = Number("WATCHBILL_SEED") ?? Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"{count} random requests: seed {seed}.");
        await using var host = new Host();
        foreach (var (key, value) in RequestMill.Slack) host.Settings[key] = value;
        await host.StartAsync(Ct);
        var before = await OrganizationAsync(host, "before");
        var statuses = new int[600];

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async worker =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Url };
            var mill = new RequestMill(new Random(unchecked(seed + worker)));
            for (var i = 0; i < count / AtOnce; i++)
            {
                using var request = mill.Next();
                var sent = await RequestMill.DescribeAsync(request, Ct);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
                Interlocked.Increment(ref statuses[(int)response.StatusCode]);
                Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} to {sent}\n{host.Output}");
            }
        }));

        var answers = statuses.Index().Where(status => status.Item > 0).Select(status => $"{status.Item} x {status.Index}");
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", answers));
        // They reached what they were aimed at: what is right by chance, what is wrong, who has no right, what is not there.
        foreach (var status in (int[])[200, 400, 401, 404]) Assert.NotEqual(0, statuses[status]);
        Assert.Equal(before, await OrganizationAsync(host, "after"));
        var check = await host.RunAsync(Ct, "check");
        Assert.True(check.Code == 0, check.Output + check.Error);
        Assert.DoesNotContain("   at Watchbill.", host.Output, StringComparison.Ordinal);
    }

    private static async Task<List<string>> OrganizationAsync(Host host, string name)
    {
        var file = Path.Combine(host.Folder, name);
        var ran = await host.RunAsync(Ct, "export", file);
        Assert.True(ran.Code == 0, ran.Error);
        return [.. File.ReadLines(file)
            .Where(line => Kind().Match(line) is { Success: true } kind && Organization.Contains(kind.Groups[1].Value))];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("""^\{"kind":"([^"]+)""")]
    private static partial Regex Kind();
}
