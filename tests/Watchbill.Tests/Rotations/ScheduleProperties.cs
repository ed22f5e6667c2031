using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Fixtures;
using Watchbill.Storage;

namespace Watchbill.Rotations;

/// <summary>
/// Whatever is done to a rotation, in whatever order: its shifts tile, one layer has one person, and documents say it all.
/// </summary>
public sealed class ScheduleProperties
{
    private const int Days = 60;

    private static readonly string[] People = ["ana", "ben", "cai", "dee"];
    private static readonly Instant First = Cases.At("2026-01-05T09:00:00Z");
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Shifts_tile_within_coverage_and_never_overlap() => Holds(world =>
    {
        var schedule = world.Schedule();
        foreach (var layer in world.Rotation.Layers)
        {
            var shifts = schedule.Between(First, First + Duration.FromDays(Days), layer.Id);
            for (var i = 1; i < shifts.Count; i++)
                if (shifts[i - 1].End > shifts[i].Start || (layer.Id == "primary" && shifts[i - 1].End != shifts[i].Start))
                    return $"{shifts[i - 1]} then {shifts[i]}";
            if (shifts.FirstOrDefault(shift => shift.Start >= shift.End || (shift.Person is null && shift.Reason is null)) is { } wrong)
                return $"{wrong}";
            // Primary is always covered; office hours are covered by a person or by a gap.
            if (layer.Id == "primary" && (shifts[0].Start > First || shifts[^1].End < First + Duration.FromDays(Days)))
                return "not tiled to the ends";
        }

        return null;
    });

    [Fact]
    public void At_an_instant_one_person_has_the_layer_and_it_is_the_one_of_the_piece() => Holds(world =>
    {
        var schedule = world.Schedule();
        var shifts = schedule.Between(First, First + Duration.FromDays(Days));
        foreach (var at in Enumerable.Range(0, Days * 2).Select(half => First + Duration.FromMinutes(720 * half + 13)))
        {
            foreach (var layer in world.Rotation.Layers)
            {
                var covering = shifts.Where(shift => shift.Layer == layer.Id && shift.Covers(at)).ToList();
                if (covering.Count > 1 || covering.FirstOrDefault() != schedule.At(layer.Id, at))
                    return $"{layer.Id} at {at}: {string.Join("; ", covering)} but {schedule.At(layer.Id, at)}";
            }
        }

        return null;
    });

