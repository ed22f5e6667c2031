using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// Orders queued deliveries. One address gets one message after another, each once the one before is on the wire; only a more urgent one
/// overtakes. A rate limit holds its own address alone. The chat and each contact method have room of their own: while one is slow, the
/// others go on.
/// </summary>
/// <param name="atOnce">How many may be on their way at the same time, of the chat and of each method.</param>
/// <param name="kept">How many of those are kept free for pages and handoffs.</param>
public sealed class Lanes(int atOnce, int kept, TimeProvider time)
{
    // Edits stand in a lane of their own: platforms count them apart.
    private readonly Dictionary<(Address To, string? Method, bool IsEdit), Lane> lanes = [];
    private readonly HashSet<string> flying = [];
    private readonly Dictionary<string, int> ways = [];

    /// <summary>Deliveries in progress, those waiting for their turn included.</summary>
    public IReadOnlySet<string> Flying => flying;

    /// <summary>Takes those that may go now out of what waits.</summary>
    /// <param name="waiting">In the order in which they should go.</param>
    public IReadOnlyList<Stored<Delivery>> Next(List<Stored<Delivery>> waiting)
    {
        var next = new List<Stored<Delivery>>();
        foreach (var stored in waiting)
        {
            var urgency = Urgencies.Of(stored.Value);
            if (ways.GetValueOrDefault(WayOf(stored.Value)) >= (urgency > Urgency.Handoff ? atOnce - kept : atOnce)) continue;
            var lane = Of(stored.Value);
            if (Left(lane) > TimeSpan.Zero || lane.Entering.Values.Any(other => other <= urgency)) continue;
            lane.Entering[stored.Id] = urgency;
            Fly(stored);
            next.Add(stored);
        }

        if (next.Count > 0) waiting.RemoveAll(stored => flying.Contains(stored.Id));
        return next;
    }

    /// <summary>Others go with one that has been taken.</summary>
    public void Join(IEnumerable<Stored<Delivery>> others, List<Stored<Delivery>> waiting)
    {
        foreach (var other in others) Fly(other);
        waiting.RemoveAll(stored => flying.Contains(stored.Id));
    }

    /// <summary>A message is on the wire: the next one to its address may go.</summary>
    public void Begun(Stored<Delivery> stored) => Of(stored.Value).Entering.Remove(stored.Id);

    /// <summary>An attempt has ended, whatever its result.</summary>
    public void Ended(Stored<Delivery> stored)
    {
        if (flying.Remove(stored.Id)) ways[WayOf(stored.Value)]--;
        var lane = Of(stored.Value);
        lane.Entering.Remove(stored.Id);
        if (lane.Entering.Count == 0 && Left(lane) <= TimeSpan.Zero) lanes.Remove(KeyOf(stored.Value));
    }

    /// <summary>Holds the message's address until the pause is over.</summary>
    public void Hold(Delivery delivery, TimeSpan pause)
    {
        var lane = Of(delivery);
        (lane.Held, lane.HeldAt) = (pause, time.GetTimestamp());
    }

    /// <summary>How long until one of these may go whose address is held; null: none of them waits for that.</summary>
    public TimeSpan? Wait(IEnumerable<Stored<Delivery>> waiting)
    {
        TimeSpan? shortest = null;
        foreach (var stored in waiting)
        {
            if (lanes.TryGetValue(KeyOf(stored.Value), out var lane)
                && Left(lane) is var left && left > TimeSpan.Zero && !(shortest <= left)) shortest = left;
        }

        return shortest;
    }

    private void Fly(Stored<Delivery> stored)
    {
        if (flying.Add(stored.Id)) ways[WayOf(stored.Value)] = ways.GetValueOrDefault(WayOf(stored.Value)) + 1;
    }

    private static string WayOf(Delivery delivery) => delivery.Method ?? "";

    private TimeSpan Left(Lane lane) => lane.Held == TimeSpan.Zero ? TimeSpan.Zero : lane.Held - time.GetElapsedTime(lane.HeldAt);

    private Lane Of(Delivery delivery) =>
        lanes.TryGetValue(KeyOf(delivery), out var lane) ? lane : lanes[KeyOf(delivery)] = new Lane();

    private static (Address To, string? Method, bool IsEdit) KeyOf(Delivery delivery) => (delivery.To, delivery.Method, delivery.IsEdit);

    private sealed class Lane
    {
        /// <summary>Those that are not on the wire yet.</summary>
        public Dictionary<string, Urgency> Entering { get; } = [];

        public TimeSpan Held { get; set; }

        public long HeldAt { get; set; }
    }
}
