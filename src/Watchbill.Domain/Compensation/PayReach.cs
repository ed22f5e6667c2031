using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Compensation;

/// <summary>
/// How far around a month work has to be known to pay it: what is agreed for a week, a turn or callouts together goes over its ends.
/// </summary>
public static class PayReach
{
    /// <summary>A month is longer by this somewhere in the world than it is here.</summary>
    public static readonly Duration Anywhere = Duration.FromDays(2);

    // Windows up to this long lie within it.
    private static readonly Duration Short = Duration.FromDays(1);

    /// <summary>What has to be known: from an instant (included) to another (not included).</summary>
    /// <param name="month">Its first day.</param>
    /// <param name="versions">Those of pay policies that may hold for it.</param>
    public static Interval Around(LocalDate month, IEnumerable<Policy> versions)
    {
        var policies = versions.Select(version => version.Pay).OfType<PayPolicy>().ToList();
        var from = policies.Any(LooksBackAMonth) ? month.PlusMonths(-1)
            : policies.Any(policy => policy.Caps?.Week is not null) ? CappedPay.Monday(month) : month;
        // Of two turns at once the later one may be the dearer.
        var later = policies.Any(policy => policy is { DoubleDuty: DoubleDuty.Once, Standby.Per: StandbyUnit.Shift or StandbyUnit.Week });
        return new Interval(Begin(from) - Anywhere, Begin(month.PlusMonths(later ? 2 : 1)) + Anywhere);
    }

    /// <summary>When a day begins, within <see cref="Anywhere"/>.</summary>
    public static Instant Begin(LocalDate day) => day.AtMidnight().InUtc().ToInstant();

    // A sum is of the month in which its callouts begin, and the last of them may end in the next; a fee may be that of weeks ago.
    private static bool LooksBackAMonth(PayPolicy policy) => policy.Callout is { } callout
        && (callout.Rounding is { Of: RoundingOf.Sum } || callout.Window > Short || callout.Cap?.Per > Short);
}
