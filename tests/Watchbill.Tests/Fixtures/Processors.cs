using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>Inboxes of a platform on which nobody is known: whatever arrives is answered by the front desk alone.</summary>
internal static class Processors
{
    /// <param name="beforeAsync">Awaited before the platform says who somebody is, which a press of 'Link me' asks.</param>
    public static InboxProcessor Of(
        MemoryStore store, InboxPlatform platform, BackgroundWork work, Instant now, Func<CancellationToken, Task>? beforeAsync = null)
    {
        var clock = new FakeClock(now);
        var asking = new FrontDeskPlatform(new Platform(platform.Id, "Other Chat"), (text, _) => ValueTask.FromResult(text),
            async (account, ct) =>
            {
                await (beforeAsync?.Invoke(ct) ?? Task.CompletedTask);
                return new ChatAccount(platform.Id, account, null) { Own = false };
            });
        var desk = new FrontDesk([asking], new CommandRouter([], store, clock), new Accounts(store, store.Notices), new ChatLinks(store),
            new Prefill([]), new Choices(store), new ReaderZones([], work, TimeProvider.System), clock, NullLogger<FrontDesk>.Instance);
        return new([platform], new Inbox(store), desk, work, clock);
    }
}
