using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Xunit.Sdk;

namespace Watchbill.Fixtures;

/// <summary>A call of the Bot Connector that was done.</summary>
/// <param name="Path">Beneath <c>v3/conversations</c>: the conversation, and what of it.</param>
public sealed record ConnectorCall(string Method, string Path, JsonObject Body, TimeSpan At)
{
    public string Conversation => Path.Split('/')[0];

    /// <summary>The id of the message.</summary>
    public string Message => (string?)Body["id"] ?? Path.Split('/')[^1];

    /// <summary>The card that was shown.</summary>
    public JsonObject Card => Body["attachments"]![0]!["content"]!.AsObject();

    /// <summary>What the card says, a line each block.</summary>
    public string Words => string.Join('\n', Card["body"]!.AsArray().SelectMany(Said));

    /// <summary>The buttons of the card, by their labels.</summary>
    public IReadOnlyList<string> Labels => [.. Actions.Select(action => (string)action["title"]!)];

    public IEnumerable<JsonObject> Actions => Card["body"]!.AsArray().Where(block => (string?)block!["type"] == "ActionSet")
        .SelectMany(block => block!["actions"]!.AsArray()).Select(action => action!.AsObject());

    /// <summary>What a button of the card sends.</summary>
    public JsonObject Data(string label) =>
        Actions.Single(action => (string?)action["title"] == label)["data"]!.DeepClone().AsObject();

    private static IEnumerable<string> Said(JsonNode? block) => (string?)block!["type"] switch
    {
        "TextBlock" => [(string)block["text"]!],
        "FactSet" => block["facts"]!.AsArray().Select(fact => $"{fact!["title"]}: {fact["value"]}"),
        "Table" => block["rows"]!.AsArray()
            .Select(row => string.Join(" | ", row!["cells"]!.AsArray().SelectMany(cell => cell!["items"]!.AsArray().SelectMany(Said)))),
        _ => [],
    };
}

/// <summary>
/// The Bot Connector as its documentation has it: what it would refuse, such as what is too long, is for nobody it knows or carries no
/// token, is refused here.
/// </summary>
public sealed partial class FakeTeams
{
    private const int MaxBytes = 80 * 1024;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stopwatch uptime = Stopwatch.StartNew();
    private int messages;

    public string ConnectorUrl => $"{app.Urls.First()}/emea/";

    public string TokenUrl => $"{app.Urls.First()}/token";

    /// <summary>Conversations that are there, without their threads.</summary>
    public ConcurrentDictionary<string, bool> Conversations { get; } = new();

    /// <summary>Members by the id by which Teams addresses them, or by their account.</summary>
    public ConcurrentDictionary<string, JsonObject> Members { get; } = new();

    /// <summary>Accounts that have the app for themselves: only of these a conversation is opened by the account alone.</summary>
    public ConcurrentDictionary<string, bool> Installed { get; } = new();

    /// <summary>What is answered instead, in this order.</summary>
    public ConcurrentQueue<(int Status, string Code, string Message, int? RetryAfter)> Faults { get; } = new();

    public ConcurrentQueue<ConnectorCall> Done { get; } = new();

    public ConcurrentQueue<(string Path, int Status)> Refused { get; } = new();

    /// <summary>What Entra says instead of a token.</summary>
    public string? TokenError { get; set; }

    /// <summary>Until it is completed nobody gets a token.</summary>
    public Task TokenGate { get; set; } = Task.CompletedTask;

    /// <summary>Completed once somebody asks for a token.</summary>
    public TaskCompletionSource TokenAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Tokens { get; private set; }

    /// <summary>The call of the given number among those that send or show a message, once there is one.</summary>
    public Task<ConnectorCall> SeenAsync(int number = 0) => SeenAsync($"message {number}", said => said.ElementAtOrDefault(number));

    /// <summary>The newest message like it in a conversation or one of its threads, once there is one.</summary>
    public Task<ConnectorCall> SeenAsync(string conversation, Func<ConnectorCall, bool> which) => SeenAsync(
        $"such message in {conversation}",
        said => said.LastOrDefault(call => call.Conversation.Split(';')[0] == conversation && which(call)));

