using NodaTime;

namespace Watchbill.Rotations;

/// <summary>A turn as one person holds it in one layer: from its first piece to the end of its last.</summary>
public sealed record HeldTurn(string Layer, Instant Start, Instant End);

/// <summary>Somebody's shift in a rotation before and after a change; null: none within <see cref="NextShifts.Ahead"/>.</summary>
public sealed record MovedShift(string Rotation, string Person, HeldTurn? Before, HeldTurn? After)
{
    /// <summary>Whether it is the shift that is held now; null on a side then means: not on call now.</summary>
    public bool Running { get; init; }
}

/// <summary>A shift that had somebody, and has nobody any more because they leave.</summary>
public sealed record VacatedShift(string Rotation, string Person, string Layer, Instant Start, Instant End);

/// <summary>Compares two states of one rotation: whose next shift moved, and what nobody holds any more.</summary>
public static class NextShifts
{
    /// <summary>How far ahead a next shift is looked for.</summary>
    public static Duration Ahead { get; } = Duration.FromDays(90);

    /// <summary>
    /// Those whose shift at <paramref name="now"/> or first shift after it is another one, by person. What has begun is compared from
    /// <paramref name="now"/> on. Turns are compared with turns, a shadow's with a shadow's, and a change with itself; a swap or cover that
    /// is gone has lapsed, which is said elsewhere.
    /// </summary>
    /// <param name="before">Null: the rotation was not there.</param>
    /// <param name="after">Null: the rotation is no longer there.</param>
    /// <param name="renamed">The new id of somebody who is renamed by the change.</param>
    public static IReadOnlyList<MovedShift> Moved(Schedule? before, Schedule? after, Instant now, Func<string, string>? renamed = null)
    {
        var rotation = (after ?? before)!.Rotation.Id;
        var (was, becomes) = (TurnsOf(before, now, renamed), TurnsOf(after, now, null));
        return
        [
            .. was.Keys.Union(becomes.Keys).OrderBy(key => key.Person, StringComparer.Ordinal).ThenBy(key => key.Shadow)
                .Where(key => key.Source is ShiftSource.Turn or ShiftSource.Override || becomes.ContainsKey(key))
                .SelectMany(key => Differ(
                    rotation, key.Person, was.GetValueOrDefault(key) ?? [], becomes.GetValueOrDefault(key) ?? [], now)),
        ];
    }

    /// <summary>What is vacant after a change because its person will have left, and was not vacant before, in order.</summary>
    /// <param name="renamed">The new id of somebody who is renamed by the change.</param>
    public static IReadOnlyList<VacatedShift> Vacated(Schedule? before, Schedule? after, Instant now, Func<string, string>? renamed = null)
    {
        if (after is null) return [];
        var was = before is null ? [] : Left(before, now)
            .Select(shift => shift with { Rotation = after.Rotation.Id, Person = renamed?.Invoke(shift.Person) ?? shift.Person })
                .ToHashSet();
        return [.. Left(after, now).Where(shift => !was.Contains(shift))];
    }

    private static IEnumerable<VacatedShift> Left(Schedule schedule, Instant now) => schedule.Between(now, now + Ahead)
        .Where(piece => piece is { Person: null, Instead: not null } && piece.Reason == Vacancy.Left(piece.Instead).ToString())
        .Select(piece => new VacatedShift(schedule.Rotation.Id, piece.Instead!, piece.Layer, Instant.Max(piece.Start, now), piece.End));

    private static Dictionary<Held, List<HeldTurn>> TurnsOf(Schedule? schedule, Instant now, Func<string, string>? renamed)
    {
        var turns = new Dictionary<Held, List<HeldTurn>>();
        var last = new Dictionary<string, (Shift Piece, Held As)>();
        var shadows = schedule?.Rotation.Layers.Where(layer => layer.Shadow).Select(layer => layer.Id).ToHashSet() ?? [];
        // What of a turn is over by now is nobody's next shift: somebody is on call now only where a piece holds this instant.
        foreach (var piece in schedule?.Between(now, now + Ahead) ?? [])
        {
            if (piece.Person is not { } holder)
            {
                last.Remove(piece.Layer);
                continue;
            }

            // Windows cut a turn into pieces; they are one shift, unless somebody else has the layer in between, or nobody who should.
            var goesOn = last.TryGetValue(piece.Layer, out var before) && before.Piece.Person == holder && before.Piece.Turn == piece.Turn;
            var held = goesOn ? before.As
                : new Held(renamed?.Invoke(holder) ?? holder, shadows.Contains(piece.Layer), piece.Source, piece.Change);
            last[piece.Layer] = (piece, held);
            if (!turns.TryGetValue(held, out var known)) known = turns[held] = [];
            var at = goesOn ? known.FindLastIndex(turn => turn.Layer == piece.Layer) : -1;
            if (at >= 0) known[at] = known[at] with { End = piece.End };
            else known.Add(new HeldTurn(piece.Layer, Instant.Max(piece.Start, now), piece.End));
        }

        return turns;
    }

    private static IEnumerable<MovedShift> Differ(string rotation, string person, List<HeldTurn> before, List<HeldTurn> after, Instant now)
    {
        var (held, holds) = (before.Find(turn => turn.Start == now), after.Find(turn => turn.Start == now));
        if (held != holds) yield return new MovedShift(rotation, person, held, holds) { Running = true };
        var (next, then) = (before.Find(turn => turn.Start > now), after.Find(turn => turn.Start > now));
        if (next != then) yield return new MovedShift(rotation, person, next, then);
    }

    /// <summary>Who holds something, and as what: only the same is compared.</summary>
    private readonly record struct Held(string Person, bool Shadow, ShiftSource Source, string? Change);
}
