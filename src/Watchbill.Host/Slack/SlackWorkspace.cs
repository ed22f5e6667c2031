using Microsoft.Extensions.Options;

namespace Watchbill.Slack;

/// <summary>
/// The one workspace that is served: the one in the settings, else the one that the bot's token belongs to. Until that is known, none.
/// </summary>
internal sealed partial class SlackWorkspace(IOptions<SlackOptions> options, SlackApi api, ILogger<SlackWorkspace> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? team = string.IsNullOrWhiteSpace(options.Value.TeamId) ? null : options.Value.TeamId.Trim();

    /// <summary>Whether the workspace is the one.</summary>
    public async ValueTask<bool> ServesAsync(string? workspace, CancellationToken ct) =>
        workspace is not null && (team ?? await LearnAsync(ct)) == workspace;

    /// <summary>
    /// Whether all workspaces that a message names, of the app and of who wrote it, are the one. People of others meet ours in shared
    /// channels.
    /// </summary>
    public async ValueTask<bool> ServesAsync(string? workspace, IEnumerable<string?> others, CancellationToken ct)
    {
        if (!await ServesAsync(workspace, ct)) return false;
        foreach (var other in others.OfType<string>())
        {
            if (!await ServesAsync(other, ct)) return false;
        }

        return true;
    }

    /// <summary>Asks ahead of the first request, whose answer would have to wait for Slack's otherwise.</summary>
    public Task PrepareAsync(CancellationToken ct) => team is null && options.Value.Speaks ? LearnAsync(ct) : Task.CompletedTask;

    // Slack waits three seconds for us; where it answers no sooner itself, whoever asks is told to ask again.
    private async Task<string?> LearnAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Patience);
        try
        {
            return team = (await api.CallAsync("auth.test", [], deadline.Token)).Id("team_id");
        }
        catch (Exception failure) when (failure is SlackException or HttpRequestException or OperationCanceledException
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
