using System.Globalization;

namespace Watchbill.Api;

/// <summary>Section <c>Api</c> of the configuration.</summary>
internal sealed class ApiOptions
{
    /// <summary>The address under which people reach the host, for links; null: the first of Urls.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>By whatever key they stand under: usually 0, 1, 2.</summary>
    public Dictionary<string, TokenOptions> Tokens { get; init; } = [];
}

/// <summary>A token that the configuration names. It reaches everything its scope allows and does not expire.</summary>
internal sealed class TokenOptions
{
    public string? Name { get; init; }

    /// <summary>What the caller sends, 16 characters or more.</summary>
    public string? Secret { get; init; }

    /// <summary>One or several scopes, separated by blanks.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// Requests a minute; null: as many as it likes. A text, because the binder drops a token whose number is none without a word.
    /// </summary>
    public string? PerMinute { get; init; }

    /// <summary>Null: no limit, or none that can be read.</summary>
    public int? Limit =>
        int.TryParse(PerMinute, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;
}
