using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// Slack's Web API over <see cref="PacedCalls"/>, which waits out a 429 and retries. Every failure is a <see cref="CallException"/>;
/// neither requests nor the token are logged.
/// </summary>
internal sealed partial class SlackApi
{
    public const string Client = "slack";

    // Slack reads JSON where something is written; everywhere else a form.
    private static readonly string[] Json = ["chat.", "views.", "usergroups.users.update", "conversations.setTopic"];

    private readonly SlackOptions options;
    private readonly PacedCalls calls;
    private readonly ILogger<SlackApi> log;

    public SlackApi(IOptions<SlackOptions> options, IHttpClientFactory clients, TimeProvider time, ILogger<SlackApi> log)
    {
        (this.options, this.log) = (options.Value, log);
        calls = new(SlackPlatform.Value.Name, () => clients.CreateClient(Client), time, log);
    }

    /// <returns>The whole answer.</returns>
    /// <exception cref="CallException">Slack refused, or could not be reached.</exception>
    public Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken ct)
    {
        var call = method == SlackTiers.Post ? SlackTiers.Message((string?)arguments["channel"]) : SlackTiers.Method(method);
        return calls.SendAsync(call, () => Request(method, arguments), (status, answer) => Read(method, status, answer), ct);
    }

    /// <summary>Calls, and waits as long as Slack wants it to.</summary>
    /// <exception cref="CallException">Slack refused, or could not be reached.</exception>
    public Task PersistAsync(string method, JsonObject arguments, CancellationToken ct) =>
        calls.PersistAsync(() => CallAsync(method, arguments, ct), ct);

    /// <summary>Posts a message, once: whoever posts it knows better whether something else goes first.</summary>
    /// <param name="patience">How long it may wait for the channel's turn.</param>
    /// <param name="onWire">Awaited when the request is about to be written to the socket.</param>
    /// <exception cref="CallException">Slack refused, could not be reached, or wants it later.</exception>
    public async Task<JsonElement> PostOnceAsync(
        JsonObject message, TimeSpan patience, Func<CancellationToken, Task> onWire, CancellationToken ct)
    {
        var call = SlackTiers.Message((string?)message["channel"]);
        using var request = Request(SlackTiers.Post, message);
        return await calls.SendOnceAsync(call, request, patience, onWire, (status, answer) => Read(SlackTiers.Post, status, answer), ct);
    }

    /// <summary>Answers through the address that came with a command or a press.</summary>
    /// <exception cref="CallException">It was used up, is too old, or could not be reached.</exception>
    public Task PostResponseUrlAsync(string url, JsonObject body, CancellationToken ct) =>
        calls.SendAsync(SlackTiers.Answer(url), () => new(HttpMethod.Post, url) { Content = RelaxedJson.Content(body) }, ReadResponse, ct);

    /// <summary>An address for a socket. The app's token goes to this one method and nowhere else.</summary>
    /// <exception cref="CallException">Slack gave none, or could not be reached.</exception>
    public async Task<Uri> SocketAddressAsync(CancellationToken ct)
    {
        const string Open = "apps.connections.open";
        var answer = await calls.SendAsync(SlackTiers.Method(Open), () => Request(Open, [], options.AppToken),
            (status, body) => Read(Open, status, body), ct);
        return Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var url) && url.Scheme is "wss" or "ws"
            ? url : throw SlackErrors.Of(Open, "no address", isTransient: true);
    }

    private HttpRequestMessage Request(string method, JsonObject arguments) => Request(method, arguments, options.BotToken);

    private HttpRequestMessage Request(string method, JsonObject arguments, string? token) =>
        new(HttpMethod.Post, new Uri(new Uri(options.ApiBaseUrl.TrimEnd('/') + '/'), method))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token?.Trim()) },
            Content =
                Array.Exists(Json, method.StartsWith)
                    ? RelaxedJson.Content(arguments)
                    : new FormUrlEncodedContent(arguments.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString()))),
        };

    private JsonElement Read(string method, HttpStatusCode status, byte[] answer)
    {
        if (StrictJson.ObjectOrNull(answer) is not { ValueKind: JsonValueKind.Object } json)
        {
            throw SlackErrors.Of(method, $"status {(int)status} without an answer that can be read", isTransient: true);
        }

        if (json.Says("ok")) return json;
        var refusal = SlackErrors.Of(method, json);
        // Slack says which rule and at which place, not what stood there. It is a fault of the renderer, so it has to be seen.
        if (refusal.Error == SlackErrors.NotDrawn)
            LogNotDrawn(method, string.Join("; ", json.Items("response_metadata", "messages").Select(reason => reason.ToString())));
        throw refusal;
    }

    // A response_url answers "ok" or its error in plain text.
    private JsonElement ReadResponse(HttpStatusCode status, byte[] answer)
    {
        if (StrictJson.ObjectOrNull(answer) is not null) return Read(SlackTiers.ResponseUrl, status, answer);
        return (int)status is >= 200 and < 300
            ? default : throw SlackErrors.Of(SlackTiers.ResponseUrl, Word(answer) ?? $"status {(int)status}", isTransient: false);
    }

    /// <summary>Slack's word for what went wrong; null where it is none, such as a page of somebody in between.</summary>
    private static string? Word(byte[] answer) =>
        answer.Length is > 0 and <= 64 && answer.All(letter => char.IsAsciiLetterLower((char)letter) || letter == '_')
            ? Encoding.ASCII.GetString(answer) : null;

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack: {Method} did not draw what it was given, so that is shown plainer: {Why}")]
    private partial void LogNotDrawn(string method, string why);
}
