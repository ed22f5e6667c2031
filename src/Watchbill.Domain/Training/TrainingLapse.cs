using NodaTime;

namespace Watchbill.Training;

/// <summary>Without a shift for this long a qualification lapses.</summary>
/// <param name="Days">Null: however many days.</param>
/// <param name="Rounds">Of the roster; null: however many.</param>
public sealed record TrainingLapse(int? Days, int? Rounds)
{
    /// <summary>The longer of the two.</summary>
    /// <param name="round">How long it takes until everybody of the roster has had a turn.</param>
    public Duration After(Duration round) => Duration.Max(Duration.FromDays(Days ?? 0), (Rounds ?? 0) * round);

    /// <summary>When a qualification lapses of itself.</summary>
    /// <param name="last">The end of the last shift since then, else when they were qualified.</param>
    /// <param name="round">How long it takes until everybody of the roster has had a turn.</param>
    public Instant At(Instant last, Duration round) => last + After(round);
}
