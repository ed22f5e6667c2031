using Microsoft.Extensions.Options;
using MimeKit;

namespace Watchbill.Contacts;

/// <summary>Section <c>Contacts</c> of the configuration: how people are reached outside of chat.</summary>
internal sealed class ContactOptions
{
    public SmtpOptions Smtp { get; init; } = new();
    public NtfyOptions Ntfy { get; init; } = new();
    public TwilioOptions Twilio { get; init; } = new();
    public WebhookOptions Webhook { get; init; } = new();
}

/// <summary>The server that takes mail.</summary>
internal sealed class SmtpOptions
{
    /// <summary>Its name; empty: no mail is sent.</summary>
    public string? Host { get; init; }

    /// <summary>465 speaks TLS from the first byte; others go over to it where the server offers that.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Empty: it asks for none.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary>The sender.</summary>
    public string? From { get; init; }
}

/// <summary>A push service that speaks ntfy's protocol.</summary>
internal sealed class NtfyOptions
{
    /// <summary>Its address; empty: it is not used.</summary>
    public string? Url { get; init; }

    /// <summary>Where it asks for one.</summary>
    public string? Token { get; init; }
}

/// <summary>A service for SMS and calls that speaks Twilio's protocol.</summary>
internal sealed class TwilioOptions
{
    /// <summary>Its address.</summary>
    public string BaseUrl { get; init; } = "https://api.twilio.com";

    /// <summary>Empty: neither SMS nor calls are used.</summary>
    public string? AccountSid { get; init; }

    /// <summary>What requests are authorized and callbacks are signed with.</summary>
    public string? AuthToken { get; init; }

    /// <summary>The number that sends and calls.</summary>
    public string? From { get; init; }

    public bool IsOn => !string.IsNullOrWhiteSpace(AccountSid);
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
        if (!string.IsNullOrWhiteSpace(options.Smtp.Host))
        {
            if (options.Smtp.Port is < 1 or > 65535) return ValidateOptionsResult.Fail("Contacts:Smtp:Port is not between 1 and 65535.");
            if (!MailboxAddress.TryParse(options.Smtp.From ?? "", out _))
                return ValidateOptionsResult.Fail(
                    "Contacts:Smtp:From is missing or no address: it is the sender of mail, such as watchbill@example.com.");
        }

        if (options.Twilio.IsOn)
        {
            if (string.IsNullOrWhiteSpace(options.Twilio.AuthToken))
                return ValidateOptionsResult.Fail("Contacts:Twilio:AuthToken is missing: callbacks are signed with it.");
            if (!SmsMethod.IsNumber(options.Twilio.From ?? ""))
                return ValidateOptionsResult.Fail(
                    "Contacts:Twilio:From is missing or no number: it is the one that sends and calls, such as +351912345678.");
            if (!Uri.TryCreate(options.Twilio.BaseUrl, UriKind.Absolute, out var twilio) || twilio.Scheme is not ("http" or "https"))
                return ValidateOptionsResult.Fail(
                    "Contacts:Twilio:BaseUrl is not valid: it is the address of the service, such as https://api.twilio.com.");
        }

        return string.IsNullOrWhiteSpace(options.Ntfy.Url)
            || Uri.TryCreate(options.Ntfy.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Contacts:Ntfy:Url is not valid: it is the address of a push service, such as https://ntfy.sh.");
    }
}
