using System.Net;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

/// <summary>Nights had weeks from Monday to Monday, and was taken out of the file on Wednesday 18 November 2026.</summary>
public sealed class RetiredTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Span = "shifts?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";

    [Fact]
    public async Task A_retired_rotation_answers_with_what_was_recorded_and_nothing_after()
    {
        var (first, end) = (ApiHost.At("2026-11-09T09:00:00Z"), ApiHost.At("2026-11-16T09:00:00Z"));
        var payments = (await host.Store.FindAsync<Rotation>("payments", TestContext.Current.CancellationToken))!.Value;
        await host.Store.SaveAsync(
        [
            Write.Create("nights", payments with { Id = "nights", Layers = [payments.Layers[0]], Retired = true }),
            Write.Create("nights", new Recorded(first, end) { Closed = ApiHost.At("2026-11-18T10:00:00Z") }),
            Write.Create(WorkedShift.IdOf("nights", first, "primary"),
                new WorkedShift("nights", new Shift("primary", 44, first, end, "ben", ShiftSource.Turn), end)),
        ], TestContext.Current.CancellationToken);

        var shifts = (await host.GetAsync($"/api/v1/rotations/nights/{Span}")).Json;
        Assert.Equal("2026-11-16T09:00:00Z", shifts.GetProperty("shifts").EnumerateArray().Last().GetProperty("end").GetString());
        Assert.Equal("ben", shifts.GetProperty("shifts").EnumerateArray().Last().GetProperty("person").GetString());
        Assert.Empty(shifts.GetProperty("gaps").EnumerateArray());
        Assert.Empty(
            (await host.GetAsync("/api/v1/rotations/nights/shifts?from=2026-11-16T09:00:00Z")).Json.GetProperty("shifts").EnumerateArray());
        // To come there is nothing, and nothing can be changed.
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("/api/v1/oncall?rotation=nights")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("/api/v1/rotations/nights/covers", "{}")).Status);
    }

    [Fact]
    public async Task What_ran_at_the_end_is_not_shown_whole_before_the_end_of_it_is_recorded()
    {
        var (first, end) = (ApiHost.At("2026-11-09T09:00:00Z"), ApiHost.At("2026-11-12T09:00:00Z"));
        var payments = (await host.Store.FindAsync<Rotation>("payments", TestContext.Current.CancellationToken))!.Value;
        await host.Store.SaveAsync(
            [Write.Create("ended", payments with { Id = "ended", Layers = [payments.Layers[0]], Retired = true }),
                Write.Create("ended", new Recorded(first, end))],
            TestContext.Current.CancellationToken);
        Assert.Empty(
            (await host.GetAsync("/api/v1/rotations/ended/shifts?from=2026-11-09T09:00:00Z")).Json.GetProperty("shifts").EnumerateArray());
    }

    [Fact]
    public async Task One_that_was_never_recorded_is_empty_and_a_renamed_one_is_not_there()
    {
        var payments = (await host.Store.FindAsync<Rotation>("payments", TestContext.Current.CancellationToken))!.Value;
        await host.Store.SaveAsync(
        [
            Write.Create("brief", payments with { Id = "brief", Retired = true }),
            Write.Create("oldname", payments with { Id = "oldname", Retired = true, RenamedTo = "payments" }),
        ], TestContext.Current.CancellationToken);
        Assert.Empty((await host.GetAsync($"/api/v1/rotations/brief/{Span}")).Json.GetProperty("shifts").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync($"/api/v1/rotations/oldname/{Span}")).Status);
    }

    [Fact]
    public async Task By_the_old_id_of_a_service_its_incidents_and_pages_are_listed()
    {
        var opened = await host.PostAsync("/api/v1/pages", """{"service":"checkout","text":"payments fail","severity":"sev1"}""");
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        await host.Store.SaveAsync(
            [Write.Create("shop", new Service("shop", "payments") { Retired = true, RenamedTo = "checkout" })],
            TestContext.Current.CancellationToken);
        foreach (var kind in new[] { "incidents", "pages" })
            Assert.NotEmpty((await host.GetAsync($"/api/v1/{kind}?service=shop")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_member_that_does_not_exist_is_not_taken_for_one_that_is_there()
    {
        var refused =
            await host.PostAsync("/api/v1/rotations/payments/covers",
                """{"person":"ana","start":"2026-12-02T00:00:00Z","end":"2026-12-03T00:00:00Z","reason":"dentist"}""");
        Assert.Equal("No member `reason`; here there is person, start, end, layer, takenBy, insist.",
            refused.Json.GetProperty("detail").GetString());
        var misspelt =
            await host.PostAsync("/api/v1/rotations/payments/covers",
                """{"persn":"ana","start":"2026-12-02T00:00:00Z","end":"2026-12-03T00:00:00Z"}""");
        Assert.EndsWith("Did you mean `person`?", misspelt.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
