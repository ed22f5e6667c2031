using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// Says in Teams what the bot says by itself: to a team in its channel, to a person in their own chat with the bot. Where an answer of
/// Teams is lost the message is said again (docs/decisions/0065).
/// </summary>
internal sealed class TeamsChat(
    TeamsApi api, TeamsConversations conversations, Accounts accounts, Recipients recipients, IOptions<TeamsOptions> options, IClock clock,
    Lockouts lockouts) : IChat
{
    private readonly PlatformPosts posts =
        new(TeamsPlatform.Value, accounts, recipients, lockouts, clock, () => !options.Value.IsConfigured);

    public bool IsOff => posts.IsOff;

    public Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct) =>
        posts.PostAsync(to, reply, posting, reader => TeamsRenderer.Pages(reply, reader, ""),
            (part, _, page, token) => to.IsPersonal ? SayToAsync(part, page, token) : SayInAsync(part, page, token), ct);

    public ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) => posts.ReachesAsync(to, ct);

    public Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct) =>
        place.Channel is not { } conversation ? Task.CompletedTask : posts.EditAsync(to, place, reply, async (reader, token) =>
        {
            var address = await conversations.AddressOfAsync(place.Account ?? conversation, token);
            await api.UpdateAsync(new(address, conversation), place.Message, TeamsRenderer.Pages(reply, reader, "")[0], isTargeted: false,
                token);
        }, failure => failure.IsForGood, ct);

    private async Task<MessagePlace> SayInAsync(PostedPage part, JsonObject message, CancellationToken ct)
    {
        var channel = await conversations.ChannelAsync(part.To, ct);
        try
        {
            return await SendAsync(part, channel.In(part.Thread), message, ct);
        }
        catch (CallException gone) when (part.Thread is not null && gone.IsForGood)
        {
            // What it hangs from was deleted.
            return await SendAsync(part, channel, message, ct);
        }
    }

    private async Task<MessagePlace> SayToAsync(PostedPage part, JsonObject message, CancellationToken ct)
    {
        try
        {
            message["channelData"] = new JsonObject { ["notification"] = new JsonObject { ["alert"] = true } };
            var said = await SendAsync(part, await conversations.OwnAsync(part.To, ct), message, ct);
            await conversations.NoteAsync(part.To, refused: null, ct);
            return said;
        }
        catch (Exception failure) when (failure is UnreachableException or CallException { IsForGood: true })
        {
            await conversations.NoteAsync(part.To, failure.Message, ct);
            throw;
        }
    }

    private async Task<MessagePlace> SendAsync(PostedPage part, TeamsTarget to, JsonObject message, CancellationToken ct) =>
        new(TeamsPlatform.Id, await PlatformPosts.SendAsync(part, isFirst: part.Page == 0,
            (patience, onWire) => api.SendOnceAsync(to, message, patience, onWire, ct)))
        { Channel = to.Id };
}
