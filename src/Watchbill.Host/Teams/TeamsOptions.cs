using Microsoft.Extensions.Options;

namespace Watchbill.Teams;

/// <summary>Section <c>Teams</c> of the configuration.</summary>
internal sealed class TeamsOptions
{
    /// <summary>The bot's id, to which requests are addressed.</summary>
    public string? AppId { get; init; }

    /// <summary>The one tenant that is served.</summary>
    public string? TenantId { get; init; }

    /// <summary>What the bot's own token is asked for with; empty: no Teams at all.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>public, usgov (GCC High), usdod or china.</summary>
    public string Cloud { get; init; } = "public";

    /// <summary>Where the keys are found that sign requests; empty: the cloud's own.</summary>
    public string? OpenIdMetadataUrl { get; init; }

    /// <summary>Where a plain request for the bot's own token goes; empty: to Entra, by Microsoft's library.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Service URLs beyond those of the cloud; http only to this machine, and never in Production.</summary>
    public List<string> ServiceUrls { get; init; } = [];

    public bool IsConfigured => !string.IsNullOrWhiteSpace(AppId) && !string.IsNullOrWhiteSpace(TenantId)
        && !string.IsNullOrWhiteSpace(ClientSecret);
}

/// <summary>Stops the start at settings that could never work. Secrets are never repeated.</summary>
internal sealed class TeamsOptionsCheck(IHostEnvironment environment) : IValidateOptions<TeamsOptions>
{
    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        // Without the secret nobody is answered there, and nothing of it matters.
        if (string.IsNullOrWhiteSpace(options.ClientSecret)) return ValidateOptionsResult.Success;
        var wrong = new List<string>();
        Id(options.AppId, "AppId", "Application (client) ID");
        Id(options.TenantId, "TenantId", "Directory (tenant) ID");
        if (!TeamsCloud.All.ContainsKey(options.Cloud))
            wrong.Add($"Teams:Cloud is '{options.Cloud}': it is one of {string.Join(", ", TeamsCloud.All.Keys)}.");
        if (options.OpenIdMetadataUrl is { Length: > 0 } metadata && !IsSafe(metadata))
            wrong.Add($"Teams:OpenIdMetadataUrl is '{metadata}': it begins with https://, or is of this machine outside Production.");
        if (options.TokenUrl is { Length: > 0 } token && !IsSafe(token))
            wrong.Add($"Teams:TokenUrl is '{token}': it begins with https://, or is of this machine outside Production.");
        wrong.AddRange(options.ServiceUrls.Where(url => url.Length > 0 && !IsSafe(url))
            .Select(url => $"Teams:ServiceUrls has '{url}': it begins with https://, or is of this machine outside Production."));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);

        void Id(string? value, string key, string page)
        {
            if (!string.IsNullOrWhiteSpace(value) && !Guid.TryParse(value.Trim(), out _))
                wrong.Add($"Teams:{key} is '{value}': copy it from the app's page in Entra, {page}.");
        }
    }

    private bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.IsLoopback ? !environment.IsProduction() : url.Scheme == Uri.UriSchemeHttps);
}
