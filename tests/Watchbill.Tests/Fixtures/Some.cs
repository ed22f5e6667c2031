using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>Rotations and decisions for tests, as short as the case at hand needs them.</summary>
public static class Some
{
    public static readonly LocalDateTime Monday = new(2026, 1, 5, 9, 0);

    /// <summary>Nobody has said anything about it.</summary>
    public static HostClock HostClock => ReadFrom(SystemClock.Instance);

    /// <summary>One that nobody ever sets: it counts as the clock goes.</summary>
    public static HostClock ReadFrom(IClock wall) => new(wall, new Following(wall), NullLogger<HostClock>.Instance);

    /// <summary>Incidents of which somebody hears whatever the organisation file says.</summary>
    public static IncidentQueries Incidents(IStore store)
    {
        var chart = new OrgChart(store);
        return new IncidentQueries(store, chart, new PageSurroundings(store, chart, new Schedules(store)),
            () => new BroadcastChat([new RecordingChat()]));
    }

    public static TurnRule Weekly { get; } = new("Europe/Lisbon", Monday, 1, TurnUnit.Week);

    public static TurnRule Daily { get; } = new("Europe/Lisbon", Monday, 1, TurnUnit.Day);

    public static Coverage Office { get; } = Open("Mon-Fri", "09:00", "17:00");

    public static Coverage Open(string days, string from, string to) =>
        new() { Windows = [new CoverageWindow(WeekdaysExtensions.Parse(days)!.Value, Cases.Time(from), Cases.Time(to))] };

    public static Layer Layer(string id, TurnRule turn, Coverage coverage, params string[] members) =>
        new(id) { Versions = [new LayerVersion(null, turn, coverage, members)] };

    public static Rotation Rotation(params Layer[] layers) => new("payments", RotationKind.Team, "payments")
    {
        Layers = layers,
        Promises = [new CoverageVersion(null, layers[0].Versions[0].Turn, layers[0].Versions[0].Coverage)],
    };

    /// <summary>Primary ana, ben, cai by the week from Monday 5 January 2026, 09:00 in Lisbon.</summary>
    public static Rotation Payments { get; } = Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben", "cai"));

    public static ShiftChange Override(string id, string start, string end, string person, string decided, string layer = "primary") =>
        Decided(ShiftSource.Override, id, start, end, person, null, decided, layer);

    public static ShiftChange Decided(
        ShiftSource kind, string id, string start, string end, string person, string? instead, string decided, string layer = "primary") =>
        new(id, kind, layer, Cases.At(start), Cases.At(end), person, instead) { DecidedAt = Cases.At(decided), DecidedBy = "ana" };

    public static Schedule Schedule(Rotation rotation, params ShiftChange[] changes) => Schedule(rotation, [], changes);

    public static Schedule Schedule(Rotation rotation, (string Person, Away Away)[] away, params ShiftChange[] changes) => new(
        rotation,
        new RotationChanges(changes),
        away.GroupBy(entry => entry.Person)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<Away>)[.. group.Select(entry => entry.Away)]),
        new Dictionary<string, HolidayCalendar>());

    public static (string Person, Away Away) Away(string person, string start, string end, string decided) =>
        (person, Rotations.Away.From(person, new Absence("a", Cases.At(start), Cases.At(end), Cases.At(decided))));

    /// <summary>One line a piece: <c>primary 01-05T09:00 01-12T09:00 ana</c>, a change's kind and whom it replaces behind it.</summary>
    public static string Lines(this IEnumerable<Shift> shifts) => string.Join('\n', shifts.Select(shift =>
        Cases.Invariant($"{shift.Layer} {shift.Start:MM-dd'T'HH:mm} {shift.End:MM-dd'T'HH:mm} {shift.Person ?? $"nobody ({shift.Reason})"}")
        + (shift.Source == ShiftSource.Turn ? "" : $" {shift.Source.ToString().ToLowerInvariant()}")
        + (shift.Instead is null ? "" : $" for {shift.Instead}")));

    public static string Lines(this IEnumerable<Gap> gaps) =>
        string.Join('\n',
            gaps.Select(gap => Cases.Invariant($"{gap.Layer} {gap.Start:MM-dd'T'HH:mm} {gap.End:MM-dd'T'HH:mm} {gap.Reason}")));

    private sealed class Following(IClock clock) : TimeProvider
    {
        public override long TimestampFrequency => NodaConstants.TicksPerSecond;

        public override long GetTimestamp() => clock.GetCurrentInstant().ToUnixTimeTicks();
    }
}
