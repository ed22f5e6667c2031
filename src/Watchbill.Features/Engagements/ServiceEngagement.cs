using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>A service with all that was decided about who runs it, as it was read.</summary>
public sealed record ServiceEngagement(Service Service, Stored<EngagementHistory>? Read, Responsibility Responsibility)
{
    public EngagementHistory History { get; } = Read?.Value ?? new EngagementHistory(Service.Id);

    public Engagement At(Instant at) => History.At(Service.Engagement, at);

    /// <summary>Who answers at an instant.</summary>
    public RespondingRotations Answering(Instant at) => Responsibility.Of(Service, At(at), at);

    /// <summary>Who would answer at an instant under another engagement.</summary>
    public IReadOnlyList<Rotation> Answering(Engagement engagement, Instant at) => Responsibility.Of(Service, engagement, at).Rotations;

    public Write Save(EngagementHistory history) => Write.Upsert(Service.Id, Read, history);

    /// <summary>
    /// When a change moves on-call if nobody says otherwise: the next boundary of those who will answer; now where there is nobody.
    /// </summary>
    public Instant Boundary(Engagement after, Instant now) =>
        Answering(after, now) is { Count: > 0 } receiving ? ReceivingRotations.Boundary(receiving, now, DateTimeZoneProviders.Tzdb) : now;

    /// <summary>The price and people that an SRE team had here before, so that they need not be said again.</summary>
    public Engagement Known(EngagementModel model, string? by)
    {
        var before =
            History.Changes.Select(decision => decision.After).Reverse().Append(Service.Engagement)
                .FirstOrDefault(one => by is not null && one.By == by);
        return new Engagement(model) { By = by, Price = before?.Price, Sres = before?.Sres ?? [] };
    }
}

/// <summary>Reads what was decided about services, and who may decide more.</summary>
public sealed class EngagementQueries(IStore store, OrgChart chart)
{
    /// <exception cref="RefusedException">There is no such service; the nearest is named.</exception>
    public async Task<ServiceEngagement> OfAsync(string named, CancellationToken ct) =>
        await OfAsync(await chart.ServiceAsync(named, ct), ct);

    public async Task<ServiceEngagement> OfAsync(Service service, CancellationToken ct) => new(
        service,
        await store.FindAsync<EngagementHistory>(service.Id, ct),
        await chart.Responsibilities.ReadAsync(ct));

    public async Task<bool> LeadsAsync(Caller caller, string? team, Instant now, CancellationToken ct) =>
        (await chart.Leads.OfTeamAsync(team, now, ct)).Contains(caller.Person);

    /// <exception cref="RefusedException">The caller leads none of the teams and is no admin; who does is named.</exception>
    public async Task MustLeadAsync(Caller caller, IEnumerable<string?> teams, string act, Instant now, CancellationToken ct)
    {
        if (await chart.IsAdminAsync(caller, now, ct)) return;
        var leads = new List<string>();
        foreach (var team in teams.OfType<string>().Distinct()) leads.AddRange(await chart.Leads.OfTeamAsync(team, now, ct));
        if (leads.Contains(caller.Person)) return;
        var names = (await chart.NamesAsync(leads, ct)).Values;
        throw new RefusedException(
            $"You may not {act}. Ask {(leads.Count == 0 ? "an admin" : string.Join(" or ", names))}.")
        { Forbidden = true };
    }

    /// <summary>What those who would answer under another engagement lack, against those who answer before it.</summary>
    public async Task<ReceivingLacks> LacksAsync(ServiceEngagement engaged, Engagement after, Instant from, CancellationToken ct)
    {
        var calendars = (await store.ListAsync<HolidayCalendar>(IdRange.All, ct)).ToDictionary(stored => stored.Id, stored => stored.Value);
        var before = engaged.History.At(engaged.Service.Engagement, from - Duration.Epsilon);
        return ReceivingRotations.Compare(engaged.Answering(before, from), engaged.Answering(after, from), from, Almanac.With(calendars));
    }

    /// <summary>The channels and responsible leads of the owner and of the teams that run the service, each once.</summary>
    public async Task<IReadOnlyList<Address>> BothAsync(
        Service service, IEnumerable<string?> runners, Instant now, CancellationToken ct)
    {
        var to = new List<Address>();
        foreach (var team in runners.Prepend(service.Team).OfType<string>().Distinct())
        {
            to.Add(Address.Team(team));
            to.Add(await chart.Leads.ResponsibleAsync(team, now, ct));
        }

        return [.. to.Distinct()];
    }

    /// <summary>Who reads a proposal to give a service back.</summary>
    public async Task<HandbackReaders> ReadersAsync(Service service, string? runner, Instant now, CancellationToken ct) => new(
        await BothAsync(service, [runner], now, ct),
        (await chart.Leads.OfTeamAsync(runner, now, ct)).Select(Address.Person).Append(Address.Admins).ToHashSet());

    /// <summary>What every such message is: due now, once for its cause, public in channels.</summary>
    public static IEnumerable<Write> Say(IEnumerable<Address> to, Func<Address, Reply> reply, string cause, Instant now) =>
        to.Select(address =>
            Delivery.Say(Message(address, reply(address), cause, now),
                $"engagement/{cause}/{address.Kind.ToString().ToLowerInvariant()}/{address.Id}"));

    /// <summary>What stands from now on wherever such a message asked for something that is decided.</summary>
    public async Task<IReadOnlyList<Write>> SettleAsync(Reply reply, string cause, Instant now, CancellationToken ct) =>
        [.. (await store.ReadersAsync(Card(cause), ct)).Select(address => Delivery.Edit(Message(address, reply, cause, now), 1))];

    private static string Card(string cause) => $"engagement/{cause}";

    private static Delivery Message(Address to, Reply reply, string cause, Instant now) =>
        new(now, MessageKind.Engagement, to,
            reply with { Audience = to.IsPersonal ? Audience.You : Audience.Everyone })
        { Card = Card(cause) };
}
