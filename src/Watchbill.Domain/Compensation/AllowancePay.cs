using NodaTime;
using Watchbill.Calendars;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>Time in which somebody was in a roster, whether or not a shift was theirs.</summary>
public sealed record RosterTime(string Person, string Rotation, string Policy, Coverage Coverage, Interval Span);

/// <summary>Finds the fixed amounts for being in a roster that reaches beyond business hours, once for each policy.</summary>
public static class AllowancePay
{
    private static readonly BusinessHours Usual = new(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new(9, 0), new(18, 0));

    /// <param name="rosters">Of everybody in the rotations that have the person in a roster: a team's amount is shared.</param>
    /// <param name="month">Its first day. An amount for a quarter or year is paid with the last month of it.</param>
    public static IEnumerable<PayLine> Of(
        PaidPerson person, IEnumerable<RosterTime> rosters, PayPolicies policies, LocalDate month)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.TimeZone];
        var span = new Interval(zone.AtStartOfDay(month).ToInstant(), zone.AtStartOfDay(month.PlusMonths(1)).ToInstant());
        foreach (var group in rosters.Where(one => one.Span.Start < span.End && one.Span.End > span.Start).GroupBy(one => one.Policy))
        {
            if (policies.On(group.Key, month.PlusMonths(1).PlusDays(-1)) is not { Allowance: { } allowance } policy
                || !IsLast(month, allowance.Per)) continue;
            var beyond = group.Where(one => ReachesBeyond(one.Coverage, policy.BusinessHours ?? Usual)).ToList();
            if (beyond.Find(one => one.Person == person.Id) is not { } roster) continue;
            var sharing = beyond.Where(one => one.Rotation == roster.Rotation).Select(one => one.Person).Distinct().Count();
            var share = allowance.To == PayReceiver.Team ? allowance.Amount / sharing : allowance.Amount;
            var amount = Money.Rounded(share, policy.Currency ?? policies.Currency);
            yield return new PayLine(PayKind.Allowance, month, span.Start, span.End, 0, amount)
            {
                Rotation = roster.Rotation,
                Rate = amount.Amount,
                Policy = policy.Version,
                Parts = [new PayPart(PayPartKind.Lump, 1, amount.Amount, 1)],
            };
        }
    }

    private static bool IsLast(LocalDate month, PaySpan per) => per switch
    {
        PaySpan.Year => month.Month == 12,
        PaySpan.Quarter => month.Month % 3 == 0,
        _ => true,
    };

    private static bool ReachesBeyond(Coverage coverage, BusinessHours hours) => coverage.Windows.Count == 0
        || coverage.Windows.Any(window => (window.Days & ~hours.Days) != 0 || window.From < hours.From || window.To > hours.To
            || window.To <= window.From);
}
