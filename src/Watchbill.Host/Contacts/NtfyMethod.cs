using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Watchbill.Chat;

namespace Watchbill.Contacts;

/// <summary>A push service that speaks ntfy's protocol: the only loud channel that needs no account anywhere.</summary>
internal sealed partial class NtfyMethod(IOptions<ContactOptions> options, IHttpClientFactory clients) : IContactMethod
{
    public string Name => "ntfy";

    public string? Off =>
        string.IsNullOrWhiteSpace(options.Value.Ntfy.Url) ? "ntfy is not configured here: an admin sets Contacts:Ntfy:Url."
            : null;

    public string? Fault(string address) =>
        Topic().IsMatch(address) ? null : "That is no topic: use at most 64 letters, digits, - and _, and one that nobody guesses.";

    public string Masked(string address) => $"{address[..Math.Min(2, address.Length)]}…";

    public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
    {
        // 5 rings through do-not-disturb, and until somebody looks.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Value.Ntfy.Url!.TrimEnd('/')}/{address}")
        {
            Content = new StringContent(notice.Text, Encoding.UTF8, "text/plain"),
            Headers = { { "Title", Header(notice.Title) }, { "Priority", notice.High ? "5" : "3" } },
        };
        if (notice.Link is { } link)
        {
            request.Headers.Add("Click", link);
            request.Headers.Add("Actions", $"view, Acknowledge, {link}");
        }

        if (options.Value.Ntfy.Token is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await ContactCall.SendAsync(clients.CreateClient(ContactCall.Trusted), request, Name, posting, refusal: null, ct);
    }

    public Task<bool> AnswersAsync(CancellationToken ct) =>
        ContactCall.AnswersAsync(clients.CreateClient(ContactCall.Trusted), $"{options.Value.Ntfy.Url!.TrimEnd('/')}/v1/health", ct);

    // A header holds ASCII; ntfy reads anything else in the mail's way of writing it.
    private static string Header(string text) => text.All(letter => letter is >= ' ' and <= '~')
        ? text : $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}\\z")]
    private static partial Regex Topic();
}
