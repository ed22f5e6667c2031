using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Api;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Commands;

/// <summary>The executable in a folder of its own, run in this process: what it says, and its exit code.</summary>
public sealed class Executable : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("watchbill-").FullName;

    /// <summary>Settings beside those of every test.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What its runs logged.</summary>
    public Lines Logged { get; } = new();

    public string Database => Path.Combine(Folder, "data", "watchbill.db");

    public async Task<Ran> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await HostCommands.RunAsync(args, Compose, new Terminal(output, error), TestContext.Current.CancellationToken);
        return new(code, output.ToString().TrimEnd(), error.ToString().TrimEnd());
    }

    /// <summary>A host that runs until it is disposed, with the port it was given.</summary>
    public async Task<WebApplication> StartAsync(params string[] settings)
    {
        var app = Compose(settings);
        await app.StartAsync();
        return app;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private WebApplication Compose(string[] settings)
    {
        string[] ours = [$"--contentRoot={Folder}", "--environment=Development", "--Urls=http://127.0.0.1:0", "--Backup:Directory=backups",
            "--Logging:LogLevel:Watchbill=None"];
        var app = Composition.Compose([.. ours, .. Settings, .. settings]);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Logged);
        return app;
    }
}

/// <summary>How a run ended.</summary>
public sealed record Ran(int Code, string Output, string Error);
