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
    /// <summary>What Slack says of a message that cannot be shown anew, now or later.</summary>
    private static readonly HashSet<string> Gone = ["message_not_found", "channel_not_found", "cant_update_message", "is_inactive",
        "is_archived", "not_in_channel", "edit_window_closed"];

    private readonly PagedPosts posts = new(SlackPlatform.Value, accounts, recipients, lockouts);

    public bool IsOff => !options.Value.Speaks;

    // Slack takes a user's id for their conversation with the bot: nothing has to be opened first.
    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        if (!options.Value.Speaks) throw new UnreachableException("Slack is not configured.") { IsOff = true };
        return await posts.PostAsync(to, reply, posting, clock.GetCurrentInstant(), reader => SlackRenderer.Pages(reply, reader),
            (part, reader, page, token) =>
                SayAsync(part, page, isPlainer: false, () => SlackRenderer.Pages(reply, reader, charts: false), token),
            ct);
    }

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        options.Value.Speaks && await recipients.AnyAsync(to, SlackPlatform.Value, clock.GetCurrentInstant(), ct);

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        if (!options.Value.Speaks || await posts.ReaderOfAsync(to, place, reply, clock.GetCurrentInstant(), ct) is not { } reader) return;
        var message = SlackRenderer.Pages(reply, reader, charts: false)[0];
        message["channel"] = place.Channel;
        message["ts"] = place.Message;
        // As it was when it was posted; what is edited would otherwise be read as if somebody had typed it.
        message["parse"] = "none";
        try
        {
            await ShowAsync(message, ct);
        }
        catch (CallException failure) when (Gone.Contains(failure.Error))
        {
            // It was deleted: nothing is left to be wrong.
        }
        catch (CallException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
    }

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
            // What has been begun is not interrupted: only its first page goes at once or not at all.
            var patience = part.Page == 0 && !isPlainer ? TimeSpan.Zero : PacedCalls.MaxPatience;
            var put = await PostAsync(part, message, patience, ct);
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
        catch (CallException failure)
        {
            throw PostErrors.Of(failure, SlackPlatform.Id, lockouts);
        }
    }

    private async Task<JsonElement> PostAsync(PostedPage part, JsonObject message, TimeSpan patience, CancellationToken ct)
    {
        message["channel"] = part.To;
        message["unfurl_links"] = false;
        message["unfurl_media"] = false;
        // For whoever looks at a message later and wonders which one it is.
        message["metadata"] =
            new JsonObject { ["event_type"] = "watchbill_message", ["event_payload"] = new JsonObject { ["key"] = part.Posting.Key } };
        try
        {
            return await api.PostOnceAsync(message, patience, begin => part.Posting.BeginAsync(part.Name, begin), ct);
        }
        catch (CallException)
        {
            part.Posting.Failed(part.Name);
            throw;
        }
    }

    internal static bool HasChart(JsonObject message) =>
        message["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "data_visualization");
}
