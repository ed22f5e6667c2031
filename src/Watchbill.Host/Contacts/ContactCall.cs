using System.Net;
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

    public static async Task SendAsync(
        HttpClient client, HttpRequestMessage request, string method, Posting posting, CancellationToken ct)
    {
        var onWire = false;
        request.Content = new WireContent(request.Content!, async begin =>
        {
            await posting.BeginAsync(method, begin);
            onWire = true;
        });
        HttpStatusCode status;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            status = response.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            if (failure.InnerException is OvertakenException overtaken) throw overtaken;
            if (onWire) throw new UnansweredException("it did not answer within 5 s", failure);
            throw new HttpRequestException("it cannot be reached", failure);
        }

        if ((int)status is >= 200 and < 300) return;
        if (onWire) posting.Failed(method);
        if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            throw new GoneException($"it answered {(int)status}: nobody is there");
        throw new HttpRequestException($"it answered {(int)status}");
    }
}
