using Watchbill.Chat;
using static Watchbill.Compensation.PayReplies;

namespace Watchbill.Compensation;

/// <summary>What is said about bonuses.</summary>
public static class BonusReplies
{
    public static Reply Standing(string period, string me, IReadOnlyList<BonusStanding> standings)
    {
        if (standings.Count == 0)
            return new(Text.Lines(Text.Bold($"{period}: no bonus is settled for what you are on call for"),
                "A bonus counts from the first period that begins after its pay policy names it."));
        var lines = standings.Where(one => one.Kept != false).SelectMany(one => BonusPay.Of(one.Terms, one.Service, one.Times))
            .Where(one => one.Person == me).Select(one => one.Line);
        var sum = Earnings.Totals(lines);
        return new(Text.Bold($"{period}: {(sum.Count == 0 ? "nothing" : PayMoneyReplies.Estimate(sum))} of bonus as it stands"))
        {
            Note = "For services that stay within budget to the end of the period; paid with its last month.",
            Table = new Table(["Service", "Budget", "Your time on call", "Bonus", "Policy"],
                [.. standings.Select(one => (IReadOnlyList<Text>)
                [
                    one.Service.Service, Budget(one), Time(one, me), Bonus(one.Terms), one.Terms.Version,
                ])]),
        };
    }

    /// <summary>What a month costs on top where everything stays within budget; null: no bonus is paid with it.</summary>
    public static Text? Foreseen(IReadOnlyList<(BonusTerms Terms, int Services)> terms)
    {
        if (terms.Count == 0) return null;
        var each = terms.Select(one => $"{Sum([new Money(one.Terms.Bonus.Amount, one.Terms.Currency)])}"
            + (one.Terms.Bonus.To == PayReceiver.Team ? "" : " for each person and")
            + (one.Services == 1
                ? " for 1 service that stays within budget" : $" for each of {one.Services} services that stay within budget"));
        return (Text)$"With it up to {string.Join(" and ", each)}.";
    }

    private static string Budget(BonusStanding one) => one.Kept switch { true => "within budget", false => "exhausted", _ => "no data" };

    private static string Time(BonusStanding one, string me) =>
        $"{About(one.Times.Where(time => time.Person.Id == me).Sum(time => time.Hours))} of {About(one.Times.Sum(time => time.Hours))}";

    private static string Bonus(BonusTerms terms) => Sum([new Money(terms.Bonus.Amount, terms.Currency)])
        + (terms.Bonus.To == PayReceiver.Team ? ", shared by time" : " each");
}
