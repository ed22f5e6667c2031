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
    SlackApi api, Accounts accounts, Recipients recipients, IOptions<SlackOptions> options, IClock clock, Lockouts lockouts) : IChat
{
    /// <summary>What Slack says of a message that cannot be shown anew, now or later.</summary>
    private static readonly HashSet<string> Gone = ["message_not_found", "channel_not_found", "cant_update_message", "is_inactive",
        "is_archived", "not_in_channel", "edit_window_closed"];

    // What a message that failed half-way has said already, and where: its other pages and readers are still to come.
    private readonly ConcurrentDictionary<string, MessagePlace> said = new();

    public bool IsOff => !options.Value.Speaks;

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        if (!options.Value.Speaks) throw new UnreachableException("Slack is not configured.") { IsOff = true };
        lockouts.Check(SlackPlatform.Id);
        var now = clock.GetCurrentInstant();
        var (places, unreached) = (new List<MessagePlace>(), (UnreachableException?)null);
        var mentioned = await accounts.OfAsync(SlackPlatform.Id, reply.Mentioned(), now, ct);
        var readers = await recipients.OfAsync(to, SlackPlatform.Value, now, ct);
        foreach (var recipient in readers)
        {
            try
            {
                if (await PostAsync(recipient, reply, posting, mentioned, ct) is { } place) places.Add(place);
            }
            catch (UnreachableException nobody)
            {
                // One of several admins who cannot get it keeps it from no other.
                unreached = nobody;
            }
        }

        if (places.Count == 0 && unreached is not null) throw unreached;
        foreach (var part in said.Keys.Where(part => part.StartsWith($"{posting.Key} ", StringComparison.Ordinal)))
            said.TryRemove(part, out _);
        return places;
    }

    /// <returns>Where the first page stands; null: it may have been said before, and nobody knows where.</returns>
    private async Task<MessagePlace?> PostAsync(
        Recipient recipient, Reply reply, Posting posting, IReadOnlyDictionary<string, string> mentioned, CancellationToken ct)
    {
        // Slack takes a user's id for their conversation with the bot: nothing has to be opened first.
        var (channel, reader) = (recipient.Id, new SlackReader(recipient.Zone, mentioned));
        var pages = SlackRenderer.Pages(reply, reader);
        for (var page = 0; page < pages.Count; page++)
        {
            var part = new Part(posting, channel, page);
            if (!said.ContainsKey(part.Key) && posting.MaySay(part.Name))
                said[part.Key] = await SayAsync(part, pages[page], () => SlackRenderer.Pages(reply, reader, charts: false), ct);
        }

        // Buttons stand on the first page, and what an edit says fits on one.
        // A person's own conversation is theirs for as long as the account is: the place says whose it was.
        return said.GetValueOrDefault(new Part(posting, channel, 0).Key) is { } place
            ? recipient.Person is null ? place : place with { Account = channel } : null;
    }

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        options.Value.Speaks && await recipients.AnyAsync(to, SlackPlatform.Value, clock.GetCurrentInstant(), ct);

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
        Part part, JsonObject message, Func<IReadOnlyList<JsonObject>> withoutCharts, CancellationToken ct)
    {
        try
        {
            // What has been begun is not interrupted: only its first page goes at once or not at all.
            var patience = part.Page == 0 && !part.IsPlainer ? TimeSpan.Zero : SlackPace.MaxPatience;
            var put = await PostAsync(part, message, patience, ct);
            lockouts.Accepted(SlackPlatform.Id);
            return new(SlackPlatform.Id, put.Text("ts") ?? "") { Channel = put.Text("channel") ?? part.Channel };
        }
        catch (SlackException failure) when (failure.Error == SlackException.NotDrawn && message.ContainsKey("blocks"))
        {
            // A workspace that does not draw charts yet reads their values; what is refused
            // even so is said in words alone, rather than not at all.
            var plain = HasChart(message) ? withoutCharts() : [];
            if (part.Page >= plain.Count) message.Remove("blocks");
            var next = part.Page < plain.Count ? plain[part.Page] : message;
            return await SayAsync(part with { IsPlainer = true }, next, withoutCharts, ct);
        }
        catch (SlackException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
        catch (SlackException failure) when (SlackErrors.IsLockout(failure.Error))
        {
            throw lockouts.Refused(SlackPlatform.Id, failure.Message);
        }
        catch (SlackException failure) when (SlackErrors.IsForGood(failure.Error))
        {
            throw new UnreachableException(failure.Message);
        }
        catch (SlackException failure) when (failure.NoAnswer)
        {
            throw new UnansweredException(failure.Message, failure);
        }
    }

    private async Task<JsonElement> PostAsync(Part part, JsonObject message, TimeSpan patience, CancellationToken ct)
    {
        message["channel"] = part.Channel;
        message["unfurl_links"] = false;
        message["unfurl_media"] = false;
        // For whoever looks at a message later and wonders which one it is.
        message["metadata"] =
            new JsonObject { ["event_type"] = "watchbill_message", ["event_payload"] = new JsonObject { ["key"] = part.Posting.Key } };
        try
        {
            return await api.PostOnceAsync(message, patience, begin => part.Posting.BeginAsync(part.Name, begin), ct);
        }
        catch (SlackException)
        {
            part.Posting.Failed(part.Name);
            throw;
        }
    }

    internal static bool HasChart(JsonObject message) =>
        message["blocks"]!.AsArray().Any(block => (string?)block!["type"] == "data_visualization");

    /// <summary>What one reader gets of a message on one page.</summary>
    private sealed record Part(Posting Posting, string Channel, int Page)
    {
        /// <summary>Whether Slack did not draw it as it was.</summary>
        public bool IsPlainer { get; init; }

        public string Name => FormattableString.Invariant($"slack {Channel} {Page}");

        public string Key => $"{Posting.Key} {Name}";
    }
}
