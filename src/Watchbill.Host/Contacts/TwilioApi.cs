using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Contacts;

/// <summary>Asks a service that speaks Twilio's protocol to send or call, and reads what it says to that.</summary>
internal sealed class TwilioApi(IOptions<ContactOptions> options, IHttpClientFactory clients, PublicAddress address)
{
    // Of the service: the number is none, is no phone that takes this, or its owner wants none.
    private static readonly HashSet<int> Gone = [21211, 21214, 21217, 21265, 21408, 21610, 21612, 21614];

    public string? Off => options.Value.Twilio.IsOn ? null : "SMS and calls are not configured here: an admin sets Contacts:Twilio.";

    /// <summary>Where it tells what has become of something, or what somebody answered.</summary>
    public string Callback(string path, string name, string value) => $"{address()}/twilio/{path}?{name}={Uri.EscapeDataString(value)}";

    /// <param name="resource">As in its addresses: <c>Messages</c>, <c>Calls</c>.</param>
    public async Task SendAsync(string resource, string to, IEnumerable<(string Name, string Value)> fields, string method, Posting posting,
        CancellationToken ct)
    {
        var twilio = options.Value.Twilio;
        IEnumerable<(string Name, string Value)> all =
        [
            ("To", to), ("From", twilio.From!), .. fields, ("StatusCallback", Callback("status", "message", posting.Key)),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post,
            $"{twilio.BaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{Uri.EscapeDataString(twilio.AccountSid!)}/{resource}.json")
        {
            Content = new FormUrlEncodedContent(all.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{twilio.AccountSid}:{twilio.AuthToken}")));
        var body = await ContactCall.SendAsync(clients.CreateClient(ContactCall.Trusted), request, method, posting, Refusal, ct);
        posting.Receipt = Read(body).Sid;
    }

    private static Exception Refusal(HttpStatusCode status, string body)
    {
        var (_, code, said) = Read(body);
        var why = $"it answered {(int)status}" + (said is null ? "" : $": {said}");
        return code is { } known && Gone.Contains(known) ? new GoneException(why) : new HttpRequestException(why);
    }

    private static (string? Sid, int? Code, string? Message) Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object) return default;
            string? Text(string name) =>
                json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return (Text("sid"), json.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : null,
                Text("message"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
