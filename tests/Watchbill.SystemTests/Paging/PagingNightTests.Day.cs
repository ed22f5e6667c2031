using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Paging;

/// <summary>The day after: the clock of the host is moved, and its process killed, between one thing and the next.</summary>
public sealed partial class PagingNightTests
{
    // Weeks from Monday nine: until then ana is primary and ben secondary of the triage, then ben and cai. Tills is covered 9 to 17: cai.
    private const string Days = """
        organization: Night
        timeZone: Etc/UTC
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: cai, name: Cai}, {id: lea, name: Lea}]
        domains: [{id: shops, lead: lea}]
        teams: [{id: tills, domain: shops, lead: lea, members: [ana, ben, cai, lea]}]
        services: [{id: till, team: tills}]
        rotations:
          - id: front
            kind: triage
            domain: shops
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana, ben]}, {id: secondary, members: [ben, cai]}]
            escalation: [{to: primary, after: 0s}, {to: secondary, after: 4s}, {to: lead, after: 8s}]
            ackTimeout: 0s
          - id: tills
            kind: team
            team: tills
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            coverage: {windows: [{days: Mon-Fri, from: "09:00", to: "17:00"}]}
            layers: [{id: primary, members: [cai]}]
            ackTimeout: 0s
        """;

    [Fact(Timeout = 600_000)]
    public async Task From_the_alert_at_night_over_the_handoff_the_forward_and_lunch_until_monitoring_resolves_it()
    {
        await using var hooks = await Hooks.StartAsync();
        await using var host = new Host
        {
            Settings =
            {
                ["Contacts__Webhook__Secret"] = "a-secret-of-the-night-1",
                ["Contacts__Webhook__AllowPrivateAddresses"] = "true",
            },
        };
        var clock = await FakedClock.OfAsync(host, Ct);
        await StartAsync(host, clock, "02:12:00");
        (await host.PutOrganizationAsync(Days, Ct)).EnsureSuccessStatusCode();
        await EnrollAsync(host, hooks, "ana", "ben", "cai", "lea");
        hooks.Refuses = "ana";

        // 02:13 the alert: nothing reaches ana, so ben has his 4 s, and then lea, who answers by the link.
        await AlertAsync(host, "02:12:00", ends: null);
        await hooks.CalledAsync("lea", "till-1", 1, Ct);
        Assert.Equal((1, 0), (hooks.Calls("ben", "till-1"), hooks.Calls("cai", "till-1")));
        using (var browser = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = host.Url })
            await PressAsync(browser, new Uri(hooks.PagesOf("lea")[0].GetProperty("link").GetString()!).AbsolutePath);
        Assert.Equal("lea", await OwnerAsync(host, "till-1"));

        // 08:58: a second incident is answered by nobody, and a third one, of low urgency, is forwarded to where nobody is before nine.
        await host.KillAsync();
        await StartAsync(host, clock, "08:58:00");
        (await host.PutOrganizationAsync(Days.Replace("4s}, {to: lead, after: 8s}", "20m}", StringComparison.Ordinal), Ct))
            .EnsureSuccessStatusCode();
        await host.SayAsync("lea", "incident declare till \"printers fail\" sev1", Ct);
        await hooks.CalledAsync("ben", "till-2", 1, Ct);
        await host.SayAsync("lea", "incident declare till \"receipts are slow\" sev3", Ct);
        Assert.Contains("waits for tills until", (await host.SayAsync("lea", "forward till-3", Ct)).Text, StringComparison.Ordinal);

        // 09:00: ben is told of the shift and of what lea has; what nobody has calls him and cai, whose time begins now, too.
        await clock.SetAsync(At("08:59:57"), Ct);
        await hooks.CalledAsync("cai", "till-2", 1, Ct);
        await hooks.CalledAsync("ben", "till-2", 2, Ct);
        Assert.Equal(["09:00 ben", "09:00 cai"], await CalledAtAsync(host, "till-2", since: "09:00"));
        await ToldAsync(host, "person:ben", "on call for front", "till-1");
        await ToldAsync(host, "person:cai", "receipts are slow");
        Assert.Equal("lea", await OwnerAsync(host, "till-1"));
        await host.PressAsync("ben", new Button("Take it", "page-take", "incident/till/1"), Ct);
        Assert.Equal("ben", await OwnerAsync(host, "till-1"));
        await ToldAsync(host, "person:lea", "Ben took till-1 over from you.");
        await host.SayAsync("ben", "ack till-2", Ct);

