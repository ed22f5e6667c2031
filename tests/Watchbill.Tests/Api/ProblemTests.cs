using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchbill.Api;

public sealed class ProblemTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("/api/v1/oncall?rotation=paymnets", 404, "rotation", "Did you mean `payments`?")]
    [InlineData("/api/v1/oncall?service=chekout", 404, "service", "Did you mean `checkout`?")]
    [InlineData("/api/v1/oncall?team=pyments", 404, "team", "Did you mean `payments`?")]
    [InlineData("/api/v1/oncall?rotaton=payments", 400, "rotaton", "Did you mean `rotation`?")]
    [InlineData("/api/v1/oncall?rotation=", 400, "rotation", "'rotation' is empty")]
    [InlineData("/api/v1/oncall?rotation=a&rotation=b", 400, "rotation", "given 2 times")]
    [InlineData("/api/v1/oncall?rotation=payments&team=payments", 400, "rotation", "Only one of")]
    [InlineData("/api/v1/oncall?at=tomorrow", 400, "at", "'tomorrow'; expected is an instant such as 2026-11-20T09:00:00Z")]
    [InlineData("/api/v1/oncall?at=2026-11-20T10:00:00", 400, "at", "expected is an instant")]
    [InlineData("/api/v1/oncall?at=2026-02-30T10:00:00Z", 400, "at", "expected is an instant")]
    [InlineData("/api/v1/oncall?at=9998-12-31T23:59:59Z", 400, "at", "1900 to 2199")]
    [InlineData("/api/v1/oncall?at=%00%FF", 400, "at", "expected is an instant")]
    [InlineData("/api/v1/rotations/..%2f..%2fetc/shifts", 404, "rotation", "No rotation")]
    [InlineData("/api/v1/rotations/%F0%9F%92%A9/shifts", 404, "rotation", "No rotation")]
    [InlineData("/api/v1/rotations/payments/shifts?from=2026-12-01&to=2026-11-01", 400, "to", "not after 'from'")]
    [InlineData("/api/v1/rotations/payments/shifts?from=2026-12-01&to=2026-12-01", 400, "to", "not after 'from'")]
    [InlineData("/api/v1/rotations/payments/shifts?from=2020-01-01&to=2026-01-01", 400, "to", "more than five years")]
    [InlineData("/api/v1/rotations/payments/shifts?layer=primry", 404, "layer", "Did you mean `primary`?")]
    [InlineData("/api/v1/rotations/payments/shifts?from=31.12.2026", 400, "from", "or a date such as 2026-11-20 (in Europe/Lisbon)")]
    [InlineData("/api/v1/audit?limit=0", 400, "limit", "from 1 to 1000")]
    [InlineData("/api/v1/audit?limit=99999999999999999999", 400, "limit", "from 1 to 1000")]
    [InlineData("/api/v1/audit?after=-1", 400, "after", "expected is a number")]
    [InlineData("/api/v1/messages?from=2026-11-20T10:00:00Z&to=2026-11-19T10:00:00Z", 400, "to", "not after 'from'")]
    [InlineData("/api/v1/nowhere", 404, null, "There is nothing at this address")]
    [InlineData("/api/v2/oncall", 404, null, "There is nothing at this address")]
    [InlineData("/api", 404, null, "There is nothing at this address")]
    [InlineData("/api/v1/stale", 409, null, "Somebody changed it meanwhile")]
    [InlineData("/api/v1/full", 503, null, "The database could not do this, and nothing was saved")]
    [InlineData("/api/v1/broken", 500, null, "its log says why")]
    public async Task A_hostile_question_gets_one_clear_sentence(string path, int status, string? field, string says) =>
        IsProblem(await host.GetAsync(path), status, field, says);

    [Theory]
    [InlineData("", 400, null, "not valid JSON")]
    [InlineData("{", 400, null, "not valid JSON at line 1")]
    [InlineData("[]", 400, null, "a JSON object with person, start, reason")]
    [InlineData("null", 400, null, "a JSON object")]
    [InlineData("{\"person\":\"ana\",\"person\":\"ben\"}", 400, null, "not valid JSON")]
    [InlineData("{\"persn\":\"ana\"}", 400, "persn", "Did you mean `person`?")]
    [InlineData("{\"start\":\"now\"}", 400, "person", "'person' is missing")]
    [InlineData("{\"person\":\" \"}", 400, "person", "'person' is missing")]
    [InlineData("{\"person\":null}", 400, "person", "'person' is missing")]
    [InlineData("{\"person\":7}", 400, "person", "'person' is 7; expected is a text")]
    [InlineData("{\"person\":{\"id\":\"ana\"}}", 400, "person", "expected is a text")]
    [InlineData("{\"person\":\"\\ud800\"}", 400, "person", "half a character")]
    [InlineData("{\"\\ud800\":1}", 400, null, "half a character")]
    public async Task A_hostile_body_gets_one_clear_sentence(string body, int status, string? field, string says) =>
        IsProblem(await host.PostAsync("/api/v1/read-body", body), status, field, says);

    [Fact]
    public async Task A_body_of_another_type_is_not_read() =>
        IsProblem(await host.PostAsync("/api/v1/read-body", "person=ana", "application/x-www-form-urlencoded"), 415, null,
            "application/json");

    [Fact]
    public async Task A_deep_body_is_refused() =>
        IsProblem(await host.PostAsync("/api/v1/read-body", new string('[', 500) + new string(']', 500)), 400, null, "not valid JSON");

    [Fact]
    public async Task A_long_text_is_refused() =>
        IsProblem(await host.PostAsync("/api/v1/read-body", $"{{\"person\":\"{new string('a', 3001)}\"}}"), 400, "person", "at most 3000");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_one_megabyte_is_refused(bool chunked)
    {
        using var content = new StringContent(new string(' ', (1024 * 1024) + 1), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/read-body") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        // Otherwise the connection may end while the client still sends, and the answer is lost.
        request.Headers.ExpectContinue = true;
        IsProblem(await host.SendAsync(request), 413, null, "larger than 1 MB");
    }

    [Fact]
    public async Task A_body_of_odd_bytes_is_refused()
    {
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}']);
        content.Headers.ContentType = new("application/json");
        IsProblem(await host.SendAsync(new(HttpMethod.Post, "/api/v1/read-body") { Content = content }), 400, null, "not valid UTF-8");
    }

    [Fact]
    public async Task A_wrong_method_is_told_which_one_is_right() =>
        IsProblem(await host.SendAsync(new(HttpMethod.Delete, "/api/v1/oncall")), 405, null, "DELETE is not possible here; GET is.");

    [Fact]
    public async Task A_broken_promise_of_ours_is_logged_and_not_shown()
    {
        var answer = await host.GetAsync("/api/v1/broken?password=hunter2");
        Assert.DoesNotContain("secret inside", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Error: GET /api/v1/broken failed", host.Log.All);
    }

    [Fact]
    public async Task The_log_holds_the_template_of_a_route_and_nothing_that_was_asked()
    {
        await host.GetAsync("/api/v1/rotations/payments/shifts?from=2026-12-24");
        await host.Log.OfAsync("Information: GET /api/v1/rotations/{id}/shifts 200 ", TestContext.Current.CancellationToken);
        var ours =
            host.Log.All
                .Where(line => line.Contains("/rotations/", StringComparison.Ordinal) && line.EndsWith(" ms", StringComparison.Ordinal))
                    .ToList();
        Assert.DoesNotContain(ours,
            line =>
                line.Contains("2026-12-24", StringComparison.Ordinal) && line.EndsWith(" ms", StringComparison.Ordinal)
                    && !line.Contains("Request finished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_is_not_http_does_not_harm()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync("GARBAGE\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/health/live")).Status);
    }

    private static void IsProblem(Answer answer, int status, string? field, string says)
    {
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.Contains(says, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(field, answer.Json.TryGetProperty("field", out var named) ? named.GetString() : null);
    }
}
