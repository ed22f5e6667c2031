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

    /// <summary>Those of the channels that some platform reaches, as far as is known: the last message arrived there.</summary>
    public IReadOnlySet<Address> Reached { get; init; } = new HashSet<Address>();

    /// <summary>Who is asked to act where nobody is on call: the team's lead; null: admins are.</summary>
    public Mention? Lead { get; init; }
}
