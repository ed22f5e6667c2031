using NodaTime;

namespace Watchbill.Calendars;

/// <summary>Instants are stored, and name documents, in whole seconds.</summary>
public static class WholeSeconds
{
    /// <summary>The second in which the instant lies, from its start.</summary>
    public static Instant ToWholeSeconds(this Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
