using NodaTime;

namespace Watchbill.Compensation;

/// <summary>Finds what is paid for time off that nobody took, where its policy pays it.</summary>
public static class PayoutPay
{
    /// <summary>
    /// A line for each lot, in the month of the first day on which it could not be taken any more, at the hourly rate of the last on which
    /// it could.
    /// </summary>
    /// <param name="expired">Hours that were left when their lot expired.</param>
    /// <param name="currency">The organisation's, of policies that name none.</param>
    public static IEnumerable<PayLine> Of(PaidPerson person, IEnumerable<TimeOffLeft> expired, string currency)
    {
        var zone = DateTimeZoneProviders.Tzdb[person.TimeZone];
        foreach (var (lot, left) in expired)
        {
            if (lot is not { Payout: { } payout, Expires: { } last }) continue;
            var gone = last.PlusDays(1);
            var rate = Pricing.Of(payout.Rate, person, last, payout.Currency ?? currency);
            var hours = new PayPart(PayPartKind.Hours, left, rate ?? 0, 1);
            var amount = Money.Rounded(hours.Amount, payout.Currency ?? currency);
            yield return new PayLine(PayKind.Payout, gone.With(DateAdjusters.StartOfMonth), zone.AtStartOfDay(lot.Earned).ToInstant(),
                zone.AtStartOfDay(gone).ToInstant(), 0, amount)
            {
                Rotation = payout.Rotation,
                Rate = rate,
                Policy = payout.Policy,
                Shift = payout.Cause == TimeOffCause.Shift ? lot.For : null,
                Incident = payout.Cause == TimeOffCause.Callout ? lot.For : null,
                Parts = amount.Amount == hours.Amount ? [hours]
                    : [hours, new PayPart(PayPartKind.Rounding, 1, amount.Amount - hours.Amount, 1)],
            };
        }
    }
}
