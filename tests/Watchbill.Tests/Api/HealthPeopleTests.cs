using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Health;
using Watchbill.Reading;
using Watchbill.Rotations;

namespace Watchbill.Api;

/// <summary>Time on call over HTTP: with scope admin alone, and no more of it than Health:People allows.</summary>
public sealed class HealthPeopleTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Route = "/api/v1/health/people?team=payments";

    [Theory]
    [InlineData("/api/v1/health/people", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/health/people?team=nobody", HttpStatusCode.NotFound)]
    public async Task Without_a_team_it_asks_for_one(string route, HttpStatusCode expected) =>
        Assert.Equal(expected, (await host.GetAsync(route)).Status);

    [Fact]
    public async Task Nothing_recorded_is_no_data_with_every_figure_null()
    {
        var json = (await host.GetAsync(Route)).Json;
        Assert.Equal("payments", json.GetProperty("team").GetProperty("id").GetString());
        var people = json.GetProperty("people").EnumerateArray().ToList();
        Assert.Equal(["ana", "ben", "cai"], people.Select(person => person.GetProperty("person").GetString()));
        Assert.All(people, person => Assert.All(person.GetProperty("spans").EnumerateArray(), span =>
        {
            Assert.Equal("noData", span.GetProperty("state").GetString());
            foreach (var figure in new[] { "hours", "shifts", "share", "shortestRest", "ownMedian" })
                Assert.Equal(System.Text.Json.JsonValueKind.Null, span.GetProperty(figure).ValueKind);
        }));
        Assert.Equal([21, 90, 365], people[0].GetProperty("spans").EnumerateArray().Select(span => span.GetProperty("days").GetInt32()));
    }
}

/// <summary>The same where Health:People keeps figures from everybody else, or is off.</summary>
public sealed class HealthPeopleSettingTests
{
    /// <summary>The setting, the status, and how many people are in the answer.</summary>
    [Theory]
    [InlineData(HealthPeople.Lead, HttpStatusCode.OK, 3)]
    [InlineData(HealthPeople.Self, HttpStatusCode.OK, 0)]
    [InlineData(HealthPeople.Off, HttpStatusCode.NotFound, 0)]
    public async Task It_holds_for_tokens_too(HealthPeople setting, HttpStatusCode status, int people)
    {
        await using var host = new ApiHost
        {
            Configure = services => services.AddSingleton(provider => new HealthRights(
                provider.GetRequiredService<Storage.IStore>(), provider.GetRequiredService<OrgChart>(), setting)),
        };
        await host.InitializeAsync();
        var answer = await host.GetAsync("/api/v1/health/people?team=payments");
        Assert.Equal(status, answer.Status);
        if (status == HttpStatusCode.OK) Assert.Equal(people, answer.Json.GetProperty("people").GetArrayLength());
    }
}
