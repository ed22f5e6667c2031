using System.Text.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>The Bot Connector over HTTP: the whole body, its token, and only then what it says.</summary>
internal sealed class TeamsEndpoints(
    TeamsToken token, TeamsActivities activities, TeamsAnswers answers, BackgroundWork work, IOptions<TeamsOptions> options,
    RefusedRequests refused, IClock clock)
{
    public const string Path = "/api/messages";

    /// <summary>What everybody hears who is not the Bot Connector.</summary>
    public const string NotOurs = "This is not signed by the Bot Connector for this bot.";

    private const string Channel = "msteams";
    private const string OtherTenant = "This Watchbill serves another organization. Ask whoever runs yours to install one.";

    public async Task AnswerAsync(HttpContext http)
    {
        if (await RefusedRequests.BodyAsync(http) is not { } body) return;
        var (sender, why) = await token.CheckAsync(http.Request.Headers.Authorization, http.RequestAborted);
        var activity = sender is null || !RequestBody.IsJson(http.Request.ContentType) ? null : StrictJson.ObjectOrNull(body);
        if (sender is not null && activity is null) why = "its body is no JSON object";
        if (sender is null || activity is not { } told || Wrong(sender, told) is { } other && (why = other).Length > 0)
        {
            await refused.RefuseAsync(http, Path, why, NotOurs, clock.GetCurrentInstant());
            return;
        }

        var read = TeamsActivity.Read(told);
        if (!IsOurTenant(told))
        {
            // Its people speak in channels that are shared with them, and would hear nothing of the response.
            if (read is { Type: "message", IsPersonal: false } && IsOurs(told.Text("conversation", "tenantId")))
                work.Behind(answers.RefuseAsync(read, OtherTenant, work.Stopped));
            await RefusedRequests.AnswerAsync(http, StatusCodes.Status403Forbidden, OtherTenant);
            return;
        }

        // What was asked for is done even where Teams waits no longer, and closes the connection.
        var response = read is null ? null : await activities.HandleAsync(read, work.Stopped);
        http.Response.StatusCode = response?.Status ?? StatusCodes.Status200OK;
        if (response?.Body is { } json) await RelaxedJson.WriteAsync(http, json);
    }

    // A token that was taken from one request is no good for another sender's, nor to have the bot's own token sent elsewhere.
    private string? Wrong(TeamsSender sender, JsonElement activity) => activity.Text("serviceUrl") switch
    {
        var url when url?.TrimEnd('/') != sender.ServiceUrl.TrimEnd('/') => "its token is for another service URL",
        var url when !TeamsCloud.All[options.Value.Cloud].Serves(url, options.Value.ServiceUrls) =>
            "its service URL is none of Teams; a further one can be named in Teams:ServiceUrls",
        _ when activity.Text("channelId") != Channel => "it is of another channel than Teams",
        _ when !sender.Channels.Contains(Channel) => "its key is not endorsed for Teams",
        _ => null,
    };

    // Of two that it names each must be ours: people of other tenants speak in shared channels.
    private bool IsOurTenant(JsonElement activity)
    {
        string?[] named = [activity.Text("channelData", "tenant", "id"), activity.Text("conversation", "tenantId")];
        return named.Any(tenant => tenant is not null)
            && named.All(tenant => tenant is null || IsOurs(tenant));
    }

    private bool IsOurs(string? tenant) => options.Value.TenantId!.Trim().Equals(tenant, StringComparison.OrdinalIgnoreCase);
}
