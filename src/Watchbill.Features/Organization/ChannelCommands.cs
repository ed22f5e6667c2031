using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Organization;

/// <summary>Links accounts to people, and channels to teams. Where the organisation file names a channel, that one counts.</summary>
public sealed class ChannelCommands(IStore store, IEnumerable<Platform> platforms) : ICommands
{
    private readonly OrgChart chart = new(store);
    private readonly Conversations conversations = new(store);

    public IReadOnlyList<Verb> Verbs =>
    [
        new("watchbill", "link [<team>]", "Link your account here to you, or this channel to a team", LinkAsync),
        new("watchbill", "unlink <team>", "Take this channel from a team again", UnlinkAsync),
    ];

    private async Task<Answer> LinkAsync(Call call, CancellationToken ct)
    {
        if (call.Arguments["team"] is { } team) return await LinkAsync(team, call, ct);
        // Whoever gets here is linked: a platform asks who somebody is before it asks what they want.
        var person = await chart.PersonAsync(call.Caller.Person, ct);
        return call.Caller.Conversation is null ? ChannelReplies.Account(person, call.Caller.ByMail)
            : ChannelReplies.Account(person, call.Caller.ByMail, await conversations.OwnersAsync(call.Caller, ct));
    }

    private async Task<Answer> LinkAsync(string named, Call call, CancellationToken ct)
    {
        var (team, channel) = await MineAsync(named, "link", call, ct);
        var platform = PlatformOf(call.Caller);
        if (team.Value.ChannelOn(platform.Id) == channel) return ChannelReplies.Linked(team.Value);
        if (team.Value.Channels[platform.Id] is { } other) throw InFile(team.Value, platform, other);
        await SaveAsync(team, team.Value with { Bound = team.Value.Bound.With(platform.Id, channel) }, "link", call, ct);
        return ChannelReplies.Linked(team.Value);
    }

    private async Task<Answer> UnlinkAsync(Call call, CancellationToken ct)
    {
        var (team, channel) = await MineAsync(call.Arguments.Required("team"), "unlink", call, ct);
        var platform = PlatformOf(call.Caller);
        if (team.Value.Channels[platform.Id] is { } other) throw InFile(team.Value, platform, other);
        if (team.Value.Bound[platform.Id] != channel)
            throw new RefusedException($"This channel does not belong to {team.Value.Id}.") { Field = "team" };
        await SaveAsync(team, team.Value with { Bound = team.Value.Bound.Without(platform.Id) }, "unlink", call, ct);
        return ChannelReplies.Unlinked(team.Value, platform);
    }

    private async Task<(Stored<Team> Team, string Channel)> MineAsync(string named, string verb, Call call, CancellationToken ct)
    {
        var team = await chart.TeamAsync(named, ct);
        await chart.MustLeadAsync(call.Caller, team.Id, $"{verb} its channel", call.Now, ct);
        return call.Caller.Conversation is { } channel ? ((await store.FindAsync<Team>(team.Id, ct))!, channel)
            : throw new RefusedException($"Type it in the channel itself: {verb} {team.Id}") { Field = "team" };
    }

    private async Task SaveAsync(Stored<Team> before, Team after, string verb, Call call, CancellationToken ct)
    {
        var platform = call.Caller.Platform;
        var audit = new AuditEntry(call.Now, call.Caller.Person, $"watchbill {verb}", $"team/{after.Id}", platform.Name)
        {
            Old = before.Value.Bound[platform],
            New = after.Bound[platform],
        };
        try
        {
            await store.SaveAsync([Write.Replace(before, after), Write.Audit(audit)], ct);
        }
        catch (StaleException)
        {
            throw new RefusedException("Somebody changed the team at the same moment. Type it again.");
        }
    }

    private Platform PlatformOf(Caller caller) =>
        platforms.FirstOrDefault(platform => platform.Id == caller.Platform) ?? new Platform(caller.Platform, caller.Platform.Name);

    private static RefusedException InFile(Team team, Platform platform, string channel) => new(
        $"The organisation file names the channel of {team.Id} in {platform.Name} ({channel}). Change 'channel: " +
        $"{{{platform.Id.Name}: …}}' of the " +
            $"team there.")
    {
        Field = "team",
    };
}
