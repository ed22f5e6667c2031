using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>A signed request to an address of the person's own: a gateway, a lamp, a script.</summary>
internal sealed class WebhookMethod(IOptions<ContactOptions> options, IHttpClientFactory clients, TimeProvider time) : IContactMethod
{
    private const int MaxLength = 500;

    public string Name => "webhook";

    public string? Off => string.IsNullOrEmpty(options.Value.Webhook.Secret)
        ? "Webhooks are not configured here: an admin sets Contacts:Webhook:Secret." : null;

    public string? Fault(string address)
    {
        if (address.Length > MaxLength || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0
            || uri.Scheme is not ("http" or "https"))
            return "That is no address of a webhook. It begins with https:// and has neither name nor password in it.";
        if (options.Value.Webhook.AllowPrivateAddresses) return null;
        if (uri.Scheme != "https") return "A webhook begins with https://, so that nobody reads along.";
        return uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            && System.Net.IPAddress.TryParse(uri.DnsSafeHost, out var ip)
            && !ContactsRegistration.IsPublic(ip) || uri.IsLoopback
            ? "That address is one of a private network, which is not allowed here." : null;
    }

    public string Masked(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Authority}/…" : "…";

    public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
    {
        var body = new JsonObject
        {
            ["kind"] = notice.Kind.ToString().ToLowerInvariant(),
            ["code"] = notice.Code,
            ["page"] = notice.Page,
            ["incident"] = notice.Page,
            ["person"] = notice.Person,
            ["round"] = notice.Round,
            ["step"] = notice.Step,
            ["urgency"] = notice.Page is null ? null : notice.High ? "high" : "low",
            ["text"] = notice.Text,
            ["link"] = notice.Link,
        };
        foreach (var empty in body.Where(member => member.Value is null).Select(member => member.Key).ToList()) body.Remove(empty);
        var text = body.ToJsonString();
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(text, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "X-Watchbill-Timestamp", timestamp },
                { "X-Watchbill-Signature", $"v0={Signature(timestamp, text)}" },
            },
        };
        await ContactCall.SendAsync(clients.CreateClient(ContactCall.Untrusted), request, Name, posting, refusal: null, ct);
    }

    private string Signature(string timestamp, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Webhook.Secret!), Encoding.UTF8.GetBytes($"v0:{timestamp}:{text}")));
}
