using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;

namespace Watchbill.Slack;

/// <summary>Who a Slack user is in the organisation.</summary>
/// <param name="ByMail">Only by their e-mail address: the file names no account.</param>
internal sealed record SlackPerson(Person Person, bool ByMail)
{
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Person.TimeZone];

    public Caller In(string? conversation) => new(Person.Id, SlackPlatform.Id, conversation) { ByMail = ByMail };
}

/// <summary>Finds the person that a Slack user is, and the zone in which they read.</summary>
internal sealed class SlackPeople(SlackUsers users, SlackZones zones)
{
    /// <summary>Null: nobody who is here (any more).</summary>
    public ValueTask<SlackPerson?> FindAsync(string user, CancellationToken ct) => users.PersonAsync(user, ct);

    /// <summary>
    /// The zone in which a user reads: their own in Slack, else the one in the organisation file. What they type is read in the latter.
    /// </summary>
    public DateTimeZone ZoneOf(string user, SlackPerson person) => zones.Of(user) ?? person.Zone;
}
