using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Slack;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Http;

/// <summary>
/// The product as it is composed, and beside it an endpoint that does nothing but check the same signature: in one process, so that what is
/// compared is our work. It exists in this program alone.
/// </summary>
internal static class BenchHost
{
    public const string Secret = "bench-signing-secret-0123456789";
    private const int SavesPerSecond = 200;

    /// <param name="database">The file that <see cref="Fleet"/> made.</param>
    public static async Task RunAsync(string database, string url, string? teams)
    {
        var app = Compose(database, url, teams);
        var secret = Encoding.UTF8.GetBytes(Secret);
        app.MapPost("/bare", (HttpContext http) => teams is null ? BareAsync(http, secret) : BareTeamsAsync(http));
        var saving = new CancellationTokenSource();
        app.MapPost("/saves", () => { _ = SaveAsync(app.Services.GetRequiredService<IStore>(), saving.Token); });
        await app.RunAsync();
        await saving.CancelAsync();
    }

    /// <param name="teams">The stand-in for Teams, which no host in Production would speak to; null: Slack is answered.</param>
    public static WebApplication Compose(string database, string url, string? teams = null) => Composition.Compose(teams is null ?
    [
        "--environment=Production", $"--Urls={url}", $"--Storage:Path={database}", "--Logging:LogLevel:Default=Warning",
        $"--Slack:SigningSecret={Secret}", "--Slack:BotToken=xoxb-bench", "--Slack:TeamId=T0BENCH",
        "--Slack:ApiBaseUrl=http://127.0.0.1:9/api/",
    ]
    :
    [
        "--environment=Bench", $"--Urls={url}", $"--Storage:Path={database}", "--Logging:LogLevel:Default=Warning",
        $"--Teams:AppId={TeamsStandIn.AppId}", $"--Teams:TenantId={TeamsStandIn.Tenant}", "--Teams:ClientSecret=bench",
        $"--Teams:TokenUrl={teams}/token", $"--Teams:OpenIdMetadataUrl={teams}/metadata",
        $"--Teams:ServiceUrls:0={TeamsStandIn.ServiceUrl(teams)}",
    ]);

    private static async Task BareTeamsAsync(HttpContext http)
    {
        await RequestBody.ReadAsync(http.Request, RequestBody.MaxBytes, http.RequestAborted);
        var (sender, _) = await http.RequestServices.GetRequiredService<TeamsToken>()
            .CheckAsync(http.Request.Headers.Authorization, http.RequestAborted);
        http.Response.StatusCode = sender is null ? 401 : 200;
    }

    private static async Task BareAsync(HttpContext http, byte[] secret)
    {
        var body = (await RequestBody.ReadAsync(http.Request, RequestBody.MaxBytes, http.RequestAborted))!.Value;
        var headers = http.Request.Headers;
        var verdict =
            SlackSignature.Check(secret, headers[SlackSignature.TimestampHeader], headers[SlackSignature.SignatureHeader], body.Span,
                SystemClock.Instance.GetCurrentInstant());
        http.Response.StatusCode = verdict == SignatureVerdict.Valid ? 200 : 401;
    }

    /// <summary>Saves of small documents, evenly over each second, until the host ends.</summary>
    private static async Task SaveAsync(IStore store, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / SavesPerSecond));
        for (var i = 0; await timer.WaitForNextTickAsync(ct); i++)
            _ = store.SaveAsync([Write.Put($"bench/{i % 1000}", new InboxItem(SystemClock.Instance.GetCurrentInstant(), $"{i}"))], ct);
    }
}
