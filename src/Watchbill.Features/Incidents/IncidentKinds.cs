using NodaTime;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>What is stored about incidents.</summary>
public static class IncidentKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Incident>
        {
            Name = "incident",
            Id = "service/number",
            Holds = "an incident as it is known now: times, impact, who worked on it when, its alerts, notes and links",
            Retention = Retention.ForGood<Incident>(),
            Personal = new("the ids of who worked on it from when to when and who declared it, and the notes they typed")
            {
                Forget = Forget.Keeping<Incident>(
                    "their notes are deleted; who worked on it when stays, with ids, because callouts are paid by it",
                    IncidentPeople.Without),
                Export = Export.Part<Incident>("those they worked on, wrote about or declared, with their own work and notes alone",
                    IncidentPeople.Of),
            },
            Renamed = new((stored, renames) => renames.Names(stored.Value)
                ? (renames.UnderService(stored.Id), stored.Value.Renamed(renames)) : null),
        },
        new StoredKind<IncidentVersion>
        {
            Name = "incidentversion",
            Id = "service/number/version",
            Holds = "an incident as it was before an edit",
            Retention = Retention.ForGood<IncidentVersion>(),
            Personal = new("the ids of who worked on it from when to when and who declared it, and the notes they typed")
            {
                Forget = Forget.Keeping<IncidentVersion>(
                    "their notes are deleted; who worked on it when stays, with ids, because callouts are paid by it",
                    (version, person) => version.Incident.Without(person) is { } left ? new IncidentVersion(left) : null),
                Export = Export.Part<IncidentVersion>("those they worked on, wrote about or declared, with their own work and notes alone",
                    (version, person) => version.Incident.Of(person) is { } own ? new IncidentVersion(own) : null),
            },
            Renamed = new((stored, renames) => renames.Names(stored.Value.Incident)
                ? (renames.UnderService(stored.Id), new IncidentVersion(stored.Value.Incident.Renamed(renames))) : null),
        },
        new StoredKind<OpenIncident>
        {
            Name = "openincident",
            Id = "service/number",
            Holds = "that an incident goes on, and when people were last asked whether it does",
            Retention = Retention.Until<OpenIncident>("the incident is over"),
            Personal = Personal.Nobodys<OpenIncident>(),
            Renamed = new((stored, renames) => renames.UnderService(stored.Id) is var id && id != stored.Id ? (id, stored.Value) : null),
        },
        new StoredKind<UnknownAlert>
        {
            Name = "unknownalert",
            Id = "hash of the name and its label service",
            Holds = "that admins were told of an alert that belongs to no service",
            Retention =
                Retention.For<UnknownAlert>(Duration.FromDays(90), told => told.At, "when admins were told; then they are told again"),
            Personal = Personal.Nobodys<UnknownAlert>(),
            Renamed = Renamed.Never<UnknownAlert>(),
        },
        new StoredKind<Ping>
        {
            Name = "ping",
            Id = "heartbeat",
            Holds = "when a heartbeat came last, and since when it is late",
            Retention = Retention.ForGood<Ping>(),
            Personal = Personal.Nobodys<Ping>(),
            Renamed = Renamed.Never<Ping>(),
        },
        new StoredKind<RunbookUses>
        {
            Name = "runbooks",
            Id = "service",
            Holds = "which of its runbooks helped in which incidents, and who reviewed them when",
            Retention = Retention.ForGood<RunbookUses>(),
            Personal = new("the ids of who reviewed them")
            {
                Forget = Forget.Stays<RunbookUses>("stays, with ids"),
                Export = Export.Part<RunbookUses>("those they reviewed", IncidentPeople.Of),
            },
            Renamed = Renamed.Both<RunbookUses>((id, renames) => renames.UnderService(id), IncidentRenames.Renamed),
        },
        new StoredKind<Postmortem>
        {
            Name = "postmortem",
            Id = "service/number",
            Holds = "who writes an incident's postmortem until when, its actions and where it can be read",
            Retention = Retention.ForGood<Postmortem>(),
            Personal = new("the ids of who writes it and who is to do what, and the actions that people typed")
            {
                Forget = Forget.Stays<Postmortem>("stays, with ids"),
                Export = Export.Part<Postmortem>("those they write, and their actions in others", IncidentPeople.Of),
            },
            Renamed = Renamed.Both<Postmortem>((id, renames) => renames.UnderService(id), IncidentRenames.Renamed),
        },
    ];
}
