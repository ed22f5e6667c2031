using BenchmarkDotNet.Attributes;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>
/// 1,000 people in 100 rotations round the clock, a week each in turn, with a year of recorded shifts and 2,000 incidents: what a month of
/// all of them, and a year to come, take.
/// </summary>
[MemoryDiagnoser]
public class CompensationBenchmarks
{
    private const int Rotations = 100;
    private const int Members = 10;
    private const int Weeks = 52;
    private const int Incidents = 2_000;
    private static readonly LocalDate FirstMonday = new(2026, 1, 5);
    private static readonly Instant Start = FirstMonday.AtMidnight().InUtc().ToInstant();
    private static readonly Instant Now = Start + Duration.FromDays(7 * Weeks);

    private readonly FleetStore store = new();
    private PayMonths months = null!;

    [GlobalSetup]
    public async Task FillAsync()
    {
        var turn = new TurnRule("Europe/Lisbon", FirstMonday.AtMidnight(), 1, TurnUnit.Week);
        var policy = new PayPolicy("standard", new LocalDate(2026, 1, 1))
        {
            Classes = [new("weekend") { Days = Weekdays.Saturday | Weekdays.Sunday }, new("night") { From = new(22, 0), To = new(6, 0) },
                new("day")],
            Standby = new StandbyRule(StandbyUnit.Hour)
            {
                Rates = new Dictionary<string, PayRate> { ["weekend"] = new(6, false), ["night"] = new(5, false), ["day"] = new(3, false) },
            },
            Callout = new CalloutRule(CalloutUnit.Hour) { Rate = new PayRate(45, false), Minimum = new ByClass(Duration.FromMinutes(30)) },
        };
        await store.SaveAsync(
        [
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Bench", "Europe/Lisbon", "EUR")),
            Write.Put(Policy.Of(policy).DocumentId, Policy.Of(policy)),
            .. Enumerable.Range(0, Rotations * Members)
                .Select(one => Write.Put(Person(one), new Person(Person(one), Person(one)) { TimeZone = "Europe/Lisbon" })),
            .. Enumerable.Range(0, Rotations).Select(one => Write.Put(Rotation(one), new Rotation(Rotation(one), RotationKind.Team, "team")
            {
                Layers = [new Layer("primary") { Versions = [new LayerVersion(null, turn, Coverage.Always, [.. Roster(one)])] }],
                Promises = [new CoverageVersion(null, turn, Coverage.Always)],
                Pay = "standard",
            })),
            .. Enumerable.Range(0, Rotations).Select(one => Write.Put(Rotation(one), new Recorded(Start, Now))),
            .. from rotation in Enumerable.Range(0, Rotations)
               from week in Enumerable.Range(0, Weeks)
               let start = Start + Duration.FromDays(7 * week)
               let shift = new Shift("primary", week, start, start + Duration.FromDays(7), Person(rotation * Members + week % Members),
                   ShiftSource.Turn, null)
               select Write.Put(WorkedShift.IdOf(Rotation(rotation), start, "primary"),
                   new WorkedShift(Rotation(rotation), shift, shift.End)),
            .. Enumerable.Range(1, Incidents).Select(Make),
        ], CancellationToken.None);
        var chart = new OrgChart(store);
        months = new PayMonths(store, new PayInputs(store, new WorkedShifts(store), new Schedules(store), chart));
    }

    [Benchmark]
    public async Task<int> MonthOfAThousand() =>
        (await months.OfAsync(new LocalDate(2026, 11, 1), null, Now, CancellationToken.None)).Count;

    [Benchmark]
    public async Task<int> YearToComeOfAThousand()
    {
        var lines = 0;
        for (var month = new LocalDate(2027, 2, 1); month < new LocalDate(2028, 2, 1); month = month.PlusMonths(1))
            lines += (await months.OfAsync(month, null, Now, CancellationToken.None)).Sum(one => one.Lines.Count);
        return lines;
    }

    /// <summary>Says what a year of all of them takes in memory, worked out month by month and held, and how long it takes.</summary>
    public static async Task MemoryAsync()
    {
        var bench = new CompensationBenchmarks();
        await bench.FillAsync();
        await bench.MonthOfAThousand();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var year = new List<IReadOnlyList<PersonMonth>>();
        long peak = 0;
        for (var month = FirstMonday.With(DateAdjusters.StartOfMonth); year.Count < 12; month = month.PlusMonths(1))
        {
            year.Add(await bench.months.OfAsync(month, null, Now, CancellationToken.None));
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
        }

        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        var lines = year.Sum(month => month.Sum(one => one.Lines.Count));
        Console.WriteLine(FormattableString.Invariant($"a year of {year[0].Count} people: {lines} lines in {took.TotalSeconds:0.00} s, "));
        Console.WriteLine(FormattableString.Invariant(
            $"{held / 1e6:0} MB held, {peak / 1e6:0} MB at most with what was not collected yet; the data itself {before / 1e6:0} MB."));
        GC.KeepAlive(year);
    }

    private static Write Make(int number)
    {
        var start = Start + Duration.FromMinutes(260L * number);
        var incident = new Incident("checkout", number, "It is slow", Severity.Sev3, start, start + Duration.FromMinutes(40))
        {
            At = start,
            By = "token:bench",
            Responders = [new Responder(Person(number % (Rotations * Members)), start, start + Duration.FromMinutes(40))],
        };
        return Write.Put(Incident.DocumentId("checkout", number), incident);
    }

    private static string Person(int one) => FormattableString.Invariant($"p{one:0000}");

    private static string Rotation(int one) => FormattableString.Invariant($"r{one:000}");

    private static IEnumerable<string> Roster(int rotation) => Enumerable.Range(rotation * Members, Members).Select(Person);
}
