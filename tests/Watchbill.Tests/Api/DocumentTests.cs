using System.Text.Json;

namespace Watchbill.Api;

public sealed class DocumentTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Tests = ["/broken", "/stale", "/full", "/read-body"];

    [Fact]
    public async Task The_document_lists_the_routes_of_the_design_that_exist()
    {
        var paths = (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(
                path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name["/api/v1".Length..]}"))
            .Where(route => !Tests.Any(route.EndsWith)).Order(StringComparer.Ordinal);
        Assert.Equal(
        [
            "DELETE /people/{id}/absences/{absence}",
            "DELETE /rotations/{id}/covers/{cover}",
            "DELETE /rotations/{id}/overrides/{override}",
            "GET /audit",
            "GET /budgets",
            "GET /budgets/{service}",
            "GET /compensation",
            "GET /engagements/{service}",
            "GET /gates/{service}",
            "GET /health/people",
            "GET /incidents",
            "GET /messages",
            "GET /oncall",
            "GET /organization",
            "GET /pages",
            "GET /pages/{id}",
            "GET /people/{id}.ics",
            "GET /people/{id}/absences",
            "GET /people/{id}/contacts",
            "GET /readiness",
            "GET /reports/cost",
            "GET /reports/kpi",
            "GET /reports/toil",
            "GET /reports/value",
            "GET /rotations/{id}.ics",
            "GET /rotations/{id}/shifts",
            "GET /time-entries",
            "GET /training/{person}",
            "PATCH /incidents/{id}",
            "POST /compensation/adjustments",
            "POST /compensation/{period}/approve",
            "POST /compensation/{period}/check",
            "POST /compensation/{period}/export",
            "POST /compensation/{period}/lock",
            "POST /incidents",
            "POST /ingest/alertmanager",
            "POST /ingest/buckets",
            "POST /ingest/heartbeats/{id}",
            "POST /pages",
            "POST /pages/{id}/acknowledge",
            "POST /pages/{id}/escalate",
            "POST /pages/{id}/forward",
            "POST /pages/{id}/snooze",
            "POST /people/{id}/absences",
            "POST /rotations/{id}/corrections",
            "POST /rotations/{id}/covers",
            "POST /rotations/{id}/overrides",
            "POST /rotations/{id}/swaps",
            "POST /time-entries",
            "POST /time-entries/{entry}",
            "PUT /organization",
            "PUT /people/{id}/pay",
        ],
        paths);
    }

    [Fact]
    public async Task A_schema_keeps_its_name_whatever_its_type_is_called() => Assert.True(
        (await DocumentAsync()).GetProperty("components").GetProperty("schemas").TryGetProperty("Correction", out _));

    [Fact]
    public async Task Every_route_has_a_summary_a_scope_and_described_parameters()
    {
        var document = await DocumentAsync();
        Assert.Equal("bearer",
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => !Tests.Any(path.Name.EndsWith)))
        {
            foreach (var operation in path.Value.EnumerateObject().Select(method => method.Value))
            {
                Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
                // Calendars send no token: the key in the address is their way in.
                if (path.Name.EndsWith(".ics", StringComparison.Ordinal)) continue;
                Assert.Contains("scope", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
                Assert.True(operation.GetProperty("security")[0].TryGetProperty("token", out _));
                foreach (var status in new[] { "400", "401", "403", "429" })
                    Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _), $"{path.Name} {status}");
                if (!operation.TryGetProperty("parameters", out var parameters)) continue;
                Assert.All(parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query"),
                    parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
            }
        }
    }

    [Fact]
    public async Task The_parameters_of_shifts_are_described_where_they_are_read()
    {
        var shifts = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/v1/rotations/{id}/shifts").GetProperty("get");
        Assert.Equal(["id", "from", "to", "layer"],
            shifts.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
    }

    private async Task<JsonElement> DocumentAsync() => (await host.GetAsync("/openapi/v1.json", null)).Json;
}
