using NodaTime;
using Watchbill.Budgets;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// A bonus of 300 a quarter for each service of payments that stays within its budget, shared by time on call. Ana and ben turn weekly
/// from Monday 31 August at 00:00 UTC; a month may be down for 43 minutes of 30 days.
/// </summary>
public sealed class BonusTests
{
    private const string File = """
        timeZone: Etc/UTC
        currency: EUR
        people: [{id: ana, name: Ana}, {id: ben, name: Ben}, {id: lea, name: Lea}, {id: mia, name: Mia}]
        teams: [{id: payments, lead: lea, manager: mia, members: [ana, ben]}]
        services:
          - {id: checkout, team: payments, slos: [{id: availability, objective: "99.9", window: month}]}
          - {id: refunds, team: payments, slos: [{id: availability, objective: "99.9", window: month}]}
          - {id: unpromised, team: payments}
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-08-31, at: "00:00"}
            layers: [{id: primary, members: [ana, ben]}, {id: shadow, shadow: true, members: [lea]}]
            pay: standard
        compensation:
          - {id: standard, effective: 2026-01-01, bonus: {amount: 300, per: quarter, if: within budget, to: team}}
        """;

    [Fact]
    public void D45_A_bonus_is_shared_by_time_on_call()
    {
        var terms = Terms(200, PayReceiver.Team);
        var lines = BonusPay.Of(terms, terms.Services[0], [new(Person("ann"), 90), new(Person("bob"), 60)]).ToList();
        Assert.Equal(PayCase.Expected("D45", "search", "Ann"), lines[0].Line.Amount.Amount);
        Assert.Equal(PayCase.Expected("D45", "search", "Bob"), lines[1].Line.Amount.Amount);
        Assert.All(lines, one => Assert.Equal(one.Line.Amount.Amount, one.Line.Parts.Sum(part => part.Amount)));
    }

    [Fact]
    public void Shares_add_up_to_the_amount_to_the_last_cent()
    {
        var terms = Terms(100, PayReceiver.Team);
        var lines = BonusPay.Of(terms, terms.Services[0], [new(Person("a"), 1), new(Person("b"), 1), new(Person("c"), 1)]).ToList();
        Assert.Equal([33.33m, 33.34m, 33.33m], lines.Select(one => one.Line.Amount.Amount));
        Assert.All(lines, one => Assert.Equal(one.Line.Amount.Amount, one.Line.Parts.Sum(part => part.Amount)));
    }

    [Fact]
    public void To_the_person_each_has_it_whole()
    {
        var terms = Terms(100, PayReceiver.Person);
        Assert.Equal([100m, 100m], BonusPay.Of(terms, terms.Services[0], [new(Person("a"), 1), new(Person("b"), 9)])
            .Select(one => one.Line.Amount.Amount));
    }

