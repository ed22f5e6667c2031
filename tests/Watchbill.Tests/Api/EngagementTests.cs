using System.Net;
using NodaTime;
using Watchbill.Engagements;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class EngagementTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly Engagement Sre = new(EngagementModel.YouBuildSreRun)
    {
        By = "search",
        Entry = 2,
        Exit = new ExitCondition(2, 4),
    };

    private static readonly Instant Monday = ApiHost.At("2026-11-23T09:00:00Z");

    [Fact]
    public async Task A_service_that_nothing_was_decided_about_is_as_the_file_says()
    {
        var answer = await host.GetAsync("/api/v1/engagements/index", ApiHost.Read);
        Assert.Equal(
            """
            {"service":"index","team":"search","model":"you-build-you-run","by":null,"since":null,"rotations":["triage"],
            "agreement":null,"price":null,"next":null,"review":null,"handbacks":[],"history":[]}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Fact]
    public async Task A_hand_back_on_its_way_is_shown_and_on_call_follows_it_before_during_and_after()
    {
        var handback = new Handback(1, Sre, Engagement.YouBuildYouRun, ApiHost.Now, ApiHost.Now)
        {
            ProposedBy = "watchbill",
            Reinstatement = 2,
            Evidence = new("availability", [new(ApiHost.Now, Monday, true)]),
        };
        var history = new EngagementHistory("checkout")
            .With(
                new EngagementDecision(Engagement.YouBuildYouRun, Sre, ApiHost.Now - Duration.FromDays(30))
                {
                    DecidedBy = "ana",
                    DecidedAt = ApiHost.Now - Duration.FromDays(30),
                })
            .With(handback.Confirm("ben", ApiHost.Now, Monday))
            .With(
                new EngagementDecision(Sre, Engagement.YouBuildYouRun, Monday)
                {
                    DecidedBy = "ben",
                    DecidedAt = ApiHost.Now,
                    Handback = 1,
                    Reason = "two are gone",
                });
        await host.Store.SaveAsync([Write.Put("checkout", history)], TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(
                """
                {"service":"checkout","team":"payments","model":"you-build-sre-run","by":"search",
                "since":"2026-10-21T10:00:00Z","rotations":["triage"],
                "agreement":{"entry":2,"exit":{"exhausted":2,"periods":4}},"price":null,
                "next":{"from":"2026-11-23T09:00:00Z","before":{"model":"you-build-sre-run","by":"search"},
                "after":{"model":"you-build-you-run","by":null},
                "decidedBy":"ben","decidedAt":"2026-11-20T10:00:00Z","reason":"two are gone","handback":1},
                "review":null,"handbacks":[{"id":1,"state":"confirmed","proposedBy":"watchbill","proposedAt":"2026-11-20T10:00:00Z",
                "evidence":{"slo":"availability",
                "periods":[{"start":"2026-11-20T10:00:00Z","end":"2026-11-23T09:00:00Z","exhausted":true}]},
                "decidedBy":"ben","effectiveAt":"2026-11-23T09:00:00Z","reinstatedAfter":2,"metAt":null}],
                "history":[{"from":"2026-10-21T10:00:00Z","before":{"model":"you-build-you-run","by":null},
                "after":{"model":"you-build-sre-run","by":"search"},
                "decidedBy":"ana","decidedAt":"2026-10-21T10:00:00Z","reason":null,"handback":null},
                {"from":"2026-11-23T09:00:00Z","before":{"model":"you-build-sre-run","by":"search"},
                "after":{"model":"you-build-you-run","by":null},
                "decidedBy":"ben","decidedAt":"2026-11-20T10:00:00Z","reason":"two are gone","handback":1}]}
                """.ReplaceLineEndings(""),
                (await host.GetAsync("/api/v1/engagements/checkout", ApiHost.Read)).Text);
            // Search has no rotation of its own: its domain's triage answers. Before the
            // engagement and after the hand-back it is payments with that triage in front.
            Assert.Equal("triage payments", await OnCallAsync("2026-10-21T09:59:59Z"));
            Assert.Equal("triage", await OnCallAsync("2026-10-21T10:00:00Z"));
            Assert.Equal("triage", await OnCallAsync("2026-11-23T08:59:59Z"));
            Assert.Equal("triage payments", await OnCallAsync("2026-11-23T09:00:00Z"));
        }
        finally
        {
            await host.Store.SaveAsync([Write.Put("checkout", new EngagementHistory("checkout"))], TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("checkout", null, HttpStatusCode.OK)]
    [InlineData(null, "payments", HttpStatusCode.OK)]
    [InlineData("index", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "search", HttpStatusCode.Forbidden)]
    public async Task A_bound_token_reaches_its_own_services_only(string? service, string? team, HttpStatusCode status)
    {
        var issued = await new ApiTokenIssue(host.Store).CreateAsync(
            new($"engaged-{service}{team}", "read", "30d")
            {
                Services = service is null ? [] : [service],
                Teams = team is null ? [] : [team],
            }, "ana", ApiHost.Now, TestContext.Current.CancellationToken);
        Assert.Equal(status, (await host.GetAsync("/api/v1/engagements/checkout", issued.Text)).Status);
        Assert.Equal(status, (await host.GetAsync("/api/v1/oncall?service=checkout", issued.Text)).Status);
    }

    [Fact]
    public async Task An_unknown_service_is_not_found_with_the_nearest()
    {
        var answer = await host.GetAsync("/api/v1/engagements/chekout", ApiHost.Read);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Did you mean `checkout`?", answer.Text, StringComparison.Ordinal);
    }

    private async Task<string> OnCallAsync(string at) =>
        string.Join(' ', (await host.GetAsync($"/api/v1/oncall?service=checkout&at={at}", ApiHost.Read)).Json
            .GetProperty("rotations").EnumerateArray().Select(rotation => rotation.GetProperty("rotation").GetString()));
}
