namespace Watchbill.Incidents;

/// <summary>What an incident says of one person: for when they ask for it, or are forgotten.</summary>
public static class IncidentPeople
{
    /// <summary>
    /// The incident without what the person wrote down; their id stays, since callouts hang on it. Null: they wrote nothing.
    /// </summary>
    public static Incident? Without(this Incident incident, string person) => incident.Notes.Any(note => note.Person == person)
        ? incident with { Notes = [.. incident.Notes.Where(note => note.Person != person)] }
        : null;

    /// <summary>The incident with their own work and notes alone; null: they are not in it.</summary>
    public static Incident? Of(this Incident incident, string person)
    {
        var own = incident with
        {
            Responders = [.. incident.Responders.Where(responder => responder.Person == person)],
            Notes = [.. incident.Notes.Where(note => note.Person == person)],
        };
        return own.Responders.Count + own.Notes.Count > 0 || incident.By == person ? own : null;
    }

    /// <summary>A postmortem with their own actions alone, whole where they write it; null: they are not in it.</summary>
    public static Postmortem? Of(this Postmortem postmortem, string person) => postmortem.Owner == person ? postmortem
        : postmortem.Actions.Where(action => action.Person == person).ToList() is { Count: > 0 } own ? postmortem with { Actions = own }
        : null;

    /// <summary>The runbooks that they reviewed; null: none.</summary>
    public static RunbookUses? Of(this RunbookUses uses, string person) =>
        uses.Uses.Where(use => use.ReviewedBy == person).ToList() is { Count: > 0 } own ? new RunbookUses(own) : null;
}
