using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Slack;

/// <summary>
/// Says in Slack what the bot says by itself: to a team in its channel, to a person in their own conversation with the bot. Slack has no
/// key that keeps a message from being said twice: where its answer is lost the message is said again (docs/decisions/0065).
/// </summary>
internal sealed class SlackChat(
    SlackApi api, Accounts accounts, Recipients recipients, IOptions<SlackOptions> options, IClock clock, Lockouts lockouts) : IChat
{
    /// <summary>What Slack says of a message under which nothing can be said.</summary>
    private static readonly HashSet<string> WithoutThread =
        ["cannot_reply_to_message", "thread_not_found", "message_not_found", "restricted_action_thread_locked"];

    /// <summary>What Slack says of a message that cannot be shown anew, now or later.</summary>
    private static readonly HashSet<string> Gone = ["message_not_found", "channel_not_found", "cant_update_message", "is_inactive",
        "is_archived", "not_in_channel", "edit_window_closed"];

    private readonly PlatformPosts posts =
        new(SlackPlatform.Value, accounts, recipients, lockouts, clock, () => !options.Value.Speaks);

    public bool IsOff => posts.IsOff;

    // Slack takes a user's id for their conversation with the bot: nothing has to be opened first.
    public Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct) =>
        posts.PostAsync(to, reply, posting, reader => SlackRenderer.Pages(reply, reader), (part, reader, page, token) =>
            SayAsync(part, page, isPlainer: false, () => SlackRenderer.Pages(reply, reader, charts: false), token), ct);

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) => posts.ReachesAsync(to, ct);

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct) =>
        posts.EditAsync(to, place, reply, (reader, token) =>
        {
            var message = SlackRenderer.Pages(reply, reader, charts: false)[0];
            message["channel"] = place.Channel;
            message["ts"] = place.Message;
            // As it was when it was posted; what is edited would otherwise be read as if somebody had typed it.
            message["parse"] = "none";
            return ShowAsync(message, token);
        }, failure => Gone.Contains(failure.Error), ct);

    private async Task ShowAsync(JsonObject message, CancellationToken ct)
    {
        try
        {
            await api.CallAsync("chat.update", message, ct);
        }
        catch (CallException failure) when (failure.Error == SlackErrors.NotDrawn)
        {
            // In words alone: buttons that are over must not stay, and left out the blocks would.
            message["blocks"] = new JsonArray();
            await api.CallAsync("chat.update", message, ct);
        }
    }

    /// <param name="isPlainer">Whether Slack did not draw it as it was.</param>
    /// <returns>Where Slack put it.</returns>
    private async Task<MessagePlace> SayAsync(
        PostedPage part, JsonObject message, bool isPlainer, Func<IReadOnlyList<JsonObject>> withoutCharts, CancellationToken ct)
    {
        try
        {
            var put = await PostAsync(part, message, isFirst: part.Page == 0 && !isPlainer, ct);
            return new(SlackPlatform.Id, put.Text("ts") ?? "") { Channel = put.Text("channel") ?? part.To };
        }
        catch (CallException failure) when (failure.Error == SlackErrors.NotDrawn && message.ContainsKey("blocks"))
        {
            // A workspace that does not draw charts yet reads their values; what is refused
            // even so is said in words alone, rather than not at all.
            var plain = HasChart(message) ? withoutCharts() : [];
            if (part.Page >= plain.Count) message.Remove("blocks");
            var next = part.Page < plain.Count ? plain[part.Page] : message;
            return await SayAsync(part, next, isPlainer: true, withoutCharts, ct);
        }
        catch (CallException failure) when (part.Thread is not null && WithoutThread.Contains(failure.Error))
        {
            message.Remove("thread_ts");
            message.Remove("reply_broadcast");
            // Its turn has passed: it waits for the next one.
            return await SayAsync(part with { Thread = null }, message, isPlainer: true, withoutCharts, ct);
        }
    }

    private async Task<JsonElement> PostAsync(PostedPage part, JsonObject message, bool isFirst, CancellationToken ct)
    {
        message["channel"] = part.To;
        if (part.Thread is { } thread)
        {
            message["thread_ts"] = thread;
            // Who has to act reads the channel, and perhaps not the thread.
            if (part.Posting.IsLoud) message["reply_broadcast"] = true;
        }

        message["unfurl_links"] = false;
        message["unfurl_media"] = false;
        // For whoever looks at a message later and wonders which one it is.
        message["metadata"] =
            new JsonObject { ["event_type"] = "watchbill_message", ["event_payload"] = new JsonObject { ["key"] = part.Posting.Key } };
        try
        {
            return await PlatformPosts.SendAsync(part, isFirst, (patience, onWire) => api.PostOnceAsync(message, patience, onWire, ct));
        }
        catch (CallException failure) when (failure.Error == "channel_not_found" && part.To is ['U' or 'W', ..])
        {
            // Slack says of a person whom it does not know what it says of a channel.
            throw SlackErrors.Of("chat.postMessage", "user_not_found", isTransient: false);
        }
    }

    internal static bool HasChart(JsonObject message) =>
        message["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "data_visualization");
}
