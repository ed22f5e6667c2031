using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Watchbill.Slack;

/// <summary>Buttons, modals, shortcuts and searches, told apart. What is not known is acknowledged and nothing more.</summary>
internal sealed class SlackInteractions(SlackInbox inbox, SlackModals modals, IOptions<SlackOptions> options)
{
    /// <returns>The body of the answer; null: an empty one.</returns>
    public async Task<JsonObject?> AnswerAsync(JsonElement payload, CancellationToken ct)
    {
        switch (payload.Text("type"))
        {
            case "block_actions":
                if (SlackPayloads.Press(payload, options.Value) is { } press)
                    await inbox.PressedAsync(press, payload.Text("trigger_id"), ct);
                return null;
            case "view_submission":
                return SlackPayloads.Submission(payload, options.Value) is { } sent
                    ? await inbox.SubmittedAsync(sent, payload, ct) : null;
            case "shortcut" or "message_action":
                await modals.Forms.ShortcutAsync(payload, options.Value, ct);
                return null;
            case "block_suggestion":
                return await modals.Choices.OfferAsync(payload, ct);
            default:
                return null;
        }
    }
}

/// <summary>What opens modals, and what is searched for in them.</summary>
internal sealed record SlackModals(SlackForms Forms, SlackChoices Choices);
