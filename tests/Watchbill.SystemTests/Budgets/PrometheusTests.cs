using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Budgets;

/// <summary>The real Prometheus is asked, and the real Alertmanager tells.</summary>
public sealed class RealPrometheusTests
{
    private const string Organisation = """
        organization: Example
        timeZone: Etc/UTC
        people: [{id: ana, name: Ana Silva}]
        teams: [{id: payments, lead: ana, members: [ana]}]
        services:
          - id: checkout
            team: payments
            slos:
              - id: success
                objective: "98"
                window: rolling 28 days
                kind: requests
                good: 'sum(increase(requests_total{code!~"5.."}[$window]))'
                total: 'sum(increase(requests_total[$window]))'
              - {id: wrong, objective: "98", window: rolling 28 days, kind: requests, good: 'sum(', total: 'sum('}
        """;

    [Fact(Timeout = 540_000)]
    public async Task Hours_are_counted_with_their_holes_and_an_alert_opens_an_incident_and_ends_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var monitoring = Monitoring.NewOrSkip();
        // Ended some minutes ago: of an hour that has ended just now the last step may not be read yet.
        var hour = Hour(SystemClock.Instance.GetCurrentInstant() - Duration.FromMinutes(10)) - Duration.FromHours(5);
        await monitoring.RememberAsync(History(hour), ct);
        await monitoring.StartPrometheusAsync(ct);
        await using var host = new Host();
        host.Settings["Prometheus__Url"] = monitoring.Prometheus.ToString();
        host.Settings["Organization__File"] = Path.Combine(host.Folder, "organization.yaml");
        await File.WriteAllTextAsync(host.Settings["Organization__File"], Organisation, ct);
        await host.StartAsync(ct);

        // Five hours of 12,000 requests, one of a hundred of them bad; of the third hour only the last half was measured: 4.5 x 12,000 =
        // 54,000, of which 540 failed. A budget of 2 % of them is 1080, and half of it is left. 4.5 of 672 hours are 0.0067 of the window.
        // Each day is stored by itself: after midnight there is a moment with the hours of yesterday alone.
        var budget =
            await UntilAsync(host, "/api/v1/budgets/checkout?slo=success", read => Coverage(read) == decimal.Round(4.5m / 672, 4), ct);
        var amounts = budget.GetProperty("budget");
        Assert.Equal((1080m, 540m, 50m), (Round(amounts, "total"), Round(amounts, "consumed"), Round(budget, "consumedPercent")));
        Assert.Equal("noData",
            (await host.ReadAsync<JsonElement>("/api/v1/budgets/checkout?slo=wrong", ct)).GetProperty("state").GetString());
        // Objectives are measured one after the other.
        const string Refused = "checkout wrong gets no numbers from Prometheus: the query is refused:";
        await UntilAsync(host, "/api/v1/budgets/checkout?slo=wrong", _ => host.Error.Contains(Refused, StringComparison.Ordinal), ct);

        await monitoring.StartAlertmanagerAsync(host.Url, Host.Token, ct);
        var before = SystemClock.Instance.GetCurrentInstant();
        monitoring.Failing = true;
        var open = Only(await UntilAsync(host, "/api/v1/incidents?service=checkout", read => Count(read) > 0, ct));
        Assert.Equal(("Half of all requests fail", "sev1", 0.5m),
            (open.GetProperty("title").GetString(), open.GetProperty("severity").GetString(), open.GetProperty("impact").GetDecimal()));
        // When the rule fired, not when somebody told of it.
        Assert.InRange(Moment(open, "start"), before - Duration.FromSeconds(1), SystemClock.Instance.GetCurrentInstant());

        monitoring.Failing = false;
        var ended = Only(await UntilAsync(host, "/api/v1/incidents?service=checkout", read => Ended(Only(read)), ct));
        Assert.Equal((open.GetProperty("id").GetString(), Moment(open, "start")),
            (ended.GetProperty("id").GetString(), Moment(ended, "start")));
        Assert.InRange(Moment(ended, "end"), Moment(ended, "start"), SystemClock.Instance.GetCurrentInstant());
    }

    // A sample each 30 s for five hours: 100 requests more, of which one failed. From 2:00 to 2:30 of them nothing was scraped: the steps
    // that end at 2:05 to 2:30 see one sample at most, which is no increase.
    private static string History(Instant from)
    {
        StringBuilder good = new("# TYPE requests counter\n"), bad = new();
        for (var second = 0; second <= 5 * 3600; second += 30)
        {
            if (second is > 2 * 3600 and < (2 * 3600) + 1800) continue;
            var (count, at) = (second / 30, (from + Duration.FromSeconds(second)).ToUnixTimeSeconds());
            good.Append(CultureInfo.InvariantCulture, $"requests_total{{code=\"200\"}} {count * 99} {at}\n");
            bad.Append(CultureInfo.InvariantCulture, $"requests_total{{code=\"500\"}} {count} {at}\n");
        }

        return $"{good}{bad}";
    }

    private static async Task<JsonElement> UntilAsync(Host host, string path, Func<JsonElement, bool> holds, CancellationToken ct)
    {
        var read = default(JsonElement);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100, ct))
            if (holds(read = await host.ReadAsync<JsonElement>(path, ct))) return read;
        Assert.Fail($"{path} stayed {read}. {host.Error}");
        return read;
    }

    private static Instant Hour(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 3600 * 3600);

    private static decimal Round(JsonElement element, string name) => decimal.Round(element.GetProperty(name).GetDecimal(), 3);

    private static decimal Coverage(JsonElement budget) => decimal.Round(budget.GetProperty("coverage").GetDecimal(), 4);

    private static int Count(JsonElement incidents) => incidents.GetArrayLength();

    private static JsonElement Only(JsonElement incidents) => Assert.Single(incidents.EnumerateArray());

    private static bool Ended(JsonElement incident) => incident.TryGetProperty("end", out var end) && end.ValueKind == JsonValueKind.String;

    private static Instant Moment(JsonElement incident, string name) =>
        InstantPattern.ExtendedIso.Parse(incident.GetProperty(name).GetString()!).Value;
}
