using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// The Bot Connector over <see cref="PacedCalls"/>. Every failure is a <see cref="CallException"/>; neither requests nor the token are
/// logged, and the token goes to no address but those of the cloud.
/// </summary>
internal sealed class TeamsApi
{
    public const string Client = "teams";

    private readonly TeamsOptions options;
    private readonly TeamsCredentials credentials;
    private readonly IHttpClientFactory clients;
    private readonly PacedCalls calls;

    public TeamsApi(
        IOptions<TeamsOptions> options, TeamsCredentials credentials, IHttpClientFactory clients, TimeProvider time, ILogger<TeamsApi> log)
    {
        (this.options, this.credentials, this.clients) = (options.Value, credentials, clients);
        calls = new(TeamsPlatform.Value.Name, () => clients.CreateClient(Client), time, log);
    }

    /// <summary>Where the Bot Connector is while nobody has said where it is for this tenant.</summary>
    public string DefaultAddress => options.ServiceUrls.FirstOrDefault(url => url.Length > 0) ?? Cloud.Address;

    private TeamsCloud Cloud => TeamsCloud.All[options.Cloud];

    /// <summary>Says something, and waits as long as Teams wants it to.</summary>
    /// <param name="for">Whom alone it is shown to; null: everybody in the conversation.</param>
    /// <returns>The id of the message.</returns>
    public async Task<string> SendAsync(TeamsTarget to, JsonObject message, string? @for, CancellationToken ct)
    {
        var id = "";
        if (@for is not null) message["recipient"] = new JsonObject { ["id"] = @for };
        await calls.PersistAsync(async () =>
            id = (await CallAsync(TeamsPace.Send(to), HttpMethod.Post, Path(to, "activities" + Targeted(@for is not null)), message, ct))
                .Text("id") ?? "", ct);
        return id;
    }

    /// <summary>Says something, once: whoever says it knows better whether something else goes first.</summary>
    /// <param name="onWire">Awaited when the request is about to be written to the socket.</param>
    public async Task<string> SendOnceAsync(
        TeamsTarget to, JsonObject message, TimeSpan patience, Func<CancellationToken, Task> onWire, CancellationToken ct)
    {
        var url = Checked(Path(to, "activities"));
        using var request = Request(HttpMethod.Post, url, message, await credentials.TokenAsync(ct));
        return await WatchedAsync(() => calls.SendOnceAsync(TeamsPace.Send(to), request, patience, onWire,
            (status, answer) => TeamsErrors.Read("send", status, answer).Text("id") ?? "", ct));
    }

    /// <summary>Shows something else where a message stands.</summary>
    /// <param name="isTargeted">Whether one person alone sees it; who that is Teams knows, and takes no other.</param>
    public Task UpdateAsync(TeamsTarget to, string message, JsonObject with, bool isTargeted, CancellationToken ct) =>
        calls.PersistAsync(() => CallAsync(TeamsPace.Send(to) with { Name = "update" }, HttpMethod.Put,
            Path(to, $"activities/{Uri.EscapeDataString(message)}{Targeted(isTargeted)}"), with, ct), ct);

    /// <summary>What Teams says about a member of a conversation.</summary>
    public Task<JsonElement> MemberAsync(TeamsTarget of, string user, CancellationToken ct) => CallAsync(
        TeamsPace.Members(of), HttpMethod.Get, Path(of, $"members/{Uri.EscapeDataString(user)}"), null, ct);

    /// <summary>Who is in a conversation, or in the team of a channel, as many at once as Teams gives.</summary>
    public async IAsyncEnumerable<JsonElement> MembersAsync(TeamsTarget of, [EnumeratorCancellation] CancellationToken ct)
    {
        string? next = null;
        do
        {
            var query = next is null ? "" : $"&continuationToken={Uri.EscapeDataString(next)}";
            var page = await CallAsync(TeamsPace.Members(of), HttpMethod.Get, Path(of, $"pagedmembers?pageSize=500{query}"), null, ct);
            foreach (var member in page.Items("members")) yield return member;
            next = page.Text("continuationToken") is { Length: > 0 } more ? more : null;
        }
        while (next is not null);
    }

