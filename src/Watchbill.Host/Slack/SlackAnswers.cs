using System.Text.Json;
using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Where an answer goes.</summary>
internal sealed record SlackPlace(string User)
{
    /// <summary>Null: there is none, as on the Home tab.</summary>
    public string? Channel { get; init; }
    public string? Thread { get; init; }

    /// <summary>Good for five answers within half an hour; null: there is none.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>Opens one modal, within three seconds; null: too late, or there is none.</summary>
    public string? Trigger { get; init; }

    /// <summary>The modal whose button was pressed; null: it was no modal's.</summary>
    public string? Modal { get; init; }

    /// <summary>Whether the answer takes the place of the message it came from.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether that message stays: one for a single reader may only be replaced by another for them.</summary>
    public bool Lasting { get; init; }

    /// <summary>Whether it was asked on the Home tab, which shows what is true after the answer.</summary>
    public bool OnHome { get; init; }

    /// <summary>What features call the conversation: none in a direct message.</summary>
    public string? Conversation => IsDirect ? null : Channel;

    public bool IsDirect => Channel is ['D', ..];

    /// <summary>Whether there is a conversation to answer in; on the Home tab and in what was opened from there is none.</summary>
    public bool IsConversation => Channel is not null || ResponseUrl is not null;
}

/// <summary>Says an answer in the way that is left: a modal, the address that came with the question, or a message.</summary>
internal sealed partial class SlackAnswers(SlackApi api, SlackPace pace, SlackHomeTab home, ILogger<SlackAnswers> log)
{
    private const string Broken = "Watchbill failed to answer this; its log says why. Nothing is half done: try again.";

    /// <summary>The answer; where working it out fails, words that say so.</summary>
    public async Task<SlackSaid> WorkOutAsync(Task<SlackSaid> answer, CancellationToken ct)
    {
        try
        {
            return await answer;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever failed, who asked hears that it did, and Slack has its answer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogBroken(failure);
            return new(new Reply(Broken), NodaTime.DateTimeZone.Utc);
        }
    }

    /// <summary>Opens the modal that the answer asks for. False: it asks for none, or none can be opened here any more.</summary>
    public async Task<bool> OpenAsync(Reply reply, SlackPlace place, CancellationToken ct)
    {
        if (reply.Form is not { } form || (place.Trigger ?? place.Modal) is null) return false;
        try
        {
            await OpenAsync(SlackRenderer.Modal(form, SlackForms.Remember(place)), place, ct);
            return true;
        }
        catch (SlackException repeat) when (repeat.Error == "exchanged_trigger_id")
        {
            // Slack sent the same once more: its modal is open already.
            return true;
        }
        catch (Exception failure) when (failure is SlackException or HttpRequestException)
        {
            LogNotOpened(failure);
            return false;
        }
    }

    // A second one over a modal would have to be closed, too.
    private Task<JsonElement> OpenAsync(JsonObject view, SlackPlace place, CancellationToken ct) => place.Modal is { } modal
        ? api.CallAsync("views.update", new() { ["view_id"] = modal, ["view"] = view }, ct)
        : api.CallAsync("views.open", new() { ["trigger_id"] = place.Trigger, ["view"] = view }, ct);

    /// <summary>The answer as what takes the place of the modal that was filled in.</summary>
    public JsonObject Update(SlackSaid said, SlackPlace place)
    {
        home.Show(place.User);
        return new() { ["response_action"] = "update", ["view"] = SlackRenderer.Sheet(said.Reply, SlackReader.In(said.Zone)) };
    }

    /// <summary>The messages that hold the answer; nearly always one.</summary>
    public static IReadOnlyList<JsonObject> Pages(SlackSaid said, bool charts = true)
    {
        var pages = SlackRenderer.Pages(said.Reply, SlackReader.In(said.Zone), charts);
        foreach (var page in pages) SlackRenderer.Answer(said.Reply, page);
        return pages;
    }

    /// <summary>
    /// Says it where it was asked. What cannot be said there is said in the person's own conversation with the bot, and what Slack refuses
    /// there too ends in the log.
    /// </summary>
    public async Task SayAsync(SlackSaid said, SlackPlace place, CancellationToken ct)
    {
        try
        {
            if (!await ShownAsync(said, place, ct)) await SayFromAsync(0, said, place, ct);
        }
        catch (SlackException refusal)
        {
            LogNotSaid(refusal);
        }

        if (place.OnHome) home.Show(place.User);
    }

    // Who asks on the Home tab reads the answer over it, and goes on from there.
    private async Task<bool> ShownAsync(SlackSaid said, SlackPlace place, CancellationToken ct) =>
        !place.IsConversation && (place.Trigger ?? place.Modal) is not null
            && await TriedAsync(() => OpenAsync(SlackRenderer.Sheet(said.Reply, SlackReader.In(said.Zone)), place, ct));

    /// <summary>Says what follows the first page.</summary>
    public Task SayRestAsync(SlackSaid said, SlackPlace place, CancellationToken ct) => SayFromAsync(1, said, place, ct);

    private async Task SayFromAsync(int first, SlackSaid said, SlackPlace place, CancellationToken ct)
    {
        var pages = Pages(said);
        for (var number = first; number < pages.Count; number++)
        {
            try
            {
                await SayAsync(pages[number], said.Reply.Audience == Audience.Everyone, place, ct);
            }
            catch (SlackException refusal) when (refusal.Error == SlackException.NotDrawn && pages[number].ContainsKey("blocks"))
            {
                // A workspace that does not draw charts yet reads their values, from this page on; what is refused even so is said in words
                // alone.
                if (SlackChat.HasChart(pages[number])) pages = Pages(said, charts: false);
                else pages[number].Remove("blocks");
                number--;
                continue;
            }

            // What followed the message still does.
            if (place.Replace && said.Reply.InPlace) return;
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
            if (await TriedAsync(() => PostAsync(place.IsDirect || everyone ? "chat.postMessage" : "chat.postEphemeral", message, ct)))
                return;
            message.Remove("user");
            message.Remove("thread_ts");
        }

        message["channel"] = place.User;
        await PostAsync("chat.postMessage", message, ct);
    }

    // Slack has been answered by then: who is told too much at once reads the rest later rather than never.
    private async Task PostAsync(string method, JsonObject message, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await api.CallAsync(method, message, ct);
                return;
            }
            catch (SlackException limit) when (limit.After is { } after)
            {
                await pace.PauseAsync(after, ct);
            }
        }
    }

    /// <summary>Takes back the words that stood in for an answer.</summary>
    public Task TakeBackAsync(string url, CancellationToken ct) =>
        TriedAsync(() => api.PostResponseUrlAsync(url, new() { ["delete_original"] = true }, ct));

    private async Task<bool> TriedAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (Exception failure) when (failure is SlackException { Error: not SlackException.NotDrawn } or HttpRequestException)
        {
            LogElsewhere(failure);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What a Slack user asked for could not be worked out.")]
    private partial void LogBroken(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A form could not be opened in Slack; words are shown instead.")]
    private partial void LogNotOpened(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be given where it was asked for, and is given elsewhere.")]
    private partial void LogElsewhere(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer could not be given in Slack at all.")]
    private partial void LogNotSaid(Exception failure);
}
