using NodaTime;
using Watchbill.Chat;
using Watchbill.Slack;

namespace Watchbill.Fixtures;

/// <summary>A platform that reaches whom the organisation file names on Slack, and says nothing.</summary>
public sealed class FileChat(Recipients recipients, IClock clock) : IChat
{
    public bool IsOff { get; set; }

    public Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<MessagePlace>>([]);

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct) => Task.CompletedTask;

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        recipients.AnyAsync(to, SlackPlatform.Value, clock.GetCurrentInstant(), ct);
}
