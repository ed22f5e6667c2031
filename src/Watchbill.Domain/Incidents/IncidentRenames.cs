using Watchbill.Organization;

namespace Watchbill.Incidents;

/// <summary>Incidents and what was learned from them, under the new ids of people and services.</summary>
public static class IncidentRenames
{
    /// <summary>An incident keeps its number: what was <c>checkout-12</c> is <c>shop-12</c> once its service is called shop.</summary>
    public static Incident Renamed(this Incident incident, Renames renames) => incident with
    {
        Service = renames.Service(incident.Service),
        MergedInto = incident.MergedInto is { } into ? Renamed(into, renames) : null,
        Merged = [.. incident.Merged.Select(part => part with { Id = Renamed(part.Id, renames) })],
        By = renames.Person(incident.By),
        Responders = [.. incident.Responders.Select(responder => responder with { Person = renames.Person(responder.Person) })],
        Notes = [.. incident.Notes.Select(note => note with { Person = renames.Person(note.Person) })],
    };

    private static string Renamed(string id, Renames renames) =>
        Incident.Named(id) is var (service, number) ? FormattableString.Invariant($"{renames.Service(service)}-{number}") : id;

    /// <summary>Whether anything in it is renamed: there may be many, and most are of others.</summary>
    public static bool Names(this Renames renames, Incident incident) => renames.Renamed("services", incident.Service)
        || incident.Responders.Select(responder => responder.Person).Concat(incident.Notes.Select(note => note.Person)).Append(incident.By)
            .Any(person => renames.Renamed("people", person));

    public static Postmortem Renamed(this Postmortem postmortem, Renames renames) => postmortem with
    {
        Service = renames.Service(postmortem.Service),
        Owner = renames.Person(postmortem.Owner),
        Actions = [.. postmortem.Actions.Select(action => action with { Person = renames.Person(action.Person) })],
    };

    public static RunbookUses Renamed(this RunbookUses uses, Renames renames) =>
        new([.. uses.Uses.Select(use => use with { ReviewedBy = renames.Person(use.ReviewedBy) })]);
}
