using NodaTime;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>
/// Time as it was worked: recorded shifts with their corrections. Nothing else reads either of the two. What ends after now is never
/// believed: a clock that ran ahead wrote it.
/// </summary>
public sealed class WorkedShifts(IStore store)
{
    /// <summary>What was recorded of a rotation and touches the span, whole, by start: corrected, and with whose it was that day.</summary>
    public async Task<IReadOnlyList<WorkedShift>> OfAsync(Rotation rotation, Instant from, Instant to, Instant now, CancellationToken ct)
    {
        var (records, corrections) = await ReadAsync(rotation, from, to, now, ct);
        return [.. ShiftCorrection.Apply(records, corrections).Where(worked => worked.Shift.Start < to && worked.Shift.End > from)];
    }

    /// <summary>
    /// What ended by now and touches the span, whole: as it was recorded and corrected, and what is not recorded yet, as just after
    /// downtime, as it will be.
    /// </summary>
    public async Task<IReadOnlyList<Shift>> EndedAsync(Schedule schedule, Instant from, Instant to, Instant now, CancellationToken ct)
    {
        var rotation = schedule.Rotation;
        // Read first: what is recorded between the two is among the records, and not taken twice.
        var mark = await MarkAsync(rotation.Id, now, ct);
        var ended = (await OfAsync(rotation, from, to, now, ct)).Select(worked => worked.Shift).ToList();
        if (rotation.Retired || mark is not { Closed: null } || Instant.Max(from, mark.Through) is var open && open >= to) return ended;
        var recorded = ended.Select(shift => (shift.Layer, shift.End)).ToHashSet();
        return [.. ended, .. schedule.Between(open, to)
            .Where(piece => piece.End > mark.Through && piece.End <= now && !recorded.Contains((piece.Layer, piece.End)))
            .Select(piece => piece with { Start = Instant.Max(piece.Start, mark.Since ?? mark.First) })];
    }

    /// <summary>
    /// Pieces that touch the span, whole, by start, then layer: as they were worked where that has been recorded, worked out elsewhere.
    /// </summary>
    public async Task<IReadOnlyList<Shift>> BetweenAsync(Schedule schedule, Instant from, Instant to, Instant now, CancellationToken ct)
    {
        var computed = schedule.Between(from, to);
        if (await MarkAsync(schedule.Rotation.Id, now, ct) is not { } recorded || to <= recorded.First) return computed;
        if (from >= recorded.Through && (recorded.Closed ?? recorded.Since) is null) return computed;

        var (records, corrections) = await ReadAsync(schedule.Rotation, from, to, now, ct);
        var worked = records.Select(record => record.Shift).Where(shift => shift.End > from).ToList();
        var order = schedule.Rotation.Layers.Select(layer => layer.Id).ToList();
        // What is left of a piece that is cut may lie outside the span.
        return [.. ShiftCorrection.Apply([.. Join(computed, worked, recorded)], corrections)
            .Where(shift => shift.Start < to && shift.End > from)
            .OrderBy(shift => shift.Start).ThenBy(shift => order.IndexOf(shift.Layer))];
    }

    /// <summary>How far a rotation is recorded; null: not at all yet.</summary>
    public async ValueTask<Recorded?> MarkAsync(string rotation, Instant now, CancellationToken ct) =>
        (await store.FindAsync<Recorded>(rotation, ct))?.Value.AsOf(now);

    /// <summary>From when on a rotation is recorded; null: not at all yet.</summary>
    public async ValueTask<Instant?> FirstAsync(string rotation, Instant now, CancellationToken ct) =>
        (await MarkAsync(rotation, now, ct))?.First;

    /// <summary>Records of time that is still to come: a clock that ran ahead wrote them.</summary>
    public async Task<IReadOnlyList<Stored<WorkedShift>>> AheadAsync(Rotation rotation, Instant now, CancellationToken ct)
    {
        var from = WorkedShift.IdOf(rotation.Id, now - rotation.LongestTurn, "");
        var records = await store.ListAsync<WorkedShift>(new IdRange(from, IdRange.Prefix(rotation.Id + "/").To), ct);
        return [.. records.Where(record => record.Value.Shift.End > now)];
    }

    // The first record begins when the rotation was first applied, which may be within a turn: that cut is ours, not the turn's.
    // Of one that was retired and came back, what runs began then: before, it is recorded until the end, and nobody worked it in between.
    private static IEnumerable<Shift> Join(IEnumerable<Shift> computed, List<Shift> worked, Recorded recorded)
    {
        var back = recorded.Closed ?? recorded.Since ?? Instant.MinValue;
        foreach (var piece in computed)
        {
            var open = piece.End > recorded.Through;
            if (open && piece.Start >= back)
            {
                yield return piece;
                continue;
            }

            if (piece.Start < recorded.First)
            {
                var rest =
                    worked.FindIndex(
                        shift => shift.Start == recorded.First && shift.End == piece.End && shift with { Start = piece.Start } == piece);
                if (rest >= 0) worked.RemoveAt(rest);
                yield return rest >= 0 || piece.End <= recorded.First ? piece : piece with { End = recorded.First };
            }

            if (open) yield return piece with { Start = back };
        }

        foreach (var shift in worked) yield return shift;
    }

    private async Task<(IReadOnlyList<WorkedShift> Records, IReadOnlyList<ShiftCorrection> Corrections)> ReadAsync(
        Rotation rotation, Instant from, Instant to, Instant now, CancellationToken ct)
    {
        var range =
            new IdRange(WorkedShift.IdOf(rotation.Id, from - rotation.LongestTurn, ""), WorkedShift.IdOf(rotation.Id, to, ""));
        return ([.. (await store.ListAsync<WorkedShift>(range, ct)).Select(stored => stored.Value)
            .Where(worked => worked.Shift.End <= now)],
            [.. (await store.ListAsync<ShiftCorrection>(range, ct)).Select(stored => stored.Value)]);
    }
}
