using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Compensation;

/// <summary>How long somebody was on call for a service in the period of a bonus.</summary>
public sealed record BonusTime(PaidPerson Person, decimal Hours)
{
    /// <summary>Of everybody who was, each instant once, whichever rotation it was in; without shadowing.</summary>
    public static IReadOnlyList<BonusTime> Of(
        BonusService service, Interval span, IEnumerable<(PaidPerson Person, IReadOnlyList<StandbyTime> Standby)> work) =>
    [
        .. from one in work
           let held = Spans.Union(one.Standby.Where(time => !time.Shadow && service.Rotations.Contains(time.Rotation))
               .Select(time => Spans.Within(span, time.Start, time.End)).OfType<Interval>())
           let hours = held.Sum(piece => PaidSpan.HoursOf(piece.Duration))
           where hours > 0
           orderby one.Person.Id
           select new BonusTime(one.Person, hours),
    ];
}

/// <summary>Shares the bonus for a service that was kept within its budget.</summary>
public static class BonusPay
{
    /// <summary>
    /// A line for each who was on call for it. For the team the amount is shared by time, to the last cent; else each has it whole.
    /// </summary>
    public static IEnumerable<(string Person, PayLine Line)> Of(BonusTerms terms, BonusService service, IReadOnlyList<BonusTime> times)
    {
        var all = times.Sum(time => time.Hours);
        decimal before = 0, paid = 0;
        foreach (var one in times)
        {
            before += one.Hours;
            var share = terms.Bonus.To == PayReceiver.Team ? one.Hours / all : 1;
            // What all before and this one have together, rounded, less what those before have: the shares add up to the amount.
            var amount = terms.Bonus.To == PayReceiver.Team
                ? Money.Rounded(terms.Bonus.Amount * before / all, terms.Currency) is var together
                    ? together with { Amount = together.Amount - paid } : together
                : Money.Rounded(terms.Bonus.Amount, terms.Currency);
            paid += amount.Amount;
            yield return (one.Person.Id, Line(terms, service, one.Person, share, amount));
        }
    }

    private static PayLine Line(BonusTerms terms, BonusService service, PaidPerson person, decimal share, Money amount)
    {
        var span = terms.Period.In(DateTimeZoneProviders.Tzdb[person.TimeZone]);
        var part = new PayPart(PayPartKind.Lump, share, terms.Bonus.Amount, 1);
        return new PayLine(PayKind.Bonus, terms.PaidWith, span.Start, span.End, 0, amount)
        {
            Rotation = service.Rotations[0],
            Service = service.Service,
            Rate = terms.Bonus.Amount,
            Policy = terms.Version,
            Parts = part.Amount == amount.Amount ? [part] : [part, new PayPart(PayPartKind.Rounding, 1, amount.Amount - part.Amount, 1)],
        };
    }
}
