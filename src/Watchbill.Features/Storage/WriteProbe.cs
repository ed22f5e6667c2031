using NodaTime;

namespace Watchbill.Storage;

/// <summary>What readiness saves, at most once a minute, to find out whether anything can be saved.</summary>
/// <param name="At">When it last could.</param>
public sealed record WriteProbe(Instant At)
{
    /// <summary>The id of the one document of this kind.</summary>
    public const string Id = "probe";
}
