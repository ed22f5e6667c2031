using NodaTime;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>Finds postmortems, and works out what changing one comes to.</summary>
public sealed class Postmortems(IStore store, OrgChart chart)
{
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
}
