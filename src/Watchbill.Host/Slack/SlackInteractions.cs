using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Watchbill.Slack;

/// <summary>Buttons, modals, shortcuts and searches, told apart. What is not known is acknowledged and nothing more.</summary>
internal sealed class SlackInteractions(SlackPresses presses, SlackForms forms, SlackChoices choices, IOptions<SlackOptions> options)
{
    /// <returns>The body of the answer; null: an empty one.</returns>
    public async Task<JsonObject?> AnswerAsync(JsonElement payload, CancellationToken ct)
    {
        switch (payload.Text("type"))
        {
            case "block_actions":
                await presses.HandleAsync(payload, options.Value, ct);
                return null;
            case "view_submission":
                return await forms.SubmitAsync(payload, options.Value, ct);
            case "shortcut" or "message_action":
                await forms.ShortcutAsync(payload, options.Value, ct);
                return null;
            case "block_suggestion":
                return await choices.OfferAsync(payload, ct);
            default:
                return null;
        }
    }
}
