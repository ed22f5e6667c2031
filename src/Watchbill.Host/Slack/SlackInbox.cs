using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Acts once on presses, submitted modals and messages: each is kept before Slack hears that it arrived, however long the disk takes,
/// and what takes longer than Slack waits goes on behind the acknowledgement.
/// </summary>
internal sealed class SlackInbox(SlackGateway gateway, SlackAnswers answers, BackgroundWork work, Inbox inbox, IClock clock)
{
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
    public async Task<JsonObject?> SubmittedAsync(SubmissionPayload form, JsonElement payload, CancellationToken ct)
    {
        if (await KeepAsync(form.Key(payload.Text("trigger_id")), form, ct) is not { } item) return null;
        var place = SlackPlace.Of(form);
        var answering = FinishAsync(item, form, ct);
        if (!await work.InTimeAsync(answering, SlackHandler.Patience, ct))
        {
            work.Behind(SayAsync(answering, place, ct));
            return null;
        }

        var answered = await answering;
        var shown = payload.Items("view", "blocks").Select(block => block.Text("block_id")).OfType<string>().ToHashSet();
        if (FormErrors.Beside(answered.Reply, shown) is { Count: > 0 } errors) return SlackForm.Errors(errors);
        if (!place.IsConversation) return answers.Update(answered, place);
        // Slack hears first, so that the modal is gone when the answer comes.
        work.Behind(answers.SayAsync(answered, place, ct));
        return null;
    }

    /// <summary>Finishes what an earlier run of the host kept.</summary>
    public Task FinishAsync(Stored<InboxItem> item, CancellationToken ct) => item.Value.Todo switch
    {
        PressPayload press => FinishAsync(item, press, trigger: null, ct),
        SubmissionPayload form => SayAsync(FinishAsync(item, form, ct), SlackPlace.Of(form), ct),
        MessagePayload message => FinishAsync(item, message, ct),
        _ => Task.CompletedTask,
    };

    private Task<Stored<InboxItem>?> KeepAsync(string key, Payload payload, CancellationToken ct) =>
        inbox.KeepAsync(SlackPlatform.Id, key, payload, clock.GetCurrentInstant(), ct);

    private async Task FinishAsync(Stored<InboxItem> item, PressPayload press, string? trigger, CancellationToken ct)
    {
        var place = SlackPlace.Of(press) with { Trigger = trigger, Modal = press.Modal, OnHome = press.Channel is null };
        var answered = await gateway.PressAsync(place, press, item.Value.At, ct);
        await inbox.FinishAsync(item, ct);
        if (await answers.OpenAsync(answered.Reply, place, ct)) return;
        var replaces = answered.Reply.Supersedes switch
        {
            Supersedes.Message => true,
            Supersedes.OwnMessage => press.Ephemeral || place.IsDirect,
            _ => false,
        };
        work.Behind(answers.SayAsync(answered, place with { Replace = replaces, Lasting = !press.Ephemeral }, ct));
    }

    private async Task<Answered> FinishAsync(Stored<InboxItem> item, SubmissionPayload form, CancellationToken ct)
    {
        var answered = await gateway.SubmitAsync(SlackPlace.Of(form), form, ct);
        await inbox.FinishAsync(item, ct);
        return answered;
    }

    private async Task FinishAsync(Stored<InboxItem> item, MessagePayload message, CancellationToken ct)
    {
        var place = SlackPlace.Of(message);
        await answers.SayAsync(await gateway.AskAsync(place, message.Text, item.Id, ct), place, ct);
        await inbox.FinishAsync(item, ct);
    }

    private async Task SayAsync(Task<Answered> answering, SlackPlace place, CancellationToken ct) =>
        await answers.SayAsync(await answering, place, ct);
}
