using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Slack;

/// <summary>
/// Says in Slack what the bot says by itself: to a team in its channel, to a person in their own conversation with the bot. Slack has no
/// key
/// that keeps a message from being said twice: where its answer is lost the message is said again (docs/decisions/0065).
/// </summary>
internal sealed class SlackChat(SlackApi api, IStore store, SlackUsers users, IOptions<SlackOptions> options) : IChat
{
    /// <summary>What Slack says of a message that cannot be shown anew, now or later.</summary>
    private static readonly HashSet<string> Gone = ["message_not_found", "channel_not_found", "cant_update_message", "is_inactive",
        "is_archived", "not_in_channel", "edit_window_closed"];

    // What a message that failed half-way has said already, and where: its other pages and readers are still to come.
    private readonly ConcurrentDictionary<string, string> said = new();

    public async Task<IReadOnlyList<string>> PostAsync(Address to, Reply reply, string key, CancellationToken ct)
    {
        if (!options.Value.Speaks) throw new UnreachableException("Slack is not configured.");
        var channels = await WhereAsync(to, ct);
        var (parts, places) = (new List<string>(), new List<string>());
        var mentioned = await users.OfAsync(SlackUsers.Mentioned(reply), ct);
        foreach (var (channel, zone) in channels)
        {
            var reader = new SlackReader(zone, mentioned);
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
                if (page == 0) places.Add(to.Kind is AddressKind.Person or AddressKind.Admins ? $"{said[part]} {channel}" : said[part]);
            }
        }

        foreach (var part in parts) said.TryRemove(part, out _);
        return places;
    }

    public async Task EditAsync(Address to, string place, Reply reply, CancellationToken ct)
    {
        if (!options.Value.Speaks || place.Split(' ') is not [var platform, var channel, var ts, .. var user]
            || platform != SlackPlatform.Id.Name) return;
        try
        {
            var zone = await ZoneAsync(to, user.FirstOrDefault(), ct);
            var message =
                SlackRenderer.Pages(reply, new SlackReader(zone, await users.OfAsync(SlackUsers.Mentioned(reply), ct)), charts: false)[0];
            message["channel"] = channel;
            message["ts"] = ts;
            // As it was when it was posted; what is edited would otherwise be read as if somebody had typed it.
            message["parse"] = "none";
            await ShowAsync(message, ct);
        }
        catch (Exception gone) when (gone is UnreachableException || gone is SlackException failure && Gone.Contains(failure.Error))
        {
            // It was deleted, or nobody reads it there any more: nothing is left to be wrong.
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

    // What stands in a channel is shown anew even where the file names none any more; what was a person's own is theirs no longer.
    private async Task<DateTimeZone> ZoneAsync(Address to, string? user, CancellationToken ct)
    {
        try
        {
            // A place in a channel names no user, and neither do those of earlier releases.
            var there = (await WhereAsync(to, ct)).Where(where => user is null || where.Channel == user).ToList();
            return there.Count > 0 ? there[0].Zone : throw new UnreachableException($"{user} is no longer the account of {to}.");
        }
        catch (UnreachableException) when (to.Kind is AddressKind.Team or AddressKind.Domain)
        {
            return DateTimeZone.Utc;
        }
    }

    /// <returns>Where Slack put it.</returns>
    private async Task<string> SayAsync(
        string channel, JsonObject message, Func<IReadOnlyList<JsonObject>> withoutCharts, int page, string key, CancellationToken ct)
    {
        try
        {
            var put = await PostAsync(channel, message, key, ct);
            return $"{SlackPlatform.Id} {put.Text("channel") ?? channel} {put.Text("ts")}";
        }
        catch (SlackException failure) when (failure.Error == SlackException.NotDrawn && message.ContainsKey("blocks"))
        {
            // A workspace that does not draw charts yet reads their values; what is refused even so is said in words alone, rather than not
            // at all.
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

    private async Task<IReadOnlyList<(string Channel, DateTimeZone Zone)>> WhereAsync(Address to, CancellationToken ct)
    {
        switch (to.Kind)
        {
            case AddressKind.Person:
                return [await PersonAsync(to.Id, ct)
                    ?? throw new UnreachableException(
                        $"{to.Id} has no Slack account that Watchbill knows: it stands in the organisation file, or they press 'Link me' " +
                            $"in Slack.")];
            case AddressKind.Admins:
                // An e-mail link makes nobody an admin.
                var admins = new List<(string, DateTimeZone)>();
                foreach (var person in await store.ListAsync<Person>(IdRange.All, ct))
                {
                    if (person.Value.Admin && person.Value.Accounts[SlackPlatform.Id] is not null
                        && await PersonAsync(person.Id, ct) is { } admin)
                        admins.Add(admin);
                }

                return admins.Count > 0
                    ? admins
                    : throw new UnreachableException(
                        "No admin has a Slack account that Watchbill knows: name one in the organisation file.");
            default:
                return [await ChannelAsync(store, to, ct)
                    ?? throw new UnreachableException($"{to} has no Slack channel in the organisation file.")];
        }
    }

    /// <summary>The channel of a team or a domain, and the organisation's zone; null: it has none.</summary>
    internal static async Task<(string Channel, DateTimeZone Zone)?> ChannelAsync(IStore store, Address owner, CancellationToken ct)
    {
        var channels = owner.Kind == AddressKind.Team
            ? (await store.FindAsync<Team>(owner.Id, ct))?.Value.Channels
            : (await store.FindAsync<Watchbill.Organization.Domain>(owner.Id, ct))?.Value.Channels;
        if (channels?[SlackPlatform.Id] is not { } id) return null;
        var zone = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone;
        return (id, DateTimeZoneProviders.Tzdb[zone ?? "Etc/UTC"]);
    }

    // Slack takes a user's id for their conversation with the bot: nothing has to be opened first.
    private async Task<(string Channel, DateTimeZone Zone)?> PersonAsync(string person, CancellationToken ct) =>
        await users.OfAsync(person, ct) is { } user && await store.FindAsync<Person>(person, ct) is { } known
            ? (user, DateTimeZoneProviders.Tzdb[known.Value.TimeZone]) : null;

    internal static bool HasChart(JsonObject message) =>
        message["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "data_visualization");
}
