using NodaTime;
using Watchbill.Chat;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>Finds the rotations that somebody means: by a rotation's name, by who owns it, or by who asks from where.</summary>
public sealed class RotationPicker(IStore store, OrgChart chart, Schedules schedules)
{
    private readonly Conversations conversations = new(store);

    public async Task<IReadOnlyList<Rotation>> AllAsync(CancellationToken ct) =>
        [.. (await store.ListAsync<Rotation>(IdRange.All, ct)).Select(stored => stored.Value).Where(rotation => !rotation.Retired)];

    /// <summary>
    /// The rotation with this id, else those that answer for the service with it, else those of the team or domain; every one for "all".
    /// </summary>
    /// <param name="at">When it is asked about: a service is run by others at other times.</param>
    /// <exception cref="RefusedException">Nothing has this name; the nearest one that has is named.</exception>
    public async Task<RespondingRotations> NamedAsync(string named, Instant at, CancellationToken ct)
    {
        named = named.TrimStart('@').ToLowerInvariant();
        if (await store.FindAsync<Rotation>(named, ct) is { Value: { Retired: false } rotation }) return new([rotation]);
        if (await store.FindAsync<Service>(named, ct) is { Value: { Retired: false } service }
            && await chart.Responsibilities.AnsweringAsync(service, at, ct) is { Rotations.Count: > 0 } answering) return answering;
        if (await store.FindAsync<Team>(named, ct) is { Value: { Retired: false } found }
            && await OfTeamAsync(found.Id, ct) is { Count: > 0 } owned) return new(owned);
        if (await store.FindAsync<Domain>(named, ct) is { Value.Retired: false } && await OfDomainAsync(named, ct) is { Count: > 0 } shared)
            return new(shared);
        if (named == NamedThings.Everything) return new(await AllAsync(ct));
        throw await chart.NobodyAnswersAsync(named, ct);
    }

    /// <summary>The one rotation that a name means.</summary>
    /// <exception cref="RefusedException">Nothing has this name, or several rotations answer for it; they are named.</exception>
    public async Task<Rotation> OneAsync(string named, Instant at, CancellationToken ct) =>
        (await NamedAsync(named, at, ct)).Rotations is var found && found is [var only] ? only
        : throw new RefusedException(
            $"Which rotation of {named}? {HandoffReplies.Or(found.Select(rotation => rotation.Id))}.")
        {
            Field = "rotation",
        };

    /// <summary>The rotations of the team; where it has none of its own, those of its domain.</summary>
    public async Task<IReadOnlyList<Rotation>> OfTeamAsync(string team, CancellationToken ct) =>
        (await chart.Responsibilities.ReadAsync(ct)).OfTeam(team);

    /// <summary>Those of the conversation's team or domain, else those the caller is in or is about to be in, else all.</summary>
    public async Task<IReadOnlyList<Rotation>> OfAsync(Caller caller, Instant now, CancellationToken ct)
    {
        if (await OfConversationAsync(caller, ct) is { Count: > 0 } here) return here;
        var own =
            (await schedules.NamingAsync([caller.Person], ct))
                .Where(rotation => rotation.Layers.Any(layer => layer.MembersFrom(now).Contains(caller.Person))).ToList();
        return own.Count > 0 ? own : await AllAsync(ct);
    }

    /// <summary>
    /// The id of the only rotation that can be meant: of several the one in which the caller holds a shift at the time that is said.
    /// Null: there are several, or none.
    /// </summary>
    /// <param name="said">What was said of the rest, by argument.</param>
    public async Task<string?> MeantAsync(
        Caller caller, IReadOnlyDictionary<string, string> said, Instant now, CancellationToken ct)
    {
        var all = await OfAsync(caller, now, ct);
        if (all is [var only]) return only.Id;
        if ((said.GetValueOrDefault("when") ?? said.GetValueOrDefault("span")) is not { } time) return null;
        try
        {
            var span = ShiftPhrase.Read(time, "when", now, await chart.ZoneAsync(caller.Person, ct), nextTurn: null);
            var held = new List<string>();
            foreach (var rotation in await schedules.NamingAsync([caller.Person], ct))
            {
                var schedule = await schedules.ForAsync(rotation, ct);
                if (HeldShift.Within(schedule, caller.Person, new Interval(span.Start, span.End)).Count > 0) held.Add(rotation.Id);
            }

            return held is [var one] ? one : null;
        }
        catch (RefusedException)
        {
            // The time is wrong: its own field says so.
            return null;
        }
    }

    /// <summary>Whether those of the caller are those of the conversation's team or domain.</summary>
    public async Task<bool> IsOfConversationAsync(Caller caller, CancellationToken ct) =>
        (await OfConversationAsync(caller, ct)).Count > 0;

    private async Task<IReadOnlyList<Rotation>> OfConversationAsync(Caller caller, CancellationToken ct)
    {
        foreach (var owner in await conversations.OwnersAsync(caller, ct))
        {
            var here = owner.Kind == AddressKind.Team ? await OfTeamAsync(owner.Id, ct) : await OfDomainAsync(owner.Id, ct);
            if (here.Count > 0) return here;
        }

        return [];
    }

    private async Task<IReadOnlyList<Rotation>> OfDomainAsync(string domain, CancellationToken ct) =>
        [.. (await AllAsync(ct)).Where(rotation => rotation.Kind != RotationKind.Team && rotation.Owner == domain)];
}
