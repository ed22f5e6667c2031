using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>The organisation file over HTTP, on a real port and over an empty store.</summary>
public sealed class OrganizationTests : IAsyncLifetime
{
    private readonly MemoryStore store = new();
    private WebApplication? app;
    private HttpClient http = new();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Api:Tokens:0:Name"] = "root",
            ["Api:Tokens:0:Secret"] = ApiHost.Admin,
            ["Api:Tokens:0:Scope"] = "admin",
            ["Api:Tokens:1:Name"] = "hands",
            ["Api:Tokens:1:Secret"] = ApiHost.Write,
            ["Api:Tokens:1:Scope"] = "write",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IStore>(store).AddSingleton<IClock>(new FakeClock(ApiHost.Now)).AddSingleton<SaveNotices>()
            .AddFeatures().AddPlatforms()
            .AddOrganizationFile().AddApi();
        builder.Services.AddSingleton(new OrganizationSource(null, Sample: false));
        app = builder.Build();
        app.UseProblems();
        app.MapApi();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    private static readonly string Small = Applying.Named(Applying.Small);

    [Fact]
    public async Task Of_thousands_of_changes_the_first_are_answered_and_how_many_there_are()
    {
        var people = string.Join(", ", Enumerable.Range(0, 1100).Select(i => $"{{id: p{i}, name: Person {i}}}"));
        var answer = await SendAsync(HttpMethod.Put, "", $"organization: Many\npeople: [{people}]");
        Assert.Equal((1000, 1101), (answer.Json.GetProperty("changes").GetArrayLength(),
            answer.Json.GetProperty("totals").GetProperty("changes").GetInt32()));
        Assert.Equal(1100, (await store.ListAsync<Person>(IdRange.All, TestContext.Current.CancellationToken)).Count);
    }

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task A_file_is_tried_then_applied_whatever_type_it_claims(string type)
    {
        var dry = await SendAsync(HttpMethod.Put, "?dryRun=true", Small, type);
        Assert.Equal(HttpStatusCode.OK, dry.Status);
        Assert.True(dry.Json.GetProperty("dryRun").GetBoolean());
        Assert.False(dry.Json.GetProperty("applied").GetBoolean());
        Assert.Empty(await store.ListAsync<Person>(IdRange.All, TestContext.Current.CancellationToken));

        var applied = await SendAsync(HttpMethod.Put, "", Small, type);
        Assert.True(applied.Json.GetProperty("applied").GetBoolean());
        Assert.Equal(dry.Json.GetProperty("changes").GetRawText(), applied.Json.GetProperty("changes").GetRawText());
        Assert.Contains("""{"kind":"person","id":"ana","change":"create","detail":"name Ana; timeZone Etc/UTC"}""", applied.Text,
            StringComparison.Ordinal);
        var entry = (await store.ListAsync<AuditRow>(IdRange.All, TestContext.Current.CancellationToken)).Single().Value.Entry;
        Assert.Equal(("token:root", "api"), (entry.Actor, entry.Origin));
    }

    [Fact]
    public async Task The_file_comes_back_as_json_and_as_it_was_written_and_can_be_sent_again()
    {
        await SendAsync(HttpMethod.Put, "", Small + "\n# a comment");
        var yaml = await SendAsync(HttpMethod.Get, "", accept: "application/yaml");
        Assert.Equal(("application/yaml", Small + "\n# a comment"), (yaml.Type, yaml.Text));
        var json = await SendAsync(HttpMethod.Get, "");
        Assert.Equal("application/json", json.Type);
        Assert.Equal("09:00", json.Json.GetProperty("rotations")[0].GetProperty("turn").GetProperty("at").GetString());
        Assert.Equal("""{"changes":[],"dryRun":false,"applied":true,"told":[],"warnings":[]}""",
            (await SendAsync(HttpMethod.Put, "", json.Text, "application/json")).Text);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_refused_unless_it_is_meant_and_what_is_doubtful_is_in_the_answer()
    {
        var doubtful = Small.Replace("{id: checkout, team: payments}",
            "{id: checkout, team: payments, slos: [{id: a, objective: \"0.999\"}]}", StringComparison.Ordinal);
        var applied = await SendAsync(HttpMethod.Put, "", doubtful);
        var warning = Assert.Single(applied.Json.GetProperty("warnings").EnumerateArray());
        Assert.Equal((3, "services.checkout.slos.a.objective", "checkout"), (warning.GetProperty("line").GetInt32(),
            warning.GetProperty("key").GetString(), warning.GetProperty("id").GetString()));
        Assert.Equal("an objective of 0.999 % lets the service be down more than half of the time. Did you mean \"99.9\"?",
            warning.GetProperty("text").GetString());

        var refused = await SendAsync(HttpMethod.Put, "", "organization: X\npeople: [{id: ana, name: Ana}]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("would retire 3 of 4 people (ben, cai, dora) and 1 of 1 teams (payments) and 1 of 1 rotations (payments)",
            refused.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK,
            (await SendAsync(HttpMethod.Put, "?allowRetire=true", "organization: X\npeople: [{id: ana, name: Ana}]")).Status);
    }

    [Fact]
    public async Task Every_mistake_is_in_the_problem()
    {
        var refused = await SendAsync(HttpMethod.Put, "", "people: [{id: ana}]\nteam: []\n");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (refused.Status, refused.Type));
        Assert.Equal(
            "body line 1: people.ana: 'name' is missing. Write name: Ana Silva. And 1 more, listed in 'errors'. Nothing was changed.",
            refused.Json.GetProperty("detail").GetString());
        Assert.Equal("""{"file":"body","line":2,"key":"team","message":"there is no key 'team' here. Did you mean 'teams'?"}""",
            refused.Json.GetProperty("errors")[1].GetRawText());
    }

    [Fact]
    public async Task Only_admins_may_and_nothing_is_nothing()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Put, "", Small, token: ApiHost.Write)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, "", token: ApiHost.Write)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, "?dryRun=maybe", Small)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, "?allowRetire=yes", Small)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, "?dryrn=true", Small)).Status);
        var eight = await SendAsync(HttpMethod.Put, "", "# " + new string(' ', (8 * 1024 * 1024) - 100));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "body line 1: the file is empty. Begin with people, teams and rotations. Nothing was "
                + "changed."), (eight.Status, eight.Json.GetProperty("detail").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(HttpMethod.Put, "", "")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app!.DisposeAsync();
    }

    private async Task<Answer> SendAsync(
        HttpMethod method, string query, string? body = null, string type = "application/yaml", string? accept = null,
        string token = ApiHost.Admin)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/organization" + query);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }
}
