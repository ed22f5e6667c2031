using NodaTime;

namespace Watchbill.Storage;

/// <summary>
/// Says that a backup was put back: what was saved from <paramref name="MissingFrom"/> until <paramref name="At"/> is missing. While the
/// document is there nothing is said unasked, since it may have been said already; an admin's
/// <c>watchbill resume</c> deletes it, and deliveries go on.
/// </summary>
/// <param name="MissingFrom">When the backup was made.</param>
public sealed record Restored(Instant MissingFrom, Instant At)
{
    /// <summary>The id of the one document of this kind.</summary>
    public const string Id = "restored";
}
