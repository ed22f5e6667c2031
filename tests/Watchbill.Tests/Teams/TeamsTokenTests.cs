using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>Who is let in at the door of Teams: only the Bot Connector, for this bot, from its own tenant.</summary>
public sealed class TeamsTokenTests
{
    private const int LetIn = 200;
    private const string Refused = "This is not signed by the Bot Connector for this bot.";

    private static readonly long Now = TeamsHost.Now.ToUnixTimeSeconds();

    [Theory]
    [InlineData(3300, "it is good for 55 minutes")]
    [InlineData(-240, "it was over four minutes ago: clocks differ")]
    public async Task A_token_of_the_Bot_Connector_is_let_in(int ends, string why)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var (status, body) = await host.PostAsync($"Bearer {host.Token((_, claims) => claims["exp"] = Now + ends)}");
        Assert.True(status == LetIn, $"{why}: {status} {body}");
    }

    [Fact]
    public async Task Every_forged_or_odd_token_is_refused_in_one_shape()
    {
        await using var teams = await FakeTeams.StartAsync();
        teams.Keys["elsewhere"] = (RSA.Create(2048), ["webchat"]);
        teams.Keys["unendorsed"] = (RSA.Create(2048), []);
        await using var host = await TeamsHost.StartAsync(teams);
        using var forger = RSA.Create(2048);
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {host.Token()}")).Status);
        foreach (var (what, header) in Odd(host, teams, forger))
        {
            var (status, body) = await host.PostAsync(header);
            Assert.True(status == 401 && body == Refused, $"{what}: {status} {body}");
        }

        var good = $"Bearer {host.Token()}";
        Assert.Equal((401, Refused), await host.PostAsync([good, good], Encoding.UTF8.GetBytes(TeamsHost.Activity().ToJsonString())));
        Assert.Equal(LetIn, (await host.PostAsync(good)).Status);
    }

    [Fact]
    public async Task A_good_token_is_no_good_for_another_request()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        foreach (var (what, change) in new (string, Action<JsonObject>)[]
        {
            ("another service URL", activity => activity["serviceUrl"] = "https://smba.trafficmanager.net/amer/"),
            ("no service URL", activity => activity.Remove("serviceUrl")),
            ("a number for it", activity => activity["serviceUrl"] = 1),
            ("another channel", activity => activity["channelId"] = "webchat"),
            ("no channel", activity => activity.Remove("channelId")),
        })
        {
            var activity = TeamsHost.Activity();
            change(activity);
            var (status, body) = await host.PostAsync($"Bearer {host.Token()}", activity);
            Assert.True(status == 401 && body == Refused, $"{what}: {status} {body}");
        }

        Assert.Equal((401, Refused), await host.PostAsync($"Bearer {host.Token()}", TeamsHost.Activity(), "text/plain"));
        foreach (var body in new[] { "", "[]", "null", "{", "\"\\ud83d\"", "{\"a\":1,\"a\":2}", new string('[', 500) })
            Assert.Equal((401, Refused), await host.PostAsync([$"Bearer {host.Token()}"], Encoding.UTF8.GetBytes(body)));
        Assert.Equal(413, (await host.PostAsync([$"Bearer {host.Token()}"], new byte[(1 << 20) + 1])).Status);
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("https://smba.trafficmanager.net.evil.example.com/")]
    [InlineData("https://evilteams.microsoft.com.example.com/")]
    [InlineData("https://xsmba.trafficmanager.net/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net:8443/emea/")]
    [InlineData("https://smba.trafficmanager.net@evil.example.com/")]
    [InlineData("https://user@smba.trafficmanager.net/")]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("smba.trafficmanager.net")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/")]
    public async Task Only_service_URLs_of_the_cloud_are_answered(string url)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        var activity = TeamsHost.Activity();
        activity["serviceUrl"] = url;
        Assert.Equal((401, Refused), await host.PostAsync($"Bearer {host.Token((_, claims) => claims["serviceurl"] = url)}", activity));
    }

    [Theory]
    [InlineData("usgov", "https://api.botframework.us", "https://smba.infra.gov.teams.microsoft.us/x/")]
    [InlineData("usdod", "https://api.botframework.us", "https://smba.infra.dod.teams.microsoft.us/x/")]
    [InlineData("china", "https://api.botframework.azure.cn", "https://frontend.botapi.msg.infra.teams.microsoftonline.cn/x/")]
    [InlineData("public", "https://api.botframework.com", "https://smba.infra.gcc.teams.microsoft.com/x/")]
    public async Task Each_cloud_has_its_own_issuer_and_hosts(string cloud, string issuer, string url)
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams, ("Cloud", cloud));
        var activity = TeamsHost.Activity();
        activity["serviceUrl"] = url;
        var token = host.Token((_, claims) => (claims["iss"], claims["serviceurl"]) = (issuer, url));
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {token}", activity)).Status);
        var other = host.Token((_, claims) => (claims["iss"], claims["serviceurl"]) = ("https://api.botframework.example", url));
        Assert.Equal(401, (await host.PostAsync($"Bearer {other}", activity)).Status);
    }

    [Fact]
    public async Task Another_tenant_is_told_so()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        foreach (var change in new Action<JsonObject>[]
        {
            activity => activity["channelData"]!["tenant"]!["id"] = Guid.Empty.ToString(),
            activity => activity["conversation"]!["tenantId"] = Guid.Empty.ToString(),
            activity => (activity["channelData"], activity["conversation"]) = (null, null),
        })
        {
            var activity = TeamsHost.Activity();
            change(activity);
            var (status, body) = await host.PostAsync($"Bearer {host.Token()}", activity);
            Assert.Equal(403, status);
            Assert.StartsWith("This Watchbill serves another organization.", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_new_key_is_found_and_forged_ones_have_nothing_asked_for()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams);
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {host.Token()}")).Status);
        Assert.Equal(2, teams.Reads);
        teams.Keys["two"] = (RSA.Create(2048), ["msteams"]);
        var token = host.Token((header, _) => header["kid"] = "two", "two");
        // The keys are read behind the request that names a new one.
        var waited = Stopwatch.StartNew();
        while ((await host.PostAsync($"Bearer {token}")).Status != LetIn)
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "The new key is not found.");

        Assert.Equal(4, teams.Reads);
        using var forger = RSA.Create(2048);
        for (var i = 0; i < 200; i++)
        {
            var (header, claims) = FakeTeams.Good(TeamsHost.Now);
            header["kid"] = $"forged-{i}";
            var forged = FakeTeams.Sign(header, claims, words => FakeTeams.Rs256(forger, words));
            Assert.Equal((401, Refused), await host.PostAsync($"Bearer {forged}"));
        }

        Assert.Equal(4, teams.Reads);
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {token}")).Status);
    }

    [Fact]
    public async Task Nobody_is_let_in_while_keys_cannot_be_read_and_known_ones_stay_good()
    {
        await using var teams = await FakeTeams.StartAsync();
        teams.IsDown = true;
        await using var host = await TeamsHost.StartAsync(teams);
        Assert.Equal((401, Refused), await host.PostAsync($"Bearer {host.Token()}"));
        teams.IsDown = false;
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {host.Token()}")).Status);
        teams.IsDown = true;
        Assert.Equal((401, Refused), await host.PostAsync($"Bearer {host.Token((header, _) => header["kid"] = "new")}"));
        Assert.Equal(LetIn, (await host.PostAsync($"Bearer {host.Token()}")).Status);
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_door()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var host = await TeamsHost.StartAsync(teams, ("ClientSecret", ""), ("AppId", "no id"), ("Cloud", "none"));
        Assert.Equal(404, (await host.PostAsync($"Bearer {host.Token()}")).Status);
        Assert.Equal(0, teams.Reads);
    }

    private static IEnumerable<(string What, string? Header)> Odd(TeamsHost host, FakeTeams teams, RSA forger)
    {
        string Of(Action<JsonObject, JsonObject> change) => $"Bearer {host.Token(change)}";
        string By(Func<byte[], byte[]> sign, string algorithm = "RS256")
        {
            var (header, claims) = FakeTeams.Good(TeamsHost.Now);
            header["alg"] = algorithm;
            return $"Bearer {FakeTeams.Sign(header, claims, sign)}";
        }

        var (good, key) = (host.Token(), teams.Keys["one"].Key);
        var parts = good.Split('.');
        return
        [
            ("no header", null),
            ("nothing behind Bearer", "Bearer "),
            ("no scheme", good),
            ("another scheme", $"Basic {good}"),
            ("small letters", $"bearer {good}"),
            ("garbage", "Bearer garbage"),
            ("dots", "Bearer .."),
            ("five parts", $"Bearer {good}.a.b"),
            ("no signature", $"Bearer {parts[0]}.{parts[1]}."),
            ("two parts", $"Bearer {parts[0]}.{parts[1]}"),
            ("a broken signature", $"Bearer {parts[0]}.{parts[1]}.{FakeTeams.Encoded("x")}"),
            ("other claims under the signature", $"Bearer {parts[0]}.{FakeTeams.Encoded("{\"iss\":\"x\"}")}.{parts[2]}"),
            ("too long", $"Bearer {good}{new string('A', 16_384)}"),
            ("forged under the same key id", By(words => FakeTeams.Rs256(forger, words))),
            ("no algorithm", By(_ => [], "none")),
            ("HS256 by the public key", By(words => HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), words), "HS256")),
            ("HS256 by its text",
                By(words => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), words), "HS256")),
            ("RS512", By(words => key.SignData(words, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), "RS512")),
            ("RS384", By(words => key.SignData(words, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1), "RS384")),
            ("PS256", By(words => key.SignData(words, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), "PS256")),
            ("another key's id", Of((header, _) => header["kid"] = "elsewhere")),
            ("no key id", Of((header, _) => header.Remove("kid"))),
            ("an unknown key id", Of((header, _) => header["kid"] = "nobody's")),
            ("a key of its own", Of((header, _) => (header["kid"], header["jku"]) = ("mine", "https://evil.example.com/keys"))),
            ("endorsed for another channel", $"Bearer {host.Token((header, _) => header["kid"] = "elsewhere", "elsewhere")}"),
            ("endorsed for none", $"Bearer {host.Token((header, _) => header["kid"] = "unendorsed", "unendorsed")}"),
            ("another app", Of((_, claims) => claims["aud"] = Guid.Empty.ToString())),
            ("no app", Of((_, claims) => claims.Remove("aud"))),
            ("another issuer", Of((_, claims) => claims["iss"] = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/")),
            ("the issuer with a slash", Of((_, claims) => claims["iss"] = FakeTeams.Issuer + "/")),
            ("no issuer", Of((_, claims) => claims.Remove("iss"))),
            ("over for six minutes", Of((_, claims) => claims["exp"] = Now - 360)),
            ("without an end", Of((_, claims) => claims.Remove("exp"))),
            ("an end that is no number", Of((_, claims) => claims["exp"] = "soon")),
            ("not good for six minutes", Of((_, claims) => claims["nbf"] = Now + 360)),
            ("another service URL", Of((_, claims) => claims["serviceurl"] = "https://smba.trafficmanager.net/amer/")),
            ("no service URL", Of((_, claims) => claims.Remove("serviceurl"))),
            ("an empty service URL", Of((_, claims) => claims["serviceurl"] = "")),
            ("a list of service URLs",
                Of((_, claims) => claims["serviceurl"] = new JsonArray(FakeTeams.ServiceUrl, "https://x.example.com"))),
        ];
    }
}
