using NodaTime;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>Whom a rotation turns to, and how much time each level has.</summary>
public static class EscalationPolicy
{
    public const int DefaultRepeat = 2;

    public const string Lead = "lead";
    public const string Manager = "manager";
    public const string Accountable = "accountable";
    public const string Admins = "admins";
    public const string RotationPrefix = "rotation:";
    public const string PersonPrefix = "person:";

    /// <summary>Those who are turned to where a whole list finds nobody.</summary>
    public static IReadOnlyList<string> Fallback { get; } = [Lead, Accountable, Admins];

    private static readonly Duration Apart = Duration.FromMinutes(5);
    private static readonly Duration Silence = Duration.FromMinutes(30);

    /// <summary>The steps of a rotation; without a list its layers five minutes apart, then the lead.</summary>
    public static IReadOnlyList<EscalationStep> Of(Rotation rotation, Instant at) => rotation.Escalation.Count > 0
        ? rotation.Escalation
        : [.. rotation.LayersAt(at).Where(layer => !layer.Shadow).Select(layer => layer.Level).Distinct().Append(Lead)
            .Select((level, i) => new EscalationStep(level, Apart * i))];

    /// <summary>The steps for somebody who is paged directly.</summary>
    public static IReadOnlyList<EscalationStep> Of(string person) =>
        [new(PersonPrefix + person, Duration.Zero), new(Lead, Apart)];

    /// <summary>How long high urgency may stay acknowledged in silence; null: for good, as low urgency may.</summary>
    public static Duration? AckTimeout(Rotation? rotation) =>
        rotation?.AckTimeout == Duration.Zero ? null : rotation?.AckTimeout ?? Silence;

    /// <summary>
    /// How long a step waits before the next one. The last waits as long as the gap before it, five minutes where it is the only one; so
    /// does whoever is turned to beyond the list.
    /// </summary>
    public static Duration Wait(IReadOnlyList<EscalationStep> steps, int step) =>
        step + 1 < steps.Count ? steps[step + 1].After - steps[step].After
        : steps.Count > 1 && steps[^1].After - steps[^2].After is var gap && gap > Duration.Zero ? gap : Apart;

    /// <summary>Whether a rotation's list pages whoever is on call for another one.</summary>
    public static bool TurnsTo(Rotation rotation, string other) => TurnedTo(rotation).Contains(other);

    /// <summary>The other rotations whose people a rotation's list pages.</summary>
    public static IEnumerable<string> TurnedTo(Rotation rotation) =>
        rotation.Escalation.Where(step => step.To.StartsWith(RotationPrefix, StringComparison.Ordinal))
            .Select(step => step.To[RotationPrefix.Length..]);

    /// <summary>Whether a level is one of the rotation's, where people come and go with their shifts.</summary>
    public static bool IsOfShifts(string to) =>
        to is not (Lead or Manager or Accountable or Admins) && !to.StartsWith(PersonPrefix, StringComparison.Ordinal);
}
