using System.Collections.Concurrent;
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
    SlackApi api, Accounts accounts, Recipients recipients, IOptions<SlackOptions> options, IClock clock) : IChat
{
    /// <summary>What Slack says of a message that cannot be shown anew, now or later.</summary>
    private static readonly HashSet<string> Gone = ["message_not_found", "channel_not_found", "cant_update_message", "is_inactive",
        "is_archived", "not_in_channel", "edit_window_closed"];

    // What a message that failed half-way has said already, and where: its other pages and readers are still to come.
    private readonly ConcurrentDictionary<string, MessagePlace> said = new();

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, string key, CancellationToken ct)
    {
        if (!options.Value.Speaks) throw new UnreachableException("Slack is not configured.");
        var now = clock.GetCurrentInstant();
        var (parts, places) = (new List<string>(), new List<MessagePlace>());
        var mentioned = await accounts.OfAsync(SlackPlatform.Id, reply.Mentioned(), now, ct);
        // Slack takes a user's id for their conversation with the bot: nothing has to be opened first.
        foreach (var recipient in await recipients.OfAsync(to, SlackPlatform.Value, now, ct))
        {
            var (channel, reader) = (recipient.Id, new SlackReader(recipient.Zone, mentioned));
            var pages = SlackRenderer.Pages(reply, reader);
            for (var page = 0; page < pages.Count; page++)
            {
                var part = $"{key} {channel} {page}";
                parts.Add(part);
                if (!said.ContainsKey(part))
                    said[part] =
                        await SayAsync(channel, pages[page], () => SlackRenderer.Pages(reply, reader, charts: false), page, key, ct);
                // Buttons stand on the first page, and what an edit says fits on one.
                // A person's own conversation is theirs for as long as the account is: the place says whose it was.
                if (page == 0) places.Add(recipient.Person is null ? said[part] : said[part] with { Account = channel });
            }
        }

        foreach (var part in parts) said.TryRemove(part, out _);
        return places;
    }

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        if (!options.Value.Speaks || place.Platform != SlackPlatform.Id) return;
        try
        {
            var now = clock.GetCurrentInstant();
            // A place in a channel names no user, and neither do those of earlier releases.
            if (await recipients.ZoneOfAsync(to, place.Account, SlackPlatform.Value, now, ct) is not { } zone) return;
            var reader = new SlackReader(zone, await accounts.OfAsync(SlackPlatform.Id, reply.Mentioned(), now, ct));
            var message = SlackRenderer.Pages(reply, reader, charts: false)[0];
            message["channel"] = place.Channel;
            message["ts"] = place.Message;
            // As it was when it was posted; what is edited would otherwise be read as if somebody had typed it.
            message["parse"] = "none";
            await ShowAsync(message, ct);
        }
        catch (SlackException failure) when (Gone.Contains(failure.Error))
        {
            // It was deleted: nothing is left to be wrong.
        }
        catch (SlackException failure) when (failure.Busy is { } busy)
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
        catch (SlackException failure) when (failure.Error == SlackException.NotDrawn)
        {
            // In words alone: buttons that are over must not stay, and left out the blocks would.
            message["blocks"] = new JsonArray();
            await api.CallAsync("chat.update", message, ct);
        }
    }

    /// <returns>Where Slack put it.</returns>
    private async Task<MessagePlace> SayAsync(
        string channel, JsonObject message, Func<IReadOnlyList<JsonObject>> withoutCharts, int page, string key, CancellationToken ct)
    {
        try
        {
            var put = await PostAsync(channel, message, key, ct);
            return new(SlackPlatform.Id, put.Text("ts") ?? "") { Channel = put.Text("channel") ?? channel };
        }
        catch (SlackException failure) when (failure.Error == SlackException.NotDrawn && message.ContainsKey("blocks"))
        {
            // A workspace that does not draw charts yet reads their values; what is refused
            // even so is said in words alone, rather than not at all.
            var plain = HasChart(message) ? withoutCharts() : [];
            if (page >= plain.Count) message.Remove("blocks");
            return await SayAsync(channel, page < plain.Count ? plain[page] : message, withoutCharts, page, key, ct);
        }
        catch (SlackException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
    }

    private Task<JsonElement> PostAsync(string channel, JsonObject message, string key, CancellationToken ct)
    {
        message["channel"] = channel;
        message["unfurl_links"] = false;
        message["unfurl_media"] = false;
        // For whoever looks at a message later and wonders which one it is.
        message["metadata"] = new JsonObject { ["event_type"] = "watchbill_message", ["event_payload"] = new JsonObject { ["key"] = key } };
        return api.CallAsync("chat.postMessage", message, ct);
    }

    internal static bool HasChart(JsonObject message) =>
        message["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "data_visualization");
}
