using System.Net;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Contacts;

/// <summary>
/// One request of a contact method: whatever is answered but a 2xx has failed, and what is not answered may have arrived.
/// </summary>
internal static class ContactCall
{
    /// <summary>The client for addresses of the configuration.</summary>
    public const string Trusted = "contacts";

    /// <summary>The client for addresses that people give.</summary>
    public const string Untrusted = "contacts-untrusted";

    /// <summary>Longer nobody waits: another method may be faster.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    // By then nothing is sent any more.
    private static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    /// <summary>Whether a server says anything but that it is broken.</summary>
    public static async Task<bool> AnswersAsync(HttpClient client, string url, CancellationToken ct)
    {
        try
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, ct);
            return (int)response.StatusCode < 500;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Sends it.</summary>
    /// <param name="refusal">What an answer that is no 2xx means, by its body; null: the body says nothing.</param>
    /// <returns>The body; empty where it says nothing.</returns>
    public static async Task<string> SendAsync(HttpClient client, HttpRequestMessage request, string method, Posting posting,
        Func<HttpStatusCode, string, Exception>? refusal, CancellationToken ct)
    {
        var onWire = false;
        request.Content = new WireContent(request.Content!, async begin =>
        {
            await posting.BeginAsync(method, begin);
            onWire = true;
        });
        HttpStatusCode status;
        TimeSpan? after;
        var body = "";
        try
        {
            using var response = await client.SendAsync(request,
                refusal is null ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, ct);
            (status, after) = (response.StatusCode, After(response));
            if (refusal is not null) body = await response.Content.ReadAsStringAsync(ct);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            if (failure.InnerException is OvertakenException overtaken) throw overtaken;
            if (onWire) throw new UnansweredException("it did not answer within 5 s", failure);
            throw new HttpRequestException("it cannot be reached", failure);
        }

        if ((int)status is >= 200 and < 300) return body;
        if (onWire) posting.Failed(method);
        if (after is { } pause) throw new BusyException($"it answered {(int)status}", Duration.FromTimeSpan(pause));
        if (refusal is not null) throw refusal(status, body);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw new GoneException($"it answered {(int)status}: nobody is there");
        throw new HttpRequestException($"it answered {(int)status}");
    }

    // A date is one of the server's own clock.
    private static TimeSpan? After(HttpResponseMessage response)
    {
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return null;
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => response.Headers.Date is { } now ? date - now : (TimeSpan?)null,
            _ => null,
        };
        return after is { } pause ? TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, Longest.Ticks)) : null;
    }
}
