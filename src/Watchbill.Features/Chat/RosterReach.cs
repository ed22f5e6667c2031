using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Somebody on a roster who cannot be told anything on a platform.</summary>
/// <param name="Why">What is wrong, and what to do about it.</param>
public sealed record OutOfReach(string Person, string Why);

/// <summary>Who on a roster cannot be told anything on a platform that has to meet people before it can speak to them.</summary>
public sealed class RosterReach(IStore store, Accounts accounts)
{
    /// <summary>Those people by their ids, and of how many; nobody where the platform finds everybody by their account.</summary>
    public async Task<(IReadOnlyList<OutOfReach> Missing, int Of)> OnAsync(Platform platform, Instant now, CancellationToken ct)
    {
        var listed = (await store.ListAsync<Rotation>(IdRange.All, ct)).Where(stored => !stored.Value.Retired)
            .SelectMany(stored => stored.Value.Layers).SelectMany(layer => layer.MembersAt(now)).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        if (platform.NotMet is not { } notMet) return ([], listed.Count);
        var missing = new List<OutOfReach>();
        foreach (var person in listed)
        {
            if (await WhyAsync(platform, notMet, person, now, ct) is { } why) missing.Add(new(person, why));
        }

        return (missing, listed.Count);
    }

    /// <summary>The same as findings of a platform's check.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(Platform platform, Instant now, CancellationToken ct)
    {
        var (missing, of) = await OnAsync(platform, now, ct);
        return missing.Count > 0 ? [.. missing.Select(one => new Finding(true, $"{one.Person}: {one.Why}"))]
            : [new(false, $"Everybody on a roster can be told in {platform.Name}: {of}.")];
    }

    /// <summary>Whether the bot has met anybody there.</summary>
    public async Task<bool> IsInUseAsync(Platform platform, CancellationToken ct) =>
        (await store.ListAsync<ConversationReference>(IdRange.Prefix(ConversationReference.IdOf(platform.Id, "")) with { Limit = 1 }, ct))
            .Count > 0;

    private async Task<string?> WhyAsync(Platform platform, string notMet, string person, Instant now, CancellationToken ct)
    {
        if (await accounts.OfAsync(platform.Id, person, now, ct) is not { } holder)
            // Whoever is told elsewhere lacks nothing here.
            return (await store.FindAsync<Person>(person, ct))?.Value.Accounts.All.Any(other => other.Platform != platform.Id) == true
                ? null
                : $"No account in {platform.Name} is known. Add '{platform.Id}: ' and their id to their line (one looks like "
                + $"{platform.Account.Example}), or they press 'Link me' there.";
        var known = await store.FindAsync<ConversationReference>(ConversationReference.IdOf(platform.Id, holder.Account), ct);
        return known is { Value.Refused: { } refused } ? refused
            : known?.Value is { Conversation: not null } or { User: not null } ? null : notMet;
    }
}
