using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>10,000 rotations, half around the clock by the week and half on working days: what jobs and feeds make of them.</summary>
[MemoryDiagnoser]
public class FleetBenchmarks
{
    private const int Rotations = 10_000;
    private const int People = 5_000;
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 10, 0);
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 23, 9, 0);

    private readonly FleetStore store = new();
    private Schedules schedules = new(new FleetStore());
    private Rotation[] rotations = [];
    private HandoffJob job = null!;
    private string key = "";

    [GlobalSetup]
    public async Task FillAsync()
    {
        rotations = [.. Enumerable.Range(0, Rotations).Select(Make)];
        await store.SaveAsync(
        [
            .. Enumerable.Range(0, People).Select(i => Write.Put(Name(i), new Person(Name(i), Name(i)) { TimeZone = "Europe/Lisbon" })),
            Write.Put("payments", new Team("payments", "Payments") { Lead = Name(0) }),
            .. rotations.Select(rotation => Write.Put(rotation.Id, rotation)),
        ], CancellationToken.None);
        (key, var id) = FeedKey.New(Name(17));
        await store.SaveAsync([Write.Put(id, new FeedKey(Now))], CancellationToken.None);
        schedules = new Schedules(store);
        job = Job(schedules);
        await job.RunAsync(Now, Changes.Everything, CancellationToken.None);
        foreach (var rotation in rotations) await schedules.ForAsync(rotation, CancellationToken.None);
    }

    /// <summary>A new process looks at every rotation once.</summary>
    [Benchmark]
    public Task<Instant?> HandoffsFirstLook() => Job(new Schedules(store)).RunAsync(Now, Changes.Everything, CancellationToken.None);

    /// <summary>Nothing is due.</summary>
    [Benchmark]
    public Task<Instant?> HandoffsTick() => job.RunAsync(Now + Duration.FromSeconds(1), Changes.None, CancellationToken.None);

    [Benchmark]
    public async Task<int> GapsOf28Days()
    {
        var gaps = 0;
        foreach (var rotation in rotations)
            gaps += (await schedules.ForAsync(rotation, CancellationToken.None)).Gaps(Now, Now + Duration.FromDays(28)).Count;
        return gaps;
    }

    /// <summary>The weekly report of all rotations on a Monday, with nothing remembered of the week before.</summary>
    [Benchmark]
    public Task<Instant?> GapReport() =>
        new GapReportJob(store, schedules, new OrgChart(store),
            new DueRotations(store, NullLogger<DueRotations>.Instance))
            .RunAsync(Monday, Changes.Everything, CancellationToken.None);

    /// <summary>The same address twice: what a calendar that asks again costs.</summary>
    [Benchmark]
    public async Task<int> CalendarOfOnePerson() =>
        (await new Feeds(store, schedules, new WorkedShifts(store), new OrgChart(store))
            .OfPersonAsync(Name(17), key, Now, CancellationToken.None))!.Length;

    /// <summary>A year of one person's shifts, found among all rotations.</summary>
    [Benchmark]
    public async Task<int> FeedOfOnePerson()
    {
        var shifts = 0;
        foreach (var rotation in rotations)
        {
            var schedule = await schedules.ForAsync(rotation, CancellationToken.None);
            if (schedule.Mentions(Name(17)))
                shifts += schedule.Between(Now, Now + Duration.FromDays(366)).Count(shift => shift.Person == Name(17));
        }

        return shifts;
    }

    /// <summary>Whose next shift one changed rotation moves: what each rotation that a file changes costs.</summary>
    [Benchmark]
    public async Task<int> NextShiftsOfOneChange()
    {
        var before = await schedules.ForAsync(rotations[0], CancellationToken.None);
        var layer = rotations[0].Layers[0];
        var wanted = layer.Versions[0] with { Members = [.. layer.Versions[0].Members, Name(99)] };
        var changed =
            rotations[0] with
            {
                Layers = [layer with
                {
                    Versions = NewLayerVersion.Apply(layer.Versions, wanted, NewLayerVersion.EndOfShift(layer.Versions, Now)),
                }],
            };
        return NextShifts.Moved(before, await new Schedules(store).ForAsync(changed, CancellationToken.None), Now).Count;
    }

    private HandoffJob Job(Schedules made) =>
        new(store, made, new DueRotations(store, NullLogger<DueRotations>.Instance),
            new OpenWork(store, new OrgChart(store)),
            new HostClock(SystemClock.Instance, TimeProvider.System, NullLogger<HostClock>.Instance));

    private static string Name(int i) => FormattableString.Invariant($"p{i % People:0000}");

    private static Rotation Make(int i)
    {
        var turn = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, i % 2 == 0 ? TurnUnit.Week : TurnUnit.Day);
        var coverage = i % 2 == 0
            ? Coverage.Always
            : new Coverage
            {
                Windows = [new CoverageWindow(WeekdaysExtensions.Parse("Mon-Fri")!.Value, new LocalTime(9, 0), new LocalTime(17, 0))],
            };
        return new Rotation(FormattableString.Invariant($"r{i:00000}"), RotationKind.Team, "payments")
        {
            Layers = [new Layer(
                "primary")
                {
                    Versions = [new LayerVersion(null, turn, coverage, [.. Enumerable.Range(0, 6).Select(n => Name(i * 3 + n))])],
                }],
            Promises = [new CoverageVersion(null, turn, coverage)],
        };
    }
}
