using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Http;
using Watchbill.Jobs;

namespace Watchbill.Slack;

/// <summary>
/// Slack's Web API: paced as Slack asks for, tried again where that cannot do a thing twice. Everything that goes wrong is a
/// <see cref="SlackException"/>. Nothing of what is sent or of the token is ever logged.
/// </summary>
internal sealed partial class SlackApi(IOptions<SlackOptions> options, IHttpClientFactory clients, SlackPace pace, ILogger<SlackApi> log)
{
    /// <summary>The client's name; the factory's own logging, which writes addresses, is off for it.</summary>
    public const string Client = "slack";

    private const string Post = "chat.postMessage";

    private const int Attempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A message that Slack has taken is not to be said again only because its answer takes long.
    private static readonly TimeSpan PatienceForMessages = TimeSpan.FromSeconds(60);

    private static readonly Backoff Retry = new(Duration.FromMilliseconds(400), Duration.FromSeconds(5));

    // Slack reads JSON where something is written; everywhere else a form.
    private static readonly string[] Json = ["chat.", "views.", "usergroups.users.update", "conversations.setTopic"];

    // Repeated after an answer that was lost these would say or open something twice.
    private static readonly HashSet<string> Once = [Post, "chat.postEphemeral", "views.open", "response_url"];

    /// <returns>The whole answer.</returns>
    /// <exception cref="SlackException">Slack refused, or could not be reached.</exception>
    public Task<JsonElement> CallAsync(string method, JsonObject arguments, CancellationToken ct)
    {
        var key = method == Post ? KeyOf(arguments) : method;
        return TryAsync(method, key, () => Request(method, arguments), ct);
    }

    /// <summary>Posts a message, once: whoever posts it knows better whether something else goes first.</summary>
    /// <param name="patience">How long it may wait for the channel's turn.</param>
    /// <param name="onWire">Awaited when the request is about to be written to the socket.</param>
    /// <exception cref="SlackException">Slack refused, could not be reached, or wants it later.</exception>
    public async Task<JsonElement> PostOnceAsync(
        JsonObject message, TimeSpan patience, Func<CancellationToken, Task> onWire, CancellationToken ct)
    {
        var (key, isBegun) = (KeyOf(message), false);
        await pace.WaitAsync(Post, key, patience, ct);
        using var request = Request(Post, message);
        request.Content = new WireContent(request.Content!, async begin =>
        {
            await onWire(begin);
            isBegun = true;
        });
        try
        {
            return await SendAsync(Post, request, ct);
        }
        catch (SlackException failure) when (failure.MayHaveArrived && !isBegun)
        {
            throw new SlackException(Post, SlackException.Unreachable, failure) { IsTransient = true };
        }
        catch (SlackException limit) when (limit is { Error: SlackException.Limited, After: { } after })
        {
            Hold(key, after);
            throw;
        }
    }

    private HttpRequestMessage Request(string method, JsonObject arguments) =>
        new(HttpMethod.Post, new Uri(new Uri(options.Value.ApiBaseUrl.TrimEnd('/') + '/'), method))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.BotToken?.Trim()) },
            Content =
                Array.Exists(Json, method.StartsWith)
                    ? Body(arguments)
                    : new FormUrlEncodedContent(arguments.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString()))),
        };

    private static string KeyOf(JsonObject message) => $"{Post} {(string?)message["channel"]}";

    // Hosts that were told so together do not come back together.
    private void Hold(string key, TimeSpan after) => pace.Hold(key, after + (TimeSpan.FromMilliseconds(500) * Random.Shared.NextDouble()));

    /// <summary>Answers through the address that came with a command or a press.</summary>
    /// <exception cref="SlackException">It was used up, is too old, or could not be reached.</exception>
    public Task PostResponseUrlAsync(string url, JsonObject body, CancellationToken ct) =>
        TryAsync("response_url", url, () => new(HttpMethod.Post, url) { Content = Body(body) }, ct);

    private async Task<JsonElement> TryAsync(string method, string key, Func<HttpRequestMessage> make, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await pace.WaitAsync(method, key, SlackPace.MaxPatience, ct);
                using var request = make();
                return await SendAsync(method, request, ct);
            }
            catch (SlackException failure)
            {
                // Never sooner than Slack says, whoever calls next.
                if (failure is { Error: SlackException.Limited, After: { } after }) Hold(key, after);
                if (attempt == Attempts || !MayRepeat(failure, method)) throw;
                LogAgain(method, failure.Error);
                if (failure.After is null) await pace.PauseAsync(Retry.After(attempt).ToTimeSpan(), ct);
            }
        }
    }

    // A limit that lasts longer is the caller's to wait for; what surely did not arrive may always go again.
    private static bool MayRepeat(SlackException failure, string method) => failure.After is { } after
        ? after <= SlackPace.MaxPatience && failure.Error == SlackException.Limited
        : failure.IsTransient && !(failure.MayHaveArrived && Once.Contains(method));

    private async Task<JsonElement> SendAsync(string method, HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(method == Post ? PatienceForMessages : Patience);
            using var response = await client.SendAsync(request, patience.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(patience.Token);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                throw new SlackException(method,
                    SlackException.Limited)
                { After = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1) };
            if ((int)response.StatusCode >= 500)
                throw new SlackException(method, $"status {(int)response.StatusCode}")
                {
                    IsTransient = true,
                    MayHaveArrived = true,
                    NoAnswer = response.StatusCode == HttpStatusCode.GatewayTimeout,
                };
            // A response_url answers "ok" or its error in plain text.
            if (method == "response_url" && SlackJson.Read(answer) is null)
                return response.IsSuccessStatusCode
                    ? default : throw new SlackException(method, Word(answer) ?? $"status {(int)response.StatusCode}");
            return Read(method, response.StatusCode, answer);
        }
        catch (HttpRequestException failure)
        {
            var arrived =
                failure.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError);
            throw new SlackException(method, SlackException.Unreachable, failure)
            {
                IsTransient = true,
                MayHaveArrived = arrived,
                NoAnswer = arrived,
            };
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new SlackException(method, SlackException.Slow, failure) { IsTransient = true, MayHaveArrived = true, NoAnswer = true };
        }
    }

    private JsonElement Read(string method, HttpStatusCode status, byte[] answer)
    {
        if (SlackJson.Read(answer) is not { ValueKind: JsonValueKind.Object } json)
            throw new SlackException(method, $"status {(int)status} without an answer that can be read")
            {
                IsTransient = true,
                MayHaveArrived = true,
            };
        if (json.Says("ok")) return json;
        var refusal = SlackErrors.Of(method, json);
        // Slack says which rule and at which place, not what stood there. It is a fault of the renderer, so it has to be seen.
        if (refusal.Error == SlackException.NotDrawn)
            LogNotDrawn(method, string.Join("; ", json.Items("response_metadata", "messages").Select(reason => reason.ToString())));
        throw refusal;
    }

    /// <summary>Slack's word for what went wrong; null where it is none, such as a page of somebody in between.</summary>
    private static string? Word(byte[] answer) =>
        answer.Length is > 0 and <= 64 && answer.All(letter => char.IsAsciiLetterLower((char)letter) || letter == '_')
            ? Encoding.ASCII.GetString(answer) : null;

    private static StringContent Body(JsonObject json) => new(json.ToJsonString(), Encoding.UTF8, "application/json");

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: {Method} is tried again after '{Error}'.")]
    private partial void LogAgain(string method, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack: {Method} did not draw what it was given, so that is shown plainer: {Why}")]
    private partial void LogNotDrawn(string method, string why);
}
