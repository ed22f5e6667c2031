using NodaTime;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// Looks at every budget. A service is looked at again when something it depends on was saved, each
/// minute while something is down, and each five minutes where requests come in.
/// </summary>
public sealed class BudgetJob(BudgetQueries queries, BudgetPolicies policies, BudgetLevels levels, LowBudgetNotes troubles) : IJob
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    // When each is looked at again: a new process looks at all of them once.
    private readonly Dictionary<string, Instant> next = [];

    /// <summary>Not the hours of requests: thousands of them are pushed within minutes, and five minutes are soon enough.</summary>
    public IReadOnlySet<Type> Reads { get; } =
        new HashSet<Type> { typeof(Incident), typeof(BudgetCorrection), typeof(Service), typeof(Policy), typeof(OrganizationSettings) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        var all = changes.IsEverything || changes.Any<Policy>() || changes.Any<OrganizationSettings>();
        var changed = all ? [] : changes.Documents.Select(document => Service.IdIn(document.Id)).ToHashSet();
        var services = await queries.ServicesAsync(null, ct);
        foreach (var gone in next.Keys.Except(services.Select(service => service.Id)).ToList()) next.Remove(gone);
        if (changes.Any<Service>()) await troubles.KeepOnlyAsync(services, ct);
        foreach (var service in services)
        {
            if (!all && !changed.Contains(service.Id) && next.GetValueOrDefault(service.Id) > now) continue;
            next[service.Id] = await LookAsync(service, now, ct);
        }

        return next.Count == 0 ? null : next.Values.Min();
    }

    private async Task<Instant> LookAsync(Service service, Instant now, CancellationToken ct)
    {
        var policy = await policies.OfAsync(service, ct);
        var readings = await queries.ReadingsAsync(service, now, now, policy.Periods(halting: false), ct);
        try
        {
            await troubles.NoteAsync(service.Id, readings.Select(reading => reading.Status), ct);
            foreach (var reading in readings) await levels.AdvanceAsync(service, reading, policy, now, ct);
        }
        catch (StaleException)
        {
            // Another runner told it first, or somebody changed what it was worked out from.
            return now;
        }

        return readings.Select(reading => Again(reading, now)).Min();
    }

    private static Instant Again(BudgetReading reading, Instant now)
    {
        if (reading.Facts.Incidents.Any(incident => incident.Open)) return now + Minute;
        if (reading.Slo.Kind == SloKind.Requests) return AfterStep(now);
        // Burning goes on being counted for a while after it ended, and rolling windows move.
        return Instant.Min(reading.Slo.Window.IsCalendar ? reading.Status.Window.End : Instant.MaxValue, now + (15 * Minute));
    }
    // The hours of the monitoring come in twenty seconds after each five minutes.
    private static Instant AfterStep(Instant now)
    {
        var passed = (now.ToUnixTimeSeconds() - 30) % 300;
        return Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - passed + 300);
    }
}
