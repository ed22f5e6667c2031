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
    private readonly PagedPosts posts = new(TeamsPlatform.Value, accounts, recipients, lockouts);

    public bool IsOff => !options.Value.IsConfigured;

    public async Task<IReadOnlyList<MessagePlace>> PostAsync(Address to, Reply reply, Posting posting, CancellationToken ct)
    {
        if (IsOff) throw new UnreachableException("Microsoft Teams is not configured.") { IsOff = true };
        return await posts.PostAsync(to, reply, posting, clock.GetCurrentInstant(), reader => TeamsRenderer.Pages(reply, reader, ""),
            (part, _, page, token) => SayAsync(part, to.IsPersonal, page, token), ct);
    }

    public async ValueTask<bool> ReachesAsync(Address to, CancellationToken ct) =>
        !IsOff && await recipients.AnyAsync(to, TeamsPlatform.Value, clock.GetCurrentInstant(), ct);

    public async Task EditAsync(Address to, MessagePlace place, Reply reply, CancellationToken ct)
    {
        if (IsOff || await posts.ReaderOfAsync(to, place, reply, clock.GetCurrentInstant(), ct) is not { } reader
            || place.Channel is not { } conversation) return;
        var address = await conversations.AddressOfAsync(place.Account ?? conversation, ct);
        try
        {
            await api.UpdateAsync(new(address, conversation), place.Message, TeamsRenderer.Pages(reply, reader, "")[0], ct);
        }
        catch (CallException gone) when (gone.IsForGood)
        {
            // It was deleted, or the bot was removed: nothing is left to be wrong.
        }
        catch (CallException failure) when (failure.Busy is { } busy)
        {
            throw busy;
        }
    }

    private async Task<MessagePlace> SayAsync(PostedPage part, bool isPersonal, JsonObject message, CancellationToken ct)
    {
        try
        {
            var to = isPersonal ? await conversations.OwnAsync(part.To, ct) : await conversations.ChannelAsync(part.To, ct);
            if (isPersonal) message["channelData"] = new JsonObject { ["notification"] = new JsonObject { ["alert"] = true } };
            var said = new MessagePlace(TeamsPlatform.Id, await SendAsync(part, to, message, ct)) { Channel = to.Id };
            if (isPersonal) await conversations.NoteAsync(part.To, refused: null, ct);
            return said;
        }
        catch (UnreachableException nobody) when (isPersonal)
        {
            await conversations.NoteAsync(part.To, nobody.Message, ct);
            throw;
        }
        catch (CallException failure)
        {
            if (isPersonal && failure.IsForGood) await conversations.NoteAsync(part.To, failure.Message, ct);
            throw PostErrors.Of(failure, TeamsPlatform.Id, lockouts);
        }
    }

    private async Task<string> SendAsync(PostedPage part, TeamsTarget to, JsonObject message, CancellationToken ct)
    {
        try
        {
            // What has been begun is not interrupted: only its first page goes at once or not at all.
            var patience = part.Page == 0 ? TimeSpan.Zero : PacedCalls.MaxPatience;
            return await api.SendOnceAsync(to, message, patience, begin => part.Posting.BeginAsync(part.Name, begin), ct);
        }
        catch (CallException)
        {
            part.Posting.Failed(part.Name);
            throw;
        }
    }
}