    private async Task<ConnectorCall> SeenAsync(string what, Func<IEnumerable<ConnectorCall>, ConnectorCall?> find)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(5,
            TestContext.Current.CancellationToken))
        {
            if (find(Done.Where(call => call.Body.ContainsKey("attachments"))) is { } call) return call;
        }

        var calls = Done.Select(call => $"{call.Method} {call.Path} {(call.Body.ContainsKey("attachments") ? call.Words : "")}");
        throw new XunitException(
            $"There was no {what}; there were: {string.Join(", ", calls)}; refused: {string.Join(", ", Refused)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        TokenAsked.TrySetResult();
        await TokenGate;
        if (TokenError is { } error) return Results.Json(new { error = "invalid_client", error_description = error }, statusCode: 401);
        if (form["grant_type"] != "client_credentials" || form["scope"] != "https://api.botframework.com/.default"
            || form["client_id"] != AppId) return Results.StatusCode(400);
        return Results.Json(new { token_type = "Bearer", access_token = $"token-{++Tokens}", expires_in = 3600 });
    }

    private async Task<IResult> ConnectAsync(HttpRequest request, string? path)
    {
        var body = await ReadAsync(request);
        var status = 0;
        var result = Answer();
        if (status != 0) Refused.Enqueue((path ?? "", status));
        return result;

        IResult Answer()
        {
            if (Faults.TryDequeue(out var fault))
            {
                if (fault.RetryAfter is { } after) request.HttpContext.Response.Headers.RetryAfter = $"{after}";
                return Refuse(fault.Status, fault.Code, fault.Message);
            }

            if (!request.Headers.Authorization.ToString().StartsWith("Bearer token-", StringComparison.Ordinal))
                return Refuse(401, "Unauthorized", "Authorization has been denied for this request.");
            var parts = (path ?? "").Split('/');
            if (parts is not ["v3", "conversations", .. var rest]) return Refuse(404, "NotFound", "");
            if (rest is [])
            {
                var user = (string)body["members"]![0]!["id"]!;
                if (!user.StartsWith("29:", StringComparison.Ordinal) && !Installed.ContainsKey(user))
                    return Refuse(403, "ForbiddenOperationException", "The bot is not installed in user's personal scope");
                var opened = $"a:{user}";
                Conversations[opened] = true;
                Done.Enqueue(new(request.Method, "", body, uptime.Elapsed));
                return Results.Json(new { id = opened }, statusCode: 201);
            }

            var conversation = Uri.UnescapeDataString(rest[0]);
            if (!Conversations.ContainsKey(conversation.Split(";messageid=")[0]))
                return Refuse(404, "ConversationNotFound", "Conversation not found.");
            if (rest is [_, "members", var member])
            {
                return Members.TryGetValue(Uri.UnescapeDataString(member), out var known)
                    ? Results.Text(known.ToJsonString(), "application/json") : Refuse(404, "MemberNotFoundInConversation", "");
            }

            if (rest is [_, "pagedmembers"]) return Paged(request.Query["pageSize"]!, request.Query["continuationToken"]);
            // Sent to one reader it names them; brought up to date it may not.
            var isTargeted = request.Query["isTargetedActivity"] == "true";
            if (body["recipient"] is not null != (isTargeted && request.Method == "POST")) return Refuse(400, "BadArgument", "recipient");
            if (body["attachments"] is not null && Flaw(body) is { } flaw) return Refuse(flaw.Status, flaw.Code, "");
            if (request.Method == "PUT" && !Done.Any(call => call.Method == "POST" && (string?)call.Body["id"] == rest[^1]))
                return Refuse(404, "ActivityNotFoundInConversation", "");
            if (request.Method == "POST") body["id"] = $"sent-{Interlocked.Increment(ref messages)}";
            Done.Enqueue(new(request.Method, string.Join('/', [conversation, .. rest[1..]]), body, uptime.Elapsed));
            return Results.Json(new { id = (string?)body["id"] ?? rest[^1] }, statusCode: request.Method == "POST" ? 201 : 200);
        }

        IResult Paged(string size, string? after)
        {
            if (int.Parse(size, CultureInfo.InvariantCulture) is < 50 or > 500) return Refuse(400, "BadArgument", "pageSize");
            // Fewer at once than asked for: how many there are is the service's to say.
            var rest = Members.OrderBy(member => member.Key, StringComparer.Ordinal)
                .SkipWhile(member => after is not null && string.CompareOrdinal(member.Key, after) <= 0).ToList();
            var page = new JsonObject { ["members"] = new JsonArray([.. rest.Take(2).Select(member => member.Value.DeepClone())]) };
            if (rest.Count > 2) page["continuationToken"] = rest[1].Key;
            return Results.Text(page.ToJsonString(), "application/json");
        }

        IResult Refuse(int code, string error, string message)
        {
            status = code;
            return Results.Json(new { error = new { code = error, message } }, statusCode: code);
        }
    }

    private static (int Status, string Code)? Flaw(JsonObject message)
    {
        if (message.ToJsonString(Relaxed).Length * 2 > MaxBytes) return (413, "MessageSizeTooBig");
        var card = message["attachments"]![0]!["content"]!;
        if ((string?)card["version"] != "1.5" || card["body"] is not JsonArray { Count: > 0 }) return (400, "BadArgument");
        var body = card["body"]!.ToJsonString(Relaxed);
        return card["msteams"]!["entities"]!.AsArray().All(one => body.Contains((string)one!["text"]!, StringComparison.Ordinal))
            ? null : (400, "BadArgument");
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync() is { Length: > 0 } text ? JsonNode.Parse(text)!.AsObject() : [];
    }
}
