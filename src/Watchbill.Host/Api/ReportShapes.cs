using NodaTime;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Engagements;

namespace Watchbill.Api;

/// <summary>
/// KPIs of a period, counted from start (included) to end (not included; now where it runs), beside those of the one before.
/// </summary>
internal sealed record KpiReportShape(string Period, Instant Start, Instant End, string PreviousPeriod, IReadOnlyList<KpiShape> Kpis)
{
    /// <summary>Why the mean time to restore must not be read alone.</summary>
    public required string Warning { get; init; }

    /// <summary>Set from outside.</summary>
    public required IReadOnlyList<FigureShape> Figures { get; init; }

    public static KpiReportShape Of(KpiReport report) =>
        new(report.Period.Name, report.Passed.Start, report.Passed.End, report.Period.Previous.Name,
            [.. report.Now.Zip(report.Before, KpiShape.Beside)])
        {
            Warning = ReportReplies.Warning(report),
            Figures = [.. report.Figures.Select(
                figure => new FigureShape(figure.Name, figure.Now?.Unit ?? figure.Before?.Unit, figure.Now?.Value, figure.Before?.Value))],
        };
}

/// <summary>
/// A KPI with at most six digits behind the point; null: there is nothing to work it
/// out from. It was worked out from <c>counted</c> of <c>of</c>.
/// </summary>
internal sealed record KpiShape(string Name, KpiUnit Unit, decimal? Value, decimal? Previous)
{
    public required int Counted { get; init; }
    public required int Of { get; init; }

    /// <summary>At least; null: nothing is aimed for.</summary>
    public decimal? Target { get; init; }
    public bool? Met { get; init; }

    public static KpiShape Beside(Kpi now, Kpi before) =>
        new(now.Name.Text(), now.Unit, BudgetShape.Short(now.Value), BudgetShape.Short(before.Value))
        {
            Counted = now.Counted,
            Of = now.Of,
            Target = now.Target,
            Met = now.Met,
        };
}

/// <summary>A figure that is measured elsewhere; null: it was not set.</summary>
internal sealed record FigureShape(string Name, string? Unit, decimal? Value, decimal? Previous);

/// <summary>Revenue of a period so far, by currency, by month and by service.</summary>
internal sealed record ValueReportShape(string Period, Instant Start, Instant End, IReadOnlyList<RevenueShape> Totals)
{
    public required IReadOnlyList<ValueMonthShape> Months { get; init; }
    public required IReadOnlyList<ValueServiceShape> Services { get; init; }

    /// <summary>Incidents that customers noticed first; what they cost is part of what was lost.</summary>
    public required IReadOnlyList<NoticedShape> NoticedByCustomer { get; init; }

    /// <summary>Services without a revenue per hour.</summary>
    public required IReadOnlyList<string> Unpriced { get; init; }

    public static ValueReportShape Of(ValueReport report) =>
        new(report.Period.Name, report.Passed.Start, report.Passed.End, Sum(report.Lines))
        {
            Months = [.. report.Lines.GroupBy(line => line.Month).OrderBy(month => month.Key.First)
                .Select(month => new ValueMonthShape(month.Key.Name, Sum(month)))],
            Services = [.. report.Lines.GroupBy(line => line.Service)
                .Select(lines => new ValueServiceShape(lines.Key, BudgetShape.Short(lines.Sum(line => line.Down)), Sum(lines).Single()))],
            NoticedByCustomer = [.. report.Noticed.Select(
                one =>
                    new NoticedShape(one.Incident.Id, one.Incident.Start, BudgetShape.Short(one.Down), BudgetShape.Short(one.Lost?.Amount),
                        one.Lost?.Currency))],
            Unpriced = report.Unpriced,
        };

    private static IReadOnlyList<RevenueShape> Sum(IEnumerable<ValueLine> lines) =>
        [.. ValueReport.Totals(lines.Select(line => line.Revenue))
            .Select(sum => new RevenueShape(sum.Currency, BudgetShape.Short(sum.Lost), BudgetShape.Short(sum.Protected)))];
}

/// <summary>
/// Amounts of one currency. Protected: what the error budget would have allowed to be
/// lost, less what was lost; null: nothing was promised by time.
/// </summary>
internal sealed record RevenueShape(string Currency, decimal Lost, decimal? Protected);

/// <summary>A month, by currency.</summary>
internal sealed record ValueMonthShape(string Period, IReadOnlyList<RevenueShape> Totals);

/// <summary>A service: seconds of downtime weighted by impact, and what they were worth.</summary>
internal sealed record ValueServiceShape(string Service, decimal DowntimeSeconds, RevenueShape Revenue);

/// <summary>An incident that customers noticed first, with the downtime that counts for it.</summary>
internal sealed record NoticedShape(string Id, Instant Start, decimal DowntimeSeconds, decimal? Lost, string? Currency);

/// <summary>What SREs did in a period so far, and what it costs.</summary>
internal sealed record CostReportShape(
    string Period, Instant Start, Instant End, IReadOnlyList<Money> Totals, IReadOnlyList<CostShape> Lines)
{
    public static CostReportShape Of(ReportPeriod period, Interval passed, IReadOnlyList<CostLine> lines) =>
        new(period.Name, passed.Start, passed.End,
            [.. lines.Select(line => line.Work.Amount).OfType<Money>().GroupBy(amount => amount.Currency)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => new Money(BudgetShape.Short(group.Sum(amount => amount.Amount)), group.Key))],
            [.. lines.OrderBy(line => line.Team, StringComparer.Ordinal).ThenBy(line => line.Work.Service is null)
                .ThenBy(line => line.Work.Service, StringComparer.Ordinal).ThenBy(line => line.Work.By, StringComparer.Ordinal)
                    .Select(CostShape.Of)]);
}

/// <summary>
/// Hours of a team of SREs for one service (null: in support of the team) under one price; cost is null where the price is not one per
/// hour, or none was agreed.
/// </summary>
internal sealed record CostShape(string Team, string? CostCenter, string? Service, string By, decimal StandbyHours, decimal CalloutHours)
{
    /// <summary>Approved hours.</summary>
    public required decimal SupportHours { get; init; }

    public PriceShape? Price { get; init; }
    public Money? Cost { get; init; }

    public static CostShape Of(CostLine line) =>
        new(line.Team, line.CostCenter, line.Work.Service, line.Work.By, BudgetShape.Short(line.Work.Standby),
            BudgetShape.Short(line.Work.Callouts))
        {
            SupportHours = BudgetShape.Short(line.Work.Support),
            Price = line.Work.Price is { } price ? new PriceShape(price.Amount, price.Per) : null,
            Cost = line.Work.Amount is { } amount ? amount with { Amount = BudgetShape.Short(amount.Amount) } : null,
        };
}
