using NodaTime;

namespace Watchbill.Rotations;

/// <summary>Time in which a person holds no shift unless somebody decided so afterwards.</summary>
/// <param name="DecidedAt">Decisions after it stand; <see cref="Instant.MaxValue"/>: none does, because the person has left.</param>
public sealed record Away(Instant Start, Instant End, Instant DecidedAt, string Reason)
{
    public static Away From(string person, Absence absence) =>
        new(absence.Start, absence.End, absence.DecidedAt, Vacancy.Away(person).ToString());

    /// <summary>Everything after somebody's last day.</summary>
    public static Away Left(string person, Instant leaves) =>
        new(leaves, Instant.MaxValue, Instant.MaxValue, Vacancy.Left(person).ToString());
}
