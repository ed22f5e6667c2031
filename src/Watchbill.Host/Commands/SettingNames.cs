using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Commands;

/// <summary>Every setting there is. A star stands for a name of the reader's own.</summary>
internal static class SettingNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Urls",
        "Organization:File",
        "Storage:Provider", "Storage:Path", "Storage:ConnectionString",
        "Backup:Directory",
        "PublicUrl",
        "Contacts:Smtp:Host", "Contacts:Smtp:Port", "Contacts:Smtp:User", "Contacts:Smtp:Password", "Contacts:Smtp:From",
        "Contacts:Ntfy:Url", "Contacts:Ntfy:Token", "Contacts:Webhook:Secret", "Contacts:Webhook:AllowPrivateAddresses",
        "Contacts:Twilio:BaseUrl", "Contacts:Twilio:AccountSid", "Contacts:Twilio:AuthToken", "Contacts:Twilio:From",
        "Api:PublicUrl",
        "Api:Tokens:*:Name", "Api:Tokens:*:Secret", "Api:Tokens:*:Scope", "Api:Tokens:*:PerMinute",
        "LocalChat:Enabled",
        "Slack:SigningSecret", "Slack:BotToken", "Slack:AppToken", "Slack:TeamId", "Slack:ApiBaseUrl", "Slack:Commands:*",
        "Teams:AppId", "Teams:TenantId", "Teams:ClientSecret", "Teams:Certificate", "Teams:ManagedIdentity", "Teams:Cloud",
        "Teams:OpenIdMetadataUrl",
        "Teams:TokenUrl", "Teams:ServiceUrls:*",
        "Prometheus:Url",
        "Health:People",
        "Heartbeat:Url",
        "Otlp:Endpoint",
    ];

    private static readonly string[] Addresses =
        ["PublicUrl", "Api:PublicUrl", "Slack:ApiBaseUrl", "Teams:OpenIdMetadataUrl", "Teams:TokenUrl", "Heartbeat:Url", "Otlp:Endpoint"];

    /// <summary>One sentence for each key of our sections that nothing reads.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration)
    {
        foreach (var section in All.Select(name => name.Split(':')[0]).Distinct())
        {
            foreach (var leaf in Leaves(configuration.GetSection(section)))
            {
                if (All.Any(name => Matches(name, leaf))) continue;
                var nearest = Nearest.To(leaf, All);
                yield return $"There is no setting '{leaf}'; it is ignored." + (nearest is null ? "" : $" Did you mean '{nearest}'?");
            }
        }
    }

    /// <exception cref="RefusedException">An address is not one.</exception>
    public static void MustBeAddresses(IConfiguration configuration)
    {
        foreach (var name in Addresses)
        {
            if (configuration[name] is not { Length: > 0 } value) continue;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new RefusedException($"{name} is '{value}': it is an address that begins with http:// or https://.") { Field = name };
        }

        foreach (var url in (configuration["Urls"] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!IsListenable(url))
                throw new RefusedException(
                    $"Urls is '{url}': it is an address to listen on, such as http://localhost:5080 or http://*:8080.")
                { Field = "Urls" };
        }
    }

    // Kestrel reads a name that it does not know as "any address": a typo must not open the host to the network.
    private static bool IsListenable(string url)
    {
        var plain = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.PathAndQuery == "/"
                && (address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || address.Host == "localhost");
    }

    private static IEnumerable<string> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count == 0 ? section.Value is null ? [] : [section.Path] : children.SelectMany(Leaves);
    }

    private static bool Matches(string name, string leaf)
    {
        var (known, given) = (name.Split(':'), leaf.Split(':'));
        return known.Length == given.Length
            && known.Zip(given).All(pair => pair.First == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
