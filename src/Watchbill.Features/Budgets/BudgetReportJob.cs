using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// Tells each team's channel, on Mondays at nine in the organisation's zone, how it
/// stands with its budgets. A Monday missed is made up for once.
/// </summary>
public sealed class BudgetReportJob(IStore store, BudgetQueries queries) : IJob
{
    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(Service) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        var zone = await queries.ZoneAsync(ct);
        foreach (var team in (await queries.ServicesAsync(null, ct)).GroupBy(service => service.Team)
            .OrderBy(team => team.Key, StringComparer.Ordinal))
        {
            await new WeeklyReport(store, $"budgets/{team.Key}", zone) { Kind = MessageKind.Budget }
                .MakeAsync(now, token => MessagesAsync(team.Key, team, now, token), ct);
        }

        return Mondays.Next(now, zone);
    }

    private async Task<IReadOnlyList<WeeklyMessage>> MessagesAsync(
        string team, IEnumerable<Service> services, Instant now, CancellationToken ct)
    {
        var rows = new List<BudgetRow>();
        foreach (var service in services)
            rows.AddRange(
                (await queries.ReadingsAsync(service, now, now, 0, ct)).Select(reading => new BudgetRow(service, reading.Status)));
        var said = BudgetReportReplies.Report(team, rows) with { Audience = Audience.Everyone, Shareable = false };
        return [new(Address.Team(team), said, $"budgets/{team}")];
    }
}
