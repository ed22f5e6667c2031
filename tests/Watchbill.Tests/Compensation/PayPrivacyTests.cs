using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Storage;
using static Watchbill.Compensation.PayBot;

namespace Watchbill.Compensation;

/// <summary>
/// By which days a manager sees and decides, and that pay stays with whom it is for. Who may do what is in <see cref="PayRightsTests"/>.
/// </summary>
public sealed class PayPrivacyTests
{
    // Eve manages payments until Monday 15 June, noon, and Fay from then on; dom manages their domain, xe is executive.
    private const string File = """
        timeZone: Etc/UTC
        currency: EUR
        executives: [xe]
        people:
          - {id: ana, name: Ana}
          - {id: ben, name: Ben}
          - {id: lea, name: Lea}
          - {id: eve, name: Eve}
          - {id: fay, name: Fay}
          - {id: dom, name: Dom}
          - {id: xe, name: Xe}
          - {id: adm, name: Ada, admin: true}
          - {id: oth, name: Oth}
        domains: [{id: ordering, manager: dom, lead: lea}]
        teams:
          - {id: payments, domain: ordering, lead: lea, manager: eve, members: [ana, ben]}
          - {id: search, domain: ordering, lead: oth, manager: oth, members: [oth]}
        services: [{id: checkout, team: payments}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-06-01, at: "00:00"}
            layers: [{id: primary, members: [ana, ben]}]
            pay: standard
        compensation: [{id: standard, effective: 2026-01-01, standby: {per: hour, rate: 5}}]
        """;

    [Fact]
    public void Every_act_has_its_row() => Assert.Equal(Enum.GetValues<PayAct>(), PayRights.Table.Keys.Order());

    [Fact]
    public async Task Whoever_managed_on_the_last_day_decides_and_where_they_have_left_whoever_does_now()
    {
        var bot = await JuneAsync();
        var june = new LocalDate(2026, 6, 1);
        var oth = File.Replace("lead: lea, manager: eve", "lead: lea, manager: oth", StringComparison.Ordinal);
        await bot.ApplyAsync(oth);
        foreach (var act in new[] { PayAct.Approve, PayAct.Adjust, PayAct.Close, PayAct.DecideEntry })
            Assert.Equal((act, "fay"), (act, string.Join(' ', await bot.Rights.WhoAsync(act, "ana", june, bot.Clock.Now, Ct))));
        foreach (var act in new[] { PayAct.SetRate, PayAct.SetFactor, PayAct.TakeOff, PayAct.Forecast })
            Assert.Equal((act, "oth"), (act, string.Join(' ', await bot.Rights.WhoAsync(act, "ana", june, bot.Clock.Now, Ct))));
        await bot.ApplyAsync(oth.Replace("name: Fay}", "name: Fay, until: 2026-07-01}", StringComparison.Ordinal));
        Assert.Equal(["oth"], await bot.Rights.WhoAsync(PayAct.Approve, "ana", june, bot.Clock.Now, Ct));
        // Whoever has left sees nothing any more.
        Assert.Equal(["eve"], await bot.Rights.WhoAsync(PayAct.See, "ana", june, bot.Clock.Now, Ct));
    }