    /// <summary>Opens a person's own conversation with the bot; opened before, it is the same one.</summary>
    public async Task<string> CreateAsync(string serviceUrl, string user, CancellationToken ct)
    {
        var wanted = new JsonObject
        {
            ["isGroup"] = false,
            ["bot"] = new JsonObject { ["id"] = $"28:{options.AppId?.Trim()}" },
            ["members"] = new JsonArray(new JsonObject { ["id"] = user }),
            ["tenantId"] = options.TenantId?.Trim(),
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = options.TenantId?.Trim() } },
        };
        var made = await CallAsync(TeamsPace.Create, HttpMethod.Post, (serviceUrl, "v3/conversations"), wanted, ct);
        return made.Text("id") is { Length: > 0 } id ? id : throw TeamsErrors.Of(TeamsPace.Create.Name, default, null, null);
    }

    /// <summary>Asks the cloud for its keys: its answer says what time it is there.</summary>
    public async Task TouchAsync(CancellationToken ct)
    {
        using var client = clients.CreateClient(Client);
        var url = options.OpenIdMetadataUrl is { Length: > 0 } own ? own : Cloud.OpenIdMetadataUrl;
        using var response = await client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> CallAsync(
        OutgoingCall call, HttpMethod method, (string Server, string Path) to, JsonObject? body, CancellationToken ct)
    {
        var url = Checked(to);
        var token = await credentials.TokenAsync(ct);
        return await WatchedAsync(() => calls.SendAsync(call, () => Request(method, url, body, token),
            (status, answer) => TeamsErrors.Read(call.Name, status, answer), ct));
    }

    private async Task<T> WatchedAsync<T>(Func<Task<T>> callAsync)
    {
        try
        {
            return await callAsync();
        }
        catch (CallException refused) when (refused.IsLockout)
        {
            credentials.Refused();
            throw;
        }
    }

    private Uri Checked((string Server, string Path) to) => Cloud.Serves(to.Server, options.ServiceUrls)
        ? new Uri($"{to.Server.TrimEnd('/')}/{to.Path}")
        : throw new CallException(TeamsPlatform.Value.Name, "send", "another server",
            "The address that Teams named for it is none of Teams:Cloud: a further one can be named in Teams:ServiceUrls.")
        { IsForGood = true };

    private static string Targeted(bool isTargeted) => isTargeted ? "?isTargetedActivity=true" : "";

    private static (string Server, string Path) Path(TeamsTarget to, string rest) =>
        (to.ServiceUrl, $"v3/conversations/{Uri.EscapeDataString(to.Id)}/{rest}");

    private static HttpRequestMessage Request(HttpMethod method, Uri url, JsonObject? body, string token) => new(method, url)
    {
        Headers = { Authorization = TeamsCredentials.Header(token) },
        Content = body is null ? null : RelaxedJson.Content(body),
    };
}

/// <summary>
/// The published limits of the Bot Connector: 7 messages a second, 8 in two and 60 in thirty to one conversation. That of an hour is left
/// to its 429.
/// </summary>
internal static class TeamsPace
{
    public static OutgoingCall Create { get; } = new("create", "create")
    {
        Interval = TimeSpan.FromMilliseconds(550),
        Burst = 4,
    };

    public static OutgoingCall Send(TeamsTarget to) => new("send", $"send {to.Id}")
    {
        Interval = TimeSpan.FromMilliseconds(550),
        Burst = 4,
        Deadline = TimeSpan.FromSeconds(15),
    };

    public static OutgoingCall Members(TeamsTarget of) => new("members", $"members {of.Id}")
    {
        Interval = TimeSpan.FromMilliseconds(275),
        Burst = 8,
    };
}
