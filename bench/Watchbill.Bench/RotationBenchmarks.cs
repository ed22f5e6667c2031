using BenchmarkDotNet.Attributes;
using NodaTime;
using Watchbill.Calendars;

namespace Watchbill.Rotations;

/// <summary>Who is on call, and a year of shifts: the first two rows of the design's numbers.</summary>
[MemoryDiagnoser]
public class RotationBenchmarks
{
    private static readonly LocalDateTime Anchor = new(2026, 1, 5, 9, 0);
    private static readonly Instant Year = Instant.FromUtc(2027, 1, 4, 9, 0);
    private static readonly Instant Later = Instant.FromUtc(2031, 1, 7, 14, 25);
    private static readonly string[] People = ["ana", "ben", "cai", "dee", "eli", "fay", "gus", "hal"];

    private readonly Schedule hourly = Make([Turning(1, TurnUnit.Hour)], 0);
    private readonly Schedule hourlyChanged = Make([Turning(1, TurnUnit.Hour)], 50);
    private readonly Schedule officeHours = Make([WeekdaysNineToFive()], 0);
    private readonly Schedule weekly = Make([Turning(1, TurnUnit.Week)], 0);
    private readonly Schedule daily = Make([Turning(1, TurnUnit.Day)], 0);
    private readonly Schedule layered = Make([Turning(1, TurnUnit.Week), WeekdaysNineToFive()], 50);

    [Benchmark]
    public Shift? WhoHourlyFiveYearsOn() => hourly.At("layer0", Later);

    [Benchmark]
    public Shift? WhoHourlyFiveYearsOnWith50Changes() => hourlyChanged.At("layer0", Later);

    [Benchmark]
    public Shift? WhoMondayToFridayFiveYearsOn() => officeHours.At("layer0", Later);

    [Benchmark]
    public int YearWeekly() => weekly.Between(Year, Year + Duration.FromDays(365)).Count;

    [Benchmark]
    public int YearDaily() => daily.Between(Year, Year + Duration.FromDays(365)).Count;

    [Benchmark]
    public int YearWeeklyAndMondayToFridayWith50Changes() => layered.Between(Year, Year + Duration.FromDays(365)).Count;

    private static LayerVersion Turning(int count, TurnUnit unit) =>
        new(null, new TurnRule("America/New_York", Anchor, count, unit), Coverage.Always, People);

    private static LayerVersion WeekdaysNineToFive() => new(
        null,
        new TurnRule("America/New_York", Anchor, 1, TurnUnit.Day),
        new Coverage
        {
            Windows = [new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), new LocalTime(17, 0))],
        },
        People);

    private static Schedule Make(LayerVersion[] layers, int changes) => new(
        new Rotation("payments", RotationKind.Team, "payments")
        {
            Layers = [.. layers.Select((version, i) => new Layer($"layer{i}") { Versions = [version] })],
            Promises = [new CoverageVersion(null, layers[0].Turn, layers[0].Coverage)],
        },
        new RotationChanges([.. Enumerable.Range(0, changes).Select(i => Change(i, layers.Length))]),
        new Dictionary<string, IReadOnlyList<Away>>(),
        new Dictionary<string, HolidayCalendar>());

    // A change of six hours each week of the year that is asked for.
    private static ShiftChange Change(int i, int layers)
    {
        var start = Year + Duration.FromDays(7 * i) + Duration.FromHours(4);
        return new ShiftChange($"c{i}", ShiftSource.Override, $"layer{i % layers}", start, start + Duration.FromHours(6), "zoe", null)
        {
            DecidedAt = Year - Duration.FromDays(i),
            DecidedBy = "ana",
        };
    }
}
