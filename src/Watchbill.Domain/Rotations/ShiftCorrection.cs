using NodaTime;
using NodaTime.Text;

namespace Watchbill.Rotations;

/// <summary>
/// Who really worked a part of a recorded shift. The record stays as it is; the newest correction wins when the past is read.
/// </summary>
public sealed record ShiftCorrection(string Rotation, string Layer, Instant Start, Instant End, string Person, string Reason)
{
    public required Instant DecidedAt { get; init; }
    public required string DecidedBy { get; init; }

    /// <summary>Ordered by rotation, then start: <c>payments/2026-11-16T09:00:00Z/primary/2026-11-20T10:00:00Z</c>.</summary>
    public string Id => $"{Rotation}/{InstantPattern.General.Format(Start)}/{Layer}/{InstantPattern.ExtendedIso.Format(DecidedAt)}";

    /// <summary>
    /// The records with the corrections of their rotations; each part keeps the team and services that it was recorded with.
    /// </summary>
    public static IReadOnlyList<WorkedShift> Apply(IReadOnlyList<WorkedShift> worked, IReadOnlyList<ShiftCorrection> corrections) =>
        corrections.Count == 0 ? worked
        : [.. from record in worked
              from shift in Apply([record.Shift], corrections.Where(correction => correction.Rotation == record.Rotation))
              select record with { Shift = shift }];

    /// <summary>
    /// The shifts of one rotation with their corrections: cut where a correction begins or ends, with the source they had.
    /// </summary>
    public static IReadOnlyList<Shift> Apply(IReadOnlyList<Shift> worked, IEnumerable<ShiftCorrection> corrections)
    {
        var corrected = worked;
        foreach (var correction in corrections.OrderBy(one => one.DecidedAt).ThenBy(one => one.Id, StringComparer.Ordinal))
            corrected = [.. corrected.SelectMany(correction.Applied)];
        return corrected;
    }

    private IEnumerable<Shift> Applied(Shift shift)
    {
        var (start, end) = (Instant.Max(Start, shift.Start), Instant.Min(End, shift.End));
        if (shift.Layer != Layer || start >= end)
        {
            yield return shift;
            yield break;
        }

        if (shift.Start < start) yield return shift with { End = start };
        var instead = shift.Person ?? shift.Instead;
        yield return shift with
        {
            Start = start,
            End = end,
            Person = Person,
            Instead = instead == Person ? null : instead,
            Reason = null,
        };
        if (end < shift.End) yield return shift with { Start = end };
    }
}
