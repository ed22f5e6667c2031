using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Finds postmortems, and works out what asking for one and changing one comes to.</summary>
public sealed class Postmortems(IStore store, OrgChart chart)
{
    private const int Days = 5;

    /// <summary>
    /// What asking for a postmortem takes, to be saved together with its cause; nothing where there is one
    /// already. The team's lead writes it, who has left excepted; then the first responder does.
    /// </summary>
    /// <param name="share">How much of a budget the incident alone used, in percent; null: somebody asks for it.</param>
    public async Task<IReadOnlyList<Write>> AskAsync(Incident incident, decimal? share, Actor by, CancellationToken ct)
    {
        if (await store.FindAsync<Postmortem>(Incident.DocumentId(incident.Service, incident.Number), ct) is not null) return [];
        var owner = await OwnerAsync(incident, by.Now, ct);
        return owner is null ? [] : await AskAsync(incident, owner, share, by, ct);
    }

    /// <summary>The same with an owner who was named.</summary>
    public async Task<IReadOnlyList<Write>> AskAsync(Incident incident, Person owner, decimal? share, Actor by, CancellationToken ct)
    {
        var made = new Postmortem(incident.Service, incident.Number, owner.Id, await DueAsync(owner, by.Now, ct))
        {
            Share = share,
            AskedAt = by.Now,
        };
        var cause = $"postmortem/{incident.Id}";
        return
        [
            Write.Create(Incident.DocumentId(incident.Service, incident.Number), made),
            Write.Audit(
                new AuditEntry(by.Now, by.Id, "incident postmortem", $"incident/{incident.Id}",
                    by.Origin) { New = $"owner {owner.Id}; due {made.Due:uuuu-MM-dd}" }),
            Delivery.Say(new Delivery(by.Now, MessageKind.Incident, Address.Person(owner.Id), PostmortemReplies.Yours(incident, made)),
                $"{cause}/{owner.Id}"),
            .. await ToChannelAsync(incident.Service, PostmortemReplies.Asked(incident, made, owner.Name), by.Now, cause, ct),
        ];
    }

    /// <exception cref="RefusedException">Nobody has asked for one.</exception>
    public async Task<Stored<Postmortem>> ForAsync(Incident incident, CancellationToken ct) =>
        await store.FindAsync<Postmortem>(Incident.DocumentId(incident.Service, incident.Number), ct)
        ?? throw new RefusedException($"{incident.Id} has no postmortem. Ask for one: `incident postmortem {incident.Id}`")
        {
            Field = "incident",
            Missing = true,
        };

    /// <summary>What changing one takes.</summary>
    public static IReadOnlyList<Write> Writes(Stored<Postmortem> read, Postmortem after, string action, string what, Actor by) =>
    [
        Write.Replace(read, after),
        Write.Audit(new AuditEntry(by.Now, by.Id, action, $"incident/{after.Id}", by.Origin) { New = what }),
    ];

    public async Task<IReadOnlyList<Write>> ToChannelAsync(string service, Reply said, Instant due, string cause, CancellationToken ct) =>
        await chart.FindServiceAsync(service, ct) is { } owned
            ? [Delivery.Say(new Delivery(due, MessageKind.Incident, Address.Team(owned.Team), said), cause)] : [];

    /// <summary>Five working days on, by the clocks and holidays of who writes it.</summary>
    private async Task<LocalDate> DueAsync(Person owner, Instant now, CancellationToken ct)
    {
        var holidays = owner.Holidays is { } calendar ? (await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value.Dates ?? [] : [];
        return WorkingDays.After(now.InZone(DateTimeZoneProviders.Tzdb[owner.TimeZone]).Date, Days, [.. holidays]);
    }

    private async Task<Person?> OwnerAsync(Incident incident, Instant now, CancellationToken ct)
    {
        var team =
            await chart.FindServiceAsync(incident.Service, ct) is { } service
                ? (await store.FindAsync<Team>(service.Team, ct))?.Value : null;
        foreach (var id in incident.Responders.OrderBy(responder => responder.Start).Select(responder => responder.Person)
            .Prepend(team?.Lead).OfType<string>())
            if ((await store.FindAsync<Person>(id, ct))?.Value is { } person && person.IsHere(now)) return person;
        return null;
    }
}
