using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Watchbill.Fixtures;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>The bot's own token as Microsoft's library asks for it, with Entra's answers in place of Entra.</summary>
public sealed class TeamsCredentialsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("public", "https://login.microsoftonline.com", "https://api.botframework.com/.default")]
    [InlineData("usgov", "https://login.microsoftonline.us", "https://api.botframework.us/.default")]
    [InlineData("china", "https://login.partner.microsoftonline.cn", "https://api.botframework.azure.cn/.default")]
    public async Task It_is_asked_for_in_the_own_tenant_of_the_cloud_once_and_anew_when_it_was_refused(
        string cloud, string login, string scope)
    {
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra { Answer = (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"one"}""") };
        await using var host = await StartAsync(teams, entra, ("Cloud", cloud));
        var credentials = host.Services.GetRequiredService<TeamsCredentials>();
        Assert.Equal("one", await credentials.TokenAsync(Ct));
        Assert.Equal("one", await credentials.TokenAsync(Ct));
        var (url, form) = Assert.Single(entra.Asked);
        Assert.Equal($"{login}/{FakeTeams.Tenant}/oauth2/v2.0/token", url);
        Assert.Contains($"scope={Uri.EscapeDataString(scope)}", form, StringComparison.Ordinal);
        Assert.Contains("client_secret=of-the-test", form, StringComparison.Ordinal);
        entra.Answer = (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"two"}""");
        credentials.Refused();
        Assert.Equal("two", await credentials.TokenAsync(Ct));
    }

    [Theory]
    [InlineData(401, "AADSTS7000215: Invalid client secret provided.", "Make a new client secret", true)]
    [InlineData(400, "AADSTS700016: Application was not found in the directory.", "compare Teams:AppId", true)]
    [InlineData(400, "AADSTS700027: Client assertion contains an invalid signature.", "The certificate is not the app's", true)]
    [InlineData(400, "AADSTS700213: No matching federated identity record found.", "add a federated credential", true)]
    [InlineData(503, "", "", false)]
    public async Task A_refusal_says_what_to_do(int status, string said, string advice, bool isLockout)
    {
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra { Answer = (status, $$"""{"error":"invalid_client","error_description":"{{said}}"}""") };
        await using var host = await StartAsync(teams, entra);
        var refused = await Assert.ThrowsAsync<CallException>(() => host.Services.GetRequiredService<TeamsCredentials>().TokenAsync(Ct));
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Equal((isLockout, !isLockout), (refused.IsLockout, refused.IsTransient));
        Assert.DoesNotContain("of-the-test", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_stands_in_for_the_secret_and_is_read_anew_when_it_is_renewed()
    {
        using var folder = new TemporaryFolder();
        var file = folder["bot.pem"];
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra { Answer = (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"one"}""") };
        var first = Renew(file, 1);
        await using var host = await StartAsync(teams, entra, ("ClientSecret", ""), ("Certificate", file));
        var credentials = host.Services.GetRequiredService<TeamsCredentials>();
        Assert.Equal("one", await credentials.TokenAsync(Ct));
        Assert.True(IsSigned(entra.Asked[0].Form, first));
        var second = Renew(file, 2);
        credentials.Refused();
        await credentials.TokenAsync(Ct);
        Assert.Equal((true, false), (IsSigned(entra.Asked[1].Form, second), IsSigned(entra.Asked[1].Form, first)));
        File.Delete(file);
        credentials.Refused();
        var gone = await Assert.ThrowsAsync<CallException>(() => credentials.TokenAsync(Ct));
        Assert.Contains("Teams:Certificate cannot be read any more", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_managed_identity_vouches_for_the_app()
    {
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra { Answer = (200, """{"token_type":"Bearer","expires_in":3599,"access_token":"one"}""") };
        await using var host = await StartAsync(teams, entra, ("ClientSecret", ""), ("ManagedIdentity", "system"));
        Assert.Equal("one", await host.Services.GetRequiredService<TeamsCredentials>().TokenAsync(Ct));
        Assert.Contains("resource=api://AzureADTokenExchange", entra.Machine, StringComparison.OrdinalIgnoreCase);
        var (url, form) = Assert.Single(entra.Asked);
        Assert.Equal($"https://login.microsoftonline.com/{FakeTeams.Tenant}/oauth2/v2.0/token", url);
        Assert.Contains("client_assertion=of-the-machine", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_is_a_managed_identity_has_its_token_from_the_machine_alone()
    {
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra();
        await using var host = await StartAsync(teams, entra, ("ClientSecret", ""), ("ManagedIdentity", FakeTeams.AppId));
        Assert.Equal("of-the-machine", await host.Services.GetRequiredService<TeamsCredentials>().TokenAsync(Ct));
        Assert.Contains("resource=https://api.botframework.com&", entra.Machine + "&", StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"client_id={FakeTeams.AppId}", entra.Machine, StringComparison.Ordinal);
        Assert.Empty(entra.Asked);
    }

    [Fact]
    public async Task A_machine_without_the_identity_is_told_so()
    {
        await using var teams = await FakeTeams.StartAsync();
        var entra = new Entra { HasIdentity = false };
        await using var host = await StartAsync(teams, entra, ("ClientSecret", ""), ("ManagedIdentity", "system"));
        var refused = await Assert.ThrowsAsync<CallException>(() => host.Services.GetRequiredService<TeamsCredentials>().TokenAsync(Ct));
        Assert.Contains("This machine has no such managed identity", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.IsLockout);
    }

    [Theory]
    [InlineData("Teams:ClientSecret and Teams:Certificate are set: keep one of them.", "ClientSecret=x", "Certificate=/nowhere/bot.pem")]
    [InlineData("Teams:Certificate is '/nowhere/bot.pem': it is not a readable file", "Certificate=/nowhere/bot.pem")]
    [InlineData("Teams:ManagedIdentity is 'mine'", "ManagedIdentity=mine")]
    [InlineData("Teams:TokenUrl takes Teams:ClientSecret alone", "ManagedIdentity=system", "TokenUrl=https://login.example.com/token")]
    public async Task What_could_never_work_is_named(string sentence, params string[] settings)
    {
        await using var teams = await FakeTeams.StartAsync();
        var pairs = settings.Select(one => (one.Split('=', 2)[0], one.Split('=', 2)[1]));
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => StartAsync(teams, new Entra(), [("ClientSecret", ""), .. pairs]));
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Writes a new certificate with its key, and makes the file younger than before.</summary>
    private static X509Certificate2 Renew(string file, int year)
    {
        using var key = RSA.Create(2048);
        var certificate = new CertificateRequest($"CN=bot-{year}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 1, year, 0, 0, 0, DateTimeKind.Utc));
        return certificate;
    }

    private static bool IsSigned(string form, X509Certificate2 by)
    {
        var assertion = form.Split('&').Single(pair => pair.StartsWith("client_assertion=", StringComparison.Ordinal)).Split('=')[1];
        var parts = Uri.UnescapeDataString(assertion).Split('.');
        var (words, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        using var key = by.GetRSAPublicKey()!;
        return key.VerifyData(words, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            || key.VerifyData(words, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static Task<TeamsHost> StartAsync(FakeTeams teams, Entra entra, params (string, string)[] settings) => TeamsHost.StartAsync(
        teams, null, services => services.AddHttpClient(TeamsCredentials.Client).ConfigurePrimaryHttpMessageHandler(() => entra),
        [("TokenUrl", ""), .. settings]);

    /// <summary>Entra, and what a machine in Azure answers about its own identity.</summary>
    private sealed class Entra : HttpMessageHandler
    {
        public (int Status, string Body) Answer { get; set; }

        public bool HasIdentity { get; init; } = true;

        public List<(string Url, string Form)> Asked { get; } = [];

        /// <summary>What the machine was asked for last.</summary>
        public string Machine { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var status = Answer.Status;
            var body = Answer.Body;
            if (request.RequestUri!.Host == "169.254.169.254")
            {
                Machine = request.RequestUri.Query;
                (status, body) = HasIdentity
                    ? (200, """{"token_type":"Bearer","expires_in":"3599","expires_on":"4102444800","access_token":"of-the-machine"}""")
                    : (400, """{"error":"invalid_request","error_description":"Identity not found"}""");
            }
            else
            {
                Asked.Add((request.RequestUri.GetLeftPart(UriPartial.Path), await request.Content!.ReadAsStringAsync(cancellationToken)));
            }

            return new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