    [Fact]
    public async Task Each_manager_sees_the_days_they_managed()
    {
        var bot = await JuneAsync();
        // Ana: the week from 1 June (168 h), from 15 June 00:00 half a day before noon and 156 h after it, and 29 and 30 June.
        Assert.Contains("900.00 EUR", await bot.SayAsync("eve", "pay team payments 2026-06"), StringComparison.Ordinal);
        var fay = await bot.SayAsync("fay", "pay team payments 2026-06");
        Assert.Contains("1,020.00 EUR", fay, StringComparison.Ordinal);
        Assert.DoesNotContain("900.00", fay, StringComparison.Ordinal);
        // Nobody has answered: it is for the manager of the last day to approve.
        await bot.AtAsync("2026-07-20T12:00:00Z");
        Assert.Contains("[Approve 2 months]", await bot.SayAsync("fay", "pay team payments 2026-06"), StringComparison.Ordinal);
        Assert.DoesNotContain("[Approve", await bot.SayAsync("eve", "pay team payments 2026-06"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_about_pay_can_be_shared_or_is_said_in_a_channel()
    {
        var bot = await JuneAsync();
        foreach (var (person, text) in new[]
        {
            ("ana", "pay me 2026-06"), ("fay", "pay team 2026-06"), ("fay", "pay lines ana 2026-06"), ("ana", "pay bonus"),
            ("fay", "pay approve ana 2026-06"),
            ("fay", "pay forecast payments 2026-08"),
            ("ana", "pay off balance"), ("fay", "pay waiting 2026-06"), ("fay", "pay rate ana 30 EUR"), ("fay", "pay factor ana 1.5"),
        })
        {
            var reply = await bot.AskAsync(person, text);
            Assert.False(reply.Shareable);
            Assert.Equal(Audience.You, reply.Audience);
            Assert.DoesNotContain(reply.Actions, action => action.Action == Buttons.Share);
        }

        await bot.ConfirmAsync("fay", "pay factor ana 1.37");
        await bot.ConfirmAsync("fay", "pay rate ana 77.77 EUR");
        await bot.ConfirmAsync("fay", "pay adjust ana 2026-07 61.23 EUR because late");
        var stored = await bot.EverythingSaidAndAuditedAsync();
        foreach (var secret in new[] { "1.37", "77.77", "61.23" }) Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_hourly_rate_is_in_a_currency_that_is_paid()
    {
        var bot = await JuneAsync();
        Assert.Equal("No pay policy pays in USD. Write it in EUR.", await bot.SayAsync("fay", "pay rate ana 30 USD"));
        Assert.Equal("A rate cannot be below zero.", await bot.SayAsync("fay", "pay rate ana -30 EUR"));
    }

    [Fact]
    public async Task A_factor_is_seen_by_its_person_and_not_by_the_manager()
    {
        var bot = await JuneAsync();
        await bot.ConfirmAsync("fay", "pay factor ana 1.37 from 2026-06-16");
        Assert.Contains("1.37", await bot.SayAsync("ana", "pay me 2026-06"), StringComparison.Ordinal);
        Assert.DoesNotContain("1.37", await bot.SayAsync("fay", "pay team payments 2026-06"), StringComparison.Ordinal);
        var lines = await bot.SayAsync("fay", "pay lines ana 2026-06");
        Assert.DoesNotContain("1.37", lines, StringComparison.Ordinal);
        Assert.DoesNotContain(" x 5", lines, StringComparison.Ordinal);
        Assert.Contains("144 h by standard@2026-01-01", lines, StringComparison.Ordinal);
    }

    /// <summary>Whoever asks is refused by their rights before; this holds wherever it is asked from.</summary>
    [Fact]
    public async Task Nobody_decides_about_their_own_pay_whatever_their_rights()
    {
        var bot = await JuneAsync();
        await bot.AtAsync("2026-07-20T12:00:00Z");
        var (ana, june, by) = (await bot.Chart.PersonAsync("ana", Ct), new LocalDate(2026, 6, 1), bot.By("ana"));
        var five = new Money(5, "EUR");
        var entry = new TimeEntry("ana", TimeEntryKind.Standby, bot.Clock.Now - Duration.FromHours(2), bot.Clock.Now, "ana", bot.Clock.Now);
        foreach (var decide in new Func<Task<Plan>>[]
        {
            () => bot.Decisions.PlanAsync(ana, june, PayState.Approved, by, Ct),
            () => bot.Decisions.PlanAdjustmentAsync(ana, june, five, "a taxi", by, Ct),
            () => bot.Decisions.PlanFactsAsync(ana, five, null, june, by, Ct),
            () => Task.FromResult(PayDecisions.PlanEntry(new Stored<TimeEntry>(entry.Id, entry, 1), true, null, by)),
        }) Assert.True((await Assert.ThrowsAsync<RefusedException>(decide)).Forbidden);
    }

    private static async Task<PayBot> JuneAsync()
    {
        var bot = await WithAsync(File, "2026-06-01T00:00:00Z");
        await bot.AtAsync("2026-06-15T12:00:00Z");
        await bot.ApplyAsync(File.Replace("lead: lea, manager: eve", "lead: lea, manager: fay", StringComparison.Ordinal));
        await bot.AtAsync("2026-07-03T12:00:00Z");
        return bot;
    }
}
