using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>What a channel or a user group of a platform stands for in the organisation.</summary>
public sealed class Conversations(IStore store)
{
    /// <summary>
    /// Whose channel it is: teams by their ids, then domains. None of a channel that neither the organisation file names nor anybody has
    /// linked.
    /// </summary>
    public async Task<IReadOnlyList<Address>> OwnersAsync(PlatformId platform, string channel, CancellationToken ct) =>
    [
        .. (await store.ListAsync<Team>(IdRange.All, ct))
            .Where(team => !team.Value.Retired && team.Value.ChannelOn(platform) == channel).Select(team => Address.Team(team.Id)),
        .. (await store.ListAsync<Domain>(IdRange.All, ct))
            .Where(domain => !domain.Value.Retired && domain.Value.Channels[platform] == channel)
                .Select(domain => Address.Domain(domain.Id)),
    ];

    /// <summary>The same for where somebody asks; none in a direct message.</summary>
    public async Task<IReadOnlyList<Address>> OwnersAsync(Caller caller, CancellationToken ct) =>
        caller.Conversation is { } channel ? await OwnersAsync(caller.Platform, channel, ct) : [];

    /// <summary>The only service of the teams whose channel it is; null: there are several, or none.</summary>
    public async Task<string?> OnlyServiceAsync(Caller caller, CancellationToken ct)
    {
        var teams = (await OwnersAsync(caller, ct)).Where(owner => owner.Kind == AddressKind.Team).Select(owner => owner.Id).ToHashSet();
        if (teams.Count == 0) return null;
        var services = (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(service => !service.Retired && teams.Contains(service.Team)).ToList();
        return services is [var only] ? only.Id : null;
    }

    /// <summary>The rotation that fills a user group, the first by its id; null: none does.</summary>
    public async Task<Rotation?> FeederAsync(PlatformId platform, string group, CancellationToken ct) =>
        (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value)
            .FirstOrDefault(rotation => !rotation.Retired && rotation.Groups[platform] == group);
}
