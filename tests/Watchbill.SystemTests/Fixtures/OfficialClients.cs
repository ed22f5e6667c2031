using System.Diagnostics;

namespace Watchbill.Fixtures;

/// <summary>
/// Slack's own clients for Node: what certifies the fake, and the signer that speaks to the host. Installed outside the repository.
/// </summary>
public sealed class OfficialSlack : IDisposable
{
    private static readonly string[] Packages = ["@slack/bolt@5.1.0", "@slack/web-api@8.2.0", "@slack/socket-mode@3.1.0"];
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "watchbill-official-slack-1");

    private readonly Process node;

    private OfficialSlack(Process node) => this.node = node;

    /// <summary>Runs a script with the clients at hand. Skips the test, saying why, where Node or the registry is not there.</summary>
    public static async Task<OfficialSlack> RunOrSkipAsync(string script, params (string Name, string Value)[] environment)
    {
        if (!await InstalledAsync())
        {
            const string Reason = "Node with npm, or its registry, is not there; Slack's own clients have not certified the fake.";
            TestContext.Current.SendDiagnosticMessage(Reason);
            Assert.Skip(Reason);
        }

        var start = new ProcessStartInfo("node", ["-e", script]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new OfficialSlack(Process.Start(start)!);
    }

    /// <summary>The next line that the script prints.</summary>
    public async Task<string> LineAsync() =>
        await node.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken) ?? "(ended)";

    public void Dispose()
    {
        node.Kill(entireProcessTree: true);
        node.Dispose();
    }

    private static async Task<bool> InstalledAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@slack", "socket-mode"))) return true;
        Directory.CreateDirectory(Folder);
        try
        {
            using var npm =
                Process.Start(
                    new ProcessStartInfo("npm",
                        ["install", "--no-audit", "--no-fund", "--silent", .. Packages])
                    { WorkingDirectory = Folder })!;
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            return npm.ExitCode == 0;
        }
        catch (Exception absent) when (absent is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return false;
        }
    }
}
