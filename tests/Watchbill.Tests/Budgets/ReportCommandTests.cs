using Watchbill.Compensation;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Storage;
using static Watchbill.Fixtures.Spending;

namespace Watchbill.Budgets;

/// <summary>
/// Friday 20 November 2026, 10:00 UTC: 50 days and 10 h of the quarter have passed, 4,356,000 s. Checkout (99.95 % a
/// quarter) may be down 3974.4 s in one, search (99.9 % a month) 7948.8 s; ledger promises nothing.
/// </summary>
public sealed class ReportCommandTests
{
    /// <summary>
    /// Six incidents of 30 min against one of 120 min the quarter before: MTTR falls from 2 h to 30 min, while downtime grows
    /// from 2 h to 3 h, and what was consumed from 7200 to 10,800 s of 11,923.2 s: 60.39 % to 90.58 %. MTBF: (3 x 4,356,000 -
    /// 10,800) / 6 = 2,176,200 s, 604.5 h; before 3 x 7,948,800 - 7200 = 23,839,200 s, 6622 h. 30 min are 134 % of checkout's
    /// 1339.2 s in October. Detected after 2, 4 and 9 min; acknowledged after 5 and 10.
    /// </summary>
    [Fact]
    public async Task Many_short_incidents_look_better_than_a_long_one_only_by_mttr()
    {
        var bot = await BudgetBot.WithAsync(
            Incident(1, "2026-08-10T10:00:00Z", "2026-08-10T12:00:00Z"),
            Short(2, "2026-10-05", 2, 5), Short(3, "2026-10-12", 9, 10), Short(4, "2026-10-19", 4, null),
            Short(5, "2026-11-02", null, null), Short(6, "2026-11-09", null, null), Short(7, "2026-11-16", null, null),
            Short(8, "2026-11-17", 1, 1) with { Voided = "a test" });
        await bot.Store.SaveAsync(
        [
            .. new[] { ("SHOP-1", false, GateCause.BudgetUsed), ("SHOP-1", false, GateCause.BudgetUsed),
                ("SHOP-1", true, GateCause.WithinBudget), ("SHOP-2", false, GateCause.BudgetUsed), ("CVE-1", true, GateCause.Exempt),
                ("SHOP-3", true, GateCause.LetThrough), ("SHOP-4", true, GateCause.WithinBudget) }
                .Select(
                    (asked,
                        i) =>
                            Write.Put($"checkout/2026-11-03T10:0{i}:00Z/0{i}",
                                new GateAnswer("checkout", ReleaseKind.Feature, asked.Item1, asked.Item2, "",
                                    Cases.At($"2026-11-03T10:0{i}:00Z")) { By = "token:deploy", Cause = asked.Item3 })),
        ], BudgetBot.Ct);
        await bot.ConfirmAsync("dot", "report kpi set customer-satisfaction 4.4 2026-Q3");
        await bot.ConfirmAsync("eve", "report kpi set customer-satisfaction 4.6");
        Golden.Matches("report/kpi", await bot.SayAsync("ben", "report kpi"));
        Golden.Matches("report/kpi-before", await bot.SayAsync("ben", "report kpi 2026-Q2"));
    }

    [Fact]
    public async Task A_figure_is_set_shown_and_audited()
    {
        var bot = await BudgetBot.WithAsync();
        Assert.StartsWith("Set customer-satisfaction of 2026-Q4 to 92 %?",
            await bot.SayAsync("dot", "report kpi set Customer-Satisfaction 92%"), StringComparison.Ordinal);
        Assert.StartsWith("customer-satisfaction of 2026-Q4 is 92 %.",
            await bot.ConfirmAsync("dot", "report kpi set customer-satisfaction 92%"), StringComparison.Ordinal);
        Assert.StartsWith("Set customer-satisfaction of 2026-Q4 to 93.5 %? Now: 92 %.",
            await bot.SayAsync("eve", "report kpi set customer-satisfaction 93.5% this quarter"), StringComparison.Ordinal);
        await bot.ConfirmAsync("eve", "report kpi set customer-satisfaction 93.5%");
        var figure = Assert.Single(await bot.Store.ListAsync<KpiFigure>(IdRange.All, BudgetBot.Ct));
        Assert.Equal(("2026-Q4/customer-satisfaction", 93.5m, "eve"), (figure.Id, figure.Value.Value, figure.Value.By));
        var audited = (await bot.Store.ListAsync<AuditRow>(IdRange.All, BudgetBot.Ct))[^1].Value.Entry;
        Assert.Equal(("eve", "report kpi set", "kpi/2026-Q4/customer-satisfaction", "92 %", "93.5 %"),
            (audited.Actor, audited.Action, audited.Subject, audited.Old, audited.New));
    }

