using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Watchbill.Fixtures;

/// <summary>
/// The built host as a process: with a folder, a port and an admin token of its own, and the sample organisation unless settings say
/// otherwise. It may be killed and started again on the same folder.
/// </summary>
public sealed partial class Host : IAsyncDisposable
{
    public const string Token = "system-tests-0123456789";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("watchbill-host-");
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
    private Running? running;

    public string Folder => folder.FullName;

    public string Database => Settings["Storage__Path"];

    /// <summary>Environment variables for the next start.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>What the process is started with: a user or a limit of its own, for instance.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    public Uri Url => running?.Url ?? throw new InvalidOperationException("The host is not running.");

    public Host() => Settings = new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Urls"] = "http://127.0.0.1:0",
        ["Storage__Path"] = Path.Combine(Folder, "data", "watchbill.db"),
        ["Backup__Directory"] = Path.Combine(Folder, "backups"),
        ["Api__Tokens__0__Name"] = "system-tests",
        ["Api__Tokens__0__Secret"] = Token,
        ["Api__Tokens__0__Scope"] = "admin",
    };

    /// <summary>Returns when the host says that it is ready; with <c>/health/live</c>, that it is there at all.</summary>
    public async Task StartAsync(CancellationToken ct, string health = "/health/ready")
    {
        running = new Running(Start([]));
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20, ct))
        {
            Assert.False(running.Process.HasExited, $"The host ended before it was ready. {running.Error}");
            if (Address().Match(running.Output) is not { Success: true } address) continue;
            running.Url = new Uri(address.Value);
            using var ready = await GetAsync(health, ct);
            if (ready.IsSuccessStatusCode) return;
        }

        Assert.Fail($"The host was not ready within {Patience.TotalSeconds} seconds. {running.Output} {running.Error}");
    }

    /// <summary>As a power cut does it: SIGKILL.</summary>
    public Task KillAsync() => EndAsync(process => process.Kill());

    /// <summary>As an operator does it: SIGTERM.</summary>
    /// <returns>All that it said since it was started.</returns>
    public Task<Ran> StopAsync() => EndAsync(process => Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose());

    /// <summary>Runs the executable beside the host, or a host that is expected to end by itself.</summary>
    public async Task<Ran> RunAsync(CancellationToken ct, params string[] words)
    {
        using var command = new Running(Start(words));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await command.Process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            command.Process.Kill();
            Assert.Fail($"It did not end within {Patience.TotalSeconds} seconds. {command.Output} {command.Error}");
        }

        return new(command.Process.ExitCode, command.Output.Trim(), command.Error.Trim());
    }

    public string Output => running?.Output ?? "";

    public string Error => running?.Error ?? "";

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken ct)
    {
        var request = new HttpRequestMessage(method, new Uri(Url, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client.SendAsync(request, ct);
    }

    /// <summary>The JSON that a path answers.</summary>
    public async Task<T> ReadAsync<T>(string path, CancellationToken ct)
    {
        using var response = await GetAsync(path, ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
        return (await response.Content.ReadFromJsonAsync<T>(ct))!;
    }

    /// <summary>Applies an organisation file, or refuses it.</summary>
    public Task<HttpResponseMessage> PutOrganizationAsync(string file, CancellationToken ct, bool dryRun = false) =>
        SendAsync(HttpMethod.Put, $"/api/v1/organization?dryRun={(dryRun ? "true" : "false")}", new StringContent(file), ct);

    /// <summary>Says something in the local chat.</summary>
    public async Task<Said> SayAsync(string person, string text, CancellationToken ct) =>
        await ChatAsync("/chat", new { person, text }, ct);

    public async Task<Said> PressAsync(string person, Button button, CancellationToken ct) =>
        await ChatAsync("/chat/press", new { person, action = button.Action, value = button.Value }, ct);

    public async ValueTask DisposeAsync()
    {
        if (running is not null) await KillAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<Said> ChatAsync(string path, object body, CancellationToken ct)
    {
        using var response = await client.PostAsync(new Uri(Url, path), JsonContent.Create(body), ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Said>(ct))!;
    }

    private async Task<Ran> EndAsync(Action<Process> end)
    {
        var ending = running ?? throw new InvalidOperationException("The host is not running.");
        end(ending.Process);
        using var patience = new CancellationTokenSource(Patience);
        await ending.Process.WaitForExitAsync(patience.Token);
        running = null;
        using (ending) return new(ending.Process.ExitCode, ending.Output, ending.Error);
    }

    private Process Start(string[] words)
    {
        string[] line = [.. Wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "Watchbill.Host.dll"), .. words];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in Settings) start.Environment[key] = value;
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

/// <summary>How a command of the executable ended.</summary>
public sealed record Ran(int Code, string Output, string Error);

/// <summary>An answer of the local chat.</summary>
public sealed record Said(string Text, Said.Card Reply)
{
    /// <summary>The button with this label.</summary>
    public Button this[string label] =>
        Reply.Actions.Single(button => label == "Confirm" ? button.Action == "confirm" : button.Label == label);

    /// <summary>The part of the reply that tests press.</summary>
    public sealed record Card(IReadOnlyList<Button> Actions);
}

/// <summary>A button of an answer.</summary>
public sealed record Button(string Label, string Action, string Value);
