using NodaTime;
using Watchbill.Budgets;
using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Storage;

namespace Watchbill.Rotations;

public sealed class AdviceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("99.99", 9, Arrangement.Team)]
    [InlineData("99.9", 9, Arrangement.Team)]
    [InlineData("99.9", 2, Arrangement.Team)]
    [InlineData("99.89", 9, Arrangement.Domain)]
    [InlineData("99", 9, Arrangement.Domain)]
    [InlineData("98.99", 5, Arrangement.BusinessHours)]
    [InlineData("98.99", 4, Arrangement.OpsRun)]
    [InlineData(null, 9, Arrangement.BusinessHours)]
    public void The_target_decides(string? target, int people, Arrangement recommended) =>
        Assert.Equal(recommended, Advice.For(Of(target, teams: 3, people)).Recommended);

    [Theory]
    [InlineData("99.5", "99.5", "95", Arrangement.Team)]
    [InlineData("99.4", "99.5", "95", Arrangement.Domain)]
    [InlineData("99.95", "99.99", "95", Arrangement.Domain)]
    [InlineData("94", "99.5", "95", Arrangement.BusinessHours)]
    public void The_thresholds_are_the_callers(string target, string team, string domain, Arrangement recommended) =>
        Assert.Equal(recommended,
            Advice.For(Of(target, 3, 9) with { Thresholds = new AdviceThresholds(Number(team), Number(domain)) }).Recommended);

    [Theory]
    // 730 hours a month around the clock, 174 by day: primary and secondary for each team; once for the domain; by day one at a time.
    [InlineData(1, Arrangement.Team, 8, 1460, 0)]
    [InlineData(3, Arrangement.Team, 24, 4380, 0)]
    [InlineData(3, Arrangement.Domain, 8, 1460, 0)]
    [InlineData(3, Arrangement.BusinessHours, 15, 522, 556)]
    [InlineData(3, Arrangement.OpsRun, 0, 0, 0)]
    [InlineData(3, Arrangement.Triage, 15, 1252, 556)]
    [InlineData(1, Arrangement.Triage, 8, 904, 556)]
    public void Each_arrangement_has_its_people_hours_and_gaps(int teams, Arrangement arrangement, int people, int standby, int gap)
    {
        var row = Advice.For(Of("99.9", teams, 9))[arrangement];
        Assert.Equal((people, standby, gap), (row.People, (int)row.Standby, (int)row.Gap));
    }

    [Theory]
    [InlineData(1, 556)]
    [InlineData(3, 3128)]
    public void Triage_in_front_saves_standby(int teams, int hours) => Assert.Equal(hours, Advice.For(Of("99.9", teams, 9)).TriageSaves);

    [Fact]
    public void Cost_is_hours_by_what_each_costs_or_unknown()
    {
        var two = Of("99.9", 2, 9) with { Hour = new HourCost(5.5m, 2, 1) };
        var (always, business) = (two.HoursAlways, two.HoursBusiness);
        Assert.Equal(2 * always * 7.5m, Advice.For(two)[Arrangement.Team].Cost);
        Assert.Equal(always * 7.5m, Advice.For(two)[Arrangement.Domain].Cost);
        Assert.Equal(2 * business, Advice.For(two)[Arrangement.BusinessHours].Cost);
        Assert.Equal(always * 5.5m + 2 * business, Advice.For(two)[Arrangement.Triage].Cost);
        Assert.Null(Advice.For(Of("99.9", 1, 9))[Arrangement.Team].Cost);
    }

    [Theory]
    [InlineData("", 730.5)]
    [InlineData("Mon-Fri 09:00-17:00", 173.9)]
    // Overnight windows cover the repeated hour and lose the skipped one: over a year the same.
    [InlineData("Mon-Sun 22:00-06:00", 243.5)]
    public void Hours_of_a_month_are_elapsed(string window, double hours)
    {
        var coverage =
            window.Length == 0 ? Coverage.Always : Some.Open(window.Split(' ')[0], window.Split(' ', '-')[^2], window.Split('-')[^1]);
        Assert.Equal((decimal)hours,
            Advice.HoursAMonth(new Windows(coverage, "Europe/Lisbon", holidays: null), Cases.At("2026-11-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("advise checkout", "advise-service")]
    [InlineData("advise checkout team-from 99.99", "advise-thresholds")]
    [InlineData("advise payments", "advise-rotation")]
    [InlineData("advise ordering", "advise-domain")]
    [InlineData("advise search", "advise-none")]
    public async Task The_answer_compares_and_gives_its_reason(string text, string golden)
    {
        var bot = await Bot.WithAsync(Some.Payments with { Pay = "standard" });
        await bot.Store.SaveAsync(
        [
            Write.Create("ordering", new Domain("ordering", "Ordering") { Lead = "dot" }),
            Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Domain = "ordering", Members = ["ana", "ben", "cai"] }),
            Write.Create("catalog", new Team("catalog", "Catalog") { Lead = "dot", Domain = "ordering", Members = ["cai", "dot"] }),
            Write.Put("checkout",
                new Service("checkout", "payments") { Slos = [new Slo("availability", 99.95m), new Slo("latency", 99m)] }),
            Write.Create("search", new Service("search", "catalog")),
            Write.Create("compensation/standard/2026-01-01",
                Policy.Of(new PayPolicy("standard", new LocalDate(2026, 1, 1))
                {
                    Currency = "EUR",
                    Standby = new StandbyRule(StandbyUnit.Hour) { Rate = new PayRate(4.50m, TimesHourly: false) },
                })),
            Write.Create("compensation/standard/2027-01-01",
                Policy.Of(new PayPolicy("standard", new LocalDate(2027, 1, 1))
                {
                    Currency = "EUR",
                    Standby = new StandbyRule(StandbyUnit.Hour) { Rate = new PayRate(9, TimesHourly: false) },
                })),
        ], Ct);
        Golden.Matches($"versions/{golden}", await bot.SayAsync("ana", text));
    }

    [Fact]
    public async Task Leavers_are_not_counted()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.Store.SaveAsync(
            [Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Members = ["ana", "ben", "cai", "gone"] })], Ct);
        Assert.Contains("the team needs 5 people for that; it has 3.", await bot.SayAsync("ana", "advise payments"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"standby\":{\"per\":\"hour\",\"rate\":\"0.5 x hourly\"}}",
        "the pay policy 'standard' pays by the hourly rate of each person")]
    [InlineData("{\"callout\":{}}", "the pay policy 'standard' does not pay standby")]
    [InlineData(null, "the pay policy 'standard' is not in force yet")]
    public async Task What_cannot_be_computed_is_said(string? policy, string reason)
    {
        var bot = await Bot.WithAsync(Some.Payments with { Pay = "standard" });
        if (policy is not null)
            await bot.Store.SaveAsync(
                [Write.Create("compensation/standard/2026-01-01", PolicyText.Read("compensation", Versioned(policy)))], Ct);
        Assert.Contains($"Cost is not computed: {reason}.", await bot.SayAsync("ana", "advise payments"), StringComparison.Ordinal);
    }

    /// <summary>
    /// A week has 48 h of weekend and 120 others, by day from Monday to Friday 40: by the class 48 x 6 + 120 x 3 = 648 a week around the
    /// clock, 40 x 3 = 120 by day; a week's amount is for each of both; a secondary at its own rate costs 168 x 1.
    /// </summary>
    [Theory]
    [InlineData("{'classes': [{'id': 'weekend', 'days': 'Sat-Sun'}, {'id': 'week'}], "
        + "'standby': {'per': 'hour', 'rates': {'weekend': 6, 'week': 3}}}", 648, 648, 120)]
    [InlineData("{'standby': {'per': 'week', 'rate': 100}}", 100, 100, 100)]
    [InlineData("{'standby': {'per': 'hour', 'rate': 4, 'layers': [{'id': 'secondary', 'rate': 1}]}}", 672, 168, 160)]
    [InlineData("{'standby': {'per': 'day', 'rate': 25}}", 175, 175, 41.67)]
    public void An_hour_costs_what_pay_would_come_to(string policy, double primary, double secondary, double byDay)
    {
        var versions = new PayPolicies([PolicyText.Read("compensation", Versioned(policy.Replace('\'', '"'))).Pay!],
            Calendars.Almanac.With(new Dictionary<string, Calendars.HolidayCalendar>()), "EUR");
        var always = new Windows(Coverage.Always, "Etc/UTC", holidays: null);
        var day = new Windows(Some.Open("Mon-Fri", "09:00", "17:00"), "Etc/UTC", holidays: null);
        Assert.Equal((primary, secondary, byDay), (Week(always, "primary", 168), Week(always, "secondary", 168), Week(day, "primary", 40)));

        // To the cent: each line of a turn is rounded.
        double Week(Windows windows, string level, int hours) => (double)decimal.Round(hours * StandbyCost.AnHour(
            versions, "standard", windows, "Etc/UTC", Cases.At("2026-11-02T00:00:00Z"), level)!.Value, 2);
    }

    [Theory]
    [InlineData("advise chekcout", "No service, domain or rotation `chekcout`. Did you mean `checkout`?")]
    [InlineData("advise checkout team-from 101", "'101' is no availability target: it is between 0 and 100 percent, such as 99.9.")]
    [InlineData("advise checkout domain-from 99.95",
        "A domain rotation is for lower targets than a team's: domain-from 99.95 is above team-from 99.9. Give a lower one.")]
    public async Task What_cannot_be_advised_is_refused(string text, string sentence) =>
        Assert.Equal(sentence, (await (await Bot.WithAsync(Some.Payments)).SayAsync("ana", text)).Split('\n')[0]);

    private static string Versioned(string policy) => """{"id":"standard","effective":"2026-01-01",""" + policy[1..];

    private static Situation Of(string? target, int teams, int people) =>
        new(target is null ? null : Number(target), teams, people, people) { HoursAlways = 730, HoursBusiness = 174 };

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
