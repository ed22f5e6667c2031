using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Watchbill.Slack;
using Xunit.Sdk;

namespace Watchbill.Fixtures;

/// <summary>
/// Slack as its documentation has it, on a real port: the Web API with its errors and limits, response addresses,
/// trigger ids and Socket Mode. What Slack would refuse, or pass over without a word, is refused here.
/// </summary>
public sealed partial class FakeSlack : IAsyncDisposable
{
    public const string BotToken = "xoxb-000000000000-fake";
    public const string AppToken = "xapp-1-A0FAKE-fake";
    public const string Team = "T0WATCH";
    public const string Bot = "U0BOT";

    private readonly WebApplication app;
    private readonly Stopwatch uptime = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<string, (bool Expired, bool Used)> triggers = new();
    private readonly ConcurrentDictionary<string, int> responses = new();
    private int count;

    private FakeSlack()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/api/{method}", CallAsync);
        app.MapPost("/response/{id}", RespondAsync);
        app.Map("/socket", http => Sockets.AcceptAsync(http));
    }

    public Uri Url => new($"{app.Urls.First()}/api/");
    public FakeSlackSockets Sockets { get; } = new();
    public HashSet<string> Scopes { get; } = [.. Methods.Values.Select(method => method.Scope).Where(scope => scope.Length > 0)];

    /// <summary>The enterprise of the workspace; null: it is of none.</summary>
    public string? Enterprise { get; set; }

    /// <summary>How many users a page of a list holds.</summary>
    public int PageSize { get; set; } = 1000;
    public ConcurrentDictionary<string, JsonObject> Users { get; } = new();
    public ConcurrentDictionary<string, string> Topics { get; } = new(new Dictionary<string, string> { ["C0PAY"] = "", ["C0OPS"] = "" });
    public ConcurrentDictionary<string, string[]> Groups { get; } = new();
    public ConcurrentDictionary<string, JsonObject> Messages { get; } = new();

    /// <summary>What was asked for and done, in order; "response" for what was posted to a response address.</summary>
    public ConcurrentQueue<(string Method, JsonObject Arguments)> Done { get; } = new();

    /// <summary>What was refused, and why.</summary>
    public ConcurrentQueue<(string Method, string Error)> Refused { get; } = new();

    public static async Task<FakeSlack> StartAsync()
    {
        var fake = new FakeSlack();
        await fake.app.StartAsync();
        return fake;
    }

    public string Trigger()
    {
        var id = $"{Interlocked.Increment(ref count)}.{Random.Shared.Next()}.fake";
        triggers[id] = (false, false);
        return id;
    }

    /// <summary>As Slack's do after three seconds; how long a machine takes is not what is tested.</summary>
    public void ExpireTriggers() => triggers.Keys.ToList().ForEach(id => triggers[id] = triggers[id] with { Expired = true });

    public Uri ResponseUrl()
    {
        var id = Guid.NewGuid().ToString("N");
        responses[id] = 0;
        return new Uri(Url, $"/response/{id}");
    }

    /// <summary>The arguments of the first call of a method from the given number on, once there is one.</summary>
    public async Task<JsonObject> SeenAsync(string method, int number = 0)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(5,
            TestContext.Current.CancellationToken))
        {
            if (Done.Where(call => call.Method == method).ElementAtOrDefault(number).Arguments is { } arguments) return arguments;
        }

        throw new XunitException($"There was no call {number} of {method}; "
            + $"there were: {string.Join(", ", Done.Select(call => call.Method))}; refused: {string.Join(", ", Refused)}");
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task CallAsync(HttpContext http, string method)
    {
        if (!await FaultlessAsync(http, method)) return;
        var (arguments, broken) = await ReadAsync(http.Request);
        if (await OverLimitAsync(http, method, arguments)) return;
        var answer =
            broken is not null ? Error(method, broken) : Refusal(http, method, arguments) is { } refusal
                ? Error(method, refusal) : Do(method, arguments);
        if ((bool)answer["ok"]!) Done.Enqueue((method, arguments));
        http.Response.Headers["x-oauth-scopes"] = string.Join(',', Scopes);
        await AnswerAsync(http, answer);
    }

    private string? Refusal(HttpContext http, string method, JsonObject arguments)
    {
        if (!Methods.TryGetValue(method, out var known)) return "unknown_method";
        var token =
            http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var sent]
                ? sent : (string?)arguments["token"];
        if (token is null) return "not_authed";
        if (token is not (BotToken or AppToken)) return "invalid_auth";
        if (token == AppToken != (method == "apps.connections.open")) return "not_allowed_token_type";
        if (known.Scope.Length > 0 && !Scopes.Contains(known.Scope)) return "missing_scope";
        var listed = known.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = listed.SelectMany(name => name.TrimEnd('!').Split('|')).Append("token").ToHashSet();
        if (arguments.Any(pair => !names.Contains(pair.Key))
            || listed.Any(name => name[^1] == '!' && !name.TrimEnd('!').Split('|').Any(arguments.ContainsKey))) return "invalid_arguments";
        return Checked(() => { if (arguments["blocks"] is not null) SlackLimits.CheckMessage(arguments); })
            ? arguments["view"] is { } view ? ViewError(method, view) : null : "invalid_blocks";
    }

    private static string? ViewError(string method, JsonNode view)
    {
        if ((string?)view["type"] != (method == "views.publish" ? "home" : "modal")) return "invalid_arguments";
        return Checked(() => SlackLimits.CheckView(view)) ? null : "invalid_arguments";
    }

    private async Task RespondAsync(HttpContext http, string id)
    {
        if (!await FaultlessAsync(http, "response")) return;
        var body = (await ReadAsync(http.Request)).Arguments;
        var unknown =
            body.Any(
                pair => pair.Key is not ("text" or "blocks" or "response_type" or "replace_original" or "delete_original" or "thread_ts"));
        var uses = responses.ContainsKey(id) ? responses.AddOrUpdate(id, 1, (_, used) => used + 1) : int.MaxValue;
        var error =
            uses > 5 ? "used_url" : unknown
                ? "invalid_arguments" : Checked(() => { if (body["blocks"] is not null) SlackLimits.CheckMessage(body); })
                ? null : "invalid_blocks";
        if (error is null) Done.Enqueue(("response", body));
        else Refused.Enqueue(("response", error));
        http.Response.StatusCode = error is null ? 200 : uses > 5 ? 404 : 400;
        await http.Response.WriteAsync(error ?? "ok");
    }

    private JsonObject Error(string method, string error)
    {
        Refused.Enqueue((method, error));
        var answer = new JsonObject { ["ok"] = false, ["error"] = error };
        if (error == "missing_scope") (answer["needed"], answer["provided"]) = (Methods[method].Scope, string.Join(',', Scopes));
        return answer;
    }

    private static async Task<(JsonObject Arguments, string? Broken)> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
            return JsonNode.Parse(body.Length == 0 ? "{}" : body) is JsonObject json ? (json, null) : ([], "json_not_object");
        // Lists and objects are JSON inside a form.
        var fields =
            QueryHelpers.ParseQuery(body)
                .Select(
                    pair =>
                        KeyValuePair.Create(pair.Key,
                            pair.Key is "blocks" or "view" or "metadata" ? JsonNode.Parse(pair.Value.ToString()) : pair.Value.ToString()));
        return (new JsonObject(fields), null);
    }

    private static Task AnswerAsync(HttpContext http, JsonObject answer)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(answer.ToJsonString());
    }

    private static bool Checked(Action check)
    {
        try
        {
            check();
            return true;
        }
        catch (Exception broken) when (broken is XunitException or NullReferenceException or InvalidOperationException)
        {
            return false;
        }
    }
}
