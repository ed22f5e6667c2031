using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Watchbill.Fixtures;

/// <summary>The Bot Connector's OpenID metadata and keys on a real port, and tokens signed apart from what checks them.</summary>
public sealed partial class FakeTeams : IAsyncDisposable
{
    public const string AppId = "3f5a1c1e-8a54-4c0e-9a54-0d2f3c1b2a10";
    public const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    public const string Issuer = "https://api.botframework.com";
    public const string ServiceUrl = "https://smba.trafficmanager.net/emea/";

    // A new key takes longer than most of what is tested with it.
    private static readonly RSAParameters Usual = NewKey();

    private readonly WebApplication app;
    private int reads;

    private FakeTeams()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/metadata", () => Said(new()
        {
            ["issuer"] = Issuer,
            ["jwks_uri"] = $"{app.Urls.First()}/keys",
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        }));
        app.MapPost("/token", TokenAsync);
        app.Map("/emea/{**path}", ConnectAsync);
        app.MapGet("/keys", () => Said(new() { ["keys"] = new JsonArray([.. Keys.Select(key => Published(key.Key, key.Value))]) }));
    }

    public string MetadataUrl => $"{app.Urls.First()}/metadata";

    /// <summary>Those that are published, by id, with the channels that each is endorsed for.</summary>
    public Dictionary<string, (RSA Key, string[] Channels)> Keys { get; } = new() { ["one"] = (RSA.Create(Usual), ["msteams", "webchat"]) };

    private static RSAParameters NewKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportParameters(includePrivateParameters: true);
    }

    public bool IsDown { get; set; }

    /// <summary>How often the metadata or the keys were asked for.</summary>
    public int Reads => Volatile.Read(ref reads);

    public static async Task<FakeTeams> StartAsync()
    {
        var fake = new FakeTeams();
        await fake.app.StartAsync();
        return fake;
    }

    /// <summary>The header and the claims of a good token at an instant.</summary>
    public static (JsonObject Header, JsonObject Claims) Good(NodaTime.Instant now) => (
        new() { ["alg"] = "RS256", ["kid"] = "one", ["typ"] = "JWT" },
        new()
        {
            ["iss"] = Issuer,
            ["aud"] = AppId,
            ["serviceurl"] = ServiceUrl,
            ["nbf"] = now.ToUnixTimeSeconds() - 300,
            ["exp"] = now.ToUnixTimeSeconds() + 3300,
        });

    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var words = $"{Encoded(header.ToJsonString())}.{Encoded(claims.ToJsonString())}";
        return $"{words}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(words)))}";
    }

    public static byte[] Rs256(RSA key, byte[] words) => key.SignData(words, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var (key, _) in Keys.Values) key.Dispose();
    }

    private IResult Said(JsonObject json)
    {
        Interlocked.Increment(ref reads);
        return IsDown ? Results.StatusCode(503) : Results.Text(json.ToJsonString(), "application/json");
    }

    private static JsonObject Published(string kid, (RSA Key, string[] Channels) one)
    {
        var parameters = one.Key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = kid,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            ["endorsements"] = new JsonArray([.. one.Channels.Select(channel => JsonValue.Create(channel))]),
        };
    }
}
