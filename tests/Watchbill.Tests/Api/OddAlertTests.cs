using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Alerts with times or labels that are no use: none is lost without a word. It is 10:00.</summary>
public sealed class OddAlertTests : IAsyncLifetime
{
    private const string Path = "/api/v1/ingest/alertmanager";

    private readonly ApiHost host = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData(""", "startsAt": null""")]
    [InlineData(""", "startsAt": "0001-01-01T00:00:00Z" """)]
    [InlineData(""", "startsAt": "1970-01-01T00:00:00Z" """)]
    [InlineData(""", "startsAt": "2025-11-19T09:59:59Z" """)]
    [InlineData(""", "startsAt": "yesterday" """)]
    [InlineData(""", "startsAt": "2026-11-20T10:30:00Z" """)]
    public async Task Without_a_start_that_can_be_used_it_starts_when_it_arrives(string start)
    {
        var taken = await SendAsync("firing", start);
        Assert.Equal("index-1", Assert.Single(taken.Json.GetProperty("incidents").EnumerateArray()).GetString());
        Assert.Empty(taken.Json.GetProperty("ignored").EnumerateArray());
        Assert.Equal(ApiHost.Now, (await IncidentAsync()).Start);

        // Sent again it is the same alert, and so is its end.
        host.Clock.Now += NodaTime.Duration.FromMinutes(5);
        await SendAsync("firing", start);
        Assert.Single((await IncidentAsync()).Alerts);
        await SendAsync("resolved", start + """, "endsAt": "2026-11-20T10:04:00Z" """);
        var incident = await IncidentAsync();
        Assert.Equal((ApiHost.Now, ApiHost.Now + NodaTime.Duration.FromMinutes(4)), (incident.Start, incident.End));
        Assert.Single(await host.Store.ListAsync<Incident>(IdRange.All, Ct));
    }

    [Fact]
    public async Task What_has_fired_for_a_year_began_when_it_says()
    {
        await SendAsync("firing", """, "startsAt": "2025-11-19T10:00:00Z" """);
        Assert.Equal(ApiHost.Now - NodaTime.Duration.FromDays(366), (await IncidentAsync()).Start);
    }

    /// <summary>Its first message was lost, or the host was down: that there was an outage is known all the same.</summary>
    [Theory]
    [InlineData("", "10:00")]
    [InlineData(""", "startsAt": "0001-01-01T00:00:00Z" """, "10:00")]
    [InlineData(""", "endsAt": "2026-11-20T09:30:00Z" """, "09:30")]
    public async Task What_is_over_when_it_is_heard_of_first_is_not_lost_without_a_start(string times, string ended)
    {
        var at = NodaTime.Text.InstantPattern.General.Parse($"2026-11-20T{ended}:00Z").Value;
        for (var again = 0; again < 2; again++)
        {
            var taken = await SendAsync("resolved", times);
            Assert.Equal("index-1", Assert.Single(taken.Json.GetProperty("incidents").EnumerateArray()).GetString());
            Assert.Empty(taken.Json.GetProperty("ignored").EnumerateArray());
        }

        var incident = await IncidentAsync();
        Assert.Equal((at, at, "HighErrorRate"), (incident.Start, incident.End, Assert.Single(incident.Alerts).Name));
        Assert.Contains((await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(one => one.Value), one =>
            one.To == Address.Team("search") && one.Reply.Text.ToString().Contains("over already", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "endsAt": "0001-01-01T00:00:00Z" """)]
    public async Task Without_an_end_that_can_be_used_it_ends_when_that_arrives(string end)
    {
        const string start = """, "startsAt": "2026-11-20T09:00:00Z" """;
        await SendAsync("firing", start);
        await SendAsync("resolved", start + end);
        Assert.Equal(ApiHost.Now, (await IncidentAsync()).End);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("high")]
    public async Task An_impact_that_is_none_is_named_in_the_answer_on_the_incident_and_to_the_lead(string impact)
    {
        var labels = $", \"impact\": \"{impact}\"";
        for (var again = 0; again < 2; again++)
        {
            var taken = await SendAsync("firing", """, "startsAt": "2026-11-20T09:00:00Z" """, labels);
            var warning = Assert.Single(taken.Json.GetProperty("warnings").EnumerateArray());
            Assert.Equal(("HighErrorRate", "index"),
                (warning.GetProperty("alert").GetString(), warning.GetProperty("service").GetString()));
            Assert.Contains($"impact is '{impact}'", warning.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        var incident = await IncidentAsync();
        Assert.Null(incident.Impact);
        Assert.Contains($"impact is '{impact}'", Assert.Single(incident.Notes).Text, StringComparison.Ordinal);
        var said = (await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(one => one.Value).ToList();
        Assert.Contains(said, one => one.To.Kind == AddressKind.Team && one.Reply.Fields.Any(field =>
            field.Name == "Notes" && field.Value.ToString().Contains($"impact is '{impact}'", StringComparison.Ordinal)));
        Assert.Single(said, one => one.To.IsPersonal
            && one.Reply.Text.ToString().Contains($"impact is '{impact}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_understood_at_all_is_told_to_admins_once()
    {
        for (var again = 0; again < 2; again++)
        {
            var taken = await host.PostAsync(Path,
                """{"alerts":[{"status":"burning","labels":{"alertname":"A","service":"index"}}]}""", token: ApiHost.Ingest);
            Assert.Single(taken.Json.GetProperty("ignored").EnumerateArray());
        }

        var told = Assert.Single(await host.Store.ListAsync<Delivery>(IdRange.All, Ct)).Value;
        Assert.Equal(Address.Admins, told.To);
        Assert.Contains("'burning'", told.Reply.Text.ToString(), StringComparison.Ordinal);
    }

    private async Task<Incident> IncidentAsync() => (await host.Store.FindAsync<Incident>("index/000001", Ct))!.Value;

    private Task<Answer> SendAsync(string status, string times, string labels = "") => host.PostAsync(Path,
        $$"""
        {"alerts":[{"status":"{{status}}","labels":{"alertname":"HighErrorRate","service":"index"{{labels}}},
        "annotations":{"summary":"Errors"},"fingerprint":"f1"{{times}}}]}
        """, token: ApiHost.Ingest);
}
