using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Slack over HTTP: the whole body, its signature, and only then what it says.</summary>
internal sealed class SlackEndpoints(SlackHandler handler, BackgroundWork work, RefusedRequests refused, IClock clock)
{
    private const string FormType = "application/x-www-form-urlencoded";
    private const string JsonType = "application/json";

    public static void Map(WebApplication app)
    {
        // One for all requests: nothing of it belongs to one of them.
        var endpoints = app.Services.GetRequiredService<SlackEndpoints>();
        var secret = Encoding.UTF8.GetBytes(app.Services.GetRequiredService<IOptions<SlackOptions>>().Value.SigningSecret!.Trim());
        var slack = app.MapGroup("/slack").ExcludeFromDescription();
        slack.MapPost("/commands", (HttpContext http) => endpoints.SignedAsync(http, secret, FormType, endpoints.CommandAsync));
        slack.MapPost("/interactions", (HttpContext http) => endpoints.SignedAsync(http, secret, FormType, endpoints.InteractionAsync));
        slack.MapPost("/events", (HttpContext http) => endpoints.SignedAsync(http, secret, JsonType, endpoints.EventAsync));
    }

    private async Task SignedAsync(
        HttpContext http, byte[] secret, string type, Func<ReadOnlyMemory<byte>, CancellationToken, Task<JsonObject?>> answer)
    {
        if (await RefusedRequests.BodyAsync(http) is not { } body) return;
        var headers = http.Request.Headers;
        var now = clock.GetCurrentInstant();
        var verdict =
            SlackSignature.Check(secret, headers[SlackSignature.TimestampHeader], headers[SlackSignature.SignatureHeader], body.Span, now);
        if (verdict != SignatureVerdict.Valid)
        {
            // Slack looks now and then whether the certificate is good, unsigned: it hears that somebody is there, and nothing is done.
            if (verdict == SignatureVerdict.Missing && type == FormType && IsCertificateCheck(http, body.Span)) return;
            await refused.RefuseAsync(http, "/slack", Why(verdict),
                "This is not signed by Slack, or not within the last five minutes.", now);
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var sent)
            || !sent.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            await RefusedRequests.AnswerAsync(http, StatusCodes.Status415UnsupportedMediaType, $"This is read as {type} only.");
            return;
        }

        try
        {
            // What Slack asked for is done even where Slack waits no longer.
            if (await answer(body, work.Stopped) is { } json) await RelaxedJson.WriteAsync(http, json);
        }
        catch (BadHttpRequestException bad)
        {
            await RefusedRequests.AnswerAsync(http, bad.StatusCode, bad.Message);
        }
    }

    private async Task<JsonObject?> CommandAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var form = StrictForm.Read(body.Span) ?? throw Unreadable("a form");
        if (form.ContainsKey("ssl_check")) return null;
        return await handler.CommandAsync(SlackCommand.Read(form.GetValueOrDefault) ?? throw Unreadable("a slash command"), ct);
    }

    private async Task<JsonObject?> InteractionAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var form = StrictForm.Read(body.Span) ?? throw Unreadable("a form");
        if (form.ContainsKey("ssl_check")) return null;
        var payload = form.TryGetValue("payload", out var text) ? StrictJson.ObjectOrNull(Encoding.UTF8.GetBytes(text)) : null;
        return await handler.InteractionAsync(payload ?? throw Unreadable("a payload"), ct);
    }

    private async Task<JsonObject?> EventAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var payload = StrictJson.ObjectOrNull(body) ?? throw Unreadable("a JSON object");
        if (payload.Text("type") == "url_verification") return new JsonObject { ["challenge"] = payload.Text("challenge") };
        await handler.EventAsync(payload, ct);
        return null;
    }

    private static bool IsCertificateCheck(HttpContext http, ReadOnlySpan<byte> body) =>
        body.Length < 4096
        && !http.Request.Headers.ContainsKey(SlackSignature.SignatureHeader)
            && !http.Request.Headers.ContainsKey(SlackSignature.TimestampHeader)
        && StrictForm.Read(body) is { } form && form.GetValueOrDefault("ssl_check") == "1";

    private static BadHttpRequestException Unreadable(string what) =>
        new($"The body cannot be read as {what}.", StatusCodes.Status400BadRequest);

    private static string Why(SignatureVerdict verdict) => verdict switch
    {
        SignatureVerdict.Stale => "its time is more than five minutes off; compare this machine's clock",
        SignatureVerdict.Wrong => "its signature is wrong; compare Slack:SigningSecret with the app's page if it was Slack",
        _ => "it carries no signature",
    };
}
