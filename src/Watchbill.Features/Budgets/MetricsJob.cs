using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// Counts the requests of every objective that has queries: each five minutes the hour that runs, and after a while
/// without numbers all hours since the last one that is stored. Unless it was measured wholly that one is asked for
/// again. What was not measured stays a hole; asking twice changes nothing.
/// </summary>
public sealed partial class MetricsJob(IStore store, BucketIntake intake, IMetrics metrics, ILogger<MetricsJob> log) : IJob
{
    private const string Everything = "";

    // As long as Prometheus keeps what it measured, unless it is told otherwise.
    private static readonly Duration Kept = Duration.FromDays(15);
    private static readonly Duration Step = Duration.FromMinutes(5);
    private static readonly Duration Hour = Duration.FromHours(1);

    // What was measured at the end of a step is stored a moment later.
    private static readonly Duration Settling = Duration.FromSeconds(20);

    // What was logged, and whose turn it is: another process logs it once more, and asks in the order of the file.
    private readonly Dictionary<string, string> troubles = [];
    private Instant next = Instant.MinValue;
    private string? stoppedAt;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type>();

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        if (now < next && !changes.IsEverything) return next;
        var wanted = (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value).Where(service => !service.Retired)
            .SelectMany(service => service.Slos.Where(slo => slo.IsAsked()).Select(slo => (Service: service, Slo: slo))).ToList();
        // Where it stopped the last time, the others have their turn first.
        var first = wanted.FindIndex(one => Key(one.Service, one.Slo) == stoppedAt) + 1;
        foreach (var (service, slo) in wanted.Skip(first).Concat(wanted.Take(first)))
        {
            if (await TryAsync(service, slo, now, ct)) continue;
            stoppedAt = Key(service, slo);
            return next = now + Duration.FromMinutes(1);
        }

        stoppedAt = null;
        if (troubles.Remove(Everything)) LogAgain();
        return next = Floor(now, Step) + Step + Settling;
    }

    /// <returns>Whether it is worth asking for others.</returns>
    private async Task<bool> TryAsync(Service service, Slo slo, Instant now, CancellationToken ct)
    {
        try
        {
            await PullAsync(service, slo, now, ct);
            troubles.Remove(Key(service, slo));
        }
        catch (MetricsException failure) when (failure.Unreachable)
        {
            if (News(Everything, failure)) LogUnreachable(failure.Message);
            return false;
        }
        catch (MetricsException failure)
        {
            if (News(Key(service, slo), failure)) LogRefused(service.Id, slo.Id, failure.Message);
        }
        catch (StaleException)
        {
            // Another runner took these hours; the next run goes on from there.
        }

        return true;
    }

    private async Task PullAsync(Service service, Slo slo, Instant now, CancellationToken ct)
    {
        var known = await LastAsync(service.Id, slo.Id, now, ct);
        var step = StepOf(slo);
        var from = known is null ? MeasuredHours.HourOf(now - Kept) : known.Coverage == 1 ? known.Hour + Hour : known.Hour;
        var until = Floor(now - Settling, step);
        var taken = new List<Bucket>();
        // A day at a time: one document, one save, and far from the most points that Prometheus answers.
        for (Instant start = from, end; start < until; start = end)
        {
            end = Instant.Min(until, start.InUtc().Date.PlusDays(1).AtMidnight().InUtc().ToInstant());
            var hours =
                (await metrics.HoursAsync(slo, start + step, end, step, ct)).Where(hour => hour.Hour != known?.Hour || Better(hour, known))
                    .ToList();
            if (hours.Count == 0) continue;
            await store.SaveAsync(await intake.ChangesAsync(service, slo.Id, Requests.Prometheus, hours, now, ct), ct);
            taken.AddRange(hours);
        }

        var asked = (int)(MeasuredHours.HourOf(until) - from).TotalHours;
        if (asked < 2 || taken.Count == 0) return;
        var whole = taken.Count(hour => hour.Coverage == 1);
        LogFilled(service.Id, slo.Id, from, asked, asked - Math.Min(whole, asked));
    }

    private async Task<Bucket?> LastAsync(string service, string slo, Instant now, CancellationToken ct)
    {
        var earliest = MeasuredHours.HourOf(now - Kept);
        var range = IdRange.Prefix($"{service}/{slo}/") with { From = BucketDay.IdOf(service, slo, earliest.InUtc().Date, "") };
        var last =
            (await store.ListAsync<BucketDay>(range, ct)).LastOrDefault(day => day.Value.Source == Requests.Prometheus)?.Value.Hours[^1];
        return last?.Hour >= earliest ? last : null;
    }

    private static Duration StepOf(Slo slo) => slo.TakesAnySpan() ? Step : Hour;

    // What was measured does not become less because the monitoring forgot some of it.
    private static bool Better(Bucket hour, Bucket known) => hour.Coverage >= known.Coverage && hour != known;

    private static Instant Floor(Instant at, Duration step)
    {
        var seconds = (long)step.TotalSeconds;
        return Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / seconds * seconds);
    }

    private static string Key(Service service, Slo slo) => $"{service.Id}/{slo.Id}";

    // One line when it begins or changes, not one a minute.
    private bool News(string key, MetricsException failure)
    {
        var known = troubles.GetValueOrDefault(key) == failure.Message;
        troubles[key] = failure.Message;
        return !known;
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "No numbers come from Prometheus: {Sentence} It is asked again each minute; hours are filled up once it answers.")]
    private partial void LogUnreachable(string sentence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Prometheus answers again.")]
    private partial void LogAgain();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Service} {Slo} gets no numbers from Prometheus: {Sentence}")]
    private partial void LogRefused(string service, string slo, string sentence);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Service} {Slo} was counted from {From} on: of {Hours} hours {Missing} were not measured, or not wholly.")]
    private partial void LogFilled(string service, string slo, Instant from, int hours, int missing);
}
