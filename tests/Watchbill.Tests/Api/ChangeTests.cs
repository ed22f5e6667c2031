using System.Net;
using System.Text.Json;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Primary is ana's from 16 November 2026, ben's from the 23rd, cai's from the 30th; secondary goes one behind.</summary>
public sealed class ChangeTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Payments = "/api/v1/rotations/payments";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agreed_swap_holds_at_once_both_ways()
    {
        var made = await host.PostAsync($"{Payments}/swaps", """
            {"person":"ben","with":"cai","start":"2026-11-23T09:00:00Z","end":"2026-11-24T09:00:00Z",
            "otherStart":"2026-11-30T09:00:00Z","otherEnd":"2026-12-01T09:00:00Z"}
            """);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(["cai instead of ben", "ben instead of cai"],
            made.Json.GetProperty("changes").EnumerateArray()
                .Select(change => $"{change.GetProperty("person")} instead of {change.GetProperty("instead")}"));
        // Ben has secondary in the week of 30 November.
        Assert.Contains(made.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!
            .StartsWith("⚠ Ben Ode is also on call for payments (secondary)", StringComparison.Ordinal));
        Assert.Equal(("cai", "swap"), await ShiftAsync("2026-11-23T12:00:00Z"));
        Assert.Equal(("ben", "swap"), await ShiftAsync("2026-11-30T12:00:00Z"));
    }

    [Fact]
    public async Task Cover_is_asked_for_or_recorded()
    {
        var asked =
            await host.PostAsync($"{Payments}/covers",
                """{"person":"cai","start":"2026-12-02T00:00:00Z","end":"2026-12-03T00:00:00Z","layer":"primary"}""");
        Assert.Equal(HttpStatusCode.Created, asked.Status);
        var request = asked.Json.GetProperty("covers")[0];
        // Ben has secondary then, so ana is the one who could.
        Assert.Equal(("open", "ana"),
            (request.GetProperty("state").GetString(),
                string.Join(',', request.GetProperty("asked").EnumerateArray().Select(person => person.GetString()))));
        var taken =
            await host.PostAsync($"{Payments}/covers",
                """{"person":"cai","start":"2026-12-04T10:00:00Z","end":"2026-12-04T14:00:00Z","layer":"primary","takenBy":"ben"}""");
        Assert.Equal("cover", taken.Json.GetProperty("changes")[0].GetProperty("kind").GetString());
        // Nobody is warned by a preview, so the answer names the double duty.
        Assert.Contains(taken.Json.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()
            == "⚠ Ben Ode is also on call for payments (secondary), Fri 4 Dec 2026 10-14 (UTC).");
        Assert.False(asked.Json.TryGetProperty("warnings", out _));
        Assert.Equal(("ben", "cover"), await ShiftAsync("2026-12-04T12:00:00Z"));
        Assert.Equal(("cai", "turn"), await ShiftAsync("2026-12-04T15:00:00Z"));
        var cover = $"{Payments}/covers/{taken.Json.GetProperty("changes")[0].GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(new(HttpMethod.Delete, cover))).Status);
        Assert.Equal(("cai", "turn"), await ShiftAsync("2026-12-04T12:00:00Z"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new(HttpMethod.Delete, cover))).Status);
    }

    [Theory]
    [InlineData("overrides", """{"person":"cai","start":"2027-01-05T10:00:00Z","end":"2027-01-05T12:00:00Z","reason":"x"}""", "Cai Wen")]
    [InlineData("swaps", """{"person":"ben","with":"cai","start":"2027-01-05T13:00:00Z","end":"2027-01-05T14:00:00Z"}""", "Cai Wen")]
    [InlineData("covers", """{"person":"ben","start":"2027-01-05T15:00:00Z","end":"2027-01-05T16:00:00Z","takenBy":"cai"}""", "Cai Wen")]
    [InlineData("covers", """{"person":"ben","start":"2027-01-05T17:00:00Z","end":"2027-01-05T18:00:00Z"}""", "Ben Ode")]
    public async Task Who_cannot_be_told_is_named_at_once_where_a_platform_is_in_use(string route, string body, string who)
    {
        host.Chat.IsOff = false;
        var answer = await host.PostAsync($"{Payments}/{route}", body);
        host.Chat.IsOff = true;
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var line = Assert.Single(answer.Json.GetProperty("warnings").EnumerateArray(), warning =>
            warning.GetString()!.Contains("no account here, so Watchbill cannot tell them: tell them yourself.", StringComparison.Ordinal));
        Assert.Contains(who, line.GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absence_is_made_seen_and_taken_back()
    {
        const string Absences = "/api/v1/people/ana/absences";
        var made = await host.PostAsync(Absences, """{"start":"2026-12-07T09:00:00Z","end":"2026-12-08T09:00:00Z"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var id = made.Json.GetProperty("id").GetString();
        Assert.Equal($$"""{"person":"ana","absences":[{"id":"{{id}}","start":"2026-12-07T09:00:00Z","end":"2026-12-08T09:00:00Z"}]}""",
            (await host.GetAsync(Absences, ApiHost.Read)).Text);
        Assert.Null(await ShiftAsync("2026-12-07T12:00:00Z"));
        Assert.Equal(HttpStatusCode.NoContent, (await host.SendAsync(new(HttpMethod.Delete, $"{Absences}/{id}"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(new(HttpMethod.Delete, $"{Absences}/{id}"))).Status);
        Assert.Equal(("ana", "turn"), await ShiftAsync("2026-12-07T12:00:00Z"));
        Assert.All(await host.Store.ListAsync<CoverRequest>(IdRange.All, Ct),
            request => Assert.True(request.Value.Person != "ana" || request.Value.State == RequestState.Withdrawn));
    }

    [Fact]
    public async Task The_past_shows_who_really_worked_with_the_source_it_had()
    {
        var (first, end) = (ApiHost.At("2026-11-13T12:00:00Z"), ApiHost.At("2026-11-16T09:00:00Z"));
        await host.Store.SaveAsync(
        [
            Write.Create("payments", new Recorded(first, end)),
            Write.Create(WorkedShift.IdOf("payments", first, "primary"),
                new WorkedShift("payments", new Shift("primary", 44, first, end, "cai", ShiftSource.Turn), end)),
        ], Ct);
        var made =
            await host.PostAsync($"{Payments}/corrections", """{"person":"ben","start":"2026-11-14T12:00:00Z","reason":"Cai was ill"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("Cai was ill", made.Json.GetProperty("corrections")[0].GetProperty("reason").GetString());
        Assert.Equal(("ben", "turn"), await ShiftAsync("2026-11-14T13:00:00Z"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await host.PostAsync($"{Payments}/corrections", """{"person":"ben","start":"2026-11-25T12:00:00Z","reason":"x"}""")).Status);
    }

    [Theory]
    [InlineData("swaps", """{"person":"ben","with":"ben","start":"2026-11-25T09:00:00Z","end":"2026-11-26T09:00:00Z"}""", 422, "person")]
    [InlineData("swaps", """{"person":"ana","with":"ben","start":"2026-11-25T09:00:00Z","end":"2026-11-26T09:00:00Z"}""", 422, "person")]
    [InlineData("swaps", """{"person":"ben","with":"cai","start":"2026-11-26T09:00:00Z","end":"2026-11-25T09:00:00Z"}""", 422, "end")]
    [InlineData("swaps",
        """{"person":"ben","with":"cai","start":"2026-11-25T09:00:00Z","end":"2026-11-26T09:00:00Z","otherStart":"2026-12-01T09:00:00Z"}""",
            400, "otherEnd")]
    [InlineData("covers", """{"person":"bne","start":"2026-11-25T09:00:00Z","end":"2026-11-26T09:00:00Z"}""", 404, "person")]
    [InlineData("covers", """{"person":"ben","start":"2026-11-25T09:00:00Z","end":"2026-11-26T09:00:00Z","takenBy":"ben"}""", 422,
        "takenBy")]
    [InlineData("covers", """{"person":"ben","start":"2026-10-25T09:00:00Z","end":"2026-10-26T09:00:00Z"}""", 422, "end")]
    [InlineData("corrections", """{"person":"ben","start":"2026-11-14T12:00:00Z"}""", 400, "reason")]
    public async Task A_wish_that_cannot_be_is_refused_by_field(string route, string body, int status, string field)
    {
        var refused = await host.PostAsync($"{Payments}/{route}", body);
        Assert.Equal((status, field), ((int)refused.Status, refused.Json.GetProperty("field").GetString()));
    }

    private async Task<(string, string)?> ShiftAsync(string at)
    {
        var shifts =
            (await host.GetAsync($"{Payments}/shifts?from={at}&to={at[..^2]}1Z&layer=primary")).Json.GetProperty("shifts").EnumerateArray()
                .ToList();
        return shifts is [JsonElement shift] ? (shift.GetProperty("person").GetString()!, shift.GetProperty("source").GetString()!) : null;
    }
}
