using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>Posts an answer by the best way still open: a modal, the request's response_url, or a message.</summary>
internal sealed partial class SlackAnswers(
    SlackApi api, SlackHomeTab home, ReaderZones zones, BackgroundWork work, ILogger<SlackAnswers> log)
{
    /// <summary>Posts the answer to a stored payload; a press opens the modal that its answer asks for.</summary>
    /// <param name="trigger">Opens one modal, within three seconds; null: too late, or there is none.</param>
    public async Task SayAsync(Payload payload, Answered answered, string? trigger, CancellationToken ct)
    {
        var place = SlackPlace.Of(payload);
        if (payload is not PressPayload press)
        {
            await SayAsync(answered, place, ct);
            return;
        }

        place = place with { Trigger = trigger, Modal = press.Modal, OnHome = press.Channel is null };
        if (await OpenAsync(answered.Reply, place, ct)) return;
        place = place with { Replace = answered.Reply.Replaces(isOwn: press.Ephemeral || place.IsDirect), Lasting = !press.Ephemeral };
        work.Behind(SayAsync(answered, place, ct));
    }

    /// <summary>Opens the modal that the answer asks for; false: it asks for none, or none can be opened any more.</summary>
    public async Task<bool> OpenAsync(Reply reply, SlackPlace place, CancellationToken ct)
    {
        if (reply.Form is not { } form || (place.Trigger ?? place.Modal) is null) return false;
        try
        {
            await OpenAsync(SlackForm.Modal(form, place.Metadata), place, ct);
            return true;
        }
        catch (CallException repeat) when (repeat.Error == "exchanged_trigger_id")
        {
            // Slack sent the same once more: its modal is open already.
            return true;
        }
        catch (Exception failure) when (failure is CallException or HttpRequestException)
        {
            LogNotOpened(failure);
            return false;
        }
    }

    // A second one over a modal would have to be closed, too.
    private Task<JsonElement> OpenAsync(JsonObject view, SlackPlace place, CancellationToken ct) => place.Modal is { } modal
        ? api.CallAsync("views.update", new() { ["view_id"] = modal, ["view"] = view }, ct)
        : api.CallAsync("views.open", new() { ["trigger_id"] = place.Trigger, ["view"] = view }, ct);

    /// <summary>The answer as an update of the submitted modal.</summary>
    public JsonObject Update(Answered answered, SlackPlace place)
    {
        home.Show(place.User);
        return new()
        {
            ["response_action"] = "update",
            ["view"] = Sheet(answered, place),
        };
    }

    /// <summary>What is wrong with the form that was filled in, by field.</summary>
    public IReadOnlyDictionary<string, string> Errors(Answered answered, SlackPlace place, IReadOnlySet<string> shown) =>
        FormErrors.Beside(answered.Reply, shown, ReaderOf(answered, place));

    private Reader ReaderOf(Answered answered, SlackPlace place) => zones.ReaderOf(SlackPlatform.Id, place.User, answered);

    private JsonObject Sheet(Answered answered, SlackPlace place) =>
        SlackRenderer.Sheet(answered.Reply, ReaderOf(answered, place));

    /// <summary>The messages that hold the answer; nearly always one.</summary>
    public IReadOnlyList<JsonObject> Pages(Answered answered, SlackPlace place, bool charts = true)
    {
        var pages = SlackRenderer.Pages(answered.Reply, ReaderOf(answered, place), charts);
        foreach (var page in pages) SlackRenderer.Answer(answered.Reply, page);
        return pages;
    }

    /// <summary>
    /// Posts the answer where it was asked, else in the person's direct messages; what Slack refuses there too is logged.
    /// </summary>
    public async Task SayAsync(Answered answered, SlackPlace place, CancellationToken ct)
    {
        try
        {
            if (!await ShownAsync(answered, place, ct)) await SayFromAsync(0, answered, place, ct);
        }
        catch (CallException refusal)
        {
            LogNotSaid(refusal);
        }

        if (place.OnHome) home.Show(place.User);
    }

    // Who asks on the Home tab reads the answer over it, and goes on from there.
    private async Task<bool> ShownAsync(Answered answered, SlackPlace place, CancellationToken ct) =>
        !place.IsConversation && (place.Trigger ?? place.Modal) is not null
            && await TriedAsync(() => OpenAsync(Sheet(answered, place), place, ct));

    /// <summary>Posts the pages after the first.</summary>
    public Task SayRestAsync(Answered answered, SlackPlace place, CancellationToken ct) => SayFromAsync(1, answered, place, ct);

    private async Task SayFromAsync(int first, Answered answered, SlackPlace place, CancellationToken ct)
    {
        var pages = Pages(answered, place);
        for (var number = first; number < pages.Count; number++)
        {
            try
            {
                await SayAsync(pages[number], answered.Reply.Audience == Audience.Everyone, place, ct);
            }
            catch (CallException refusal) when (refusal.Error == SlackErrors.NotDrawn && pages[number].ContainsKey("blocks"))
            {
                // A workspace that does not draw charts yet reads their values, from this page on;
                // what is refused even so is said in words alone.
                if (SlackChat.HasChart(pages[number])) pages = Pages(answered, place, charts: false);
                else pages[number].Remove("blocks");
                number--;
                continue;
            }

            // What followed the message still does.
            if (place.Replace && answered.Reply.Supersedes == Supersedes.Message) return;
            place = place with { Replace = false };
        }
    }

    private async Task SayAsync(JsonObject message, bool everyone, SlackPlace place, CancellationToken ct)
    {
        if (place.ResponseUrl is { } url)
        {
            message["replace_original"] = place.Replace && !everyone;
            if (place is { Replace: true, Lasting: true }) message.Remove("response_type");
            if (place is { Replace: false, Thread: { } beneath }) message["thread_ts"] = beneath;
            // After five of them Slack refuses: the rest are messages.
            if (await TriedAsync(() => api.PostResponseUrlAsync(url, message, ct)))
            {
                // Words for one reader cannot become words for everyone.
                if (everyone && place is { Replace: true, Lasting: false }) await TakeBackAsync(url, ct);
                return;
            }

            message.Remove("replace_original");
        }

        message.Remove("response_type");
        if (place.Channel is { } channel)
        {
            message["channel"] = channel;
            if (place.Thread is { } thread) message["thread_ts"] = thread;
            if (!place.IsDirect && !everyone) message["user"] = place.User;
            // Slack has been answered by now: who is told too much at once reads the rest later rather than never.
            var method = place.IsDirect || everyone ? SlackTiers.Post : "chat.postEphemeral";
            if (await TriedAsync(() => api.PersistAsync(method, message, ct))) return;
            message.Remove("user");
            message.Remove("thread_ts");
        }

        message["channel"] = place.User;
        await api.PersistAsync(SlackTiers.Post, message, ct);
    }

    /// <summary>Deletes the placeholder of a late answer.</summary>
    public Task TakeBackAsync(string url, CancellationToken ct) =>
        TriedAsync(() => api.PostResponseUrlAsync(url, new() { ["delete_original"] = true }, ct));

    private async Task<bool> TriedAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (Exception failure) when (failure is CallException { Error: not SlackErrors.NotDrawn } or HttpRequestException)
        {
            LogElsewhere(failure);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form could not be opened in Slack; words are shown instead.")]
    private partial void LogNotOpened(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be given where it was asked for, and is given elsewhere.")]
    private partial void LogElsewhere(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer could not be given in Slack at all.")]
    private partial void LogNotSaid(Exception failure);
}
