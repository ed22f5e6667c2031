using System.Collections.Concurrent;
using Watchbill.Chat;

namespace Watchbill.Fixtures;

/// <summary>A platform that keeps what is said to it, and does first whatever a test wants.</summary>
public sealed class RecordingChat : IChat
{
    public ConcurrentQueue<(Address To, Reply Reply, string Key)> Said { get; } = [];

    public Func<Address, Task> First { get; set; } = _ => Task.CompletedTask;

    /// <summary>What was shown anew, and in which place.</summary>
    public ConcurrentQueue<(string Place, Reply Reply)> Edited { get; } = [];

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, string key, CancellationToken ct)
    {
        await First(to).WaitAsync(ct);
        Said.Enqueue((to, reply, key));
        return [new(Platforms.Other, key)];
    }

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        await First(to).WaitAsync(ct);
        Edited.Enqueue((place.ToString(), reply));
    }
}
