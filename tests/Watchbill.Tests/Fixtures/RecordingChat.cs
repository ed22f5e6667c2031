using System.Collections.Concurrent;
using Watchbill.Chat;

namespace Watchbill.Fixtures;

/// <summary>A platform that keeps what is said to it, and does first whatever a test wants.</summary>
public sealed class RecordingChat : IChat
{
    public ConcurrentQueue<(Address To, Reply Reply, string Key)> Said { get; } = [];

    /// <summary>Before a message is on the wire.</summary>
    public Func<Address, Task> First { get; set; } = _ => Task.CompletedTask;

    /// <summary>While it is on the wire.</summary>
    public Func<Address, Task> Wire { get; set; } = _ => Task.CompletedTask;

    /// <summary>What was shown anew, and in which place.</summary>
    public ConcurrentQueue<(string Place, Reply Reply)> Edited { get; } = [];

    public bool IsOff => false;

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        await First(to).WaitAsync(ct);
        if (!posting.MaySay("other")) return [];
        await posting.BeginAsync("other", ct);
        try
        {
            await Wire(to).WaitAsync(ct);
        }
        catch
        {
            posting.Failed("other");
            throw;
        }

        Said.Enqueue((to, reply, posting.Key));
        return [new(Platforms.Other, posting.Key)];
    }

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) => ValueTask.FromResult(true);

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        await First(to).WaitAsync(ct);
        Edited.Enqueue((place.ToString(), reply));
    }
}
