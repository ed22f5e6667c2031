using System.Globalization;
using Watchbill.Chat;

namespace Watchbill.Engagements;

/// <summary>What is said about the models, side by side.</summary>
public static class ModelReplies
{
    public static Reply Shown(string service, Engagement current, ModelFacts facts, EngagementModel advised) => new(
        Text.Bold($"Recommended for {service}: {Who(facts, advised)}")
            + $"{(advised == current.Model ? ", as it is" : $". Now: {ModelWords.Of(current)}")}.")
    {
        Note = $"{Reason(facts, advised)} Known: {Resolution(facts)}; "
            + $"{facts.Runbooks} {(facts.Runbooks == 1 ? "runbook" : "runbooks")}; {Number(facts.HoursAMonth)} h covered a month.",
        Table = new Table(["", "you-run", "you-and-sre-run", "sre-run", "ops-run"],
        [
            Row("Developers on call", People(facts), People(facts), "none", "none"),
            Row("Knowledge to hand over", "none", "how it runs", $"all of it; {Books(facts)}", $"what is in runbooks: {facts.Runbooks}"),
            Row("Resolution", "by its developers", "by both, at once", "by SREs, developers on request", "from runbooks, else it waits"),
            Row("Needed to hand over", "none", "review and agreement", "review and agreement", "a runbook for every alert"),
            Row("Organisation needed", $"a rotation of {facts.Owner}", Sre(facts, $"a rotation of {facts.Owner} and "), Sre(facts, ""),
                "operations or triage"),
            Row("Availability target", Range(ModelAdvice.Builders, ModelAdvice.Together),
                Range(ModelAdvice.Together, ModelAdvice.Dedicated), $"{Percent(ModelAdvice.Dedicated)} and more",
                $"below {Percent(ModelAdvice.Builders)}"),
            Row("Demand (incidents in 90 days)", $"{facts.Incidents} for {facts.Owner}", $"{facts.Incidents} for both",
                $"{facts.Incidents} for SREs", $"{facts.Incidents} for operations"),
            Row("Cost a month", "own standby", Cost(facts, "own standby and "), Cost(facts, ""), "operations' own"),
        ]),
        Shareable = true,
    };

    private static string Who(ModelFacts facts, EngagementModel model) => model switch
    {
        EngagementModel.YouBuildYouRun => $"{facts.Owner} alone",
        EngagementModel.YouBuildYouAndSreRun => $"{facts.Owner} and SRE together",
        EngagementModel.YouBuildSreRun => "SRE",
        _ => "operations",
    };

    private static string Reason(ModelFacts facts, EngagementModel advised) => (facts.Target, advised) switch
    {
        (null, _) => "It has no SLO; set one first.",
        ({ } target, EngagementModel.YouBuildOpsRun) =>
            $"Its target is {Percent(target)}: below {Percent(ModelAdvice.Builders)} it can wait for somebody with a runbook.",
        ({ } target, EngagementModel.YouBuildSreRun) =>
            $"Its target is {Percent(target)}: from {Percent(ModelAdvice.Dedicated)} on it is worth dedicated SREs.",
        ({ } target, EngagementModel.YouBuildYouAndSreRun) =>
            $"Its target is {Percent(target)}: from {Percent(ModelAdvice.Together)} on an SRE beside the developers is worth it.",
        ({ } target, _) when target >= ModelAdvice.Together =>
            $"Its target is {Percent(target)}, which is worth SREs, but there is no SRE team.",
        ({ } target, _) => $"Its target is {Percent(target)}: its developers fix it fastest, and it needs nobody else.",
    };

    private static string Resolution(ModelFacts facts) => facts.Incidents == 0 ? "no incident in 90 days"
        : $"{facts.Incidents} {(facts.Incidents == 1 ? "incident" : "incidents")} in 90 days" +
            (facts.MedianMinutes is { } median
                ? $", half of them resolved within {LengthWords.Of(60 * median)}"
                : (facts.Incidents == 1 ? ", not resolved yet" : ", none of them resolved"));

    private static string People(ModelFacts facts) =>
        facts.Developers == 0 ? "nobody yet" : facts.Developers.ToString(CultureInfo.InvariantCulture);

    private static string Books(ModelFacts facts) => $"runbooks: {facts.Runbooks}";

    private static string Sre(ModelFacts facts, string before) =>
        before + (facts.Sre is var (team, people) ? $"{team} ({people} on call)" : "an SRE team; there is none");

    private static string Cost(ModelFacts facts, string before) =>
        before + (ModelAdvice.CostAMonth(facts) is { } cost ? $"{Number(cost)} {facts.Price!.Amount.Currency}" : "a price to agree on");

    private static string Range(decimal from, decimal below) => $"{Percent(from)} to below {Percent(below)}";

    private static string Percent(decimal percent) => percent.ToString(CultureInfo.InvariantCulture) + " %";

    private static string Number(decimal number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    private static Text[] Row(params Text[] cells) => cells;
}
