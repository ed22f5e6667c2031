using System.Globalization;
using Watchbill.Chat;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Words about KPIs.</summary>
public static class ReportReplies
{
    // What each is called, and of what it is a count.
    private static readonly Dictionary<KpiName, (string Title, string Of)> Names = new()
    {
        [KpiName.ServicesWithinBudget] = ("Services within budget", "services"),
        [KpiName.SmallIncidents] = ("Incidents under 30 % of a month's budget", "incidents"),
        [KpiName.TimeBetweenFailures] = ("MTBF, all services together", "incidents"),
        [KpiName.TimeToRestore] = ("MTTR", "incidents"),
        [KpiName.Down] = ("Downtime", ""),
        [KpiName.ConsumedBudget] = ("Budget of time spent", ""),
        [KpiName.TimeToDetect] = ("Time to detect, median", "incidents"),
        [KpiName.TimeToAcknowledge] = ("Time to acknowledge, median", "incidents"),
        [KpiName.TimeToMitigate] = ("Time to mitigate, median", "incidents"),
        [KpiName.ReleasesAllowed] = ("Releases allowed", "releases"),
        [KpiName.ReleasesHalted] = ("Releases halted", "releases"),
        [KpiName.ReleasesExempted] = ("Releases exempted", "releases"),
    };

    /// <summary>The finding, the figures, and how they are counted.</summary>
    /// <param name="team">Whose services; null: all.</param>
    public static Reply Kpis(KpiReport report, string? team) => new(
        (Text)$"{Text.Bold($"{(team is null ? "" : $"{team}, ")}{Counted(report)}: {Finding(report)}.")} {Targets(report)}"
            + (report.RestoreMisleads ? $"\n{Warning(report)}" : ""))
    {
        Table = new Table(["KPI", report.Period.Name, report.Period.Previous.Name, "Target"],
        [
            .. report.Now.Zip(report.Before,
                (now, before) => (IReadOnlyList<Text>)[Names[now.Name].Title, Shown(now), Shown(before), Target(now)]),
            .. report.Figures.Select(
                figure =>
                    (IReadOnlyList<Text>)[$"{figure.Name} (set)", figure.Now is { } now ? Figure(now) : "not set",
                        figure.Before is { } before ? Figure(before) : "not set", "none"]),
        ]),
        Note = (report.RestoreMisleads ? "" : Warning(report) + " ")
            + "Incidents count where they began, times from their start. A release is one reference that a gate was asked about; "
            + "one with an exception is not halted.",
        Shareable = true,
    };

    /// <summary>
    /// Why the mean time to restore must not be read alone; with this report's numbers where it says the contrary of what happened.
    /// </summary>
    public static string Warning(KpiReport report)
    {
        if (!report.RestoreMisleads)
            return "MTTR alone misleads: many short incidents make it small and spend the budget all the same. Read it with downtime and " +
                "the budget spent.";
        var spent =
            report.Earlier(KpiName.ConsumedBudget).Value is { } before && report.Of(KpiName.ConsumedBudget).Value is { } now
                ? $" and the budget spent from {BudgetWords.Percent(before)} to {BudgetWords.Percent(now)}" : "";
        return "Fixes were faster, but there were more incidents: MTTR fell " +
            $"from {Earlier(report, KpiName.TimeToRestore)} to {Of(report, KpiName.TimeToRestore)}, while downtime went " +
            $"from {Earlier(report, KpiName.Down)} to {Of(report, KpiName.Down)}{spent}.";
    }

    public static Reply SetPreview(KpiFigure figure, KpiFigure? before) =>
        new(Text.Bold($"Set {figure.Name} of {figure.Period} to {Figure(figure)}?") + (before is null ? "" : $" Now: {Figure(before)}."));

    public static Reply Set(KpiFigure figure) =>
        new((Text)$"{Text.Bold($"{figure.Name} of {figure.Period} is {Figure(figure)}.")} See it: `report kpi {figure.Period}`");

    /// <summary><c>4.6</c>, <c>92 %</c>.</summary>
    public static string Figure(KpiFigure figure) =>
        figure.Value.ToString("#,0.######", CultureInfo.InvariantCulture) + (figure.Unit is { } unit ? $" {unit}" : "");

    private static string Counted(KpiReport report) => report.Over ? report.Period.Name : $"{report.Period.Name} so far";

    private static string Finding(KpiReport report) => report.Of(KpiName.ServicesWithinBudget) is { Value: not null } within
        ? $"{N(within.Counted)} of {N(within.Of)} {(within.Of == 1 ? "service" : "services")} within budget" : "no service has a budget";

    private static string Targets(KpiReport report)
    {
        var aimed = report.Now.Where(kpi => kpi.Target is not null).ToList();
        var known = aimed.Where(kpi => kpi.Met is not null).ToList();
        return known.Count == 0
            ? "No target could be measured."
            : string.Create(CultureInfo.InvariantCulture, $"Targets met: {known.Count(kpi => kpi.Met == true)} of {known.Count}.");
    }

    private static string Target(Kpi kpi) =>
        kpi.Target is not { } target
            ? "none" : $"{BudgetWords.Exact(target)}: {kpi.Met switch { true => "met", false => "not met", null => "not measured" }}";

    private static string Shown(Kpi kpi)
    {
        var of = kpi.Of == 1 ? Names[kpi.Name].Of.TrimEnd('s') : Names[kpi.Name].Of;
        if (kpi.Value is not { } value) return of.Length == 0 ? "no data" : kpi.Of == 0 ? $"no {of}" : $"no data (0 of {N(kpi.Of)} {of})";
        if (of.Length == 0) return kpi.Unit == KpiUnit.Percent ? BudgetWords.Percent(value, kpi.Target) : LengthWords.Of(value);
        return kpi.Unit switch
        {
            KpiUnit.Percent => $"{BudgetWords.Percent(value, kpi.Target)} ({N(kpi.Counted)} of {N(kpi.Of)} {of})",
            KpiUnit.Count => $"{N(kpi.Counted)} of {N(kpi.Of)}",
            _ => $"{LengthWords.Of(value)} ({(kpi.Counted == kpi.Of ? "" : $"{N(kpi.Counted)} of ")}{N(kpi.Of)} {of})",
        };
    }

    private static string N(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Of(KpiReport report, KpiName name) => LengthWords.Of(report.Of(name).Value ?? 0);

    private static string Earlier(KpiReport report, KpiName name) => LengthWords.Of(report.Earlier(name).Value ?? 0);
}
