using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Works out what asking for a postmortem comes to: who is asked to write it, and when it is due.</summary>
public sealed class PostmortemAsks(IStore store, OrgChart chart)
{
    private const int Days = 5;

    private readonly Postmortems postmortems = new(store, chart);

    /// <summary>
    /// What asking for a postmortem takes, to be saved together with its cause; nothing where there is one already, or nobody to ask.
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
            .. await postmortems.ToChannelAsync(incident.Service, PostmortemReplies.Asked(incident, made, owner.Name), by.Now, cause, ct),
        ];
    }

    /// <summary>Five working days on, by the clocks and holidays of who writes it.</summary>
    private async Task<LocalDate> DueAsync(Person owner, Instant now, CancellationToken ct)
    {
        var holidays = owner.Holidays is { } calendar ? (await store.FindAsync<HolidayCalendar>(calendar, ct))?.Value.Dates ?? [] : [];
        return WorkingDays.After(now.InZone(DateTimeZoneProviders.Tzdb[owner.TimeZone]).Date, Days, [.. holidays]);
    }

    /// <summary>The team's lead, who has left excepted; then who responded first.</summary>
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
