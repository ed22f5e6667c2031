using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>One layer passing from one person to another.</summary>
/// <param name="Outgoing">Null: nobody had it, or nobody knows who.</param>
/// <param name="Incoming">Null: nobody has it now, though somebody should.</param>
public sealed record LayerHandover(string Layer, string? Outgoing, string? Incoming)
{
    public bool Shadow { get; init; }
}

/// <summary>What passes on in one rotation at one instant, in all layers.</summary>
public sealed record Handover(Instant At, IReadOnlyList<LayerHandover> Layers);

/// <summary>Who held each layer last, so far as handoffs have been told; the document's id is the rotation's.</summary>
/// <param name="Through">The instant of the last handoff, or when the rotation was first seen.</param>
/// <param name="Holders">By layer; null: it was vacant. A layer stays with its holder while it is off duty: a window that opens again is no
/// handoff.</param>
public sealed record HandoffState(Instant Through, IReadOnlyDictionary<string, string?> Holders)
{
    private static readonly int[] Days = [1, 8, 40];

    // Handoffs of one moment are numbered by the second, and some of them lie a little ahead.
    private static readonly Duration Numbered = Duration.FromMinutes(1);

    /// <summary>Whether it tells of a handoff that is still to come: a clock that ran ahead left it.</summary>
    public bool IsAhead(Instant now) => Through > now + Numbered;

    /// <summary>Holders as they are when a rotation is seen for the first time; off duty, whoever was on duty last.</summary>
    public static HandoffState Begin(Schedule schedule, Instant now)
    {
        var holders = new Dictionary<string, string?>();
        foreach (var layer in schedule.Rotation.Layers)
        {
            if ((schedule.At(layer.Id, now) ?? Before(schedule, layer.Id, now)) is { } held) holders[layer.Id] = held.Person;
        }

        return new(now, holders);
    }

    /// <summary>
    /// Every handoff after the last one told and up to <paramref name="now"/> (included), oldest first, and the holders after them.
    /// </summary>
    /// <remarks>Instants are whole seconds and all different, as they are part of ids.</remarks>
    public (IReadOnlyList<Handover> Handovers, HandoffState State) Walk(Schedule schedule, Instant now)
    {
        var holders = new Dictionary<string, string?>(Holders.Where(held => schedule.Rotation.Layers.Any(layer => layer.Id == held.Key)));
        var (told, through) = (new List<Handover>(), Through);
        var pieces = schedule.Between(Through, now + Duration.Epsilon).Where(piece => piece.Start > Through && piece.Start <= now);
        // Last of all what holds now: a change decided a moment ago may begin before a handoff that has just been told.
        foreach (var (start, starting) in pieces.GroupBy(piece => piece.Start).Select(group => (group.Key, group.ToList()))
            .Append((now, [.. schedule.At(now)])))
        {
            var layers = starting.Select(piece => Change(schedule, holders, piece, Through)).OfType<LayerHandover>().ToList();
            foreach (var piece in starting) holders[piece.Layer] = piece.Person;
            if (layers.Count == 0) continue;
            through = Instant.Max(start.ToWholeSeconds(), through.ToWholeSeconds() + Duration.FromSeconds(1));
            told.Add(new(through, layers));
        }

        // A layer that comes back one day begins anew.
        foreach (var layer in schedule.Rotation.Layers.Where(layer => layer.IsRemoved(now))) holders.Remove(layer.Id);
        return (told, new(through, holders));
    }

    /// <summary>The next handoff after <paramref name="now"/> within so many days, at the very instant it happens; null: none.</summary>
    public Handover? Next(Schedule schedule, Instant now, int days = 40)
    {
        foreach (var span in Days.Where(span => span <= days))
        {
            var next = schedule.Between(now, now + Duration.FromDays(span)).Where(piece => piece.Start > now)
                .GroupBy(piece => piece.Start)
                .Select(
                    group =>
                        new Handover(group.Key, [.. group.Select(piece => Change(schedule, Holders, piece, now)).OfType<LayerHandover>()]))
                .FirstOrDefault(handover => handover.Layers.Count > 0);
            if (next is not null) return next;
        }

        return null;
    }

    private static LayerHandover? Change(Schedule schedule, IReadOnlyDictionary<string, string?> holders, Shift piece, Instant since)
    {
        var known = holders.TryGetValue(piece.Layer, out var holder);
        // A layer that is new in the file and whose turn has long begun is adopted silently.
        if (known ? holder == piece.Person : piece.Start <= since || piece.Person is null) return null;
        return new(piece.Layer, holder, piece.Person) { Shadow = schedule.Rotation.Layers.First(layer => layer.Id == piece.Layer).Shadow };
    }

    private static Shift? Before(Schedule schedule, string layer, Instant now) =>
        Days.Select(span => schedule.Between(now - Duration.FromDays(span), now, layer)).FirstOrDefault(pieces => pieces.Count > 0)?[^1];
}
