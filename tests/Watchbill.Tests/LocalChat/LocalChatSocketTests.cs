using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Watchbill.LocalChat;

/// <summary>Section 10 over real connections.</summary>
public sealed class LocalChatSocketTests
{
    private static readonly object Ask = new { person = "ana", text = "now" };

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/chat/chat.js")]
    [InlineData("GET", "/chat/events")]
    [InlineData("POST", "/chat")]
    [InlineData("POST", "/chat/press")]
    [InlineData("POST", "/chat/submit")]
    public async Task Every_route_is_closed_to_foreign_hosts_proxies_and_origins(string method, string path)
    {
        await using var host = await LocalHost.StartAsync();
        foreach (var (name, value) in new[] { ("Host", "evil.example.com"), ("X-Forwarded-For", "127.0.0.1"),
            ("Origin", "https://evil.example.com") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add(name, value);
            if (method == "POST") request.Content = new StringContent("{}", null, "application/json");
            using var response =
                await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(0, host.Commands.Ran);
    }

    [Fact]
    public async Task Another_machine_is_refused_though_it_says_localhost()
    {
        var address =
            NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(a => a.Address)
                .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        if (address is null) Assert.Skip("This machine has no address but loopback, so there is no other peer to play.");
        await using var host = await LocalHost.StartAsync(listen: "http://0.0.0.0:0");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}:{host.Url.Port}/");
        request.Headers.Host = "localhost";
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("answers this machine only", await DetailAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_page_is_let_in()
    {
        await using var host = await LocalHost.StartAsync();
        host.Client.DefaultRequestHeaders.Add("Origin", host.Url.GetLeftPart(UriPartial.Authority));
        using var response = await host.PostAsync("/chat", Ask);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_body_that_does_not_say_json_is_415(string? type)
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.PostAsync("/chat", "{\"person\": \"ana\", \"text\": \"now\"}"u8.ToArray(), type);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", await DetailAsync(response), StringComparison.Ordinal);
        Assert.Equal(0, host.Commands.Ran);
    }

    [Theory]
    [InlineData("Development", "Slack:SigningSecret=0123456789abcdef")]
    [InlineData("Development", "Slack:AppToken=xapp-1")]
    [InlineData("Development", "Teams:ClientSecret=secret")]
    [InlineData("Production", "LocalChat:Enabled=true")]
    [InlineData("Staging", "LocalChat:Enabled=false")]
    public async Task Where_it_is_not_mapped_there_is_nothing_and_the_log_says_why(string environment, string setting)
    {
        await using var host = await LocalHost.StartAsync(environment, settings: setting);
        foreach (var path in new[] { "/", "/chat/chat.js", "/chat/events" })
            Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("/chat", Ask)).StatusCode);
        Assert.Contains(host.Log,
            line => line.StartsWith("The local chat", StringComparison.Ordinal) && line.Contains("closed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outside_production_it_opens_when_enabled()
    {
        await using var host = await LocalHost.StartAsync("Staging", settings: "LocalChat:Enabled=true");
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/chat", Ask)).StatusCode);
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response) =>
        (await LocalHost.JsonAsync(response)).GetProperty("detail").GetString()!;
}
