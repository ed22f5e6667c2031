using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Finishes the items of one platform's inbox: works out the answer, notes that it is done, and says it.</summary>
public sealed record InboxHandler(PlatformId Platform, Func<Stored<InboxItem>, CancellationToken, Task> FinishAsync);

/// <summary>Finishes, once the host has started, what an earlier run left unfinished. Nothing waits for it.</summary>
public sealed partial class InboxRecovery(
    Inbox inbox, BackgroundWork work, IEnumerable<InboxHandler> handlers, ILogger<InboxRecovery> log)
{
    /// <param name="began">When this run began, before anything could arrive: what came later is in progress already.</param>
    public async Task RunAsync(Instant began, CancellationToken ct)
    {
        foreach (var handler in handlers)
        {
            foreach (var item in await inbox.UnfinishedAsync(handler.Platform, ct))
            {
                if (item.Value.At >= began) continue;
                if (item.Value.Todo is UnknownPayload) LogUnknown(item.Id);
                else work.Behind(handler.FinishAsync(item, work.Stopped));
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Inbox item {Id} was kept by another release and cannot be read by this one: it is not done.")]
    private partial void LogUnknown(string id);
}
