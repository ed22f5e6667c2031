using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Fixtures;

/// <summary>A platform with groups and topics that keeps what it was told, and fails where a test wants it to.</summary>
public sealed class RecordingGroups : IChatGroups
{
    public PlatformId Platform { get; init; } = Platforms.Slack;

    public List<string> Told { get; } = [];

    public HashSet<string> Unknown { get; } = [];

    public Exception? Fails { get; set; }

    public Task<IReadOnlyList<string>> SyncAsync(string group, IReadOnlyList<string> people, CancellationToken ct) =>
        Answer($"{group}: {string.Join(' ', people.Except(Unknown))}", [.. people.Where(Unknown.Contains)]);

    public Task TopicAsync(Address channel, string text, CancellationToken ct) => Answer($"{channel}: {text}", []);

    private Task<IReadOnlyList<string>> Answer(string told, IReadOnlyList<string> unknown)
    {
        if (Fails is not null) return Task.FromException<IReadOnlyList<string>>(Fails);
        Told.Add(told);
        return Task.FromResult(unknown);
    }
}
