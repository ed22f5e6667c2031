using System.Net;

namespace Watchbill.Api;

/// <summary>Hours on an incident are paid: over the API, too, they lie within it. It is 10:00 UTC on 20 November 2026.</summary>
public sealed class IncidentHoursTests : IAsyncLifetime
{
    private const string Path = "/api/v1/incidents";

    private readonly ApiHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task An_end_that_moves_earlier_ends_the_callouts_and_drops_those_after_it()
    {
        await DeclareAsync("""
            {"person":"ana","start":"2026-11-20T08:10:00Z"},{"person":"ben","start":"2026-11-20T08:10:00Z","end":"2026-11-20T08:20:00Z"},
            {"person":"cai","start":"2026-11-20T08:50:00Z"}
            """);
        await host.PatchAsync($"{Path}/checkout-1", """{"end":"2026-11-20T09:00:00Z"}""");
        var moved = await host.PatchAsync($"{Path}/checkout-1", """{"end":"2026-11-20T08:30:00Z"}""");
        Assert.Equal(
            """[{"person":"ana","start":"2026-11-20T08:10:00Z","end":"2026-11-20T08:30:00Z"},"""
                + """{"person":"ben","start":"2026-11-20T08:10:00Z","end":"2026-11-20T08:20:00Z"}]""",
            moved.Json.GetProperty("responders").GetRawText());
    }

    [Theory]
    [InlineData("2026-11-20T07:00:00Z", "2026-11-20T08:10:00Z")]
    [InlineData("2026-11-20T08:10:00Z", "2026-11-20T09:30:00Z")]
    public async Task Hours_outside_the_incident_are_refused(string start, string end)
    {
        var declared = await host.PostAsync(Path, Body($$"""{"person":"ana","start":"{{start}}","end":"{{end}}"}""",
            ""","end":"2026-11-20T09:00:00Z" """));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, declared.Status);
        await DeclareAsync("");
        await host.PatchAsync($"{Path}/checkout-1", """{"end":"2026-11-20T09:00:00Z"}""");
        var changed = await host.PatchAsync($"{Path}/checkout-1",
            $$"""{"responders":[{"person":"ana","start":"{{start}}","end":"{{end}}"}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.Status);
        Assert.Contains("ana responded outside the incident", changed.Text, StringComparison.Ordinal);
    }

    private async Task DeclareAsync(string responders) =>
        Assert.Equal(HttpStatusCode.Created, (await host.PostAsync(Path, Body(responders, ""))).Status);

    private static string Body(string responders, string more) =>
        $$"""
        {"service":"checkout","title":"Payments fail","severity":"sev2","start":"2026-11-20T08:00:00Z",
        "responders":[{{responders}}]{{more}}}
        """;
}
