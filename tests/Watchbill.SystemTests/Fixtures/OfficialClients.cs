using System.ComponentModel;
using System.Diagnostics;

namespace Watchbill.Fixtures;

/// <summary>
/// The platforms' own clients for Node: what certifies our fakes and our signers. Installed outside the repository, once for all tests.
/// </summary>
public sealed class OfficialClients : IDisposable
{
    public static readonly OfficialPackages Slack = new("slack", "@slack/bolt@5.1.0", "@slack/web-api@8.2.0", "@slack/socket-mode@3.1.0");
    public static readonly OfficialPackages Cards =
        new("cards", "adaptivecards@3.0.6", "markdown-it@14.1.0", "@microsoft/teams.cards@2.0.16", "typescript@5.9.3");

    public static readonly OfficialPackages Teams =
        new("teams", "botframework-connector@4.23.3", "@microsoft/m365agentsplayground@0.2.28");

    private readonly Process node;

    private OfficialClients(Process node) => this.node = node;

    /// <summary>Runs a script with the packages at hand. Skips the test, saying why, where Node or the registry is not there.</summary>
    public static async Task<OfficialClients> RunOrSkipAsync(
        OfficialPackages packages, string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("node", ["-e", script])
        {
            WorkingDirectory = await packages.FolderOrSkipAsync(),
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new OfficialClients(Process.Start(start)!);
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
}

/// <summary>Packages that are installed together, with their versions.</summary>
public sealed record OfficialPackages(string Name, params string[] Versions)
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private string Wanted => string.Join(' ', Versions);

    /// <summary>The folder that has them; skips the test where they cannot be had.</summary>
    public async Task<string> FolderOrSkipAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"watchbill-official-{Name}");
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var installed = Path.Combine(folder, "installed");
            if (Needs.OnPath("node") is not null
                && (File.Exists(installed) && await File.ReadAllTextAsync(installed, CancellationToken.None) == Wanted
                    || await InstalledAsync(folder, installed))) return folder;
        }
        finally
        {
            OneAtATime.Release();
        }

        var reason = $"Node with npm, or its registry, is not there: {Wanted} have looked at nothing.";
        TestContext.Current.SendDiagnosticMessage(reason);
        Assert.Skip(reason);
        return folder;
    }

    private async Task<bool> InstalledAsync(string folder, string installed)
    {
        Directory.CreateDirectory(folder);
        try
        {
            var start = new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--silent", .. Versions]);
            start.WorkingDirectory = folder;
            using var npm = Process.Start(start)!;
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
            if (npm.ExitCode == 0) await File.WriteAllTextAsync(installed, Wanted, CancellationToken.None);
            return npm.ExitCode == 0;
        }
        catch (Exception absent) when (absent is Win32Exception or TimeoutException)
        {
            return false;
        }
    }
}
