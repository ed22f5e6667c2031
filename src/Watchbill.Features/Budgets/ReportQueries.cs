using NodaTime;
using NodaTime.Text;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Gathers what reports are worked out from, and finds the period that is meant.</summary>
public sealed class ReportQueries(IStore store, BudgetQueries queries)
{
    /// <summary>The period that a text names; the running quarter where there is none.</summary>
    /// <exception cref="RefusedException">It names none, or one that has not begun.</exception>
    public async Task<ReportPeriod> PeriodAsync(string? text, Instant now, CancellationToken ct)
    {
        var today = now.InZone(await queries.ZoneAsync(ct)).Date;
        if (text is null) return ReportPeriod.Of(BudgetWindowUnit.Quarter, today);
        var period = ReportPeriod.Parse(text, today)
            ?? throw new RefusedException(
                $"'{text}' is no month, quarter or year. Say it as in 2026-10, 2026-Q4 or 2026, or: last month, this quarter.")
            {
                Field = "period",
            };
        return period.First <= today
            ? period
            : throw new RefusedException(
                $"{period.Name} has not begun, so nothing can be said of it. Say one that has.")
            { Field = "period" };
    }

    /// <summary>The part of a period that has passed.</summary>
    public async Task<Interval> PassedAsync(ReportPeriod period, Instant now, CancellationToken ct) =>
        new ReportFacts([], await queries.ZoneAsync(ct), now).Passed(period);

    /// <summary>KPIs of the services that whoever asks may see, beside those of the period before.</summary>
    public async Task<KpiReport> KpisAsync(ReportPeriod period, Func<Service, bool> reached, Instant now, CancellationToken ct)
    {
        var facts = await FactsAsync(period.Previous, reached, now, ct);
        var span = new Interval(period.Previous.In(facts.Zone).Start, facts.Passed(period).End);
        var answers = new List<GateAnswer>();
        foreach (var service in facts.Services) answers.AddRange(await AnswersAsync(service.Service.Id, span, ct));
        return KpiReport.Of(period, facts with { Answers = answers });
    }

    /// <summary>What the availability of the services was worth that whoever asks may see.</summary>
    public async Task<ValueReport> ValueAsync(ReportPeriod period, Func<Service, bool> reached, Instant now, CancellationToken ct) =>
        ValueReport.Of(period, await FactsAsync(period, reached, now, ct));

    /// <summary>Figures that were set from outside for a period and the one before, by name.</summary>
    public async Task<IReadOnlyList<(string Name, KpiFigure? Now, KpiFigure? Before)>> FiguresAsync(
        ReportPeriod period, CancellationToken ct)
    {
        var (now, before) = (await OfAsync(period, ct), await OfAsync(period.Previous, ct));
        return [.. now.Keys.Union(before.Keys).Order(StringComparer.Ordinal)
            .Select(name => (name, now.GetValueOrDefault(name), before.GetValueOrDefault(name)))];
    }

    private async Task<ReportFacts> FactsAsync(ReportPeriod first, Func<Service, bool> reached, Instant now, CancellationToken ct)
    {
        var zone = await queries.ZoneAsync(ct);
        var start = first.In(zone).Start;
        var services = new List<ReportedService>();
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(service => !service.Retired && reached(service)))
        {
            // The window that runs when the period begins is counted from its own start.
            var from = service.Slos.Select(slo => slo.Window.Period.At(start, zone).Start).Append(start).Min();
            services.Add(new ReportedService(service, await queries.SinceAsync(service, from, ct)));
        }

        return new ReportFacts(services, zone, now);
    }

    private async Task<IEnumerable<GateAnswer>> AnswersAsync(string service, Interval span, CancellationToken ct) =>
        (await store.ListAsync<GateAnswer>(
            new IdRange($"{service}/{InstantPattern.General.Format(span.Start)}", $"{service}/{InstantPattern.General.Format(span.End)}"),
            ct)).Select(stored => stored.Value);

    private async Task<Dictionary<string, KpiFigure>> OfAsync(ReportPeriod period, CancellationToken ct) =>
        (await store.ListAsync<KpiFigure>(IdRange.Prefix(KpiFigure.IdOf(period.Name, "")), ct))
            .ToDictionary(stored => stored.Value.Name, stored => stored.Value);
}
