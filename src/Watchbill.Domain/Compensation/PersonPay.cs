namespace Watchbill.Compensation;

/// <summary>Everything that on-call work earned one person, before what is agreed for whole months.</summary>
public static class PersonPay
{
    /// <summary>
    /// Lines in order of time, each in the month of its day. Give it what touches the months asked for, whole: a minimum, a lump and a
    /// share of a turn need all of a shift.
    /// </summary>
    public static IReadOnlyList<PayLine> Lines(
        PaidPerson person, IEnumerable<StandbyTime> standby, IReadOnlyCollection<Callout> callouts, PayPolicies policies)
    {
        var called = new CalloutPay(person, policies);
        return Earnings.ToLines(
            CappedPay.Of(new StandbyPay(person, policies, called.PaidTime(callouts)).Of(standby).Concat(called.Of(callouts))),
            policies.Currency);
    }
}