    [Fact]
    public void The_order_in_which_decisions_are_read_does_not_matter() => Holds(world =>
    {
        var shuffled = world with
        {
            Changes = [.. world.Changes.Reverse()],
            Absences = world.Absences.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Absence>)[.. pair.Value.Reverse()]),
        };
        return Same(world.Schedule(), shuffled.Schedule());
    });

    [Fact]
    public void Read_back_from_the_store_it_replays_identically() => Holds(world => Same(world.Schedule(), (world with
    {
        Rotation = Stored(world.Rotation),
        Changes = Stored(new RotationChanges(world.Changes)).Changes,
        Absences = world.Absences.ToDictionary(pair => pair.Key, pair => Stored(new Absences(pair.Value)).Items),
    }).Schedule()));

    [Fact]
    public void Asked_in_parts_or_at_once_it_is_the_same() => Holds(world =>
    {
        var schedule = world.Schedule();
        var whole = schedule.Between(First, First + Duration.FromDays(Days));
        var parts =
            Enumerable.Range(0, Days)
                .SelectMany(day => schedule.Between(First + Duration.FromDays(day), First + Duration.FromDays(day + 1))).Distinct();
        return whole.ToHashSet().SetEquals(parts) ? null : "differs";
    });

    private static void Holds(Func<World, string?> wrong) =>
        Check.One(Quick, Prop.ForAll(Arb.From(Worlds), world =>
        {
            var why = wrong(world);
            return (why is null).Label($"{why}\n{world}");
        }));

    private static string? Same(Schedule one, Schedule other)
    {
        var (a, b) = (one.Between(First, First + Duration.FromDays(Days)), other.Between(First, First + Duration.FromDays(Days)));
        return a.SequenceEqual(b)
            && one.Gaps(First, First + Duration.FromDays(Days)).SequenceEqual(other.Gaps(First, First + Duration.FromDays(Days)))
                ? null : $"{a.Lines()}\n---\n{b.Lines()}";
    }

    private static T Stored<T>(T value) where T : class => (T)Documents.Deserialize(typeof(T), "id", Documents.Serialize(value));

    private static Gen<Instant> Moments => Gen.Choose(0, Days * 4).Select(quarter => First + Duration.FromHours(6 * quarter));

    // Few different ones, so that decisions are often of the same instant.
    private static Gen<Instant> Decisions => Gen.Choose(0, 5).Select(hour => First - Duration.FromHours(hour));

    private static Gen<(Instant Start, Instant End)> Spans =>
        from start in Moments
        from hours in Gen.Choose(1, 200)
        select (start, start + Duration.FromHours(hours));

    private static Gen<string> Person => Gen.Elements(People);

    private static Gen<string> LayerId => Gen.Elements("primary", "office");

    private static Gen<ShiftChange> Change =>
        from kind in Gen.Elements(ShiftSource.Override, ShiftSource.Swap, ShiftSource.Cover)
        from layer in LayerId
        from span in Spans
        from person in Person
        from instead in Person
        from decided in Decisions
        select new ShiftChange("", kind, layer, span.Start, span.End, person, kind == ShiftSource.Override ? null : instead)
        {
            DecidedAt = decided,
            DecidedBy = person,
        };

    private static Gen<(string Layer, IReadOnlyList<string> Members, TurnUnit Unit, Instant Start)> RosterEdits =>
        from layer in LayerId
        from count in Gen.Choose(0, 4)
        from members in Gen.Shuffle(People)
        from unit in Gen.Elements(TurnUnit.Day, TurnUnit.Week)
        from start in Moments
        select (layer, (IReadOnlyList<string>)members[..count], unit, start);

    private static Gen<(string Person, Absence Absence)> Aways =>
        from person in Person
        from span in Spans
        from decided in Decisions
        select (person, new Absence("a", span.Start, span.End, decided));

    private static Gen<World> Worlds =>
        from changes in Gen.ListOf(Change)
        from rosters in Gen.ListOf(RosterEdits)
        from aways in Gen.ListOf(Aways)
        select new World(
            rosters.Take(4)
                .Aggregate(
                    Some.Rotation(Some.Layer("primary", Some.Weekly, Coverage.Always, "ana", "ben", "cai"),
                        Some.Layer("office", Some.Daily, Some.Office, "ben", "dee")), Applied),
            [.. changes.Take(12).Select((change, i) => change with { Id = $"c{i}" })],
            aways.Take(4).GroupBy(away => away.Person)
                .ToDictionary(some => some.Key, some => (IReadOnlyList<Absence>)[.. some.Select(away => away.Absence)]));

    private static Rotation Applied(
        Rotation rotation, (string Layer, IReadOnlyList<string> Members, TurnUnit Unit, Instant Start) change) => rotation with
        {
            Layers = [.. rotation.Layers.Select(layer => layer.Id != change.Layer ? layer : layer with
        {
            Versions =
                NewLayerVersion.Apply(layer.Versions,
                    layer.Versions[^1] with { Members = change.Members, Turn = layer.Versions[^1].Turn with { Unit = change.Unit } },
                    change.Start),
        })],
        };

    private sealed record World(
        Rotation Rotation, IReadOnlyList<ShiftChange> Changes, IReadOnlyDictionary<string, IReadOnlyList<Absence>> Absences)
    {
        public Schedule Schedule() => new(
            Rotation,
            new RotationChanges(Changes),
            Absences.ToDictionary(pair => pair.Key,
                pair => (IReadOnlyList<Away>)[.. pair.Value.Select(absence => Away.From(pair.Key, absence))]),
            new Dictionary<string, HolidayCalendar>());

        public override string ToString()
        {
            var said = new StringBuilder();
            foreach (var layer in Rotation.Layers)
            {
                foreach (var version in layer.Versions)
                {
                    var members = string.Join(",", version.Members);
                    said.Append(Cases.Invariant($"{layer.Id} from {version.From}: {members} by {version.Turn.Unit} +{version.Offset}\n"));
                }
            }

            foreach (var change in Changes) said.Append(change).Append('\n');
            foreach (var (person, absences) in Absences) said.Append(Cases.Invariant($"{person}: {string.Join("; ", absences)}\n"));
            return said.ToString();
        }
    }
}