    [Theory]
    [InlineData("ben", "report kpi set csat 4", "Only leads, managers and admins can set figures.")]
    [InlineData("dot", "report kpi set csat many", "'many' is not a number. Write it as 4.6 or 92%")]
    [InlineData("dot", "report kpi set csat 9,5", "'9,5' is not a number.")]
    [InlineData("dot", "report kpi set c_sat 4", "dashes, not 'c_sat'")]
    [InlineData("dot", "report kpi set csat 4 2027-Q1", "2027-Q1 has not begun")]
    [InlineData("dot", "report kpi set csat", "Say the figure and its value, as in: `report kpi set customer-satisfaction 92%`")]
    [InlineData("ben", "report kpi 2026-Q5", "'2026-Q5' is no month, quarter or year. Say it as in 2026-10, 2026-Q4 or 2026")]
    [InlineData("ben", "report value 2027", "2027 has not begun")]
    public async Task What_cannot_be_is_refused(string person, string text, string says)
    {
        var bot = await BudgetBot.WithAsync();
        Assert.Contains(says, await bot.SayAsync(person, text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<KpiFigure>(IdRange.All, BudgetBot.Ct));
    }

    /// <summary>
    /// Checkout at 12,000 EUR an hour: 30 min in October lose 6000.00 where 1339.2 s (4464.00) were allowed: 1536.00 too much. 20 min for a
    /// tenth in November lose 120 s, 400.00, where
    /// 0.05 % of the 1,677,600 s so far are 838.8 s (2796.00): 2396.00 protected. Together 6400.00 and 860.00 of 7260.00. Search at 1000
    /// USD lost nothing of 2678.4 s + 1677.6 s: 744.00 + 466.00. Ledger at 600
    /// EUR promises nothing and was down for 10 min: 100.00.
    /// </summary>
    [Fact]
    public async Task Revenue_lost_and_protected_adds_up_by_service_month_and_currency()
    {
        var bot = await BudgetBot.WithAsync(
            Incident(1, "2026-10-05T10:00:00Z", "2026-10-05T10:30:00Z") with { NoticedBy = NoticedBy.Monitoring },
            Incident(2, "2026-11-09T10:00:00Z", "2026-11-09T10:20:00Z", 0.1m) with
            {
                NoticedBy = NoticedBy.Customer,
                Title = "Vouchers fail",
            },
            Incident(3, "2026-11-10T10:00:00Z", "2026-11-10T12:00:00Z") with { NoticedBy = NoticedBy.Customer, Voided = "a test" },
            Incident(1, "2026-11-11T10:00:00Z", "2026-11-11T10:10:00Z") with { Service = "ledger" });
        await PricedAsync(bot, "checkout", new Money(12_000, "EUR"));
        await PricedAsync(bot, "search", new Money(1000, "USD"));
        await PricedAsync(bot, "ledger", new Money(600, "EUR"));
        Golden.Matches("report/value", await bot.SayAsync("ben", "report value"));
        Golden.Matches("report/value-month", await bot.SayAsync("ben", "report value 2026-10"));
    }

    [Fact]
    public async Task A_teams_report_has_its_services_alone()
    {
        var bot =
            await BudgetBot.WithAsync(Incident(1, "2026-10-05T10:00:00Z", "2026-10-05T10:30:00Z"),
                Incident(1, "2026-10-06T10:00:00Z", "2026-10-06T12:00:00Z") with { Service = "vault" });
        await bot.Store.SaveAsync(
            [Write.Put("others", new Team("others", "Others") { Lead = "dot" }),
                Write.Put("vault", new Service("vault", "others") { RevenuePerHour = new Money(100, "EUR") })], BudgetBot.Ct);
        await bot.ConfirmAsync("dot", "report kpi set csat 4.6");
        var all = await bot.SayAsync("ben", "report kpi");
        Assert.Contains("csat (set)", all, StringComparison.Ordinal);
        Assert.Contains("1 h 15 min (2 incidents)", all, StringComparison.Ordinal); // 30 and 120 min
        var own = await bot.SayAsync("ben", "report kpi team payments last month");
        Assert.StartsWith("payments, 2026-10: 2 of 2 services within budget.", own, StringComparison.Ordinal);
        Assert.Contains("30 min (1 incident)", own, StringComparison.Ordinal);
        Assert.DoesNotContain("csat", own, StringComparison.Ordinal);
        // Two hours at 100 an hour.
        Assert.StartsWith("others, 2026-10: downtime cost 200 EUR. No time SLO, so no budget.",
            await bot.SayAsync("ben", "report value team others 2026-10"), StringComparison.Ordinal);
        Assert.StartsWith("No costs for payments: set revenuePerHour", await bot.SayAsync("ben", "report value team payments"),
            StringComparison.Ordinal);
        Assert.Equal("No team `paymets`. Did you mean `payments`?", await bot.SayAsync("ben", "report kpi team paymets"));
    }

    [Fact]
    public async Task Without_a_revenue_nothing_is_said_in_money()
    {
        var bot =
            await BudgetBot.WithAsync(
                Incident(2, "2026-11-09T10:00:00Z", "2026-11-09T10:20:00Z") with
                {
                    NoticedBy = NoticedBy.Customer,
                    Title = "Vouchers fail",
                });
        Golden.Matches("report/value-none", await bot.SayAsync("ben", "report value"));
    }

    private static async Task PricedAsync(BudgetBot bot, string service, Money hourly)
    {
        var read = (await bot.Store.FindAsync<Service>(service, BudgetBot.Ct))!;
        await bot.Store.SaveAsync([Write.Replace(read, read.Value with { RevenuePerHour = hourly })], BudgetBot.Ct);
    }

    private static Incident Short(int number, string day, int? detected, int? acknowledged) =>
        Incident(number, $"{day}T10:00:00Z", $"{day}T10:30:00Z") with
        {
            Detected = detected is null ? null : Cases.At($"{day}T10:{detected:00}:00Z"),
            Acknowledged = acknowledged is null ? null : Cases.At($"{day}T10:{acknowledged:00}:00Z"),
        };
}
