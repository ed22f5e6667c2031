using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// The bot's own token for the Bot Connector, by Microsoft.Identity.Client, which keeps it until it is nearly over. With
/// <c>Teams:TokenUrl</c> a plain request goes there instead.
/// </summary>
internal sealed class TeamsCredentials(IOptions<TeamsOptions> options, IHttpClientFactory clients, TimeProvider time)
    : IMsalHttpClientFactory, IDisposable
{
    public const string Client = "teams-token";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim gate = new(1);
    private IConfidentialClientApplication? app;
    private (string Token, long At, TimeSpan IsGoodFor)? kept;
    private bool isRefused;

    private TeamsCloud Cloud => TeamsCloud.All[options.Value.Cloud];

    /// <exception cref="CallException">Entra refuses the app, or cannot be reached.</exception>
    public async Task<string> TokenAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            return options.Value.TokenUrl is { Length: > 0 } url
                ? await PlainAsync(url, deadline.Token)
                : (await App().AcquireTokenForClient([Cloud.Scope]).WithForceRefresh(Interlocked.Exchange(ref isRefused, false))
                    .ExecuteAsync(deadline.Token)).AccessToken;
        }
        catch (MsalServiceException refused)
        {
            throw TeamsErrors.Token(refused.Message, refused.StatusCode is 0 or 429 or >= 500, refused);
        }
        catch (MsalException broken)
        {
            throw TeamsErrors.Token(broken.Message, isTransient: false, broken);
        }
        catch (HttpRequestException failure)
        {
            throw TeamsErrors.Token(failure.Message, isTransient: true, failure);
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw TeamsErrors.Token("no answer in time", isTransient: true, failure);
        }
    }

    /// <summary>The Bot Connector refused the token: the next one is a new one.</summary>
    public void Refused()
    {
        kept = null;
        Volatile.Write(ref isRefused, true);
    }

    public HttpClient GetHttpClient() => clients.CreateClient(Client);

    public void Dispose() => gate.Dispose();

    private IConfidentialClientApplication App() => app ??= ConfidentialClientApplicationBuilder.Create(options.Value.AppId!.Trim())
        .WithClientSecret(options.Value.ClientSecret!.Trim())
        .WithAuthority($"{Cloud.Login}/{options.Value.TenantId!.Trim()}", validateAuthority: false)
        // Which clouds there are stands in TeamsCloud.
        .WithInstanceDiscovery(false)
        .WithHttpClientFactory(this)
        .Build();

    private async Task<string> PlainAsync(string url, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (kept is { } known && time.GetElapsedTime(known.At) < known.IsGoodFor) return known.Token;
            using var client = GetHttpClient();
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = options.Value.AppId!.Trim(),
                ["client_secret"] = options.Value.ClientSecret!.Trim(),
                ["scope"] = Cloud.Scope,
            });
            var asked = time.GetTimestamp();
            using var response = await client.PostAsync(new Uri(url), form, ct);
            var answer = StrictJson.ObjectOrNull(await response.Content.ReadAsByteArrayAsync(ct), 16) ?? default;
            if (answer.Text("access_token") is not { Length: > 0 } token)
                throw TeamsErrors.Token(answer.Text("error_description") ?? "", (int)response.StatusCode is 429 or >= 500);
            var seconds = answer.At("expires_in") is { ValueKind: System.Text.Json.JsonValueKind.Number } number
                && number.TryGetInt32(out var some) ? some : 0;
            kept = (token, asked, TimeSpan.FromSeconds(seconds) - Early);
            return token;
        }
        finally
        {
            gate.Release();
        }
    }

    public static AuthenticationHeaderValue Header(string token) => new("Bearer", token);
}
