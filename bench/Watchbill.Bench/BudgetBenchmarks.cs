using BenchmarkDotNet.Attributes;
using NodaTime;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Budgets;

/// <summary>
/// 1,000 services with an objective of time and one of requests, a quarter of hourly buckets and 200 incidents each: what statuses, reports
/// and pushes make of them.
/// </summary>
[MemoryDiagnoser]
public class BudgetBenchmarks
{
    private const int Services = 1_000;
    private const int Incidents = 200;
    private const int Days = 92;
    private static readonly Instant Start = Instant.FromUtc(2026, 10, 1, 0, 0);
    private static readonly Instant Now = Start + Duration.FromDays(Days) - Duration.FromHours(1);

    private readonly FleetStore store = new();
    private Service[] services = [];
    private Bucket[] pushed = [];
    private BudgetQueries queries = null!;
    private Gates gates = null!;
    private ReportQueries reports = null!;
    private BucketIntake intake = null!;

    [GlobalSetup]
    public async Task FillAsync()
    {
        services = [.. Enumerable.Range(0, Services).Select(Make)];
        // The hours are the same everywhere, so that they fit into memory.
        var days = Enumerable.Range(0, Days).Select(day => (Date: Start.InUtc().Date.PlusDays(day), Hours: Hours(day))).ToList();
        await store.SaveAsync(
        [
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Bench", "Etc/UTC", "EUR")),
            .. services.Select(service => Write.Put(service.Id, service)),
            .. services.SelectMany(
                service =>
                    Enumerable.Range(1, Incidents)
                        .Select(number => Write.Put(FormattableString.Invariant($"{service.Id}/{number:000000}"), Make(service, number)))),
            .. services.SelectMany(
                service =>
                    days.Select(
                        day =>
                            Write.Put(BucketDay.IdOf(service.Id, "latency", day.Date, Requests.Pushed),
                                new BucketDay(service.Id, "latency", day.Date, Requests.Pushed, day.Hours)))),
        ], CancellationToken.None);
        // 42 days of hours, a little over 1,000.
        pushed = [.. days.Take(42).SelectMany(day => day.Hours).Take(1_000)];
        queries = new BudgetQueries(store);
        gates = new Gates(store, queries);
        reports = new ReportQueries(store, queries);
        intake = new BucketIntake(store);
    }

    [Benchmark]
    public Task<BudgetView> StatusOfOneService() => gates.ViewAsync(services[0], Now, Now, CancellationToken.None);

    [Benchmark]
    public async Task<int> StatusOfAllServices()
    {
        var open = 0;
        foreach (var service in services) if ((await gates.ViewAsync(service, Now, Now, CancellationToken.None)).Gate.Open) open++;
        return open;
    }

    [Benchmark]
    public async Task<KpiReport> KpisOfAMonth() =>
        await reports.KpisAsync(await reports.PeriodAsync("2026-12", Now, CancellationToken.None), _ => true, Now, CancellationToken.None);

    [Benchmark]
    public async Task<ValueReport> ValueOfAMonth() =>
        await reports.ValueAsync(await reports.PeriodAsync("2026-12", Now, CancellationToken.None), _ => true, Now, CancellationToken.None);

    /// <summary>Of one objective; the disk is not part of it.</summary>
    [Benchmark]
    public async Task BucketsWritten() =>
        await store.SaveAsync(await intake.ChangesAsync(services[0], "latency", Requests.Pushed, pushed, Now, CancellationToken.None),
            CancellationToken.None);

    private static Service Make(int i) => new(FormattableString.Invariant($"s{i:0000}"), "payments")
    {
        Slos =
        [
            new Slo("availability", 99.95m) { Window = new BudgetWindow(BudgetWindowUnit.Quarter, 0) },
            new Slo("latency", 99m) { Window = new BudgetWindow(BudgetWindowUnit.Quarter, 0), Kind = SloKind.Requests },
        ],
        RevenuePerHour = new Compensation.Money(12_000, "EUR"),
    };

    // One every eleven hours, ten minutes long for a half of the users.
    private static Incident Make(Service service, int number)
    {
        var start = Start + Duration.FromHours(11 * (number - 1)) + Duration.FromMinutes(number % 50);
        return new Incident(service.Id, number, "Errors", Severity.Sev3, start, start + Duration.FromMinutes(10))
        {
            Impact = 0.5m,
            By = "ana",
            At = start,
        };
    }

    private static Bucket[] Hours(int day) =>
        [.. Enumerable.Range(0, 24).Select(hour => new Bucket(Start + Duration.FromHours((24 * day) + hour), 9_990 - (hour % 7), 10_000))];
}
