using Watchbill.Organization;

namespace Watchbill.Chat;

/// <summary>
/// Keeps the user groups and channel topics of one platform as they should be. Registered beside <see cref="IChat"/> by an adapter whose
/// platform has them; one that has none registers nothing. Called with the same values again it changes nothing.
/// </summary>
/// <remarks>
/// Failures are thrown: a <see cref="RefusedException"/> is what a lead can mend (no such group, the bot may not change it) and its
/// sentence is shown to them; a <see cref="BusyException"/> is a limit, and waits as long as it says; anything else is the platform's
/// and is tried again, after a pause.
/// </remarks>
public interface IChatGroups
{
    /// <summary>The platform. It is asked for its own groups only.</summary>
    PlatformId Platform { get; }

    /// <summary>
    /// Makes those of the people who have an account that is open there, and nobody else, the members of a group. Where none of them has
    /// one the group stays as it is.
    /// </summary>
    /// <param name="group">The platform's id, as <c>sync</c> of the organisation file has it.</param>
    /// <param name="people">Ids of people; never empty.</param>
    /// <returns>Those who have none.</returns>
    Task<IReadOnlyList<string>> SyncAsync(string group, IReadOnlyList<string> people, CancellationToken ct);

    /// <summary>
    /// Sets the topic of a team's or a domain's channel. An owner without a channel on this platform is passed over; an empty text takes
    /// out what was set.
    /// </summary>
    Task TopicAsync(Address channel, string text, CancellationToken ct);
}
