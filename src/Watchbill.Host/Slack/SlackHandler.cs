using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Dispatches verified requests, over HTTP or a socket, and drops those of other workspaces.</summary>
internal sealed class SlackHandler(SlackSlash slash, SlackInteractions interactions, SlackEvents events, SlackWorkspace workspace)
{
    /// <summary>Slack gives up after three seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private const string Elsewhere =
        "This Watchbill serves another workspace, or could not ask Slack yet which one is its own. An admin can name it in Slack:TeamId.";

    /// <returns>The body of the answer; null: an empty one.</returns>
    public async Task<JsonObject?> CommandAsync(SlackCommand command, CancellationToken ct) => await workspace.ServesAsync(command.Team, ct)
        ? await slash.AnswerAsync(command, ct)
        : new JsonObject { ["response_type"] = "ephemeral", ["text"] = Elsewhere };

    public async Task<JsonObject?> InteractionAsync(JsonElement payload, CancellationToken ct)
    {
        // On Enterprise Grid a member's own team may be a sister workspace or the enterprise.
        return await workspace.ServesAsync(payload.Text("team", "id"), ct) ? await interactions.AnswerAsync(payload, ct) : null;
    }

    public async Task EventAsync(JsonElement payload, CancellationToken ct)
    {
        if (await workspace.ServesAsync(payload.Text("team_id"), ct)) await events.HandleAsync(payload, ct);
    }
}
