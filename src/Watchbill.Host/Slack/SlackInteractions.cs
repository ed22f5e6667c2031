using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Dispatches presses, modals, shortcuts and type-ahead searches; anything else is only acknowledged.</summary>
internal sealed class SlackInteractions(
    SlackInbox inbox, FrontDesk desk, SlackAnswers answers, BackgroundWork work, IOptions<SlackOptions> options)
{
    /// <returns>The body of the answer; null: an empty one.</returns>
    public async Task<JsonObject?> AnswerAsync(JsonElement payload, CancellationToken ct)
    {
        switch (payload.Text("type"))
        {
            case "block_actions" when SlackPayloads.Press(payload, options.Value) is { } press:
                await inbox.PressedAsync(press, payload.Text("trigger_id"), ct);
                return null;
            case "view_submission" when SlackPayloads.Submission(payload, options.Value) is { } form:
                return await inbox.SubmittedAsync(form, payload, ct);
            case "shortcut" or "message_action":
                await work.WaitAsync(OpenAsync(payload, ct), SlackHandler.Patience, ct);
                return null;
            case "block_suggestion":
                var (field, typed) = (payload.Text("block_id") ?? "", payload.Text("value") ?? "");
                return SlackForm.Suggestions(
                    payload.Id("user", "id") is { } user ? await desk.OffersAsync(new SlackPlace(user).Sender, field, typed, ct) : []);
            default:
                return null;
        }
    }

    /// <summary>Opens the form of a shortcut, whose callback is a verb's id.</summary>
    private async Task OpenAsync(JsonElement payload, CancellationToken ct)
    {
        if (payload.Id("user", "id") is not { } user || payload.Text("callback_id") is not { Length: > 0 and <= 255 } verb) return;
        var place = new SlackPlace(user)
        {
            Channel = payload.Id("channel", "id"),
            ResponseUrl = SlackAddresses.Checked(payload.Text("response_url"), options.Value),
            Trigger = payload.Text("trigger_id"),
        };
        var link = payload.Text("team", "domain") is { } domain && payload.Text("message", "ts") is { Length: > 0 and < 32 } at
            && place.Channel is { } channel
            ? $"https://{domain}.slack.com/archives/{channel}/p{at.Replace(".", "", StringComparison.Ordinal)}" : null;
        var answered = await desk.OpenAsync(place.Sender with { Sent = place.Trigger }, verb, payload.Text("message", "text"), link, ct);
        if (!await answers.OpenAsync(answered.Reply, place, ct)) await answers.SayAsync(answered, place, ct);
    }
}
