using System.Net;
using NodaTime;
using Watchbill.Api;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>What payroll does over the API with June 2026 of a team, and the table that it takes into a spreadsheet.</summary>
public sealed class PayRouteTests
{
    [Fact]
    public async Task A_team_goes_on_with_all_who_have_not_come_so_far()
    {
        var bot = await JuneAsync();
        await bot.TakeToAsync(PayState.Approved, "2026-06", "ana");
        await bot.TakeToAsync(PayState.Checked, "2026-06", "ben");
        await using var host = await HostAsync(bot);
        var approved = await StepAsync(host, "approve");
        Assert.Equal("""{"period":"2026-06","people":[{"person":"ana","state":"approved"},{"person":"ben","state":"approved"}]}""",
            approved.Text);
        Assert.Equal(PayState.Approved, (await bot.MonthAsync("ben", "2026-06")).State);
        // Nobody is left to go on with.
        var again = await StepAsync(host, "approve");
        Assert.Equal((HttpStatusCode.Conflict, "2026-06 of Ana is approved already."), (again.Status, Detail(again)));
        await StepAsync(host, "export", """{"person":"ben"}""");
        Assert.Equal("""{"period":"2026-06","people":[{"person":"ana","state":"exported"},{"person":"ben","state":"exported"}]}""",
            (await StepAsync(host, "export")).Text);
    }

    [Fact]
    public async Task Where_one_month_is_not_ready_it_is_named_and_nothing_is_done()
    {
        var bot = await JuneAsync();
        await bot.TakeToAsync(PayState.Checked, "2026-06", "ana");
        await using var host = await HostAsync(bot);
        var refused = await StepAsync(host, "approve");
        Assert.Equal((HttpStatusCode.Conflict, "2026-06 of Ben is calculated: its person has not checked it yet."),
            (refused.Status, Detail(refused)));
        Assert.Equal(PayState.Checked, (await bot.MonthAsync("ana", "2026-06")).State);
    }

    [Fact]
    public async Task Whoever_has_left_the_file_is_paid_with_their_team()
    {
        var bot = await JuneAsync();
        await bot.ApplyAsync(Files.Payments.Replace(", {id: ben, name: Ben}", "", StringComparison.Ordinal)
            .Replace("members: [ana, ben]", "members: [ana]", StringComparison.Ordinal));
        await using var host = await HostAsync(bot);
        foreach (var step in new[] { "check", "approve", "export", "lock" })
            Assert.Contains("\"ben\"", (await StepAsync(host, step)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await host.PostAsync("/api/v1/compensation/adjustments",
            """{"person":"ben","period":"2026-06","amount":5,"currency":"EUR","reason":"a taxi"}""", token: ApiHost.Pay)).Status);
        Assert.Equal(["5 of 2026-06"], await bot.AdjustmentsAsync("ben", "2026-07"));
    }

    [Fact]
    public async Task Days_of_time_off_are_written_as_days()
    {
        var bot = await WithAsync(Files.OfBen("{id: standard, effective: 2026-01-01, standby: {per: hour, rate: 5}, "
            + "timeOff: [{for: shift, hours: 4, expires: 180 days}]}"), "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-09T12:00:00Z");
        await using var host = await HostAsync(bot);
        Assert.Contains("""{"earned":"2026-06-01","hours":4,"expires":"2026-11-28","left":4}""",
            (await host.GetAsync("/api/v1/compensation?period=2026-06&person=ben", ApiHost.Pay)).Text, StringComparison.Ordinal);
    }

