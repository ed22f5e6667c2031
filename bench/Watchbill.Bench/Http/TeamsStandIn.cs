using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Watchbill.Http;

/// <summary>The Bot Connector and Entra for the driver: keys, a token for the asking, and whatever is said is taken at once.</summary>
internal sealed class TeamsStandIn : IAsyncDisposable
{
    public const string AppId = "3f5a1c1e-8a54-4c0e-9a54-0d2f3c1b2a10";
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    /// <summary>As many as have an account: of two messages a second to each conversation nobody is held up.</summary>
    public const int People = 5_000;

    private static readonly string[] Endorsements = ["msteams"];
    private static readonly byte[] Taken = "{\"id\":\"1\"}"u8.ToArray();

    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication app;
    private int sent;

    private TeamsStandIn(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        app = builder.Build();
        var parameters = key.ExportParameters(includePrivateParameters: false);
        app.MapGet("/metadata", () => Results.Json(new { issuer = "https://api.botframework.com", jwks_uri = $"{url}/keys" }));
        app.MapGet("/keys", () => Results.Json(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA", use = "sig", kid = "one", n = Base64Url.EncodeToString(parameters.Modulus),
                    e = Base64Url.EncodeToString(parameters.Exponent), endorsements = Endorsements,
                },
            },
        }));
        app.MapPost("/token", () => Results.Json(new { access_token = "token", expires_in = 86_400 }));
        app.Map("/teams/{**path}", (HttpContext http) =>
        {
            http.Response.StatusCode = StatusCodes.Status201Created;
            return http.Response.Body.WriteAsync(Taken).AsTask();
        });
    }

    public static async Task<TeamsStandIn> StartAsync(string url)
    {
        var standIn = new TeamsStandIn(url);
        await standIn.app.StartAsync();
        return standIn;
    }

    public static string Account(int person) => $"00000000-0000-4000-8000-{person:000000000000}";

    public static string ServiceUrl(string url) => $"{url}/teams/";

    /// <summary>A signed <c>now payments</c>, of the next person, as it goes on the wire.</summary>
    public Func<string, Func<byte[]>> Requests(string url)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = Encoded("""{"alg":"RS256","kid":"one","typ":"JWT"}""");
        var claims = Encoded(new JsonObject
        {
            ["iss"] = "https://api.botframework.com",
            ["aud"] = AppId,
            ["serviceurl"] = ServiceUrl(url),
            ["exp"] = now + 36_000,
        }.ToJsonString());
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{head}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var token = $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
        return path => () => Request(path, token, ServiceUrl(url), Interlocked.Increment(ref sent));
    }

    public ValueTask DisposeAsync()
    {
        key.Dispose();
        return app.DisposeAsync();
    }

    private static byte[] Request(string path, string token, string serviceUrl, int number)
    {
        var person = number % People;
        var body = $$$"""
            {"type":"message","id":"{{{number:0000000000}}}","timestamp":"2026-11-20T10:00:00.123Z","channelId":"msteams",
            "serviceUrl":"{{{serviceUrl}}}","recipient":{"id":"28:{{{AppId}}}"},
            "from":{"id":"29:1{{{person:00000}}}","aadObjectId":"{{{Account(person)}}}","name":"Person"},
            "conversation":{"id":"a:1{{{person:00000}}}","conversationType":"personal","tenantId":"{{{Tenant}}}"},
            "channelData":{"tenant":{"id":"{{{Tenant}}}"}},
            "entities":[{"type":"clientInfo","timezone":"Europe/Lisbon"}],"text":"now payments"}
            """;
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
