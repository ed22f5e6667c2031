using System.Globalization;
using Watchbill.Chat;

namespace Watchbill.Rotations;

/// <summary>What is said about ways to arrange on-call.</summary>
public static class AdviceReplies
{
    public static Reply Shown(string subject, Situation situation, Advice advice, StandbyPay pay) => new(Text.Lines(
    [
        Text.Bold($"{subject}: {Name(advice.Recommended)}."),
        .. Missing(situation, advice),
        Triage(situation, advice, pay),
    ]))
    {
        Note = Text.Join(" ",
        [
            Reason(situation, advice),
            .. pay.Unknown is { } unknown ? new[] { (Text)$"Cost is not computed: {unknown}." } : [],
            (situation.Teams, situation.OneTeam) switch
            {
                (1, _) => "Figures are a month's.",
                (_, true) =>
                    $"Figures are a month's: the team's own, and of {Teams(situation)} of the domain for what they share.",
                _ => $"Figures are a month's, for {Teams(situation)} of the domain together.",
            },
        ]),
        Table =
            new Table(["", "People needed", "There are", "Standby hours", "Gap hours", "Cost"],
                [.. advice.Rows.Select(situation.Own).Select(row => (IReadOnlyList<Text>)
                [
                    Name(row.Arrangement),
                    row.Arrangement == Arrangement.OpsRun ? "none of yours" : Number(row.People),
                    row.Arrangement == Arrangement.OpsRun ? "" : Number(row.Available),
                    row.Arrangement == Arrangement.OpsRun ? "operations' own" : Number(row.Standby),
                    row.Arrangement == Arrangement.Triage ? $"{Number(row.Gap)} (forwards wait)" : Number(row.Gap),
                    row.Arrangement == Arrangement.OpsRun ? "" : row.Cost is { } cost
                        ? $"{Number(cost)} {pay.Currency}".TrimEnd() : "unknown",
                ])]),
        Shareable = true,
    };

    private static string Teams(Situation situation) =>
        situation.Teams == 2 ? "both teams" : $"all {Number(situation.Teams)} teams";

    private static string Name(Arrangement arrangement) => arrangement switch
    {
        Arrangement.Team => "team rotation, 24/7",
        Arrangement.Domain => "domain rotation, 24/7",
        Arrangement.OpsRun => "run by operations",
        Arrangement.BusinessHours => "business hours, 8/5",
        _ => "triage in front, teams 8/5",
    };

    private static string Reason(Situation situation, Advice advice) => situation.Target switch
    {
        null =>
            "None of its services has an availability target, so nothing has been promised that somebody would have to get up for; set " +
                "one first.",
        { } target => $"Its target is {Percent(target)}: " + advice.Recommended switch
        {
            Arrangement.Team =>
                $"from {Percent(situation.Thresholds.Team)} on, only those who build a service fix it in time, day and night.",
            Arrangement.Domain =>
                $"from {Percent(situation.Thresholds.Domain)} on and below {Percent(situation.Thresholds.Team)}, teams that share " +
                    $"knowledge can share one rotation, so fewer people are on call for each service.",
            Arrangement.BusinessHours => $"below {Percent(situation.Thresholds.Domain)} a failure can wait for the next working day.",
            _ => $"below {Percent(situation.Thresholds.Domain)} a failure can wait, and the team " +
                $"has {Number(situation.TeamPeople)} {(situation.TeamPeople == 1 ? "person" : "people")}, fewer than " +
                $"the {Number(Advice.PeopleByDay)} that even business hours need.",
        },
    };

    private static IEnumerable<Text> Missing(Situation situation, Advice advice)
    {
        var (needed, available) = advice.Crew;
        if (needed > available)
        {
            var whose = situation.OneTeam && advice.Recommended != Arrangement.Domain ? "team" : "domain";
            yield return $"So that nobody is on call too often, the {whose} needs {Number(needed)} people for that; "
                + $"it has {Number(available)}.";
        }
    }

    private static Text Triage(Situation situation, Advice advice, StandbyPay pay)
    {
        if (advice.TriageSaves == 0) return "Triage in front would save nothing here.";
        var money = advice[Arrangement.Team].Cost - advice[Arrangement.Triage].Cost is > 0 and { } saved
            ? $" and {Number(saved)} {pay.Currency}".TrimEnd() : "";
        return $"Triage in front would save {Number(advice.TriageSaves)} standby hours{money} a month against the " +
            $"{Number(advice[Arrangement.Team].Standby)} of a team rotation for each team; what it forwards at night and at " +
            $"weekends waits, unless it is severe.";
    }

    private static string Percent(decimal percent) => percent.ToString(CultureInfo.InvariantCulture) + " %";

    private static string Number(decimal number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