    // June has the weeks of the 1st and the 15th, 600.00 and 480.00 each, and two days of the week of the 29th.
    [Fact]
    public async Task The_table_has_a_row_for_each_line()
    {
        var bot = await JuneAsync();
        await using var host = await HostAsync(bot);
        await host.PostAsync("/api/v1/compensation/adjustments",
            """{"person":"ana","period":"2026-06","amount":-2.5,"currency":"EUR","reason":"=1+2, \"late\""}""", token: ApiHost.Pay);
        var csv = (await host.GetAsync("/api/v1/compensation?period=2026-06&person=ana&format=csv", ApiHost.Pay)).Text;
        Assert.Equal(string.Join('\n',
        [
            "period,person,name,team,rotation,kind,class,start,end,hours,rate,factor,amount,currency,policy,state,reason",
            Row("week", "2026-06-01", "2026-06-06", 120, 5), Row("weekend", "2026-06-06", "2026-06-08", 48, 10),
            Row("week", "2026-06-15", "2026-06-20", 120, 5), Row("weekend", "2026-06-20", "2026-06-22", 48, 10),
            Row("week", "2026-06-29", "2026-07-01", 48, 5),
            """"
            2026-06,ana,Ana,,,adjustment,,2026-07-03T12:00:00Z,2026-07-03T12:00:00Z,0,,1,-2.5,EUR,,calculated,"'=1+2, ""late"""
            """", "",
        ]), csv.ReplaceLineEndings("\n"));

        static string Row(string of, string start, string end, int hours, int rate) =>
            $"2026-06,ana,Ana,payments,payments,standby,{of},{start}T00:00:00Z,{end}T00:00:00Z,{hours},{rate},1,{hours * rate},EUR,"
                + "standard@2026-01-01,calculated,";
    }

    // Ana is on call for 288 hours of weekdays and 96 of weekends, and responds for two hours of a Tuesday: no third of the two.
    [Fact]
    public async Task Hours_of_a_person_are_those_on_call_and_callouts_are_lines_of_their_own()
    {
        var bot = await JuneAsync();
        var (from, to) = (Instant.FromUtc(2026, 6, 2, 1, 0), Instant.FromUtc(2026, 6, 2, 3, 0));
        var incident = new Incidents.Incident("checkout", 1, "It is slow", Incidents.Severity.Sev2, from, to)
        { At = to, By = "ana", Responders = [new Incidents.Responder("ana", from, to)] };
        await bot.Store.SaveAsync([Storage.Write.Create(Incidents.Incident.DocumentId("checkout", 1), incident)], Ct);
        await using var host = await HostAsync(bot);
        var month = (await host.GetAsync("/api/v1/compensation?period=2026-06&person=ana", ApiHost.Pay)).Json;
        Assert.Equal("""{"week":288,"weekend":96}""", month.GetProperty("people")[0].GetProperty("hours").GetRawText());
        Assert.Equal(2, month.GetProperty("lines").EnumerateArray()
            .Where(line => line.GetProperty("kind").GetString() == "callout").Sum(line => line.GetProperty("hours").GetDecimal()));
    }

    // Ana's factor holds from the second week of hers on: a manager who reads the team's table learns neither it nor her rates.
    [Theory]
    [InlineData("team=payments", "", "")]
    [InlineData("person=ana", "5", "1.37")]
    [InlineData("", "5", "1.37")]
    public async Task A_teams_table_has_neither_rates_nor_factors_of_people_with_a_factor(string of, string rate, string factor)
    {
        var bot = await JuneAsync();
        var facts = new PayFacts("ana").WithFactor(1.37m, new(2026, 6, 15));
        await bot.Store.SaveAsync([Storage.Write.Create("ana", facts)], Ct);
        await using var host = await HostAsync(bot);
        var path = $"/api/v1/compensation?period=2026-06&{of}".TrimEnd('&');
        var rows = (await host.GetAsync($"{path}&format=csv", ApiHost.Pay)).Text.Split('\n')
            .Where(row => row.StartsWith("2026-06,ana", StringComparison.Ordinal)).Select(row => row.Split(',')).ToList();
        // 120 h x 5 x 1.37 = 822.
        var row = Assert.Single(rows, row => row[7] == "2026-06-15T00:00:00Z");
        Assert.Equal((rate, factor, "822"), (row[10], row[11], row[12]));
        Assert.Equal(of.StartsWith("team", StringComparison.Ordinal), rows.All(row => row[10].Length + row[11].Length == 0));
        var line = (await host.GetAsync(path, ApiHost.Pay)).Json.GetProperty("lines").EnumerateArray().First(line =>
            line.GetProperty("person").GetString() == "ana" && line.GetProperty("start").GetString() == "2026-06-15T00:00:00Z");
        Assert.Equal(rate.Length == 0, line.GetProperty("rate").ValueKind == System.Text.Json.JsonValueKind.Null);
        Assert.Equal(rate.Length == 0 ? 0 : 1, line.GetProperty("parts").GetArrayLength());
    }

    [Theory]
    [InlineData("=1+2", "'=1+2")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(1)", "'@SUM(1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    public void No_text_is_a_formula(string text, string cell)
    {
        var line = new PayLine(PayKind.Adjustment, new(2026, 6, 1), default, default, 0, new Money(-1, "EUR"))
        { Rotation = text, Class = text, Policy = text, Reason = text };
        var month = new PersonMonth(text, text, new(2026, 6, 1), PayState.Calculated, [line], TimeOffBalance.None);
        Assert.Equal(
            $"2026-06,{cell},{cell},{cell},{cell},adjustment,{cell},1970-01-01T00:00:00Z,1970-01-01T00:00:00Z,0,,1,-1,EUR,{cell},"
                + $"calculated,{cell}",
            CompensationCsv.Write([new TeamMonth(month, new Dictionary<string, string> { [text] = text })], ofTeam: true).Split('\n', 2)[1]
                .TrimEnd('\n', '\r'));
    }

    private static async Task<PayBot> JuneAsync()
    {
        var bot = await WithAsync(Files.Payments, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-07-03T12:00:00Z");
        return bot;
    }

    private static async Task<ApiHost> HostAsync(PayBot bot)
    {
        var host = new ApiHost { Store = bot.Store };
        host.Clock.Now = bot.Clock.Now;
        await host.InitializeAsync();
        return host;
    }

    private static Task<Answer> StepAsync(ApiHost host, string step, string body = """{"team":"payments"}""") =>
        host.PostAsync($"/api/v1/compensation/2026-06/{step}", body, token: ApiHost.Pay);

    private static string? Detail(Answer answer) => answer.Json.GetProperty("detail").GetString();
}