        // 09:30: inside the hours of tills, so that cai is called at once; she has it, and does not want to hear of it over lunch.
        await host.KillAsync();
        await StartAsync(host, clock, "09:30:00");
        await host.SayAsync("ben", "forward till-1", Ct);
        await hooks.CalledAsync("cai", "till-1", 1, Ct);
        await host.SayAsync("cai", "ack till-1", Ct);
        Assert.Contains("quiet until", (await host.SayAsync("cai", "snooze till-1 until 13:00", Ct)).Text, StringComparison.Ordinal);
        Assert.Equal("snoozed", (await CourseAsync(host, "till-1")).GetProperty("state").GetString());
        await clock.SetAsync(At("12:59:57"), Ct);
        await hooks.CalledAsync("cai", "till-1", 2, Ct);
        Assert.Equal(["09 cai", "13 cai"], (await CalledAtAsync(host, "till-1", since: "09:00")).Select(Hour));
        await host.SayAsync("cai", "ack till-1", Ct);

        // 14:20: monitoring ends it, and with it her callout. Who was called and never answered has none.
        await host.KillAsync();
        await StartAsync(host, clock, "14:20:00");
        await AlertAsync(host, "02:12:00", ends: "14:20:00");
        Assert.Equal("resolved", (await CourseAsync(host, "till-1")).GetProperty("state").GetString());
        var incident = (await host.ReadAsync<JsonElement>("/api/v1/incidents?service=till", Ct)).EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == "till-1");
        // By the hour: how many minutes a start takes is up to the machine.
        Assert.Equal(["lea 02-09", "ben 09-09", "cai 09-14"], incident.GetProperty("responders").EnumerateArray().Select(responder =>
            $"{responder.GetProperty("person").GetString()} {Hour(responder, "start")}-{Hour(responder, "end")}"));
        // At half past nine and at one; the host may have been killed before it had noted that the second one was heard.
        Assert.InRange(hooks.Calls("cai", "till-1"), 2, 3);
    }

    // A Monday ahead of the real clock, which the host had before: what ends after its now it does not believe.
    private static Instant At(string time) => InstantPattern.General.Parse($"2027-11-29T{time}Z").Value;

    private static string Hour(JsonElement of, string name) => of.GetProperty(name).GetString()![11..13];

    private static string Hour(string line) => $"{line[..2]}{line[5..]}";

    private static async Task StartAsync(Host host, FakedClock clock, string time)
    {
        await clock.SetAsync(At(time), Ct);
        await host.StartAsync(Ct);
    }

    private static Task<JsonElement> CourseAsync(Host host, string page) => host.ReadAsync<JsonElement>($"/api/v1/pages/{page}", Ct);

    private static async Task<string?> OwnerAsync(Host host, string page) =>
        (await CourseAsync(host, page)).GetProperty("acknowledgedBy").GetString();

    // The steps by the minute in which they were due.
    private static async Task<List<string>> CalledAtAsync(Host host, string page, string since) =>
    [
        .. from step in (await CourseAsync(host, page)).GetProperty("steps").EnumerateArray()
           where step.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String
           let due = step.GetProperty("due").GetString()![11..16]
           where string.CompareOrdinal(due, since) >= 0
           from person in step.GetProperty("people").EnumerateArray()
           select $"{due} {person.GetString()}",
    ];

    private static async Task ToldAsync(Host host, string to, params string[] words)
    {
        while (!(await host.ReadAsync<JsonElement>("/api/v1/messages", Ct)).EnumerateArray().Any(said =>
            said.GetProperty("to").GetString() == to
                && words.All(word => said.GetProperty("text").GetString()!.Contains(word, StringComparison.Ordinal))))
            await Task.Delay(50, Ct);
    }

    private static async Task AlertAsync(Host host, string starts, string? ends)
    {
        using var response = await host.SendAsync(HttpMethod.Post, "/api/v1/ingest/alertmanager", JsonContent.Create(new
        {
            version = "4",
            status = ends is null ? "firing" : "resolved",
            receiver = "watchbill",
            alerts = new[]
            {
                new
                {
                    status = ends is null ? "firing" : "resolved",
                    labels = new { alertname = "CardsFail", service = "till", severity = "critical" },
                    annotations = new { summary = "cards fail" },
                    startsAt = $"2027-11-29T{starts}Z",
                    endsAt = ends is null ? "0001-01-01T00:00:00Z" : $"2027-11-29T{ends}Z",
                    fingerprint = "00000000000000a1",
                },
            },
        }), Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
    }
}
