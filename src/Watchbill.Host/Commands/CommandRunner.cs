using Watchbill.Chat;

namespace Watchbill.Commands;

/// <summary>Has a command done by the running host; where none runs, opens the file and does it here.</summary>
internal sealed class CommandRunner(Func<WebApplication> compose, Terminal terminal)
{
    /// <param name="read">What is asked for; it may depend on the settings of the command.</param>
    public async Task<int> RunAsync<T>(
        string task, Func<HostTasks, T> read, Func<HostTasks, T, Task<CommandResult>> doAsync, CancellationToken ct)
    {
        await using var app = compose();
        var tasks = app.Services.GetRequiredService<HostTasks>();
        var request = read(tasks);
        var host = app.Services.GetRequiredService<ControlFile>().Read();
        var answer = host is null ? null : await ControlClient.AskAsync(host, task, request, ct);
        return terminal.Say(answer ?? await doAsync(tasks, request));
    }

    /// <summary>Shows on a terminal how many documents there were so far.</summary>
    public Action<long> Progress() => terminal.Progress();

    /// <summary>For what must not happen under a running host.</summary>
    public async Task<int> RunOfflineAsync(string task, Func<HostTasks, CommandResult> perform, CancellationToken ct)
    {
        await using var app = compose();
        var host = app.Services.GetRequiredService<ControlFile>().Read();
        if (host is not null && await ControlClient.AskAsync(host, "running", new { }, ct) is not null)
            throw new RefusedException($"The host at {host.Url} (process {host.Pid}) is running: stop it first, then {task}.");
        return terminal.Say(perform(app.Services.GetRequiredService<HostTasks>()));
    }
}
