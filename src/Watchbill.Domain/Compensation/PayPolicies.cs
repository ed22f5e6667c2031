using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>Finds the pay policy of a day, and cuts time by it.</summary>
/// <param name="currency">The organisation's, of policies that name none.</param>
public sealed class PayPolicies(IEnumerable<PayPolicy> policies, Almanac almanac, string currency)
{
    private readonly ILookup<string, PayPolicy> versions = policies.OrderBy(one => one.Effective).ToLookup(one => one.Id);
    private readonly Dictionary<string, HashSet<LocalDate>> holidays = almanac.Calendars.ToDictionary(
        one => one.Key, one => one.Value.Dates.ToHashSet());

    public string Currency => currency;

    /// <summary>The version of a policy that holds on a day; null: none does yet.</summary>
    public PayPolicy? On(string policy, LocalDate day) => versions[policy].LastOrDefault(one => one.Effective <= day);

    internal IEnumerable<PaidSpan> Cut(PaidPerson person, StandbyTime time) =>
        Cut(person, PayKind.Standby, time.Shift, time.Rotation, time.Policy, time.TimeZone, time.HandsOverAt, time.Start, time.End)
            .Where(span => !time.Shadow || span.Policy.Shadow == ShadowPay.Paid);

    internal IEnumerable<PaidSpan> Cut(PaidPerson person, Callout callout) =>
        Cut(person, PayKind.Callout, callout.Incident, callout.Rotation, callout.Policy, callout.TimeZone, callout.HandsOverAt,
            callout.Start, callout.End);

    internal HourCutter Cutter(PaidPerson person, PayPolicy policy, string rotationZone, LocalTime handsOverAt, Instant start)
    {
        var zone = almanac.Zones[policy.Zone == PayZone.Person ? person.TimeZone : rotationZone];
        // A lump is for local dates, whatever a day is otherwise.
        var kind = policy.Standby?.Per == StandbyUnit.Lump ? PayDayKind.Midnight : policy.Day.Kind;
        var begins = kind switch
        {
            PayDayKind.Handover => policy.Day.HandoverAt ?? handsOverAt,
            PayDayKind.ShiftStart => start.InZone(zone).TimeOfDay,
            _ => LocalTime.Midnight,
        };
        return new HourCutter(policy, new WallClock(zone), HolidaysOf(person), begins);
    }

    internal bool IsHoliday(PaidPerson person, LocalDate day) => HolidaysOf(person).Contains(day);

    private HashSet<LocalDate> HolidaysOf(PaidPerson person) =>
        person.Holidays is { } calendar && holidays.TryGetValue(calendar, out var dates) ? dates : [];

    private IEnumerable<PaidSpan> Cut(
        PaidPerson person, PayKind kind, string id, string rotation, string policy, string zone, LocalTime at, Instant start,
        Instant end) =>
        from home in person.AtHome(start, end)
        from cut in Cut(home.Person, policy, zone, at, start, home.Start, home.End)
        select new PaidSpan(kind, id, rotation, cut.Policy, cut.Span);

    // A version holds from the beginning of its first day, as that version itself counts days. Time before the first has no policy.
    private IEnumerable<(PayPolicy Policy, ClassedSpan Span)> Cut(
        PaidPerson person, string policy, string zone, LocalTime at, Instant begins, Instant start, Instant end)
    {
        var known = versions[policy].Select(one => (Policy: one, Cutter: Cutter(person, one, zone, at, begins)))
            .Select(one => (one.Policy, one.Cutter, From: one.Cutter.Whole(one.Policy.Effective).Start)).ToList();
        for (var i = 0; i < known.Count; i++)
        {
            var until = i + 1 < known.Count ? Instant.Min(end, known[i + 1].From) : end;
            var from = Instant.Max(start, known[i].From);
            if (from >= until) continue;
            foreach (var span in known[i].Cutter.Cut(from, until)) yield return (known[i].Policy, span);
        }
    }
}
