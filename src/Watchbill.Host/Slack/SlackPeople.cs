using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Finds the people behind Slack's users, and the zone in which they read.</summary>
internal sealed class SlackPeople(Accounts accounts, SlackZones zones, IClock clock)
{
    /// <summary>Null: nobody who is here.</summary>
    public ValueTask<AccountHolder?> FindAsync(string user, CancellationToken ct) =>
        accounts.HolderAsync(SlackPlatform.Id, user, clock.GetCurrentInstant(), ct);

    /// <summary>
    /// The zone in which a user reads: their own in Slack, else the one in the organisation file. What they type is read in the latter.
    /// </summary>
    public DateTimeZone ZoneOf(string user, AccountHolder holder) => zones.Of(user) ?? holder.Zone;
}
