using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Reading;

namespace Watchbill.Budgets;

/// <summary>Words about how it stands with the budgets of a service.</summary>
public static class BudgetReplies
{
    private const int MaxShares = 8;
    private const string Growing = ", provisional: the budget grows with its requests";
    private const int MaxPoints = 14;

    /// <summary>The verdict first, then what used it, how fast, and what it is worked out from.</summary>
    /// <param name="at">The instant of the past as of which it is said; null: now.</param>
    public static Reply Status(BudgetView view, BudgetReading shown, Instant? at)
    {
        var status = shown.Status;
        var when = at is { } then ? (Text)$"{then}, " : Text.Empty;
        return new Reply(Text.Bold($"{when}{view.Service.Id}: {Verdict(status)}, releases {(view.Gate.Open ? "open" : "halted")}.")
            + $" {Spent(status)}.")
        {
            Fields =
            [
                .. view.Gate.Open
                    ? Array.Empty<Field>()
                    : [.. GateReplies.Beside(view, shown) is { } why ? [new Field("Halted", why)] : Array.Empty<Field>(),
                        new Field("Opens", GateReplies.Opens(view)!)],
                .. Used(shown),
                .. status.State == BudgetState.NoData ? Array.Empty<Field>() : [new Field("Burn rate", Burn(shown))],
                .. status.Sla is { } sla && status.State != BudgetState.NoData
                    ? [new Field("SLA", Sla(status, sla))] : Array.Empty<Field>(),
                .. status.Coverage is { } coverage
                    ? [new Field("Measured", $"{BudgetWords.Percent(100 * coverage)} of the time so far")] : Array.Empty<Field>(),
                new Field("Window",
                    $"{Text.Span(status.Window.Start, status.Window.End)}{(status.Provisional && at is null ? Growing : "")}"),
                .. view.Readings.Count < 2
                    ? Array.Empty<Field>()
                    : [new Field("Other objectives",
                        Text.Lines(
                            view.Readings.Where(one => one != shown)
                                .Select(one => (Text)$"{one.Slo.Id}: {BudgetWords.Left(one.Status)}")))],
            ],
            Chart = BurnDown(view.Service.Id, shown),
            Actions = [How(view.Service.Id, shown.Slo.Id, shown.At)],
            Shareable = true,
        };
    }

    /// <summary>Shows what a budget was worked out from, as it stood at an instant.</summary>
    public static Button How(string service, string slo, Instant at) => new("How is this computed?", "budget-how",
        new ButtonValue(ButtonSubject.Service, service, slo, InstantPattern.General.Format(at)).ToString());

    /// <summary>The same with the numbers put in.</summary>
    public static Reply Computed(BudgetView view, BudgetReading shown)
    {
        var (status, slo) = (shown.Status, shown.Slo);
        var time = slo.Kind == SloKind.Time;
        var allowance = N(100 - status.Objective);
        var changed = slo.Earlier.Count > 0 ? " (earlier objectives for the days on which they held)" : "";
        List<Field> steps =
        [
            new("Budget", time
                ? $"(100 − {N(status.Objective)}) / 100 × {N(status.Window.Duration.InSeconds())} s = {N(status.Total)} s{changed}"
                : $"(100 − {N(status.Objective)}) / 100 × {N(status.Valid)} requests so far = {N(status.Total)}{changed}"),
            new("Spent", time
                ? $"incidents, each second once at its largest impact, with corrections and maintenance = {N(status.Consumed)} s"
                : $"total − good of every hour = {N(status.Consumed)}"),
            new("Left",
                $"{N(status.Total)} − {N(status.Consumed)} = {N(status.Remaining)}"
                    + (status.RemainingPercent is { } left ? $", {N(left)} % of the budget" : "")),
        ];
        if (status is { BurnRate: { } burn, Valid: > 0 })
        {
            steps.Add(
                new("Burn rate", $"({N(status.Consumed)} / {N(status.Valid)}) / ({allowance} / 100) = {N(burn)}, of the window so far"));
            if (shown.PaceWhileOpen is { } pace)
                steps.Add(
                    new("Lasts",
                        $"{N(status.Remaining)} s / {N(pace)}, the impact of open incidents = {N(status.Remaining / pace)} s from then"));
            else if (status.State != BudgetState.Exhausted && !status.Provisional && burn > 0)
            {
                var (share, window) = (status.Remaining / status.Total, status.Window.Duration);
                var seconds = BurnRates.SecondsLeft(share, window, burn);
                steps.Add(new("Lasts", $"{N(share)} × {N(window.InSeconds())} s / {N(burn)} = {N(seconds)} s from then"));
            }
        }

        foreach (var share in status.Shares().Take(MaxShares))
            steps.Add(
                new(share.Incident,
                    $"{N(share.Consumed)} / {N(status.Total)} = {(share.Percent is { } percent ? N(percent) : "?")} % of the budget"));
        return new Reply((Text)$"{Text.Bold($"{view.Service.Id} {slo.Id}:")} computed up to {status.Known}")
        {
            Fields = steps,
            Shareable = true,
        };
    }

    /// <summary>A row a service, for who asks for none.</summary>
    public static Reply Several(IReadOnlyList<BudgetView> views) => new(
        views.Count == 0 ? "No service has an SLO. Set slos in the organisation file." : Text.Bold(Releases(views)))
    {
        Table = views.Count == 0 ? null : new Table(["Service", "Objective", "Left", "Releases"],
            [.. views.SelectMany(
                view =>
                    view.Readings.Select(
                        reading =>
                            (IReadOnlyList<Text>)[view.Service.Id, Objective(reading.Status), BudgetWords.Left(reading.Status),
                                view.Gate.Open ? "open" : "halted"]))]),
        Shareable = true,
    };

