using NodaTime;
using Watchbill.Budgets;
using Watchbill.Engagements;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>
/// Keeps what the bonus of each policy's next period goes by as the file has it. Once the period has begun nothing changes it.
/// </summary>
public sealed class BonusJob(IStore store, PayInputs inputs, OrgChart chart) : IJob
{
    private Instant look = Instant.MinValue;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>
    {
        typeof(Policy), typeof(Service), typeof(Rotation), typeof(Team), typeof(EngagementHistory), typeof(OrganizationSettings),
    };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (changes.IsNone && now < look) return look;
        var settings = (await store.FindAsync<OrganizationSettings>(OrganizationSettings.DocumentId, ct))?.Value;
        var zone = DateTimeZoneProviders.Tzdb[settings?.TimeZone ?? "Etc/UTC"];
        var today = now.InZone(zone).Date;
        look = zone.AtStartOfDay(today.With(DateAdjusters.StartOfMonth).PlusMonths(1)).ToInstant();
        var wanted = await WantedAsync(today, zone, settings?.Currency ?? "EUR", ct);
        var ahead = (await store.ListAsync<BonusTerms>(IdRange.All, ct)).Where(read => read.Value.First > today)
            .ToDictionary(read => read.Id);
        Write[] saves =
        [
            .. wanted.Where(terms => ahead.GetValueOrDefault(terms.Id)?.Value.Says(terms) != true)
                .Select(terms => Write.Upsert(terms.Id, ahead.GetValueOrDefault(terms.Id), terms)),
            .. ahead.Values.Where(read => wanted.All(terms => terms.Id != read.Id)).Select(Write.Delete),
        ];
        if (saves.Length > 0) await store.SaveAsync(saves, ct);
        return look;
    }

    private async Task<IReadOnlyList<BonusTerms>> WantedAsync(LocalDate today, DateTimeZone zone, string currency, CancellationToken ct)
    {
        var wanted = new List<BonusTerms>();
        foreach (var policy in (await inputs.VersionsAsync(ct)).Where(version => !version.Retired).GroupBy(version => version.Id))
        {
            foreach (var per in Enum.GetValues<PaySpan>())
            {
                var period = BonusTerms.After(per, today);
                var version = policy.Select(one => one.Pay!).Where(one => one.Effective <= period.First).MaxBy(one => one.Effective);
                if (version?.Bonus is not { } bonus || bonus.Per != per) continue;
                var services = await ServicesAsync(policy.Key, period, zone, ct);
                if (services.Count == 0) continue;
                wanted.Add(new BonusTerms(policy.Key, version.Version, period.First, bonus, version.Currency ?? currency)
                {
                    Services = services,
                });
            }
        }

        return wanted;
    }

    // Services with objectives for which a rotation of the policy will answer.
    private async Task<IReadOnlyList<BonusService>> ServicesAsync(
        string policy, ReportPeriod period, DateTimeZone zone, CancellationToken ct)
    {
        var found = new List<BonusService>();
        var begins = period.In(zone).Start;
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(service => !service.Retired && service.Slos.Count > 0))
        {
            var rotations = (await chart.Responsibilities.AnsweringAsync(service, begins, ct)).Rotations
                .Where(rotation => rotation.Pay == policy).Select(rotation => rotation.Id).ToList();
            if (rotations.Count == 0) continue;
            found.Add(new BonusService(service.Id, rotations,
                [.. service.Slos.Select(slo => slo with { Objective = Objectives.On(slo, period.First), Earlier = [] })]));
        }

        return found;
    }
}
