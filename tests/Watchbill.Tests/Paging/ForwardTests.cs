using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>
/// Triage in front of a team that is covered Monday to Friday, 9 to 17 in Lisbon. Friday 20 November 2026, 20:00: dot is triage of the
/// domain ordering; ana was primary of payments today, cai is from Monday.
/// </summary>
public sealed class ForwardTests
{
    private static readonly Instant FridayNight = Cases.At("2026-11-20T20:00:00Z");
    private static readonly Instant MondayNine = Cases.At("2026-11-23T09:00:00Z");

    private readonly PagingWorld world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FW02_a_forward_outside_the_teams_hours_waits_for_its_first_covered_instant_and_says_so()
    {
        var bot = await BotAsync();
        await bot.SayAsync("dot", "incident declare checkout \"search is slow\" sev3");
        await world.RunAsync(bot);
        Assert.Equal(["dot"], world.Called());
        await bot.SayAsync("dot", "ack");
        var said = await bot.SayAsync("dot", "forward checkout-1");
        Assert.StartsWith("checkout-1 waits for payments until Mon 09:00, off-hours", said, StringComparison.Ordinal);
        await world.RunAsync(bot, MondayNine - Duration.FromSeconds(1));
        Assert.Equal(["dot"], world.Called());
        Assert.Equal(2, world.Chat.Said.Count(one => one.To == Address.Team("payments")
            && (Said(one).Contains("Dot Lead forwarded checkout-1 to payments", StringComparison.Ordinal)
                || Said(one).Contains("checkout-1 waits for payments until", StringComparison.Ordinal))));
        // Whoever handed it over has it no more.
        Assert.Empty((await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value.Working());
        Assert.Contains("Dot Lead forwarded checkout-1 to payments.",
            world.Chat.Edited
                .Last(
                    edit =>
                        edit.Reply.Text.ToString()
                            .StartsWith("sev3: search is slow (checkout).", StringComparison.Ordinal)).Reply.Text.ToString(),
            StringComparison.Ordinal);
        await world.RunAsync(bot, MondayNine);
        Assert.Equal(["dot", "cai"], world.Called());
        bot.Clock.Now = FridayNight;
        await bot.SayAsync("dot", "incident declare checkout \"all is well again\" sev1");
        await world.RunAsync(bot);
        await bot.SayAsync("dot", "ack checkout-2");
        Golden.Matches("paging/triage", await bot.SayAsync("eve", "report triage this month"));
    }

    [Fact]
    public async Task The_report_of_triage_counts_what_it_answered_what_it_forwarded_and_what_of_that_waited()
    {
        var bot = await BotAsync();
        foreach (var severity in new[] { "sev3", "sev1", "sev1", "sev1" })
            await bot.SayAsync("dot", $"incident declare checkout \"it fails\" {severity}");
        await world.RunAsync(bot);
        await bot.SayAsync("dot", "forward checkout-1");
        await bot.SayAsync("dot", "forward checkout-2");
        await bot.SayAsync("dot", "ack checkout-3");
        await world.RunAsync(bot);
        // Paged four times; the third was answered, the first two forwarded, of which the first waits; nobody has the fourth.
        Assert.Equal(["ordering-triage", "4", "1", "2", "1"],
            (await bot.AskAsync("eve", "report triage this month")).Table!.Rows.Single().Select(cell => cell.ToString()));
    }

    [Fact]
    public async Task FW03_high_urgency_goes_at_once_by_the_teams_escalation()
    {
        var bot = await BotAsync();
        await bot.SayAsync("dot", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        var button = world.Chat.Said.Last(one => one.To == Address.Person("dot")).Reply.Actions.Single(action =>
            action.Label == "Forward to payments");
        Assert.Equal("checkout-1 is with payments now: Ben Ode (lead) is paged. Nobody is primary there now.",
            await bot.PressAsync("dot", button.Action, button.Value));
        await world.RunAsync(bot);
        // Primary and secondary are off: their lead is.
        Assert.Equal(["dot", "ben"], world.Called());
    }

    [Fact]
    public async Task Pressed_in_public_by_whoever_has_nothing_to_do_with_it_it_asks_back()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync([Write.Put("out", new Person("out", "Out Sider") { TimeZone = "Europe/Lisbon" })], Ct);
        await bot.SayAsync("dot", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        var (outsider, triage) = (new Caller("out", Platforms.Slack, "C0PAY"), new Caller("dot", Platforms.Slack, "C0PAY"));
        var asked = await bot.Router.PressAsync("page-forward", "incident/checkout/1", outsider, Ct);
        Assert.Equal("Forward checkout-1 (payments fail)? You are not on call for checkout, nor in payments.", asked.Text.ToString());
        Assert.Equal(["Forward page", "Cancel"], asked.Actions.Select(button => button.Label));
        // Of a rotation in front of several teams that pages for itself all of them are asked for.
        await bot.SayAsync("dot", "page ordering-triage please look");
        Assert.Equal("Acknowledge page-1 (please look)? You are not on call for ordering-triage, nor in payments or search.",
            (await bot.Router.PressAsync("page-ack", "incident/page/1", outsider, Ct)).Text.ToString());
        await bot.Router.PressAsync("page-forward", "incident/checkout/1", triage, Ct);
        Assert.Equal("payments", (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value.Rotation);
    }

    [Fact]
    public async Task Inside_the_teams_hours_it_is_paged_at_once_and_triage_no_longer()
    {
        var bot = await BotAsync();
        bot.Clock.Now = Cases.At("2026-11-20T10:00:00Z");
        await bot.SayAsync("dot", "incident declare checkout \"search is slow\" sev3");
        await world.RunAsync(bot);
        Assert.Equal("checkout-1 is with payments now: Ana Silva (primary) is paged.",
            await bot.SayAsync("dot", "forward checkout-1 to payments"));
        await world.RunAsync(bot);
        await world.RunAsync(bot, bot.Clock.Now + Duration.FromMinutes(20));
        Assert.Equal(["dot", "ana", "ben"], world.Called());
    }

    [Fact]
    public async Task While_triage_is_off_hours_and_the_team_is_not_the_team_is_called()
    {
        var bot = await BotAsync();
        await bot.Store.SaveAsync(
        [
            Write.Put("payments", Roster.Of("payments", Roster.Primary("cai"))),
            Write.Put("ordering-triage", Roster.Of("ordering-triage", Roster.Layer("primary", Roster.Weekly, Roster.Office, "dot")) with
            {
                Kind = RotationKind.Triage,
                Owner = "ordering",
            }),
        ], Ct);
        await bot.SayAsync("ben", "incident declare checkout \"payments fail\" sev1");
        await world.RunAsync(bot);
        Assert.Equal(["cai"], world.Called());
    }

    [Fact]
    public async Task FW07_it_comes_back_once_and_a_second_time_is_refused()
    {
        var bot = await BotAsync();
        await bot.SayAsync("dot", "incident declare checkout \"whose is it\" sev2");
        await world.RunAsync(bot);
        await bot.SayAsync("dot", "forward checkout-1 to payments");
        await world.RunAsync(bot);
        Assert.Contains("payments has checkout-1 already", await bot.SayAsync("ben", "forward checkout-1 to payments"),
            StringComparison.Ordinal);
        await bot.SayAsync("ben", "forward checkout-1 to search");
        await world.RunAsync(bot);
        await bot.SayAsync("eve", "forward checkout-1 to payments");
        await world.RunAsync(bot);
        Assert.Equal(["ben", "eve"], world.Chat.Said.Where(one => Said(one).Contains("forwarded to and fro", StringComparison.Ordinal))
            .Select(one => one.To.Id).Order(StringComparer.Ordinal));
        Assert.Contains("Talk to each other", await bot.SayAsync("ben", "forward checkout-1 to search"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_team_has_nobody_on_call_it_is_refused_with_whom_to_call()
    {
        var bot = await BotAsync();
        await bot.SayAsync("dot", "incident declare checkout \"whose is it\" sev2");
        Assert.Contains("lone has no rotation, so nobody there would be paged. Call its lead: `page cai <text>`",
            await bot.SayAsync("dot", "forward checkout-1 to lone"), StringComparison.Ordinal);
    }

    private static string Said((Address To, Reply Reply, string Key) one) => one.Reply.Text.ToString();

    private static async Task<Bot> BotAsync()
    {
        var bot = await Bot.WithAsync(
            Roster.Of("payments",
                Roster.Layer("primary", Roster.Weekly, Roster.Office, "cai", "ana"),
                Roster.Layer("secondary", Roster.Weekly, Roster.Office, "ana", "cai")) with
            {
                Escalation = [new("primary", Duration.Zero), new("lead", Duration.FromMinutes(15))],
            },
            Roster.Of("search", Roster.Primary("eve")) with { Owner = "search" },
            Roster.Of("ordering-triage", Roster.Primary("dot")) with { Kind = RotationKind.Triage, Owner = "ordering" });
        await bot.Store.SaveAsync(
        [
            Write.Put("eve", new Person("eve", "Eve Moe") { TimeZone = "Europe/Lisbon" }),
            Write.Put("ordering", new Domain("ordering", "Ordering")),
            Write.Put("payments", new Team("payments", "Payments") { Lead = "ben", Members = ["ana", "ben", "cai"], Domain = "ordering" }),
            Write.Put("search", new Team("search", "Search") { Lead = "eve", Members = ["eve"], Domain = "ordering" }),
            Write.Put("lone", new Team("lone", "Lone") { Lead = "cai", Members = ["cai"] }),
        ], Ct);
        bot.Clock.Now = FridayNight;
        return bot;
    }
}
