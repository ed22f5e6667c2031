using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>Takes hours of requests, whoever counted them: one document a day and source, in which the same hour replaces.</summary>
public sealed class BucketIntake(IStore store)
{
    private const decimal MaxCount = 1_000_000_000_000_000m;

    /// <summary>The changes that write some hours; all of them or none.</summary>
    /// <param name="source"><see cref="Requests.Pushed"/> or <see cref="Requests.Prometheus"/>.</param>
    /// <exception cref="RefusedException">An hour is not whole, is to come, or counts what cannot be.</exception>
    public async Task<IReadOnlyList<Write>> ChangesAsync(
        Service service, string slo, string source, IReadOnlyList<Bucket> hours, Instant now, CancellationToken ct)
    {
        var objective = service.Slos.FirstOrDefault(one => one.Id == slo) ?? throw BudgetView.Unknown(service, slo);
        if (objective.Kind != SloKind.Requests)
            throw new RefusedException(
                $"{slo} of {service.Id} counts time, not requests. Give it kind: requests in the organisation file, or declare incidents.")
            {
                Field = "slo",
            };
        foreach (var hour in hours) Check(hour, now);
        var writes = new List<Write>();
        foreach (var day in hours.GroupBy(hour => hour.Hour.InUtc().Date))
        {
            var id = BucketDay.IdOf(service.Id, slo, day.Key, source);
            var read = await store.FindAsync<BucketDay>(id, ct);
            var kept = (read?.Value.Hours ?? []).ToDictionary(hour => hour.Hour);
            foreach (var hour in day) kept[hour.Hour] = hour;
            writes.Add(
                Write.Upsert(id, read, new BucketDay(service.Id, slo, day.Key, source, [.. kept.Values.OrderBy(hour => hour.Hour)])));
        }

        return writes;
    }

    private static void Check(Bucket bucket, Instant now)
    {
        if (bucket.Hour.ToUnixTimeSeconds() % 3600 != 0 || bucket.Hour != bucket.Hour.ToWholeSeconds())
            throw Refused("hour", bucket, $"is no whole hour. Hours begin at minute 0 in UTC");
        if (bucket.Hour > now) throw Refused("hour", bucket, $"is to come. Send an hour once it has begun");
        if (bucket.Good < 0) throw Refused("good", bucket, $"has {bucket.Good} good requests. Send 0 or more");
        if (bucket.Total > MaxCount) throw Refused("total", bucket, $"has more requests than can be counted");
        if (bucket.Good > bucket.Total)
            throw Refused("good", bucket, $"has {bucket.Good} good requests of {bucket.Total}. Good is at most total");
    }

    private static RefusedException Refused(string field, Bucket bucket, FormattableString why) =>
        new($"The hour {bucket.Hour} {FormattableString.Invariant(why)}; nothing was taken.") { Field = field };
}
