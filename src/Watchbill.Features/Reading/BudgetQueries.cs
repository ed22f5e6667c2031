using NodaTime;
using Watchbill.Budgets;
using Watchbill.Engagements;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Reading;

/// <summary>
/// Gathers what a service's budgets are worked out from: by ranges of ids, and no more of the hours than the question needs.
/// </summary>
public sealed class BudgetQueries(IStore store)
{
    /// <summary>Where calendar windows begin.</summary>
    public async Task<DateTimeZone> ZoneAsync(CancellationToken ct) =>
        DateTimeZoneProviders.Tzdb[(await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value.TimeZone
            ?? "Etc/UTC"];

    /// <summary>How it stands with each objective, in their order.</summary>
    /// <param name="periods">How many past periods will be asked for.</param>
    public async Task<IReadOnlyList<BudgetReading>> ReadingsAsync(
        Service service, Instant at, Instant now, int periods, CancellationToken ct)
    {
        if (service.Slos.Count == 0) return [];
        var zone = await ZoneAsync(ct);
        var shared = await FactsAsync(service.Id, ct);
        var readings = new List<BudgetReading>();
        foreach (var slo in service.Slos)
        {
            var facts =
                slo.Kind == SloKind.Time
                    ? shared
                    : shared with { Buckets = await DaysAsync(service.Id, slo.Id, Earliest(slo, zone, Instant.Min(at, now), periods), ct) };
            readings.Add(new BudgetReading(slo, facts, zone, at, now));
        }

        return readings;
    }

    /// <summary>All that is known of a service, with the hours of all its objectives since an instant.</summary>
    public async Task<BudgetFacts> SinceAsync(Service service, Instant from, CancellationToken ct)
    {
        var days = new List<BucketDay>();
        foreach (var slo in service.Slos.Where(slo => slo.Kind == SloKind.Requests))
            days.AddRange(await DaysAsync(service.Id, slo.Id, from, ct));
        return await FactsAsync(service.Id, ct) with { Buckets = days };
    }

    /// <summary>The last periods of each objective, newest first: <see cref="BudgetPeriod.Last"/>.</summary>
    public async Task<IReadOnlyList<(Slo Slo, IReadOnlyList<BudgetPeriod> Periods)>> PeriodsAsync(
        Service service, int count, Instant now, CancellationToken ct) =>
        [.. (await ReadingsAsync(service, now, now, count, ct))
            .Select(reading => (reading.Slo, BudgetPeriod.Last(count, reading.Slo, reading.Facts, reading.Zone, now)))];

    /// <summary>The same as engagements look at them: oldest first.</summary>
    /// <param name="count">How many of each objective, at most.</param>
    public async Task<IReadOnlyList<SloPeriods>> ResultsAsync(Service service, int count, Instant now, CancellationToken ct) =>
        [.. (await PeriodsAsync(service, count, now, ct)).Select(one => SloPeriods.Of(one.Slo, one.Periods))];

    /// <summary>Services that promise something: of a team, of a domain, or all.</summary>
    public async Task<IReadOnlyList<Service>> ServicesAsync(IReadOnlySet<string>? teams, CancellationToken ct) =>
        [.. (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(service => !service.Retired && service.Slos.Count > 0 && (teams is null || teams.Contains(service.Team)))];

    private async Task<BudgetFacts> FactsAsync(string service, CancellationToken ct) => new(
        [.. (await store.ListAsync<Incident>(IdRange.Prefix($"{service}/"), ct)).Select(stored => stored.Value)],
        [.. (await store.ListAsync<BudgetCorrection>(IdRange.Prefix($"{service}/"), ct)).Select(stored => stored.Value)],
        []);

    private async Task<IReadOnlyList<BucketDay>> DaysAsync(string service, string slo, Instant from, CancellationToken ct)
    {
        var range = IdRange.Prefix($"{service}/{slo}/") with { From = BucketDay.IdOf(service, slo, from.InUtc().Date, "") };
        return [.. (await store.ListAsync<BucketDay>(range, ct)).Select(stored => stored.Value)];
    }

    // The window, the last alert's span before it, and the past periods.
    private static Instant Earliest(Slo slo, DateTimeZone zone, Instant at, int periods)
    {
        var from = Instant.Min(slo.Window.At(at, zone).Start, at - Duration.FromHours(72));
        return periods == 0 ? from : Instant.Min(from, slo.Window.Period.Before(at, periods, zone)[^1].Start);
    }
}
