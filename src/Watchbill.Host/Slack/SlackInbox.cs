using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Acts once on presses, submitted modals and messages: each is kept before Slack hears that it arrived, however long the disk takes,
/// and what takes longer than Slack waits goes on behind the acknowledgement.
/// </summary>
internal sealed class SlackInbox(SlackTalk talk, SlackAnswers answers, BackgroundWork work, Inbox inbox, IClock clock)
{
    // Their answer says all that the message said and more; after others the message still holds.
    private static readonly HashSet<string> Superseding = [Buttons.Confirm, Buttons.Cancel, Buttons.Run, SlackPeopleLink.Action,
        SlackPeopleLink.GoOn];

    /// <param name="trigger">Opens one modal, within three seconds.</param>
    public async Task PressedAsync(PressPayload press, string? trigger, CancellationToken ct)
    {
        if (await KeepAsync(press.Key, press, ct) is { } item)
            await work.WaitAsync(FinishAsync(item, press, trigger, ct), SlackHandler.Patience, ct);
    }

    public async Task SaidAsync(string eventId, MessagePayload message, CancellationToken ct)
    {
        if (await KeepAsync(MessagePayload.Key(eventId), message, ct) is { } item)
            await work.WaitAsync(FinishAsync(item, message, ct), SlackHandler.Patience, ct);
    }

    /// <returns>What Slack does with the modal: null closes it, errors stand beside their fields, an update is what it shows from now
    /// on.</returns>
    public async Task<JsonObject?> SubmittedAsync(SubmissionPayload sent, JsonElement payload, CancellationToken ct)
    {
        if (await KeepAsync(sent.Key(payload.Text("trigger_id")), sent, ct) is not { } item) return null;
        var place = PlaceOf(sent);
        var answering = FinishAsync(item, sent, place, ct);
        if (!await work.InTimeAsync(answering, SlackHandler.Patience, ct))
        {
            work.Behind(SayAsync(answering, place, ct));
            return null;
        }

        var said = await answering;
        if (Errors(said.Reply, payload) is { } errors) return errors;
        if (!place.IsConversation) return answers.Update(said, place);
        // Slack hears first, so that the modal is gone when the answer comes.
        work.Behind(answers.SayAsync(said, place, ct));
        return null;
    }

    /// <summary>Finishes what an earlier run of the host kept.</summary>
    public Task FinishAsync(Stored<InboxItem> item, CancellationToken ct) => item.Value.Todo switch
    {
        PressPayload press => FinishAsync(item, press, trigger: null, ct),
        SubmissionPayload sent => SayAsync(FinishAsync(item, sent, PlaceOf(sent), ct), PlaceOf(sent), ct),
        MessagePayload message => FinishAsync(item, message, ct),
        _ => Task.CompletedTask,
    };

    private Task<Stored<InboxItem>?> KeepAsync(string key, Payload payload, CancellationToken ct) =>
        inbox.KeepAsync(SlackPlatform.Id, key, payload, clock.GetCurrentInstant(), ct);

    private async Task FinishAsync(Stored<InboxItem> item, PressPayload press, string? trigger, CancellationToken ct)
    {
        var place = PlaceOf(press) with
        {
            Thread = press.Thread,
            Trigger = trigger,
            Modal = press.Modal,
            OnHome = press.Channel is null,
        };
        var said = await answers.WorkOutAsync(talk.PressAsync(press, place.Conversation, item.Value.At, ct), ct);
        await inbox.FinishAsync(item, ct);
        if (await answers.OpenAsync(said.Reply, place, ct)) return;
        var replaces = said.Reply.InPlace || Superseding.Contains(press.Action) && (press.Ephemeral || place.IsDirect);
        work.Behind(answers.SayAsync(said, place with { Replace = replaces, Lasting = !press.Ephemeral }, ct));
    }

    private async Task<SlackSaid> FinishAsync(Stored<InboxItem> item, SubmissionPayload sent, SlackPlace place, CancellationToken ct)
    {
        var said = await answers.WorkOutAsync(talk.SubmitAsync(sent, place.Conversation, ct), ct);
        await inbox.FinishAsync(item, ct);
        return said;
    }

    private async Task FinishAsync(Stored<InboxItem> item, MessagePayload message, CancellationToken ct)
    {
        var place = PlaceOf(message) with { Thread = message.Thread };
        var said = await answers.WorkOutAsync(talk.AskAsync(message.User, place.Conversation, message.Text, item.Id, ct), ct);
        await answers.SayAsync(said, place, ct);
        await inbox.FinishAsync(item, ct);
    }

    private async Task SayAsync(Task<SlackSaid> answering, SlackPlace place, CancellationToken ct) =>
        await answers.SayAsync(await answering, place, ct);

    private static SlackPlace PlaceOf(Payload payload) => new(payload.User)
    {
        Channel = payload.Channel,
        ResponseUrl = payload.ResponseUrl,
        Replace = payload is SubmissionPayload { Replace: true },
    };

    /// <summary>
    /// Errors that have a field stand beside it; where one has none, or its field is not in this modal, all are said as an answer.
    /// </summary>
    private static JsonObject? Errors(Reply reply, JsonElement payload)
    {
        if (reply.Form is not { } form) return null;
        var here = payload.Items("view", "blocks").Select(block => block.Text("block_id")).OfType<string>().ToHashSet();
        var wrong = form.Fields.Where(field => field.Error is not null && here.Contains(field.Name)).ToList();
        if (wrong.Count == 0 && form.Fields.FirstOrDefault(field => here.Contains(field.Name)) is { } first)
            wrong = [first with { Error = PlainText.Render(reply.Text, DateTimeZone.Utc) }];
        if (wrong.Count == 0) return null;
        return new JsonObject
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject(wrong.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Error))),
        };
    }
}
