using System.Text;
using Watchbill.Storage;

namespace Watchbill.LocalChat;

public sealed class HostileInputTests
{
    public static TheoryData<string, string, int, string> Bodies() => new()
    {
        { "/chat", "", 400, "not JSON" },
        { "/chat", "{", 400, "not JSON" },
        { "/chat", "{\"person\": \"ana\", \"text\": \"now\"} x", 400, "not JSON" },
        { "/chat", "{\"person\": \"ana\", \"person\": \"kit\", \"text\": \"now\"}", 400, "names a field twice" },
        { "/chat", string.Concat(Enumerable.Repeat("[", 5000)), 400, "too deep" },
        { "/chat", "[]", 400, "The body is a list" },
        { "/chat", "\"now\"", 400, "The body is text" },
        { "/chat", "null", 400, "The body is null" },
        { "/chat", "{}", 400, "'person' is missing" },
        { "/chat", "{\"text\": \"now\"}", 400, "'person' is missing" },
        { "/chat", "{\"person\": \"ana\"}", 400, "'text' is missing" },
        { "/chat", "{\"person\": 7, \"text\": \"now\"}", 400, "'person' is a number" },
        { "/chat", "{\"person\": \"ana\", \"text\": null}", 400, "'text' is null" },
        { "/chat", "{\"person\": \"ana\", \"text\": [\"now\"]}", 400, "'text' is a list" },
        { "/chat", "{\"person\": \"ana\", \"text\": true}", 400, "'text' is true or false" },
        { "/chat", "{\"person\": \"anna\", \"text\": \"now\"}", 400, "nobody called 'anna'. Did you mean `ana`?" },
        { "/chat", "{\"person\": \"old\", \"text\": \"now\"}", 400, "nobody called 'old'" },
        { "/chat", "{\"person\": \"\", \"text\": \"now\"}", 400, "nobody called ''" },
        { "/chat", $"{{\"person\": \"{new string('a', 2999)}\", \"text\": \"now\"}}", 400, "an id has at most 63" },
        { "/chat", "{\"person\": \"ana\", \"text\": \"now \\ud83d\"}", 400, "half of a character" },
        { "/chat", "{\"person\": \"ana\", \"text\": \"now \\u0000\"}", 400, "U+0000" },
        { "/chat", "{\"person\": \"ana\", \"text\": \"now \\u001b[31m\"}", 400, "U+001B" },
        { "/chat", $"{{\"person\": \"ana\", \"text\": \"{new string('x', 3001)}\"}}", 400, "3001 characters; the most is 3000" },
        { "/chat", new string(' ', (1 << 20) + 1), 413, "over 1 MB" },
        { "/chat/press", "{\"person\": \"ana\", \"value\": \"7\"}", 400, "'action' is missing" },
        { "/chat/press", "{\"person\": \"ana\", \"action\": \"try.press\"}", 400, "'value' is missing" },
        { "/chat/press", "{\"person\": \"ana\", \"action\": \"try.press\", \"value\": 7}", 400, "'value' is a number" },
        { "/chat/submit", "{\"person\": \"ana\", \"form\": \"try\"}", 400, "'values' is missing" },
        { "/chat/submit", "{\"person\": \"ana\", \"form\": \"try\", \"values\": [\"ben\"]}", 400, "'values' is a list" },
        { "/chat/submit", "{\"person\": \"ana\", \"form\": \"try\", \"values\": {\"why\": 7}}", 400, "'values.why' is a number" },
        { "/chat/submit", "{\"person\": \"ana\", \"form\": \"try\", \"values\": {\"why\": {\"a\": {}}}}", 400,
            "'values.why' is an object" },
        { "/chat/submit", "{\"person\": \"ana\", \"form\": \"try\", \"values\": {\"\\ud800\": \"x\"}}", 400, "half of a character" },
    };

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_meant_is_a_problem_in_one_sentence_and_changes_nothing(
        string path, string body, int status, string says)
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.PostAsync(path, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await LocalHost.JsonAsync(response);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        await NothingHappenedAsync(host);
    }

    public static TheoryData<byte[]> NotUtf8() =>
    [
        "{\"person\": \"ana\", \"text\": \"now "u8.ToArray().Concat(new byte[] { 0xff, (byte)'"', (byte)'}' }).ToArray(),
        "{\"person\": \"ana\", \"text\": \""u8.ToArray().Concat(new byte[] { 0xc0, 0xaf, (byte)'"', (byte)'}' }).ToArray(),
        "{\"person\": \"ana\", \"text\": \""u8.ToArray().Concat(new byte[] { 0xed, 0xa0, 0x80, (byte)'"', (byte)'}' }).ToArray(),
        Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{\"person\": \"ana\", \"text\": \"now\"}")).ToArray(),
    ];

    [Theory]
    [MemberData(nameof(NotUtf8), DisableDiscoveryEnumeration = true)]
    public async Task Bytes_that_are_not_utf8_are_refused(byte[] body)
    {
        await using var host = await LocalHost.StartAsync();
        using var response = await host.PostAsync("/chat", body);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("UTF-8", (await LocalHost.JsonAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await NothingHappenedAsync(host);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_counted_as_it_comes()
    {
        await using var host = await LocalHost.StartAsync();
        using var content = new StreamContent(new Endless());
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var response =
            await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("🚨")]
    public async Task Three_thousand_characters_are_not_too_many(string character)
    {
        await using var host = await LocalHost.StartAsync();
        using var response =
            await host.PostAsync("/chat", new { person = "ana", text = string.Concat(Enumerable.Repeat(character, 3000)) });
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task NothingHappenedAsync(LocalHost host)
    {
        Assert.Equal(0, host.Commands.Ran);
        Assert.Empty(await host.Store.ListAsync<AuditRow>(IdRange.All, TestContext.Current.CancellationToken));
    }

    /// <summary>Two megabytes of blanks.</summary>
    private sealed class Endless() : MemoryStream(Enumerable.Repeat((byte)' ', 2 << 20).ToArray())
    {
        public override bool CanSeek => false;
    }
}
