using Microsoft.Extensions.Logging;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>Finishes in the background, after the start, what an earlier run left undone.</summary>
public sealed partial class InboxRecovery(
    Inbox inbox, InboxProcessor processor, BackgroundWork work, IEnumerable<InboxPlatform> platforms, ILogger<InboxRecovery> log)
{
    /// <param name="began">When this run began, before anything could arrive: what came later is in progress already.</param>
    public async Task RunAsync(Instant began, CancellationToken ct)
    {
        foreach (var platform in platforms)
        {
            foreach (var item in await inbox.UnfinishedAsync(platform.Id, ct))
            {
                if (item.Value.At >= began) continue;
                if (item.Value.Todo is UnknownPayload) LogUnknown(item.Id);
                else work.Behind(processor.FinishAsync(platform.Id, item, work.Stopped));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Inbox item {Id} was kept by another release and cannot be read by this one: it is not done.")]
    private partial void LogUnknown(string id);
}
