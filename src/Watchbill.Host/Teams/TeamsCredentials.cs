using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// The bot's own token for the Bot Connector, by Microsoft.Identity.Client, which keeps it until it is nearly over: with a secret, a
/// certificate, or the managed identity of the machine. With <c>Teams:TokenUrl</c> a plain request goes there instead.
/// </summary>
internal sealed class TeamsCredentials(IOptions<TeamsOptions> options, IHttpClientFactory clients, TimeProvider time)
    : IMsalHttpClientFactory, IDisposable
{
    public const string Client = "teams-token";

    /// <summary>Of Entra: what a managed identity's token is for that stands in for a secret.</summary>
    private const string Exchange = "api://AzureADTokenExchange";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientCredentials plain = new(() => clients.CreateClient(Client), time);
    private readonly TeamsOptions options = options.Value;
    private (IConfidentialClientApplication App, DateTime Of)? app;
    private IManagedIdentityApplication? identity;
    private bool isRefused;

    private TeamsCloud Cloud => TeamsCloud.All[options.Cloud];

    private Dictionary<string, string> Grant => new()
    {
        ["client_id"] = options.AppId!.Trim(),
        ["client_secret"] = options.ClientSecret!.Trim(),
        ["scope"] = Cloud.Scope,
    };

    /// <exception cref="CallException">Entra refuses the app, or cannot be reached.</exception>
    public async Task<string> TokenAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            if (options.TokenUrl is { Length: > 0 } url)
                return await plain.TokenAsync(new Uri(url), Grant, (why, isTransient) => TeamsErrors.Token(why, isTransient),
                    deadline.Token);
            var anew = Interlocked.Exchange(ref isRefused, false);
            // The identity may be the bot itself, or vouch for an app that has no secret.
            return options.IsIdentity
                ? await OfMachineAsync(Cloud.Scope[..Cloud.Scope.LastIndexOf('/')], anew, deadline.Token)
                : (await App().AcquireTokenForClient([Cloud.Scope]).WithForceRefresh(anew).ExecuteAsync(deadline.Token)).AccessToken;
        }
        catch (MsalServiceException refused)
        {
            throw TeamsErrors.Token($"{refused.ErrorCode} {refused.Message}", refused.StatusCode is 429 or >= 500
                || refused.StatusCode == 0 && !refused.ErrorCode.StartsWith("managed_identity", StringComparison.Ordinal), refused);
        }
        catch (MsalException broken)
        {
            throw TeamsErrors.Token($"{broken.ErrorCode} {broken.Message}", isTransient: false, broken);
        }
        catch (Exception unread) when (unread is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw TeamsErrors.Token(TeamsErrors.Certificate, isTransient: false, unread);
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
        plain.Forget();
        Volatile.Write(ref isRefused, true);
    }

    public HttpClient GetHttpClient() => clients.CreateClient(Client);

    public void Dispose() => plain.Dispose();

    // A certificate that is renewed in its file is read anew.
    private IConfidentialClientApplication App()
    {
        var of = options.Certificate is { Length: > 0 } file ? File.GetLastWriteTimeUtc(file) : default;
        if (app is { } known && known.Of == of) return known.App;
        var builder = ConfidentialClientApplicationBuilder.Create(options.AppId!.Trim())
            .WithAuthority($"{Cloud.Login}/{options.TenantId!.Trim()}", validateAuthority: false)
            // Which clouds there are stands in TeamsCloud.
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(this);
        builder = options switch
        {
            { ClientSecret: { Length: > 0 } secret } => builder.WithClientSecret(secret.Trim()),
            { Certificate: { Length: > 0 } pem } => builder.WithCertificate(Read(pem)),
            _ => builder.WithClientAssertion(
                (AssertionRequestOptions asked) => OfMachineAsync(Exchange, anew: false, asked.CancellationToken)),
        };
        var made = builder.Build();
        app = (made, of);
        return made;
    }

    /// <summary>A certificate with its private key: a PEM file with both, or PKCS #12 without a password.</summary>
    /// <exception cref="CryptographicException">It is none, or its key is not there.</exception>
    public static X509Certificate2 Read(string file) => Path.GetExtension(file) is ".pfx" or ".p12"
        ? X509CertificateLoader.LoadPkcs12FromFile(file, password: null) : X509Certificate2.CreateFromPemFile(file);

    private async Task<string> OfMachineAsync(string resource, bool anew, CancellationToken ct)
    {
        identity ??= ManagedIdentityApplicationBuilder
            .Create(options.ManagedIdentity!.Trim() is TeamsOptions.System ? ManagedIdentityId.SystemAssigned
                : ManagedIdentityId.WithUserAssignedClientId(options.ManagedIdentity.Trim())).WithHttpClientFactory(this).Build();
        return (await identity.AcquireTokenForManagedIdentity(resource).WithForceRefresh(anew).ExecuteAsync(ct)).AccessToken;
    }

    public static AuthenticationHeaderValue Header(string token) => new("Bearer", token);
}
