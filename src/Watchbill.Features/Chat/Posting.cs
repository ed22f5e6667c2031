using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// One attempt to say a message, as the adapter that says it reports on it. A message has one part for each reader and page; a part counts
/// as begun once its request is about to be written to the socket, and not while it waits for its turn or for a connection.
/// </summary>
/// <param name="begun">Parts that went out under hosts that ended before an answer came, one entry for each time.</param>
/// <param name="begin">Notes durably what has gone out and was not answered.</param>
public sealed class Posting(string key, IReadOnlyList<string> begun, Func<IReadOnlyList<string>, CancellationToken, Task> begin)
{
    private const int MaxTimes = 2;

    private readonly Lock gate = new();
    private readonly List<string> open = [];

    /// <summary>A posting that nothing records.</summary>
    public Posting(string key) : this(key, [], (_, _) => Task.CompletedTask)
    {
    }

    /// <summary>The same for every attempt of one message: platforms that can, drop the repeat.</summary>
    public string Key => key;

    /// <summary>Whether a part was not said again, because it may have been said twice already.</summary>
    public bool LeftOut { get; private set; }

    /// <summary>What whoever took it answered, such as the id under which it waits there; null: nothing worth keeping.</summary>
    public string? Receipt { get; set; }

    /// <summary>The messages in whose thread it is said, the first of a channel; where a channel has none it stands by itself.</summary>
    public IReadOnlyList<MessagePlace> Beneath { get; set; } = [];

    /// <summary>Whether it notifies somebody, so that the whole channel sees it, too.</summary>
    public bool IsLoud { get; init; }

    /// <summary>The message of a channel under which it is said there; null: none.</summary>
    public string? ThreadIn(PlatformId platform, string channel) =>
        Beneath.FirstOrDefault(place => place.Platform == platform && place.Channel == channel)?.Message;

    /// <summary>Whether a part may be said. Twice on the wire and never answered, it may have been said twice: not a third time.</summary>
    public bool MaySay(string part)
    {
        if (begun.Count(one => one == part) < MaxTimes) return true;
        LeftOut = true;
        return false;
    }

    /// <summary>To be awaited by the adapter when it has a connection and has written nothing to it yet.</summary>
    public Task BeginAsync(string part, CancellationToken ct)
    {
        IReadOnlyList<string> now;
        lock (gate)
        {
            open.Add(part);
            now = [.. begun, .. open];
        }

        return begin(now, ct);
    }

    /// <summary>A part that was begun has failed, as far as this process knows: from here on it counts as never begun.</summary>
    public void Failed(string part)
    {
        lock (gate) open.Remove(part);
    }

    /// <summary>Parts that were sent without an answer, or accepted while other parts failed.</summary>
    public IReadOnlyList<string> Open()
    {
        lock (gate) return [.. begun, .. open];
    }
}

/// <summary>Another host posts the message, or it was withdrawn. Nothing was written to the socket.</summary>
public sealed class OvertakenException(string message) : Exception(message);
