using System.Collections.ObjectModel;
using NodaTime;

namespace Watchbill.Chat;

/// <summary>
/// Who reads a message on a platform: their zone, for where it does not write times in its own, and who has which account there.
/// </summary>
/// <param name="Accounts">The platform's ids by person; people who are not in it are named and not notified.</param>
public sealed record Reader(DateTimeZone Zone, IReadOnlyDictionary<string, string> Accounts)
{
    public static Reader In(DateTimeZone zone) => new(zone, ReadOnlyDictionary<string, string>.Empty);
}
