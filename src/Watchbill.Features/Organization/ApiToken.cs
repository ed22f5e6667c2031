using NodaTime;

namespace Watchbill.Organization;

/// <summary>A key to the API as stored: the secret's hash, never the secret. The document's id is the public part of the token.</summary>
/// <param name="Hash">SHA-256 of the secret, lower-case hex.</param>
public sealed record ApiToken(string Name, string Hash, IReadOnlyList<Scope> Scopes)
{
    /// <summary>The services and teams it is bound to; both empty: all.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];
    public IReadOnlyList<string> Teams { get; init; } = [];

    public required Instant Expires { get; init; }

    /// <summary>Who made it, as the audit log names them; it ends with them. Null: made before this was kept.</summary>
    public string? MadeBy { get; init; }

    /// <summary>Requests a minute; null: as many as it likes.</summary>
    public int? PerMinute { get; init; }
}
