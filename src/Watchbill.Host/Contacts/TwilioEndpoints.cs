using System.Xml.Linq;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Paging;
using Watchbill.Reading;

namespace Watchbill.Contacts;

/// <summary>What a service for SMS and calls tells: an answer, a key, what became of a message. All of it is signed.</summary>
internal sealed class TwilioEndpoints(PhoneAnswers answers, AnswerLinks links, PageCalls calls, Plans plans, IClock clock)
{
    public static void Map(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<ContactOptions>>().Value.Twilio;
        if (!options.IsOn) return;
        var endpoints = app.Services.GetRequiredService<TwilioEndpoints>();
        var twilio = app.MapGroup("/twilio").ExcludeFromDescription();
        twilio.MapPost("/sms", (HttpContext http) => endpoints.SignedAsync(http, options.AuthToken!, endpoints.TextAsync));
        twilio.MapPost("/voice", (HttpContext http) => endpoints.SignedAsync(http, options.AuthToken!, endpoints.KeyAsync));
        twilio.MapPost("/status", (HttpContext http) => endpoints.SignedAsync(http, options.AuthToken!, endpoints.StatusAsync));
    }

    private async Task SignedAsync(
        HttpContext http, string token, Func<HttpContext, IReadOnlyDictionary<string, string>, CancellationToken, Task<XElement>> answer)
    {
        var body = await RequestBody.ReadAsync(http.Request, RequestBody.MaxBytes, http.RequestAborted);
        // The address is the one that it was told, whatever stands in between.
        var url = $"{http.RequestServices.GetRequiredService<PublicAddress>()()}{http.Request.Path}{http.Request.QueryString}";
        if (body is not { } read || StrictForm.Read(read.Span) is not { } form
            || !TwilioSignature.Check(token, http.Request.Headers[TwilioSignature.Header], url, form))
        {
            await http.RequestServices.GetRequiredService<RefusedRequests>().RefuseAsync(http, "/twilio",
                "it is not signed as it should be", "This is not signed by the service for SMS and calls.", clock.GetCurrentInstant());
            return;
        }

        http.Response.ContentType = "text/xml; charset=utf-8";
        await http.Response.WriteAsync((await answer(http, form, http.RequestAborted)).ToString(SaveOptions.DisableFormatting),
            http.RequestAborted);
    }

    private async Task<XElement> TextAsync(HttpContext http, IReadOnlyDictionary<string, string> form, CancellationToken ct) =>
        await answers.TextAsync(form.GetValueOrDefault("From", ""), form.GetValueOrDefault("Body", ""), clock.GetCurrentInstant(), ct)
            is { } said ? new XElement("Response", new XElement("Message", said)) : new XElement("Response");

    private async Task<XElement> KeyAsync(HttpContext http, IReadOnlyDictionary<string, string> form, CancellationToken ct) =>
        new("Response", new XElement("Say",
            await links.ReadAsync(http.Request.Query["link"].ToString(), ct) is not { } link ? "This call is not valid."
            : await answers.PressedAsync(link, form.GetValueOrDefault("Digits", ""), clock.GetCurrentInstant(), ct)
                ?? "That key means nothing here, so nobody has it."));

    private async Task<XElement> StatusAsync(HttpContext http, IReadOnlyDictionary<string, string> form, CancellationToken ct)
    {
        var status = form.GetValueOrDefault("MessageStatus") ?? form.GetValueOrDefault("CallStatus", "");
        var why = status switch
        {
            "delivered" or "completed" => null,
            "undelivered" or "failed" when form.GetValueOrDefault("ErrorCode") is { Length: > 0 } code => $"{status} (error {code})",
            "undelivered" or "failed" or "busy" or "no-answer" or "canceled" => status,
            _ => "",
        };
        if (why is { Length: 0 }) return new XElement("Response");
        await plans.CommitAsync(async again => await calls.ReportedAsync(http.Request.Query["message"].ToString(), why,
            clock.GetCurrentInstant(), again) is { Count: > 0 } changes
                ? new Plan(new Reply(status), new Reply(status), changes) : new Reply("It is known."), ct);
        return new XElement("Response");
    }
}
