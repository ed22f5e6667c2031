using System.Text.Json;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Api;

public sealed class ShapeTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task On_call_names_people_now_and_next_in_the_order_of_layers()
    {
        var answer = await host.GetAsync("/api/v1/oncall?rotation=payments", ApiHost.Read);
        Assert.Equal("application/json", answer.Type);
        Assert.Equal(
            """
            {"at":"2026-11-20T10:00:00Z","rotations":[{"rotation":"payments","people":[
            {"layer":"primary","person":"ana","name":"Ana Silva","start":"2026-11-16T09:00:00Z","end":"2026-11-23T09:00:00Z"},
            {"layer":"secondary","person":"cai","name":"Cai Wen","start":"2026-11-16T09:00:00Z","end":"2026-11-23T09:00:00Z"}],"next":[
            {"layer":"primary","person":"ben","name":"Ben Ode","start":"2026-11-23T09:00:00Z","end":"2026-11-30T09:00:00Z"},
            {"layer":"secondary","person":"ana","name":"Ana Silva","start":"2026-11-23T09:00:00Z","end":"2026-11-30T09:00:00Z"}]}]}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Theory]
    [InlineData("", "payments triage")]
    [InlineData("?rotation=triage", "triage")]
    [InlineData("?team=payments", "payments")]
    [InlineData("?service=checkout", "triage payments")] // the thin layer in front takes every breach
    [InlineData("?service=index", "triage")]
    public async Task On_call_answers_for_what_was_asked(string query, string rotations)
    {
        var answer = await host.GetAsync("/api/v1/oncall" + query, ApiHost.Read);
        Assert.Equal(rotations,
            string.Join(' ',
                answer.Json.GetProperty("rotations").EnumerateArray().Select(rotation => rotation.GetProperty("rotation").GetString())));
    }

    [Theory]
    [InlineData("2026-11-23T08:59:59Z", "2026-11-23T08:59:59Z", "ana")]
    [InlineData("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z", "ben")]
    [InlineData("2026-11-23T10:00:00%2B01:00", "2026-11-23T09:00:00Z", "ben")]
    [InlineData("2026-11-23T10:00:00+01:00", "2026-11-23T09:00:00Z", "ben")]
    [InlineData("2026-11-23T04:00-05:00", "2026-11-23T09:00:00Z", "ben")]
    [InlineData("2026-11-23T08:59:59.5Z", "2026-11-23T08:59:59.5Z", "ana")]
    [InlineData("1999-12-31T23:00:00Z", "1999-12-31T23:00:00Z", "ben")]
    public async Task On_call_at_an_instant_is_asked_with_any_offset(string asked, string at, string person)
    {
        var answer = (await host.GetAsync($"/api/v1/oncall?rotation=payments&at={asked}")).Json;
        Assert.Equal(at, answer.GetProperty("at").GetString());
        Assert.Equal(person, answer.GetProperty("rotations")[0].GetProperty("people")[0].GetProperty("person").GetString());
    }

    [Fact]
    public async Task Off_duty_nobody_is_on_call_and_the_next_is_named()
    {
        var triage = (await host.GetAsync("/api/v1/oncall?rotation=triage&at=2026-11-21T12:00:00Z")).Json.GetProperty("rotations")[0];
        Assert.Empty(triage.GetProperty("people").EnumerateArray());
        Assert.Equal("2026-11-23T09:00:00Z", triage.GetProperty("next")[0].GetProperty("start").GetString());
    }

    [Fact]
    public async Task Shifts_are_whole_pieces_with_source_and_instead()
    {
        await host.Store.SaveAsync([Write.Put("payments", new RotationChanges([Override()]))], TestContext.Current.CancellationToken);
        var answer = await host.GetAsync("/api/v1/rotations/payments/shifts?from=2027-03-02&to=2027-03-04&layer=primary", ApiHost.Read);
        await host.Store.SaveAsync([Write.Put("payments", RotationChanges.None)], TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            {"rotation":"payments","timeZone":"Europe/Lisbon","shifts":[
            {"layer":"primary","turn":60,"start":"2027-03-01T09:00:00Z","end":"2027-03-02T12:00:00Z",
            "person":"ana","source":"turn","instead":null},
            {"layer":"primary","turn":60,"start":"2027-03-02T12:00:00Z","end":"2027-03-02T18:00:00Z",
            "person":"ben","source":"override","instead":"ana"},
            {"layer":"primary","turn":60,"start":"2027-03-02T18:00:00Z","end":"2027-03-08T09:00:00Z",
            "person":"ana","source":"turn","instead":null}],"gaps":[]}
            """.ReplaceLineEndings(""),
            answer.Text);
    }

    [Fact]
    public async Task Gaps_are_the_promise_that_nobody_keeps()
    {
        var answer = (await host.GetAsync("/api/v1/rotations/triage/shifts?from=2026-11-21&to=2026-11-22")).Json;
        Assert.Empty(answer.GetProperty("shifts").EnumerateArray());
        var gap = Assert.Single(answer.GetProperty("gaps").EnumerateArray());
        Assert.Equal("primary", gap.GetProperty("layer").GetString());
        Assert.Equal("2026-11-20T17:00:00Z", gap.GetProperty("start").GetString());
        Assert.Equal("2026-11-23T09:00:00Z", gap.GetProperty("end").GetString());
        Assert.NotEmpty(gap.GetProperty("reason").GetString()!);
    }

    [Theory]
    [InlineData("", "2026-11-16T09:00:00Z", 5)]
    [InlineData("?from=2015-01-01&to=2019-12-31", "2014-12-29T09:00:00Z", 262)]
    [InlineData("?from=2026-12-01T00:00:00Z", "2026-11-30T09:00:00Z", 5)]
    public async Task Shifts_of_any_span_touch_it(string query, string first, int count)
    {
        var shifts =
            (await host.GetAsync("/api/v1/rotations/payments/shifts" + query)).Json.GetProperty("shifts").EnumerateArray()
                .Where(shift => shift.GetProperty("layer").GetString() == "primary").ToList();
        Assert.Equal(first, shifts[0].GetProperty("start").GetString());
        Assert.Equal(count, shifts.Count);
        foreach (var (shift, next) in shifts.Zip(
            shifts.Skip(1))) Assert.Equal(shift.GetProperty("end").GetString(), next.GetProperty("start").GetString());
    }

    [Fact]
    public async Task Messages_are_those_that_were_due_in_the_span()
    {
        await host.Store.SaveAsync([.. new[] { "2026-11-16T09:00:00Z", "2026-11-23T09:00:00Z" }.Select(Said)],
            TestContext.Current.CancellationToken);
        var answer = await host.GetAsync("/api/v1/messages?from=2026-11-16T09:00:00Z&to=2026-11-23T09:00:00Z", ApiHost.Read);
        Assert.Equal(
            """
            [{"id":"2026-11-16T09:00:00Z/handoff/payments","at":"2026-11-16T09:00:00Z","begunAt":null,"saidAt":"2026-11-16T09:00:01Z",
            "kind":"handoff","rotation":"payments","to":"team:payments","text":"Ana Silva is on call"}]
            """.ReplaceLineEndings(""),
            answer.Text);
        Assert.Equal(2, (await host.GetAsync("/api/v1/messages")).Json.GetArrayLength());
        Assert.Empty((await host.GetAsync("/api/v1/messages?from=2026-11-17&to=2026-11-18")).Json.EnumerateArray());
    }

    [Theory]
    [InlineData("team:payments", "10:00", "Lisbon")]
    [InlineData("person:nia", "05:00", "New York")]
    public async Task Messages_tell_times_as_their_readers_see_them(string to, string time, string zone)
    {
        await host.Store.SaveAsync(
        [
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Europe/Lisbon", "EUR")),
            Write.Put("nia", new Person("nia", "Nia Roe") { TimeZone = "America/New_York" }),
            Delivery.Say(new Delivery(ApiHost.At("2024-04-01T09:00:00Z"), MessageKind.Incident,
                to == "team:payments" ? Address.Team("payments") : Address.Person("nia"),
                new Reply((Text)$"Moved to {ApiHost.At("2026-06-01T09:00:00Z")}.")), $"zones/{to}"),
        ], TestContext.Current.CancellationToken);
        var answer = (await host.GetAsync("/api/v1/messages?from=2024-04-01&to=2024-04-02")).Json.EnumerateArray()
            .Single(one => one.GetProperty("to").GetString() == to);
        var text = answer.GetProperty("text").GetString();
        Assert.Contains(time, text, StringComparison.Ordinal);
        Assert.Contains(zone, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_one_second_come_in_the_order_of_their_causes()
    {
        var at = ApiHost.At("2024-05-01T09:00:00Z");
        Delivery Said(MessageKind kind, int millisecond) =>
            new(at + Duration.FromMilliseconds(millisecond), kind, Address.Team("payments"), new Reply("x"));
        await host.Store.SaveAsync(
            [Delivery.Say(Said(MessageKind.Incident, 100), "incident"), Delivery.Say(Said(MessageKind.Budget, 400), "budget")],
            TestContext.Current.CancellationToken);
        var answer = (await host.GetAsync("/api/v1/messages?from=2024-05-01&to=2024-05-02")).Json.EnumerateArray();
        Assert.Equal(["incident", "budget"], answer.Select(one => one.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Audit_rows_are_found_by_time_and_paged()
    {
        var start = ApiHost.At("2026-10-01T00:00:00Z");
        await host.Store.SaveAsync(
            [.. Enumerable.Range(0, 10)
                .Select(
                    i => Write.Audit(
                        new(start + Duration.FromHours(i), "ana", "oncall override", "rotation/payments", "local") { Reason = $"{i}" }))],
                            TestContext.Current.CancellationToken);
        Assert.Equal("3 4 5", Reasons(await host.GetAsync("/api/v1/audit?from=2026-10-01T03:00:00Z&to=2026-10-01T06:00:00Z")));

        var path = "/api/v1/audit?from=2026-10-01T02:30:00Z&limit=4";
        var pages = new List<string>();
        while (true)
        {
            var page = await host.GetAsync(path);
            pages.Add(Reasons(page));
            if (!page.Headers.TryGetValues("Link", out var links)) break;
            path = links.Single().Split('<', '>')[1];
        }

        Assert.Equal(["3 4 5 6", "7 8 9"], pages);
    }

    [Fact]
    public async Task Readiness_says_what_is_checked()
    {
        var answer = (await host.GetAsync("/health/ready", null)).Json;
        Assert.Equal("ready", answer.GetProperty("status").GetString());
        Assert.Equal(["store", "organization", "messages"],
            answer.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
    }

    private static ShiftChange Override() =>
        new("o1", ShiftSource.Override, "primary", ApiHost.At("2027-03-02T12:00:00Z"), ApiHost.At("2027-03-02T18:00:00Z"), "ben", null)
        {
            DecidedAt = ApiHost.Now,
            DecidedBy = "ana",
        };

    [Fact]
    public async Task Times_in_messages_are_read_in_the_zone_that_was_in_force_when_they_were_due()
    {
        var ct = TestContext.Current.CancellationToken;
        var moving = Some.Payments with
        {
            Id = "moving",
            Promises = [.. Some.Payments.Promises, new CoverageVersion(ApiHost.At("2026-09-01T00:00:00Z"),
                Some.Weekly with { TimeZone = "Asia/Tokyo" }, Coverage.Always)],
        };
        await host.Store.SaveAsync(
        [
            Write.Create(moving.Id, moving),
            .. new[] { "2026-08-31T09:00:00Z", "2026-09-07T09:00:00Z" }.Select(due => Write.Create($"{due}/handoff/moving",
                new Message(ApiHost.At(due), ApiHost.At(due), MessageKind.Handoff, "moving", Address.Team("payments"),
                    new Reply((Text)$"From {ApiHost.At(due)}")))),
        ], ct);
        var said = (await host.GetAsync("/api/v1/messages?from=2026-08-01&to=2026-10-01")).Json.EnumerateArray()
            .Select(message => message.GetProperty("text").GetString()!.Split('\n')[0]);
        Assert.Equal(["From Mon 31 Aug 2026 10:00 (Lisbon)", "From Mon 7 Sep 2026 18:00 (Tokyo)"], said);
        var stored = (await host.Store.FindAsync<Rotation>(moving.Id, ct))!;
        await host.Store.SaveAsync([Write.Delete(stored)], ct);
    }

    private static Write Said(string due) => Write.Create(
        $"{due}/handoff/payments",
        new Message(ApiHost.At(due), ApiHost.At(due) + Duration.FromSeconds(1), MessageKind.Handoff, "payments", Address.Team("payments"),
            new Reply("Ana Silva is on call")));

    private static string Reasons(Answer answer) =>
        string.Join(' ', answer.Json.EnumerateArray().Select(row => row.GetProperty("reason").GetString()));
}
