using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>Does, once the host has started, what an earlier one was killed in the middle of. Nothing waits for it.</summary>
internal sealed class SlackStart(Once once, SlackPresses presses, SlackMessages messages, SlackWork work) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var begun in await once.UndoneAsync(SlackPeople.Platform, stoppingToken)) work.Behind(ResumeAsync(begun, work.Stopped));
    }

    private Task ResumeAsync(Stored<Seen> begun, CancellationToken ct) => begun.Value.Todo!.StartsWith(SlackPresses.Kept, StringComparison.Ordinal)
        ? presses.ResumeAsync(begun, ct)
        : messages.ResumeAsync(begun, ct);
}
