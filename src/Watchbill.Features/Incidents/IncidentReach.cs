using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Incidents;

/// <summary>Whom news of an incident reaches.</summary>
/// <param name="OnCall">Those who are on call for its service.</param>
/// <param name="Channels">Those of the service's teams and of the teams that are told, too.</param>
public sealed record IncidentReach(IReadOnlyList<PersonOnCall> OnCall, IReadOnlyList<Address> Channels)
{
    /// <summary>Whether its severity wakes nobody.</summary>
    public bool Quiet { get; init; }

    /// <summary>Those of the addresses that some platform reaches, as far as is known: the last message arrived there.</summary>
    public IReadOnlySet<Address> Reached { get; init; } = new HashSet<Address>();

    /// <summary>Who is told where nobody is on call: the team's lead, else admins.</summary>
    public required Address Instead { get; init; }

    /// <summary>Whether its page waits for hours in which somebody is promised.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether the escalation turns to the lead where nobody is on call.</summary>
    public bool IsLeadPaged { get; init; } = true;

    /// <summary>The lead; null: admins are told.</summary>
    public Mention? Lead { get; init; }
}