    [Fact]
    public async Task A_quarter_within_budget_pays_with_its_last_month_and_one_that_was_not_pays_nothing()
    {
        var bot = await WithAsync(File, "2026-09-10T00:00:00Z");
        // Forty minutes of checkout are within what October may be down, an hour of refunds in November is not.
        await DownAsync(bot, "checkout", "2026-10-07T10:00:00Z", "2026-10-07T10:40:00Z");
        await DownAsync(bot, "refunds", "2026-11-07T10:00:00Z", "2026-11-07T11:00:00Z");
        await bot.AtAsync("2026-12-31T23:59:00Z");
        Assert.Empty((await bot.MonthAsync("ana", "2026-12")).Lines);
        await bot.AtAsync("2027-01-01T00:00:00Z");
        // Of 92 days ana has 7 x 7 from the weeks of 28 September (from Thursday: 4), 12 and 26 October, 9 and 23 November, 7 and 21
        // December: 4 + 6 x 7 = 46; ben the other 46, the last of them Monday to Thursday of the week of 28 December.
        Assert.Equal("150.00 of checkout by standard@2026-01-01", await BonusAsync(bot, "ana"));
        Assert.Equal("150.00 of checkout by standard@2026-01-01", await BonusAsync(bot, "ben"));
        Assert.Equal("", await BonusAsync(bot, "lea"));
        Assert.Empty((await bot.MonthAsync("ana", "2026-11")).Lines);
        Assert.Empty((await bot.MonthAsync("ana", "2027-01")).Lines);
        var said = await bot.SayAsync("ana", "pay me 2026-12");
        Assert.Contains("bonus, checkout within budget", said, StringComparison.Ordinal);
        Assert.Contains("0.5 x 300 by standard@2026-01-01", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_by_what_was_settled_when_the_quarter_began()
    {
        var bot = await WithAsync(File, "2026-09-10T00:00:00Z");
        await bot.ApplyAsync(File.Replace("amount: 300", "amount: 200", StringComparison.Ordinal));
        await bot.AtAsync("2026-09-30T23:59:00Z");
        await DownAsync(bot, "refunds", "2026-11-07T10:00:00Z", "2026-11-07T11:00:00Z");
        // In the quarter: more money, and objectives that would have been met, or are gone.
        await bot.AtAsync("2026-10-05T00:00:00Z");
        await bot.ApplyAsync(
            File.Replace("amount: 300", "amount: 900", StringComparison.Ordinal).Replace("99.9", "95", StringComparison.Ordinal));
        await bot.AtAsync("2026-12-01T00:00:00Z");
        await bot.ApplyAsync(
            File.Replace("bonus: {amount: 300, per: quarter, if: within budget, to: team}", "days: midnight", StringComparison.Ordinal)
                .Replace(", slos: [{id: availability, objective: \"99.9\", window: month}]", "", StringComparison.Ordinal));
        await bot.AtAsync("2027-01-01T00:00:00Z");
        Assert.Equal("100.00 of checkout by standard@2026-01-01", await BonusAsync(bot, "ana"));
        await bot.AtAsync("2027-04-01T00:00:00Z");
        Assert.Empty((await bot.MonthAsync("ana", "2027-03")).Lines);
    }

    [Fact]
    public async Task A_quarter_that_has_begun_when_the_policy_first_names_it_has_none()
    {
        var bot = await WithAsync(File, "2026-10-02T00:00:00Z");
        await bot.AtAsync("2027-01-01T00:00:00Z");
        Assert.Equal("", await BonusAsync(bot, "ana"));
        await bot.AtAsync("2027-04-01T00:00:00Z");
        Assert.Equal(2, (await bot.MonthAsync("ana", "2027-03")).Lines.Count);
    }

    [Fact]
    public async Task Whoever_works_a_part_of_it_has_that_part_and_a_late_outage_adjusts_it_after_the_lock()
    {
        var bot = await WithAsync(File, "2026-09-10T00:00:00Z");
        // Ben takes one of ana's weeks: 39 days are hers, 53 his.
        await bot.ConfirmAsync("lea", "override payments ben 2026-10-12 0:00 to 2026-10-19 0:00 because a course");
        await bot.AtAsync("2027-01-01T00:00:00Z");
        // 300 x 39 / 92 = 127.17 and 300 x 53 / 92 = 172.83, of each of two services.
        Assert.Equal("127.17 of checkout by standard@2026-01-01, 127.17 of refunds by standard@2026-01-01", await BonusAsync(bot, "ana"));
        Assert.Equal("172.83 of checkout by standard@2026-01-01, 172.83 of refunds by standard@2026-01-01", await BonusAsync(bot, "ben"));
        await bot.AtAsync("2027-01-20T00:00:00Z");
        await bot.TakeToAsync(PayState.Locked, "2026-12", "ana");
        Assert.Empty(await bot.AdjustmentsAsync("ana", "2027-01"));
        await DownAsync(bot, "refunds", "2026-11-07T10:00:00Z", "2026-11-07T11:00:00Z");
        Assert.Equal(["-127.17 of 2026-12"], await bot.AdjustmentsAsync("ana", "2027-01"));
        Assert.Contains("127.17 of refunds", await BonusAsync(bot, "ana"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_shown_as_it_stands_to_each_alone_and_foreseen_for_the_manager()
    {
        var bot = await WithAsync(File, "2026-09-10T00:00:00Z");
        await DownAsync(bot, "refunds", "2026-10-01T10:00:00Z", "2026-10-01T12:00:00Z");
        await bot.AtAsync("2026-10-12T00:00:00Z");
        // Ana has had Thursday to Sunday, ben the week of the 5th.
        Golden.Matches("pay/bonus", await bot.SayAsync("ana", "pay bonus"));
        Assert.StartsWith("2027-Q1: nothing of bonus as it stands", await bot.SayAsync("ana", "pay bonus 2027-Q1"),
            StringComparison.Ordinal);
        Assert.StartsWith("2026-Q4: no bonus is settled for what you are on call for", await bot.SayAsync("mia", "pay bonus"),
            StringComparison.Ordinal);
        Assert.Contains("'soon' is no month, quarter or year", await bot.SayAsync("ana", "pay bonus soon"), StringComparison.Ordinal);
        var paid = File.Replace("bonus: {", "standby: {per: hour, rate: 1}, bonus: {", StringComparison.Ordinal);
        await bot.ApplyAsync(paid);
        Assert.Contains("With it up to 300.00 EUR for each of 2 services that stay within budget.",
            await bot.SayAsync("mia", "pay forecast payments 2026-12"), StringComparison.Ordinal);
        Assert.DoesNotContain("bonus", await bot.SayAsync("mia", "pay forecast payments 2026-11"), StringComparison.Ordinal);
    }

    private static async Task<string> BonusAsync(PayBot bot, string person) => string.Join(", ",
        (await bot.MonthAsync(person, "2026-12")).Lines.Where(line => line.Kind == PayKind.Bonus)
            .Select(line => Cases.Invariant($"{line.Amount.Amount:0.00} of {line.Service} by {line.Policy}")));

    private static PaidPerson Person(string id) => new(id, "Europe/Lisbon");

    private static BonusTerms Terms(decimal amount, PayReceiver to) =>
        new("p", "p@2026-01-01", new LocalDate(2026, 6, 1), new FixedAmount(amount, PaySpan.Month, to), "EUR")
        {
            Services = [new BonusService("search", ["search"], [new Slo("availability", 99.9m)])],
        };

    private static Task DownAsync(PayBot bot, string service, string from, string to)
    {
        var incident = new Incident(service, 1, "It is down", Severity.Sev1, Cases.At(from), Cases.At(to))
        {
            At = Cases.At(to),
            By = "lea",
            Impact = 1,
        };
        return bot.Store.SaveAsync([Write.Create(Incident.DocumentId(service, 1), incident)], Ct);
    }
}
