using System.Net;

namespace Watchbill.LocalChat;

public sealed class LoopbackGuardTests
{
    [Theory]
    [InlineData("Development", null, false, true)]
    [InlineData("Development", null, true, false)]
    [InlineData("Development", true, true, true)]
    [InlineData("Development", true, false, true)]
    [InlineData("Development", false, false, false)]
    [InlineData("Staging", null, false, false)]
    [InlineData("Staging", true, false, true)]
    [InlineData("Staging", true, true, true)]
    [InlineData("Production", null, false, false)]
    [InlineData("Production", true, false, false)]
    [InlineData("Production", true, true, false)]
    [InlineData("production", true, false, false)]
    public void It_is_mapped_in_development_without_secrets_or_on_demand_and_never_in_production(
        string environment, bool? enabled, bool secret, bool open) =>
        Assert.Equal(open, LoopbackGuard.Decide(environment, enabled, secret).Open);

    [Fact]
    public void Asked_for_in_production_it_says_why_it_stays_closed() =>
        Assert.Contains("in Production it never opens", LoopbackGuard.Decide("Production", true, false).Because, StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.4", false)]
    [InlineData("172.17.0.1", false)]
    [InlineData("::ffff:10.0.0.4", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData(null, false)]
    public void Only_this_machine_is_let_in(string? peer, bool let) =>
        Assert.Equal(let, LoopbackGuard.Refuse(Usual with { Peer = peer is null ? null : IPAddress.Parse(peer) }) is null);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:5080", true)]
    [InlineData("LOCALHOST:80", true)]
    [InlineData("127.0.0.1:9", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("[::1]", true)]
    [InlineData("", false)]
    [InlineData("watchbill.example.com", false)]
    [InlineData("localhost.example.com:5080", false)]
    [InlineData("localhost.", false)]
    [InlineData("me@localhost", false)]
    [InlineData("127.0.0.1.nip.io", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("0.0.0.0:5080", false)]
    public void Only_names_of_this_machine_are_answered(string host, bool let) =>
        Assert.Equal(let, LoopbackGuard.Refuse(Usual with { Host = host }) is null);

    [Theory]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-host")]
    [InlineData("X-Forwarded-Proto")]
    [InlineData("X-Original-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    [InlineData("CF-Connecting-IP")]
    [InlineData("True-Client-IP")]
    public void What_came_through_a_proxy_is_refused_and_the_header_named(string header)
    {
        var closed = LoopbackGuard.Refuse(Usual with { Headers = ["Host", header, "Accept"] });
        Assert.Equal(403, closed?.Status);
        Assert.Contains(header, closed!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "localhost:5080", "", true)]
    [InlineData("http", "localhost:5080", "http://localhost:5080", true)]
    [InlineData("http", "[::1]:5080", "http://[::1]:5080", true)]
    [InlineData("http", "localhost:80", "http://localhost", true)]
    [InlineData("http", "localhost:5080", "https://localhost:5080", false)]
    [InlineData("http", "localhost:5080", "http://localhost:3000", false)]
    [InlineData("http", "localhost:5080", "http://localhost", false)]
    [InlineData("http", "localhost:5080", "http://127.0.0.1:5080", false)]
    [InlineData("http", "localhost:5080", "http://localhost:5080.example.com", false)]
    [InlineData("http", "localhost:5080", "https://example.com", false)]
    [InlineData("http", "localhost:5080", "null", false)]
    [InlineData("http", "localhost:5080", "http://localhost:5080,http://localhost:5080", false)]
    public void Only_its_own_page_may_call_it(string scheme, string host, string origin, bool let) =>
        Assert.Equal(let, LoopbackGuard.Refuse(Usual with { Scheme = scheme, Host = host, Origin = origin }) is null);

    [Theory]
    [InlineData(null, true)]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=utf-8", true)]
    [InlineData("application/json; charset=\"UTF-8\"", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("multipart/form-data; boundary=x", false)]
    [InlineData("application/jsonp", false)]
    [InlineData("text/plain; application/json", false)]
    [InlineData("application/json, text/plain", false)]
    public void A_body_is_json_and_nothing_that_a_foreign_form_can_send(string? type, bool let) =>
        Assert.Equal(let ? null : 415, LoopbackGuard.Refuse(Usual with { ContentType = type })?.Status);

    private static RequestOrigin Usual { get; } = new(IPAddress.Loopback, "http", "localhost:5080", ["Host", "User-Agent", "Accept"]);
}
