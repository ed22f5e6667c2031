using NodaTime;
using Watchbill.Chat;
using Watchbill.Http;
using Watchbill.Storage;

namespace Watchbill.Teams;

/// <summary>Where something is said: a conversation behind the address of the Bot Connector that serves it.</summary>
/// <param name="Id">Of a thread, the channel's id with the thread's behind it.</param>
internal sealed record TeamsTarget(string ServiceUrl, string Id)
{
    public TeamsTarget In(string? thread) => thread is null ? this : this with { Id = $"{Id};messageid={thread}" };
}

/// <summary>
/// Learns from activities, and from Teams, where people and channels are spoken to, and opens the chats of those who have none.
/// </summary>
internal sealed class TeamsConversations(IStore store, TeamsApi api, Accounts accounts, IClock clock)
{
    /// <summary>By Entra object id, or by the channel's id.</summary>
    public ConversationReferences Known { get; } = new(TeamsPlatform.Id, store);

    /// <summary>Keeps what an activity says about where its sender and its channel are spoken to.</summary>
    /// <returns>Whether it is the first that is heard of the sender's own conversation.</returns>
    public async Task<bool> HeardAsync(TeamsActivity activity, CancellationToken ct)
    {
        var isNew = false;
        if (activity is { Account: { } account, User: { } user })
        {
            isNew = activity.IsPersonal && (await Known.FindAsync(account, ct))?.Conversation is null;
            await KeepAsync(account, activity.ServiceUrl, before => before with
            {
                Conversation = activity.IsPersonal ? activity.Conversation : before.Conversation,
                User = user,
                Refused = activity.IsPersonal ? null : before.Refused,
                Zone = activity.Zone is { Length: < 64 } zone && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
                    ? zone : before.Zone,
            }, ct);
        }

        if (!activity.IsPersonal) await KeepAsync(activity.Conversation, activity.ServiceUrl, before => before, ct);
        foreach (var (added, id) in activity.Added) await KeepAsync(added, activity.ServiceUrl, before => before with { User = id }, ct);
        return isNew;
    }

    /// <summary>
    /// Keeps where people of the organisation are spoken to who are in a channel's team: added to a team, the bot is not told who is there.
    /// </summary>
    /// <exception cref="CallException">Teams does not say.</exception>
    public async Task LearnMembersAsync(TeamsTarget team, CancellationToken ct)
    {
        await foreach (var member in api.MembersAsync(team, ct))
        {
            if (TeamsPeople.AccountOf(member) is { } account && member.Text("id") is { Length: > 0 } user
                && await accounts.HolderAsync(TeamsPlatform.Id, account, clock.GetCurrentInstant(), ct) is not null)
                await KeepAsync(account, team.ServiceUrl, before => before with { User = user }, ct);
        }
    }

    /// <summary>Keeps why a person could not be told something in their own conversation; null: they could.</summary>
    public async Task NoteAsync(string account, string? refused, CancellationToken ct)
    {
        if ((await Known.FindAsync(account, ct))?.Refused == refused) return;
        await KeepAsync(account, await AddressOfAsync(account, ct), before => before with { Refused = refused }, ct);
    }

    /// <summary>Forgets a conversation from which the bot was removed.</summary>
    public Task RemovedAsync(TeamsActivity activity, CancellationToken ct) =>
        (activity.IsPersonal ? activity.Account : activity.Conversation) is { } key ? Known.ForgetAsync(key, ct) : Task.CompletedTask;

    /// <summary>Keeps whom a channel's message mentions and nobody knows yet: a mention does not say whose account it is.</summary>
    public async Task LearnAsync(TeamsActivity activity, CancellationToken ct)
    {
        foreach (var user in activity.Mentioned)
        {
            if (await Known.AccountOfAsync(user, ct) is not null) continue;
            try
            {
                var member = await api.MemberAsync(new(activity.ServiceUrl, activity.Conversation), user, ct);
                if (TeamsPeople.AccountOf(member) is { } account)
                    await KeepAsync(account, activity.ServiceUrl, before => before with { User = user }, ct);
            }
            catch (CallException)
            {
                // Whoever asked is told that nobody knows whom they mean.
            }
        }
    }

    /// <summary>The zone of somebody's device; null: it never said.</summary>
    public async Task<string?> ZoneOfAsync(string account, CancellationToken ct) => (await Known.FindAsync(account, ct))?.Zone;

    /// <summary>
    /// A person's own conversation with the bot; where none is known one is opened. Teams opens it for somebody whom the bot has met, and
    /// for whoever has the app though nobody told the bot: while the host is down installations are lost.
    /// </summary>
    /// <exception cref="UnreachableException">The bot has not met them, and they do not have the app.</exception>
    /// <exception cref="CallException">None could be opened.</exception>
    public async Task<TeamsTarget> OwnAsync(string account, CancellationToken ct)
    {
        var (known, address) = (await Known.FindAsync(account, ct), await AddressOfAsync(account, ct));
        if (known?.Conversation is { } open) return new(address, open);
        string opened;
        try
        {
            opened = await api.CreateAsync(address, known?.User ?? account, ct);
        }
        catch (CallException refused) when (known?.User is null && refused.IsForGood)
        {
            throw new UnreachableException(TeamsPlatform.Value.NotMet!);
        }

        await KeepAsync(account, address, before => before with { Conversation = opened }, ct);
        return new(address, opened);
    }

    /// <summary>A channel, as its id stands in the organisation file.</summary>
    public async Task<TeamsTarget> ChannelAsync(string channel, CancellationToken ct) => new(await AddressOfAsync(channel, ct), channel);

    /// <summary>Where an account, a channel or a thread of one is served; one that nobody knows, where another one is.</summary>
    public async Task<string> AddressOfAsync(string key, CancellationToken ct) =>
        await Known.AddressOfAsync(key.Split(';')[0], ct) ?? api.DefaultAddress;

    private Task KeepAsync(string key, string address, Func<ConversationReference, ConversationReference> with, CancellationToken ct) =>
        Known.KeepAsync(key, address, clock.GetCurrentInstant(), with, ct);
}