    private static string Releases(IReadOnlyList<BudgetView> views)
    {
        var halted = views.Where(view => !view.Gate.Open).Select(view => view.Service.Id).ToList();
        return halted.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Releases open: {views.Count} of {views.Count} services")
            : string.Create(CultureInfo.InvariantCulture,
                $"Releases halted: {string.Join(", ", halted)} ({halted.Count} of {views.Count} services)");
    }

    private static string Verdict(BudgetStatus status) => status switch
    {
        { State: BudgetState.NoData } => BudgetWords.Left(status),
        { Remaining: < 0 } => $"overspent by {BudgetWords.Amount(status.Slo, status.Remaining)}",
        { RemainingPercent: { } left } => $"{BudgetWords.Amount(status.Slo, status.Remaining)} left ({BudgetWords.Percent(left)})",
        _ => $"{BudgetWords.Amount(status.Slo, status.Remaining)} left",
    };

    private static string Spent(BudgetStatus status) => status.State == BudgetState.NoData ? $"The objective is {Objective(status)}"
        : $"{BudgetWords.Amount(status.Slo, status.Consumed)} spent of {BudgetWords.Amount(status.Slo, status.Total)} "
            + $"{BudgetWords.Window(status.Slo.Window)} ({Objective(status)})";

    private static string Objective(BudgetStatus status) => $"{status.Slo.Id} {N(status.Objective)} %";

    private static IEnumerable<Field> Used(BudgetReading shown)
    {
        var status = shown.Status;
        if (status.State == BudgetState.NoData || status.Consumed == 0) yield break;
        var shares = status.Shares();
        var incidents = shown.Facts.Incidents.ToDictionary(incident => incident.Id);
        var lines = shares.Take(MaxShares).Select(share => (Text)Line(status.Slo, share, incidents[share.Incident])).ToList();
        if (shares.Count > MaxShares) lines.Add(string.Create(CultureInfo.InvariantCulture, $"and {shares.Count - MaxShares} more"));
        if (status.Consumed - shares.Sum(share => share.Consumed) is > 0 and var rest)
            lines.Add($"without an incident: {BudgetWords.Amount(status.Slo, rest)} ({BudgetWords.Percent(100 * rest / status.Total)})");
        yield return new Field("Spent on", Text.Lines(lines));
        var released = shares.Where(share => OfRelease(incidents[share.Incident])).ToList();
        if (released.Count == 0) yield break;
        var used = BudgetWords.Percent(100 * released.Sum(share => share.Consumed) / status.Consumed);
        yield return new Field("Caused by releases",
            string.Create(CultureInfo.InvariantCulture,
                $"{released.Count} of {shares.Count} {(shares.Count == 1 ? "incident" : "incidents")}, {used} of what was spent"));
    }

    private static string Line(Slo slo, BudgetShare share, Incident incident) =>
        $"{share.Incident} {incident.Title}: {BudgetWords.Amount(slo, share.Consumed)}"
        + (share.Percent is { } percent ? $" ({BudgetWords.Percent(percent)})" : "")
        + (incident.Open ? ", still open" : "")
        + (incident.Release is { } release ? $", release {release}" : OfRelease(incident) ? ", a release" : "");

    private static bool OfRelease(Incident incident) => incident.Cause == Cause.Release || incident.Release is not null;

    private static Text Burn(BudgetReading shown)
    {
        var (status, whose) = (shown.Status, BudgetWords.Whose(shown.Slo.Window));
        var window = BudgetWords.Window(status.Slo.Window) + (status.Slo.Window.IsCalendar ? " so far" : "");
        Text rates = $"{BudgetWords.Rate(status.BurnRate)} {window}, {BudgetWords.Rate(status.LastHour)} in the last hour.";
        if (shown.SecondsLeftWhileOpen is { } left)
        {
            var gone = BudgetWords.Gone(status.Known, status.Known + Duration.FromSeconds((long)left));
            return rates + $" The budget is gone {gone} {BudgetWords.WhileOpen(shown)}.";
        }

        return rates + (status switch
        {
            { State: BudgetState.Exhausted, ExhaustedAt: { } at } => $" Spent {at}.",
            { ExhaustedAt: { } at } => $" At {whose} rate it is gone {BudgetWords.Gone(status.Known, at)}.",
            { Provisional: true } => " The budget grows with its requests.",
            { Slo.Window.IsCalendar: true } => (Text)$" At {whose} rate it lasts {BudgetWords.Window(status.Slo.Window)}.",
            _ => Text.Empty,
        });
    }

    private static string Sla(BudgetStatus status, SlaStatus sla) => $"{N(sla.Objective)} %: " + (sla.Remaining < 0
        ? $"broken, overspent by {BudgetWords.Amount(status.Slo, sla.Remaining)}"
        : $"{BudgetWords.Amount(status.Slo, sla.Remaining)} of {BudgetWords.Amount(status.Slo, sla.Total)} left"
            + (sla.State == BudgetState.Ok ? "" : ", at risk"));

    private static Chart? BurnDown(string service, BudgetReading shown)
    {
        var status = shown.Status;
        var length = status.Known - status.Window.Start;
        if (status.State == BudgetState.NoData || length < Duration.FromHours(1)) return null;
        var points = Math.Clamp((int)length.TotalDays, 1, MaxPoints - 1);
        var times = Enumerable.Range(0, points + 1).Select(i => status.Window.Start + (length / points * i)).ToList();
        return new Chart($"Budget left of {service} {status.Slo.Id}", [.. times.Select(at => BudgetWords.Date(at, shown.Zone))],
            [.. times.Select(at => decimal.Round(status.LeftAt(at), 1))], "%")
        {
            Scale = new Scale(100, Budget.LowPercent),
        };
    }

    private static string N(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
