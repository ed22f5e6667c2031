using System.Net;
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

    private static Task<TeamsHost> StartAsync(FakeTeams teams, Entra entra, params (string, string)[] settings) => TeamsHost.StartAsync(
        teams, null, services => services.AddHttpClient(TeamsCredentials.Client).ConfigurePrimaryHttpMessageHandler(() => entra),
        [("TokenUrl", ""), .. settings]);

    private sealed class Entra : HttpMessageHandler
    {
        public (int Status, string Body) Answer { get; set; }

        public List<(string Url, string Form)> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add((request.RequestUri!.GetLeftPart(UriPartial.Path), await request.Content!.ReadAsStringAsync(cancellationToken)));
            return new((HttpStatusCode)Answer.Status) { Content = new StringContent(Answer.Body, Encoding.UTF8, "application/json") };
        }
    }
}
