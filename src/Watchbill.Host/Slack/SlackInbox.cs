using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Passes presses, submitted modals and messages to the inbox, which handles each once.</summary>
internal sealed class SlackInbox(InboxProcessor inbox, SlackAnswers answers, BackgroundWork work)
{
    /// <param name="trigger">Opens one modal, within three seconds.</param>
    public Task PressedAsync(PressPayload press, string? trigger, CancellationToken ct) =>
        inbox.ActAsync(SlackPlatform.Id, press.Key, press, (answered, token) => answers.SayAsync(press, answered, trigger, token), ct);

    public Task SaidAsync(string eventId, MessagePayload message, CancellationToken ct) =>
        inbox.ActAsync(SlackPlatform.Id, MessagePayload.Key(eventId), message,
            (answered, token) => answers.SayAsync(message, answered, trigger: null, token), ct);

    /// <returns>What Slack does with the modal: null closes it, errors stand beside their fields, an update is what it shows from now
    /// on.</returns>
    public async Task<JsonObject?> SubmittedAsync(SubmissionPayload form, JsonElement payload, CancellationToken ct)
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
}
