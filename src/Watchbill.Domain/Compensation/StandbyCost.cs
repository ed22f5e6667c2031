using NodaTime;
using Watchbill.Rotations;

namespace Watchbill.Compensation;

/// <summary>
/// What an hour on call costs on average by a policy, worked out as pay is: for a year of weekly turns that one person holds.
/// </summary>
public static class StandbyCost
{
    private const int Weeks = 52;

    /// <summary>Null: it goes by the hourly rate of whoever is on call.</summary>
    /// <param name="windows">When somebody is on call.</param>
    /// <param name="level">Which level they fill, where the policy pays levels apart.</param>
    public static decimal? AnHour(PayPolicies policies, string policy, Windows windows, string zone, Instant since, string level)
    {
        var person = new PaidPerson("", zone);
        var turns =
            from week in Enumerable.Range(0, Weeks)
            let begins = since + Duration.FromDays(7 * week)
            from span in windows.Between(begins, begins + Duration.FromDays(7))
            let start = Instant.Max(begins, span.Start)
            let end = Instant.Min(begins + Duration.FromDays(7), span.End)
            where start < end
            select new StandbyTime("", $"/{level}/{week}", start, end, policy) { TimeZone = zone, Level = level };
        var times = turns.ToList();
        var lines = PersonPay.Lines(person, times, [], policies);
        if (lines.Any(line => line.Rate is null)) return null;
        return lines.Sum(line => line.Amount.Amount) / times.Sum(time => PaidSpan.HoursOf(time.End - time.Start));
    }
}
