using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Calendars;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Slack;
using Watchbill.Storage;
using Watchbill.Teams;

namespace Watchbill.Http;

/// <summary>
/// An organisation of some size, written straight into a database file: as many rotations, people and recorded shifts as are asked for.
/// </summary>
internal static class Fleet
{
    private const int AtOnce = 5000;

    public static async Task WriteAsync(string path, int rotations, int people, int shifts)
    {
        using var store = SqliteStore.Open(path, new SaveNotices(), NullLogger.Instance);
        var now = Instant.FromUnixTimeSeconds(SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds());
        foreach (var some in Changes(now, rotations, people, shifts / rotations).Chunk(AtOnce))
            await store.SaveAsync(some, CancellationToken.None);
    }

    private static IEnumerable<Write> Changes(Instant now, int rotations, int people, int shiftsEach)
    {
        for (var i = 0; i < people; i++)
            yield return Write.Put(Person(i),
                new Person(Person(i), $"Person {i}")
                {
                    TimeZone = "Europe/Lisbon",
                    Accounts = ByPlatform.Of(SlackPlatform.Id, $"U{i:00000}").With(TeamsPlatform.Id, TeamsStandIn.Account(i)),
                    Admin = i == 0,
                });
        yield return Write.Put("team", new Team("team", "Team") { Lead = Person(0), Members = [Person(0)] });
        for (var i = 0; i < rotations; i++)
        {
            // The one that is asked for is like all the others.
            var id = i == 0 ? "payments" : FormattableString.Invariant($"r{i:00000}");
            var turn = new TurnRule("Europe/Lisbon", new LocalDateTime(2026, 1, 5, 9, 0), 1, TurnUnit.Week);
            string[] members = [.. Enumerable.Range(0, 6).Select(n => Person((i * 3 + n) % people))];
            var rotation = new Rotation(id, RotationKind.Team, "team")
            {
                Layers = [new Layer("primary") { Versions = [new LayerVersion(null, turn, Coverage.Always, members)] }],
                Promises = [new CoverageVersion(null, turn, Coverage.Always)],
            };
            yield return Write.Put(id, rotation);
            var schedule =
                new Schedule(rotation, RotationChanges.None, new Dictionary<string, IReadOnlyList<Away>>(),
                    new Dictionary<string, HolidayCalendar>());
            yield return Write.Put(id, HandoffState.Begin(schedule, now));
            if (shiftsEach == 0) continue;
            var first = now - Duration.FromHours(8 * shiftsEach);
            yield return Write.Put(id, new Recorded(first, now));
            for (var shift = 0; shift < shiftsEach; shift++)
            {
                var start = first + Duration.FromHours(8 * shift);
                var worked = new Shift("primary", shift, start, start + Duration.FromHours(8), members[shift % 6], ShiftSource.Turn);
                yield return Write.Put(WorkedShift.IdOf(id, start, "primary"), new WorkedShift(id, worked, now) { Team = "team" });
            }
        }
    }

    private static string Person(int i) => FormattableString.Invariant($"p{i:0000}");
}
