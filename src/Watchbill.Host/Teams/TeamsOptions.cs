using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Watchbill.Teams;

/// <summary>Section <c>Teams</c> of the configuration.</summary>
internal sealed class TeamsOptions
{
    /// <summary>The bot's id, to which requests are addressed.</summary>
    public string? AppId { get; init; }

    /// <summary>The one tenant that is served.</summary>
    public string? TenantId { get; init; }

    public const string Missing = "Teams:AppId, Teams:TenantId, or Teams:ClientSecret, Teams:Certificate or Teams:ManagedIdentity is " +
        "missing: docs/teams-setup.md says where they come from.";

    /// <summary>The word for the identity that is the machine's own.</summary>
    public const string System = "system";

    /// <summary>What the bot's own token is asked for with; empty, and the next two: no Teams at all.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>In its place: a file with a certificate and its private key, PEM or PKCS #12 without a password.</summary>
    public string? Certificate { get; init; }

    /// <summary>
    /// In its place: the managed identity of the machine, by its client id or <c>system</c>. Of the bot's own id it is the bot, of another
    /// one the app trusts it by a federated credential.
    /// </summary>
    public string? ManagedIdentity { get; init; }

    /// <summary>public, usgov (GCC High), usdod or china.</summary>
    public string Cloud { get; init; } = "public";

    /// <summary>Where the keys are found that sign requests; empty: the cloud's own.</summary>
    public string? OpenIdMetadataUrl { get; init; }

    /// <summary>Where a plain request for the bot's own token goes; empty: to Entra, by Microsoft's library.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Service URLs beyond those of the cloud; http only to this machine, and never in Production.</summary>
    public List<string> ServiceUrls { get; init; } = [];

    public bool IsConfigured => !string.IsNullOrWhiteSpace(AppId) && !string.IsNullOrWhiteSpace(TenantId) && Proofs.Any();

    /// <summary>The keys of what the token is asked for with; one where all is well.</summary>
    public IEnumerable<string> Proofs =>
        from proof in new (string Key, string? Value)[]
        {
            (nameof(ClientSecret), ClientSecret), (nameof(Certificate), Certificate), (nameof(ManagedIdentity), ManagedIdentity),
        }
        where !string.IsNullOrWhiteSpace(proof.Value)
        select $"Teams:{proof.Key}";

    /// <summary>Whether the bot itself is a managed identity.</summary>
    public bool IsIdentity => !string.IsNullOrWhiteSpace(ManagedIdentity) && ManagedIdentity.Trim() == AppId?.Trim();
}

/// <summary>Stops the start at settings that could never work. Secrets are never repeated.</summary>
internal sealed class TeamsOptionsCheck(IHostEnvironment environment) : IValidateOptions<TeamsOptions>
{
    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        // Without the secret nobody is answered there, and nothing of it matters.
        if (!options.Proofs.Any()) return ValidateOptionsResult.Success;
        var wrong = new List<string>();
        if (options.Proofs.Count() > 1) wrong.Add($"{string.Join(" and ", options.Proofs)} are set: keep one of them.");
        if (options.Certificate is { Length: > 0 } file && Unread(file) is { } why)
            wrong.Add($"Teams:Certificate is '{file}': {why}");
        if (options.ManagedIdentity?.Trim() is { Length: > 0 } and not TeamsOptions.System)
            Id(options.ManagedIdentity, "ManagedIdentity", "Client ID, or write 'system'");
        if (options.TokenUrl is { Length: > 0 } && string.IsNullOrWhiteSpace(options.ClientSecret))
            wrong.Add("Teams:TokenUrl takes Teams:ClientSecret alone: leave it out with a certificate or a managed identity.");
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

    private static string? Unread(string file)
    {
        try
        {
            using var certificate = TeamsCredentials.Read(file);
            return certificate.HasPrivateKey ? null : "its private key is not in it.";
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return "it is not a readable file with a certificate and its private key, in PEM or PKCS #12 without a password.";
        }
    }

    private bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        && (url.IsLoopback ? !environment.IsProduction() : url.Scheme == Uri.UriSchemeHttps);
}
