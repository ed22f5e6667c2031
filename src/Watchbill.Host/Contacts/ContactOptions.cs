using Microsoft.Extensions.Options;

namespace Watchbill.Contacts;

/// <summary>Section <c>Contacts</c> of the configuration: how people are reached outside of chat.</summary>
internal sealed class ContactOptions
{
    public NtfyOptions Ntfy { get; init; } = new();
    public WebhookOptions Webhook { get; init; } = new();
}

/// <summary>A push service that speaks ntfy's protocol.</summary>
internal sealed class NtfyOptions
{
    /// <summary>Its address; empty: it is not used.</summary>
    public string? Url { get; init; }

    /// <summary>Where it asks for one.</summary>
    public string? Token { get; init; }
}

/// <summary>Signed requests to addresses of people's own.</summary>
internal sealed class WebhookOptions
{
    /// <summary>What they are signed with; empty: there are none.</summary>
    public string? Secret { get; init; }

    /// <summary>Whether plain http and addresses of the own network are allowed.</summary>
    public bool AllowPrivateAddresses { get; init; }
}

/// <summary>Stops the start at settings that could never work.</summary>
internal sealed class ContactOptionsCheck : IValidateOptions<ContactOptions>
{
    private const int MinSecret = 16;

    public ValidateOptionsResult Validate(string? name, ContactOptions options)
    {
        if (options.Webhook.Secret is { Length: > 0 and < MinSecret })
            return ValidateOptionsResult.Fail("Contacts:Webhook:Secret is too short: use 16 characters or more.");
        return string.IsNullOrWhiteSpace(options.Ntfy.Url)
            || Uri.TryCreate(options.Ntfy.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Contacts:Ntfy:Url is not valid: it is the address of a push service, such as https://ntfy.sh.");
    }
}
