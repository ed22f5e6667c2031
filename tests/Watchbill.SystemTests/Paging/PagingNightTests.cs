using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchbill.Fixtures;

namespace Watchbill.Paging;

/// <summary>
/// A night in seconds: the primary's webhook is broken, the secondary sleeps while the host is killed, the lead has it by the link in a
/// message. Steps are 4 s apart.
/// </summary>
public sealed partial class PagingNightTests
{
    private const string Organization = """
        organization: Night
        timeZone: Etc/UTC
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: lea, name: Lea}]
        teams: [{id: nights, lead: lea, members: [ana, ben, lea]}]
        services: [{id: till, team: nights}]
        rotations:
          - id: nights
            kind: team
            team: nights
            turn: {every: 1 week, from: 2026-01-05, at: "09:00"}
            layers: [{id: primary, members: [ana]}, {id: secondary, members: [ben]}]
            escalation: [{to: primary, after: 0s}, {to: secondary, after: 4s}, {to: lead, after: 8s}]
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 450_000)]
    public async Task Killed_between_the_steps_it_calls_the_next_level_and_the_link_is_answered_once()
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
        await host.StartAsync(Ct);
        (await host.PutOrganizationAsync(Organization, Ct)).EnsureSuccessStatusCode();
        await EnrollAsync(host, hooks, "ana", "ben", "lea");
        var masked = (await host.ReadAsync<JsonElement>("/api/v1/people/ana/contacts", Ct)).GetRawText();
        Assert.Contains("webhook", masked, StringComparison.Ordinal);
        Assert.DoesNotContain($"{hooks.Url}/ana", masked, StringComparison.Ordinal);

        hooks.Refuses = "ana";
        await host.SayAsync("lea", "incident declare till \"cards fail\" sev1", Ct);
        // Nothing reaches ana: ben is called at once and not after her time.
        await hooks.UntilAsync("ben", "page", Ct);
        Assert.True((await CourseAsync(host)).GetProperty("state").GetString() == "open");

        await host.KillAsync();
        await host.StartAsync(Ct);
        var page = await hooks.UntilAsync("lea", "page", Ct);
        Assert.Equal("till-1", page.GetProperty("page").GetString());
        Assert.InRange(hooks.PagesOf("ben").Count, 1, 2);
        var course = await CourseAsync(host);
        Assert.Equal(["ana", "ben", "lea"], course.GetProperty("steps").EnumerateArray()
            .SelectMany(step => step.GetProperty("people").EnumerateArray()).Select(one => one.GetString()).Distinct());

        // The address of the link is the one that the host had when it was written.
        var link = new Uri(page.GetProperty("link").GetString()!).AbsolutePath;
        using var browser = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = host.Url };
        for (var looked = 0; looked < 3; looked++) await browser.GetAsync(link, Ct);
        Assert.Equal("open", (await CourseAsync(host)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, await PressAsync(browser, link));
        course = await CourseAsync(host);
        Assert.Equal(("acknowledged", "lea"), (course.GetProperty("state").GetString(), course.GetProperty("acknowledgedBy").GetString()));

        await host.KillAsync();
        await host.StartAsync(Ct);
        using var later = new HttpClient(new HttpClientHandler { UseProxy = false }) { BaseAddress = host.Url };
        Assert.Equal("lea", (await CourseAsync(host)).GetProperty("acknowledgedBy").GetString());
        await host.SayAsync("lea", "giveback till-1", Ct);
        using var spent = await later.GetAsync(link, Ct);
        Assert.Equal(HttpStatusCode.Gone, spent.StatusCode);
        await host.SayAsync("ben", "incident resolve till-1", Ct);
        Assert.Equal("resolved", (await CourseAsync(host)).GetProperty("state").GetString());
    }

    private static async Task EnrollAsync(Host host, Hooks hooks, params string[] people)
    {
        foreach (var person in people)
        {
            await host.SayAsync(person, $"contact add webhook {hooks.Url}/{person}", Ct);
            var code = (await hooks.UntilAsync(person, "verification", Ct)).GetProperty("code").GetString();
            await host.SayAsync(person, $"contact verify {code}", Ct);
            await host.SayAsync(person, "contact rules high webhook 0m", Ct);
        }
    }

    private static Task<JsonElement> CourseAsync(Host host) => CourseAsync(host, "till-1");

    private static async Task<HttpStatusCode> PressAsync(HttpClient browser, string link)
    {
        var page = await browser.GetStringAsync(link, Ct);
        using var answer =
            await browser.PostAsync(link, new FormUrlEncodedContent([KeyValuePair.Create("key", Key().Match(page).Groups[1].Value)]), Ct);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"key\" value=\"([^\"]+)\"")]
    private static partial Regex Key();
}
