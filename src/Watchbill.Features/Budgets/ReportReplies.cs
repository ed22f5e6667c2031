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
        [KpiName.TimeBetweenFailures] = ("MTBF, time of all services added up", "incidents"),
        [KpiName.TimeToRestore] = ("MTTR", "incidents"),
        [KpiName.Down] = ("Downtime", ""),
        [KpiName.ConsumedBudget] = ("Budget of time consumed", ""),
        [KpiName.TimeToDetect] = ("Time to detect, median", "incidents"),
        [KpiName.TimeToAcknowledge] = ("Time to acknowledge, median", "incidents"),
        [KpiName.TimeToMitigate] = ("Time to mitigate, median", "incidents"),
        [KpiName.ReleasesAllowed] = ("Releases allowed", "releases"),
        [KpiName.ReleasesHalted] = ("Releases halted", "releases"),
        [KpiName.ReleasesExempted] = ("Releases exempted", "releases"),
    };

    /// <param name="team">Whose services; null: all.</param>
    public static Reply Kpis(KpiReport report, string? team) => new(Text.Lines(
    [
        (Text)$"KPIs of {(team is null ? "" : $"{team}, ")}{Counted(report)}, beside {report.Period.Previous.Name}. {Targets(report)}",
        Warning(report),
        "Incidents count where they began, times from their start. A release is one reference that a gate was asked about; what was let " +
            "through once is not halted.",
    ]))
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
        Shareable = true,
    };

    /// <summary>
    /// Why the mean time to restore must not be read alone; with this report's numbers where it says the contrary of what happened.
    /// </summary>
    public static string Warning(KpiReport report)
    {
        if (!report.RestoreMisleads)
            return "MTTR alone misleads: many short incidents make it small and use the budget all the same. Read it with downtime and " +
                "the budget consumed.";
        var consumed =
            report.Earlier(KpiName.ConsumedBudget).Value is { } before && report.Of(KpiName.ConsumedBudget).Value is { } now
                ? $", and the budget consumed went from {Percent(before)} to {Percent(now)}" : "";
        return $"MTTR alone misleads: it fell " +
            $"from {Earlier(report, KpiName.TimeToRestore)} to {Of(report, KpiName.TimeToRestore)}, while downtime went " +
            $"from {Earlier(report, KpiName.Down)} to {Of(report, KpiName.Down)}{consumed}. Repairs were quicker; there was " +
            $"more to repair.";
    }

    public static Reply SetPreview(KpiFigure figure, KpiFigure? before) =>
        new($"{figure.Name} of {figure.Period} becomes {Figure(figure)}{(before is null ? "" : $"; it was {Figure(before)}")}.");

    public static Reply Set(KpiFigure figure) =>
        new($"Done. {figure.Name} of {figure.Period} is {Figure(figure)}. See it with: report kpi {figure.Period}");

    /// <summary><c>4.6</c>, <c>92 %</c>.</summary>
    public static string Figure(KpiFigure figure) =>
        figure.Value.ToString("#,0.######", CultureInfo.InvariantCulture) + (figure.Unit is { } unit ? $" {unit}" : "");

    private static Text Counted(KpiReport report) =>
        report.Over ? (Text)report.Period.Name : $"{report.Period.Name} until {report.Passed.End}";

    private static string Targets(KpiReport report)
    {
        var aimed = report.Now.Where(kpi => kpi.Target is not null).ToList();
        var known = aimed.Where(kpi => kpi.Met is not null).ToList();
        return known.Count == 0
            ? "Nothing happened that a target can be measured by."
            : string.Create(CultureInfo.InvariantCulture, $"Targets met: {known.Count(kpi => kpi.Met == true)} of {known.Count}.");
    }

    private static string Target(Kpi kpi) =>
        kpi.Target is not { } target
            ? "none" : $"{Percent(target)}: {kpi.Met switch { true => "met", false => "not met", null => "not known" }}";

    private static string Shown(Kpi kpi)
    {
        var of = kpi.Of == 1 ? Names[kpi.Name].Of.TrimEnd('s') : Names[kpi.Name].Of;
        if (kpi.Value is not { } value) return of.Length == 0 ? "no data" : kpi.Of == 0 ? $"no {of}" : $"no data (0 of {N(kpi.Of)} {of})";
        if (of.Length == 0) return kpi.Unit == KpiUnit.Percent ? Percent(value) : BudgetWords.Length(value);
        return kpi.Unit switch
        {
            KpiUnit.Percent => $"{Percent(value)} ({N(kpi.Counted)} of {N(kpi.Of)} {of})",
            KpiUnit.Count => $"{N(kpi.Counted)} of {N(kpi.Of)}",
            _ => $"{BudgetWords.Length(value)} ({(kpi.Counted == kpi.Of ? "" : $"{N(kpi.Counted)} of ")}{N(kpi.Of)} {of})",
        };
    }

    private static string N(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Of(KpiReport report, KpiName name) => BudgetWords.Length(report.Of(name).Value ?? 0);

    private static string Earlier(KpiReport report, KpiName name) => BudgetWords.Length(report.Earlier(name).Value ?? 0);

    // Two digits: 94.96 % do not reach 95 %, and do not look so.
    private static string Percent(decimal value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} %");
}
