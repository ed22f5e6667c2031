using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Does, once the host has started, what an earlier one was killed in the middle of, and learns which workspace is served. Nothing waits
/// for it.
/// </summary>
internal sealed class SlackStart(Once once, SlackUndone undone, SlackWork work, SlackWorkspace workspace) : BackgroundService
{
    // Before anything can arrive here: what does so later is being done already.
    private readonly Instant began = work.Now;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        work.Behind(workspace.PrepareAsync(work.Stopped));
        foreach (var begun in (await once.UndoneAsync(SlackPlatform.Id.Name, stoppingToken)).Where(begun => begun.Value.At <= began))
            work.Behind(undone.ResumeAsync(begun, work.Stopped));
    }
}

/// <summary>Hands what was begun to whoever kept it.</summary>
internal sealed class SlackUndone(SlackPresses presses, SlackSubmissions submissions, SlackMessages messages)
{
    public Task ResumeAsync(Stored<Seen> begun, CancellationToken ct) =>
        begun.Value.Todo![..(begun.Value.Todo!.IndexOf(' ', StringComparison.Ordinal) + 1)] switch
        {
            SlackPresses.Kept => presses.ResumeAsync(begun, ct),
            SlackSubmissions.Kept => submissions.ResumeAsync(begun, ct),
            _ => messages.ResumeAsync(begun, ct),
        };
}
