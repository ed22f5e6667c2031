using NodaTime;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>Finds who was in the rosters of a paid rotation.</summary>
internal static class PayRosters
{
    /// <param name="recorded">Nothing is paid before the rotation was first recorded, or after it was retired; null: it was never.</param>
    /// <param name="people">By id: whoever has left is in no roster any more.</param>
    public static IEnumerable<RosterTime> Of(
        Rotation rotation, Interval span, Recorded? recorded, IReadOnlyDictionary<string, Person> people, Instant now)
    {
        var first = recorded?.First ?? now;
        var last = rotation.Retired ? Instant.Min(span.End, recorded?.Closed ?? now) : span.End;
        return from layer in rotation.Layers
               where !layer.Shadow
               from i in Enumerable.Range(0, layer.Versions.Count)
               let version = layer.Versions[i]
               let start = Instant.Max(span.Start, Instant.Max(first, version.From ?? first))
               let end = i + 1 < layer.Versions.Count ? Instant.Min(last, layer.Versions[i + 1].From ?? last) : last
               where !version.Removed
               from person in version.Members.Distinct()
               let until = Instant.Min(end, people.GetValueOrDefault(person)?.Leaves ?? end)
               where start < until
               from paid in rotation.PaidIn(new Interval(start, until))
               select new RosterTime(person, rotation.Id, paid.Pay, version.Coverage, paid.Span);
    }
}
