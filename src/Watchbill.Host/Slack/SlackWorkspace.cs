using System.Text.Json;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// The one workspace that is served: the one in the settings, else the one that the bot's token belongs to. Until that is known, none.
/// </summary>
internal sealed partial class SlackWorkspace(
    IOptions<SlackOptions> options, SlackApi api, BackgroundWork work, ILogger<SlackWorkspace> log) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Guests, bots, people of other workspaces, and accounts that are closed or not used yet.
    private static readonly string[] Others = ["deleted", "is_bot", "is_app_user", "is_workflow_bot", "is_connector_bot", "is_restricted",
        "is_ultra_restricted", "is_stranger", "is_invited_user"];

    private string? team = string.IsNullOrWhiteSpace(options.Value.TeamId) ? null : options.Value.TeamId.Trim();

    /// <summary>Whether the workspace is the one.</summary>
    public async ValueTask<bool> ServesAsync(string? workspace, CancellationToken ct) =>
        workspace is not null && (team ?? await LearnAsync(ct)) == workspace;

    /// <summary>Whether a user is a person with an open account and no guest.</summary>
    public static bool IsMember(JsonElement user) => !Array.Exists(Others, flag => user.Says(flag));

    /// <summary>What Slack confirms about a user; what it leaves out counts as no.</summary>
    public async Task<ChatAccount> VouchAsync(string id, CancellationToken ct)
    {
        var user = (await api.CallAsync("users.info", new() { ["user"] = id }, ct)).At("user") ?? default;
        return new ChatAccount(SlackPlatform.Id, id, user.Says("is_email_confirmed") ? user.Text("profile", "email") : null)
        {
            Own = user.Id("id") == id && IsMember(user) && await HasAsync(user, ct),
        };
    }

    /// <summary>The id of the zone that a user has set; null: Slack does not say right now.</summary>
    public async Task<string?> ZoneOfAsync(string id, CancellationToken ct)
    {
        try
        {
            return (await api.CallAsync("users.info", new() { ["user"] = id }, ct)).Text("user", "tz");
        }
        catch (CallException)
        {
            return null;
        }
    }

    // On Enterprise Grid somebody's home may be a sister workspace: a member of ours, or of our enterprise, is one of us.
    private async ValueTask<bool> HasAsync(JsonElement user, CancellationToken ct)
    {
        if (await ServesAsync(user.Id("team_id"), ct)) return true;
        foreach (var workspace in user.Items("enterprise_user", "teams"))
            if (await ServesAsync(StrictJson.Text(workspace), ct)) return true;
        return user.Id("enterprise_user", "enterprise_id") is { } enterprise
            && (await api.CallAsync("auth.test", [], ct)).Id("enterprise_id") == enterprise;
    }

    /// <summary>Asks in the background, before the first request would have to wait for it.</summary>
    public Task StartAsync(CancellationToken ct)
    {
        if (team is null && options.Value.Speaks) work.Behind(LearnAsync(work.Stopped));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    // Slack waits three seconds for us; where it answers no sooner itself, whoever asks is told to ask again.
    private async Task<string?> LearnAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            return team = (await api.CallAsync("auth.test", [], deadline.Token)).Id("team_id");
        }
        catch (Exception failure) when (failure is CallException or HttpRequestException or OperationCanceledException
            && !ct.IsCancellationRequested)
        {
            LogUnknown(failure.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Slack did not say which workspace the bot belongs to, so it serves none yet; Slack:TeamId says it without asking. " +
            "{Why}")]
    private partial void LogUnknown(string why);
}
