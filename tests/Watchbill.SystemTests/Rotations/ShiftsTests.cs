using System.Globalization;
using System.Net;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary><c>GET /rotations/{id}/shifts</c> against a walk over every minute of a year.</summary>
public sealed class ShiftsTests
{
    private static readonly IsoDayOfWeek[] Workdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday,
        IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
    private static readonly IsoDayOfWeek[] AllDays = [.. Workdays, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];
    private static readonly LocalTime Nine = new(9, 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Apia left out 30 December 2011. The other year lies ahead, where nothing is recorded.
    [Fact(Timeout = 450_000)]
    public async Task Shifts_are_what_a_walk_over_every_minute_of_a_year_finds()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Instants asked for: seed {seed}.");
        var random = new Random(seed);
        await using var host = new Host();
        await host.StartAsync(Ct);
        var rotations =
            All().ToDictionary(layers => $"{layers[0].Layer}-{layers[0].Zone.Split('/')[1].ToLowerInvariant().Replace('_', '-')}");
        using (var applied = await host.PutOrganizationAsync(File(rotations), Ct))
            Assert.True(applied.StatusCode == HttpStatusCode.OK, await applied.Content.ReadAsStringAsync(Ct));

        foreach (var (id, layers) in rotations)
        {
            var from = Instant.FromUtc(layers[0].Zone == "Pacific/Apia" ? 2011 : 2030, 1, 1, 0, 0);
            var to = from + Duration.FromDays(366);
            var year = await AskAsync(host, id, from, to);
            foreach (var layer in layers) Agrees(id, layer, [.. year.Where(shift => shift.Layer == layer.Layer)], from, to);
            for (var sample = 0; sample < 500 / rotations.Count + 1; sample++)
            {
                var at = from + Duration.FromSeconds(random.NextInt64((long)(to - from).TotalSeconds - 1));
                // What touches an instant comes whole: the very pieces of the year.
                Assert.Equal(year.Where(shift => shift.Begins <= at && at < shift.Ends),
                    await AskAsync(host, id, at, at + Duration.FromSeconds(1)));
            }
        }
    }

    private static void Agrees(string id, BruteForce layer, IReadOnlyList<ShiftRow> shifts, Instant from, Instant to)
    {
        foreach (var (one, next) in shifts.Zip(
            shifts.Skip(1))) Assert.True(one.Begins < one.Ends && one.Ends <= next.Begins, $"{id}: {one} overlaps {next}");
        var walked = layer.Walk(from, to);
        var found = new (long, string)?[walked.Length];
        foreach (var shift in shifts)
        {
            var end = Math.Min(walked.Length, (int)(shift.Ends - from).TotalMinutes);
            for (var minute = Math.Max(0, (int)(shift.Begins - from).TotalMinutes); minute < end; minute++)
                found[minute] = (shift.Turn, shift.Person);
        }

        for (var minute = 0; minute < walked.Length; minute++)
        {
            if (walked[minute] == found[minute]) continue;
            var at = from + Duration.FromMinutes(minute);
            Assert.Fail($"{id} {layer.Layer} at {at}: the walk finds {walked[minute]}, the API says {found[minute]}.");
        }
    }

    private static async Task<IReadOnlyList<ShiftRow>> AskAsync(Host host, string id, Instant from, Instant to) =>
        (await host.ReadAsync<Shifts>(
            $"/api/v1/rotations/{id}/shifts?from={InstantPattern.General.Format(from)}&to={InstantPattern.General.Format(to)}", Ct)).All;

    private static IEnumerable<BruteForce[]> All()
    {
        foreach (var zone in new[] { "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia" })
        {
            // In the hour that the clocks of London and New York leave out and repeat.
            var monday = new LocalDateTime(2026, 1, 5, 1, 30);
            yield return [new("weekly", zone, monday, 1, "weeks", "a", "b", "c")];
            yield return [new("daily", zone, monday.PlusMinutes(45), 1, "days", "a", "b", "c")];
            yield return [new("half-days", zone, monday, 12, "hours", "a", "b")];
            yield return [new("hourly", zone, monday, 1, "hours", "a", "b", "c", "d", "e")];
            yield return [new("months", zone, new(2026, 1, 31, 9, 0), 1, "months", "a", "b", "c")];
            yield return [new("office", zone, new(2026, 1, 5, 9, 0), 1, "days", "a", "b",
                "c") { Windows = [(Workdays, Nine, new(17, 0))] }];
            yield return [new("nights", zone, new(2026, 1, 5, 22, 0), 1, "days", "a",
                "b") { Windows = [(Workdays, new(22, 0), new(6, 0))] }];
            yield return [new("two-windows", zone, new(2026, 1, 5, 9, 0), 1, "weeks", "a",
                "b") { Windows = [(Workdays, Nine, new(17, 0)), ([IsoDayOfWeek.Saturday], new(20, 0), new(4, 0))] }];
        }

        yield return
        [
            new("east", "Australia/Lord_Howe", new(2026, 1, 5, 8, 0), 1, "weeks", "a",
                "b") { Windows = [(AllDays, new(8, 0), new(17, 0))] },
            new("west", "America/New_York", new(2026, 1, 5, 8, 0), 1, "days", "c", "d") { Windows = [(AllDays, new(8, 0), new(20, 0))] },
            new("middle", "Europe/London", new(2026, 1, 5, 8, 0), 2, "weeks", "a", "e") { Windows = [(AllDays, new(8, 0), new(20, 0))] },
        ];
    }

    private static string File(Dictionary<string, BruteForce[]> rotations)
    {
        var file = new StringWriter(CultureInfo.InvariantCulture);
        file.WriteLine("""
            organization: Example
            people:
              [{id: ana, name: Ana, admin: true}, {id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: d, name: D}, {id: e, name: E}]
            teams: [{id: crew, lead: ana, members: [a, b, c, d, e]}]
            rotations:
            """);
        foreach (var (id, layers) in rotations)
        {
            file.WriteLine($"  - id: {id}\n    kind: team\n    team: crew\n    turn: {Turn(layers[0])}\n    layers:");
            foreach (var layer in layers)
            {
                file.WriteLine(
                    $"      - id: {layer.Layer}\n        as: primary\n        " +
                        $"timeZone: {layer.Zone}\n        turn: {Turn(layer)}\n        members: [{string.Join(", ", layer.Members)}]");
                if (layer.Windows.Length > 0)
                    file.WriteLine($"        coverage: {{windows: [{string.Join(", ", layer.Windows.Select(Window))}]}}");
            }
        }

        return file.ToString();
    }

    private static string Turn(BruteForce layer) =>
        string.Create(CultureInfo.InvariantCulture,
            $$"""{every: {{layer.Count}} {{layer.Unit}}, from: {{layer.Anchor:uuuu-MM-dd}}, at: "{{layer.Anchor:HH:mm}}"}""");

    private static string Window((IsoDayOfWeek[] Days, LocalTime From, LocalTime To) window)
    {
        var days = string.Join(',', window.Days.Select(day => $"{day}"[..3]));
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{days: "{{days}}", from: "{{window.From:HH:mm}}", to: "{{window.To:HH:mm}}"}""");
    }

    private sealed record Shifts
    {
        [System.Text.Json.Serialization.JsonPropertyName("shifts")]
        public IReadOnlyList<ShiftRow> All { get; init; } = [];
    }

    private sealed record ShiftRow(string Layer, long Turn, string Start, string End, string Person, string Source)
    {
        public Instant Begins => InstantPattern.ExtendedIso.Parse(Start).Value;

        public Instant Ends => InstantPattern.ExtendedIso.Parse(End).Value;
    }
}
