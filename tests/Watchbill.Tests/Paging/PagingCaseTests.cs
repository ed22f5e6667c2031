using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Rows of facts about paging besides those of steps, over the store. Cai is primary of payments, ana secondary.</summary>
public sealed class PagingCaseTests
{
    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AK18_somebody_who_is_not_on_call_may_take_it_and_the_primary_reads_who()
    {
        var bot = await OpenAsync();
        await bot.SayAsync("out", "ack checkout-1");
        await world.RunAsync(bot);
        Assert.Equal(["out"], (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Working());
        Assert.Contains(world.Chat.Edited,
            edit => edit.Reply.Text.ToString().Contains("Out Sider has checkout-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DD06_and_DD20_a_repeat_pages_nobody_and_the_same_alert_after_it_was_over_is_another_incident()
    {
        var bot = await PagingTests.BotAsync();
        var intake = new AlertIntake(bot.Store, bot.Incidents);
        Task FireAsync(string start, string? end) => intake.TakeAsync(
            new AlertGroup([new SentAlert(new Alert("HighErrorRate", "f", Cases.At(start), end is null ? null : Cases.At(end))
            {
                Title = "payments fail",
                Severity = Severity.Sev1,
            }, "checkout")], 0), _ => true, new Actor("token:am", "api", bot.Clock.Now, bot.Clock.Now), Ct);
        await FireAsync("2026-11-20T10:00:00Z", null);
        await world.RunAsync(bot);
        await bot.SayAsync("cai", "ack checkout-1");
        await world.RunAsync(bot, Cases.At("2026-11-20T10:25:00Z"));
        await FireAsync("2026-11-20T10:00:00Z", null);
        await world.RunAsync(bot);
        Assert.Equal(["cai"], world.Called());
        await FireAsync("2026-11-20T10:00:00Z", "2026-11-20T10:25:00Z");
        await world.RunAsync(bot, Cases.At("2026-11-20T10:28:00Z"));
        await FireAsync("2026-11-20T10:28:00Z", null);
        await world.RunAsync(bot);
        Assert.Equal(["cai", "cai"], world.Called());
        Assert.Equal(2, (await bot.Store.ListAsync<Incident>(IdRange.All, Ct)).Count);
    }

    [Fact]
    public async Task RC05_the_button_of_a_page_that_is_over_acknowledges_nothing()
    {
        var bot = await OpenAsync();
        var button = world.Chat.Said.Last(said => said.To == Address.Person("cai")).Reply.Actions[0];
        await bot.SayAsync("cai", "incident resolve checkout-1");
        await bot.SayAsync("out", "incident declare checkout \"payments fail again\" sev1");
        await world.RunAsync(bot);
        Assert.Contains("checkout-1 is resolved", await bot.PressAsync("cai", button.Action, button.Value), StringComparison.Ordinal);
        Assert.True((await bot.Store.FindAsync<Page>("checkout/000002", Ct))!.Value.IsOpen);
    }

    [Fact]
    public async Task NO07_the_timeline_says_of_an_empty_step_that_nobody_was_paged()
    {
        var bot = await PagingTests.BotAsync();
        await bot.ConfirmAsync("cai", "away until mon 09:00");
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        var texts = PageTimeline.Of(page, person => person, DateTimeZone.Utc).Select(line => line.Text).ToList();
        Assert.Contains("Nobody was paged: nobody is there as primary of payments. Went on at once.", texts);
        Assert.DoesNotContain(texts, text => text.Contains("cai (primary) was paged", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_paged_and_acknowledged_in_the_second_of_the_resolving_stands_before_it()
    {
        var now = Cases.At("2026-11-20T10:00:00Z");
        var page = new Page("checkout", 1, Incidents.Urgency.High, now)
        {
            Taken = [new(1, 0, "primary", now, now + Duration.FromMilliseconds(200), ["cai"])],
            Events =
            [
                new(now, PageEventKind.Opened), new(now + Duration.FromMilliseconds(600), PageEventKind.Acknowledged) { Person = "cai" },
                new(now, PageEventKind.Resolved), new(now + Duration.FromMilliseconds(900), PageEventKind.Reopened),
            ],
        };
        Assert.Equal(
            ["The page was opened.", "cai (primary) was paged.", "cai acknowledged.", "The incident was resolved.",
                "The incident was reopened."],
            PageTimeline.Of(page, person => person, DateTimeZone.Utc).Select(line => line.Text));
    }

    [Fact]
    public void MT04_what_a_maintenance_holds_is_acknowledged_all_the_same()
    {
        var now = Cases.At("2026-11-20T10:00:00Z");
        var taken = new Page("checkout", 1, Incidents.Urgency.High, now) { Held = true }.Acknowledge("cai", now + Duration.FromMinutes(5));
        Assert.Equal((PageState.Acknowledged, false), (taken.State, taken.Held));
    }

    // 2 March 2026 is a Monday; windows of every day, in UTC.
    [Theory]
    [InlineData("QH03", "2026-03-02T06:00:00Z", "08:00", "17:00", "2026-03-02T08:00:00Z")]
    [InlineData("QH04", "2026-03-02T08:00:00Z", "08:00", "17:00", "2026-03-02T08:00:00Z")]
    [InlineData("QH06", "2026-03-02T03:00:00Z", "20:00", "06:00", "2026-03-02T03:00:00Z")]
    [InlineData("QH07", "2026-03-02T12:00:00Z", "20:00", "06:00", "2026-03-02T20:00:00Z")]
    [InlineData("QH09", "2026-03-02T09:00:00Z", "08:00", "08:00", "2026-03-02T09:00:00Z")]
    public async Task Low_urgency_waits_for_the_window(string row, string at, string from, string to, string paged)
    {
        var bot = await Bot.WithAsync(Roster.Of("payments",
            Roster.Layer("primary", Roster.Weekly with { TimeZone = "Etc/UTC" }, Some.Open("Mon-Sun", from, to), "cai")));
        bot.Clock.Now = Cases.At(at);
        await bot.SayAsync("dot", "incident declare checkout \"search is slow\" sev3");
        await world.RunAsync(bot);
        var page = (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value;
        Assert.Equal((row, Cases.At(paged)), (row, page.Taken.Count > 0 ? page.Taken[0].At : page.Due!.Value));
    }

    private async Task<Bot> OpenAsync()
    {
        var bot = await PagingTests.BotAsync();
        await bot.SayAsync("out", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        return bot;
    }
}
