using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Learns, once the host has started, which workspace is served. Nothing waits for it.</summary>
internal sealed class SlackStart(SlackWorkspace workspace, BackgroundWork work) : IHostedService
{
    public Task StartAsync(CancellationToken ct)
    {
        work.Behind(workspace.PrepareAsync(work.Stopped));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;
}
