using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Dispatches presses, modals, shortcuts and type-ahead searches; anything else is only acknowledged.</summary>
internal sealed class SlackInteractions(
    InboxProcessor inbox, FrontDesk desk, SlackAnswers answers, BackgroundWork work, IOptions<SlackOptions> options)
{
    /// <returns>The body of the answer; null: an empty one.</returns>
    public async Task<JsonObject?> AnswerAsync(JsonElement payload, CancellationToken ct)
    {
        switch (payload.Text("type"))
        {
            case "block_actions" when SlackPayloads.Press(payload, options.Value) is { } press:
                // It opens one modal, within three seconds.
                var trigger = payload.Text("trigger_id");
                await inbox.ActAsync(SlackPlatform.Id, press.Key, press,
                    (answered, token) => answers.SayAsync(press, answered, trigger, token), ct);
                return null;
            case "view_submission" when SlackPayloads.Submission(payload, options.Value) is { } form:
                return await SubmitAsync(form, payload, ct);
            case "shortcut" or "message_action":
                await work.WaitAsync(OpenAsync(payload, ct), SlackHandler.Patience, ct);
                return null;
            case "block_suggestion":
                var (kind, typed) = (payload.Text("action_id") ?? "", payload.Text("value") ?? "");
                return SlackForm.Suggestions(
                    payload.Id("user", "id") is { } user ? await desk.OffersAsync(new SlackPlace(user).Sender, kind, typed, ct) : []);
            default:
                return null;
        }
    }

    /// <returns>What Slack does with the modal: null closes it, errors stand beside their fields, an update is what it shows from now
    /// on.</returns>
    private async Task<JsonObject?> SubmitAsync(SubmissionPayload form, JsonElement payload, CancellationToken ct)
    {
        if (await inbox.AnswerAsync(SlackPlatform.Id, form.Key(payload.Text("trigger_id")), form, ct) is not { } answered) return null;
        var shown = payload.Items("view", "blocks").Select(block => block.Text("block_id")).OfType<string>().ToHashSet();
        var place = SlackPlace.Of(form);
        if (answers.Errors(answered, place, shown) is { Count: > 0 } errors) return SlackForm.Errors(errors);
        if (!place.IsConversation) return answers.Update(answered, place);
        // Slack hears first, so that the modal is gone when the answer comes.
        work.Behind(answers.SayAsync(answered, place, ct));
        return null;
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
