using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// Tells each team's channel, on Mondays at nine in the organisation's zone, how it stands with its budgets. A Monday missed is made up for
/// once.
/// </summary>
public sealed class BudgetReportJob(IStore store, BudgetQueries queries) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Service) };

    public async Task<Instant?> RunAsync(Instant now, CancellationToken ct)
    {
        var zone = await queries.ZoneAsync(ct);
        var due = Mondays.Last(now, zone);
        foreach (var team in (await queries.ServicesAsync(null, ct)).GroupBy(service => service.Team)
            .OrderBy(team => team.Key, StringComparer.Ordinal))
        {
            var report = $"budgets/{team.Key}";
            var read = await store.FindAsync<Reported>(report, ct);
            // Seen for the first time it waits for its first Monday.
            if (read is null || read.Value.Due < due)
                await store.SaveAsync(
                    [Change.Upsert(report, read, new Reported(due)),
                        .. read is null ? [] : new[] { await SayAsync(team.Key, team, due, now, ct) }], ct);
        }

        return Mondays.Next(now, zone);
    }

    private async Task<Change> SayAsync(string team, IEnumerable<Service> services, Instant due, Instant now, CancellationToken ct)
    {
        var rows = new List<BudgetRow>();
        foreach (var service in services)
            rows.AddRange(
                (await queries.ReadingsAsync(service, now, now, 0, ct)).Select(reading => new BudgetRow(service, reading.Status)));
        var said = BudgetReportReplies.Report(team, rows) with { Audience = Audience.Everyone, Shareable = false };
        return Delivery.Say(new Delivery(Mondays.SaidFor(due, now), MessageKind.Budget, Address.Team(team), said), $"budgets/{team}");
    }
}
