using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>Ways to be reached: whose they are, when they count, and what happens where one fails. Cai is primary, ana secondary.</summary>
public sealed partial class ContactTests
{
    private readonly RecordingMethod hook = new("hook");
    private readonly RecordingMethod push = new("push");
    private readonly RecordingChat chat = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_method_counts_once_its_owner_has_said_the_code_that_it_brought()
    {
        var (bot, router) = await BotAsync();
        await SayAsync(bot, router, "cai", "contact add hook cai-1");
        await DeliverAsync(bot);
        var code = Assert.Single(hook.Sent).Notice.Code!;
        Assert.Equal((6, NoticeKind.Verification), (code.Length, hook.Sent[0].Notice.Kind));
        Assert.StartsWith("No code is awaited.", await SayAsync(bot, router, "ana", $"contact verify {code}"), StringComparison.Ordinal);
        Assert.StartsWith("That is not the code.", await SayAsync(bot, router, "cai", $"contact verify {Other(code)}"),
            StringComparison.Ordinal);
        Assert.StartsWith("hook is verified", await SayAsync(bot, router, "cai", $"contact verify {code}"), StringComparison.Ordinal);
        Assert.DoesNotContain(code, string.Join('\n', (await bot.Store.ListAsync<Message>(IdRange.All, Ct)).Select(said =>
            said.Value.Reply.Text.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_is_verified_is_said_to_reach_somebody()
    {
        var (bot, router) = await BotAsync();
        await SayAsync(bot, router, "cai", "contact add push cai-1");
        Assert.StartsWith(
            "Pages reach you in chat alone, and a chat does not wake anybody. push waits for its code: `contact verify <code>`",
            await SayAsync(bot, router, "cai", "contact"), StringComparison.Ordinal);
        await EnrollAsync(bot, router, "hook");
        Assert.StartsWith("You are reached in chat and by hook. push waits for its code: `contact verify <code>`",
            await SayAsync(bot, router, "cai", "contact"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_added_tested_and_removed_is_chosen()
    {
        var (bot, router) = await BotAsync();
        foreach (var typed in new[] { "contact test", "contact remove", "contact test hook" })
            Assert.Equal("You have no method but chat. Add one: `contact add hook <address>`", await SayAsync(bot, router, "cai", typed));
        await SayAsync(bot, router, "cai", "contact add push cai-1");
        foreach (var (typed, options) in new[] { ("add", "hook,push"), ("test", "push"), ("remove", "push"), ("rules", "high,low") })
        {
            var asked = await router.AskAsync($"contact {typed}", new Caller("cai", Platforms.Slack, null), Ct);
            Assert.Equal(options, string.Join(',', asked.Form!.Fields[0].Options.Select(option => option.Value)));
            Assert.Contains($"For example: `{options.Split(',')[0]}`", Bot.Plain(asked), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task VM01_five_wrong_codes_or_fifteen_minutes_end_a_code()
    {
        var (bot, router) = await BotAsync();
        await SayAsync(bot, router, "cai", "contact add hook cai-1");
        await DeliverAsync(bot);
        var code = hook.Sent[0].Notice.Code!;
        for (var i = 0; i < 5; i++) await SayAsync(bot, router, "cai", $"contact verify {Other(code)}");
        Assert.StartsWith("No code is awaited.", await SayAsync(bot, router, "cai", $"contact verify {code}"), StringComparison.Ordinal);
        Assert.Contains("less than a minute ago", await SayAsync(bot, router, "cai", "contact add hook cai-1"), StringComparison.Ordinal);
        bot.Clock.Now += Duration.FromMinutes(2);
        await SayAsync(bot, router, "cai", "contact add hook cai-1");
        await DeliverAsync(bot);
        bot.Clock.Now += Duration.FromMinutes(15);
        Assert.StartsWith("No code is awaited.", await SayAsync(bot, router, "cai", $"contact verify {hook.Sent[1].Notice.Code}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_uses_each_method_at_its_time_and_stops_when_it_is_acknowledged()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await EnrollAsync(bot, router, "push");
        Assert.Equal("For high urgency you are reached by chat at once, hook after 1 min, push after 3 min.",
            await SayAsync(bot, router, "cai", "contact rules high: chat 0m, push 3m, hook 1m"));
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Empty(hook.Pages);
        await RunAsync(bot, minutes: 1);
        var notice = Assert.Single(hook.Pages);
        Assert.Equal(("checkout-1", 1, 1, true), (notice.Page, notice.Round, notice.Step, notice.High));
        Golden.Matches("paging/notice", $"{notice.Title}\n{notice.Text.Replace(notice.Link!, "<link>", StringComparison.Ordinal)}");
        await SayAsync(bot, router, "cai", "ack");
        await RunAsync(bot, minutes: 3);
        Assert.Empty(push.Pages);
    }

    [Fact]
    public async Task VM02_a_second_code_or_test_within_a_minute_is_refused_also_where_the_method_was_removed_between()
    {
        var (bot, router) = await BotAsync();
        await SayAsync(bot, router, "cai", "contact add hook cai-1");
        bot.Clock.Now += Duration.FromSeconds(59);
        foreach (var again in new[] { "contact add hook cai-2", "contact remove hook", "contact add hook cai-2" })
        {
            var said = await SayAsync(bot, router, "cai", again);
            if (!again.Contains("remove", StringComparison.Ordinal))
                Assert.Contains("less than a minute ago", said, StringComparison.Ordinal);
        }

        await DeliverAsync(bot);
        bot.Clock.Now += Duration.FromSeconds(1);
        Assert.StartsWith("A code of six digits", await SayAsync(bot, router, "cai", "contact add hook cai-2"), StringComparison.Ordinal);
        await DeliverAsync(bot);
        await SayAsync(bot, router, "cai", $"contact verify {hook.Sent[^1].Notice.Code}");
        foreach (var again in new[] { "contact test hook", "contact add hook cai-3" })
            Assert.Contains("less than a minute ago", await SayAsync(bot, router, "cai", again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_address_is_used_until_the_code_of_the_new_one_is_said()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high hook 0m");
        bot.Clock.Now += Duration.FromMinutes(2);
        await SayAsync(bot, router, "cai", "contact add hook cai-2");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal([("cai-2", NoticeKind.Verification), ("cai-1", NoticeKind.Page)],
            hook.Sent.Skip(1).Select(sent => (sent.Address, sent.Notice.Kind)).OrderByDescending(sent => sent.Address));
        Assert.Contains("cai-2 waits for its code", await SayAsync(bot, router, "cai", "contact"), StringComparison.Ordinal);
        var code = hook.Sent.Single(sent => sent.Address == "cai-2").Notice.Code;
        await SayAsync(bot, router, "cai", $"contact verify {code}");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail again\" sev1");
        await RunAsync(bot, minutes: 0);
        Assert.Equal("cai-2", hook.Sent[^1].Address);
    }

    [Fact]
    public async Task RC04_what_an_earlier_course_would_still_have_tried_does_nothing_once_it_began_anew()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        await SayAsync(bot, router, "cai", "contact rules high chat 0m, hook 3m");
        await SayAsync(bot, router, "out", "incident declare checkout \"payments fail\" sev1");
        await RunAsync(bot, minutes: 1);
        await SayAsync(bot, router, "cai", "ack");
        await SayAsync(bot, router, "cai", "giveback checkout-1");
        await RunAsync(bot, minutes: 0);
        await RunAsync(bot, minutes: 2);
        Assert.Empty(hook.Pages);
        await RunAsync(bot, minutes: 1);
        Assert.Single(hook.Pages);
    }

    [Theory]
    [InlineData("-1m", false)]
    [InlineData("0m", true)]
    [InlineData("9000m", true)]
    [InlineData("9001m", false)]
    public async Task PR09_a_rule_waits_between_nothing_and_9000_minutes(string after, bool fine)
    {
        var (bot, router) = await BotAsync();
        Assert.Equal(fine, (await SayAsync(bot, router, "cai", $"contact rules high chat {after}"))
            .StartsWith("For high urgency", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_names_one_page_and_one_person_and_a_changed_one_nothing()
    {
        var (bot, _) = await BotAsync();
        var links = new AnswerLinks(bot.Store, () => "https://wb.example.com");
        var link = await links.OfAsync(new Page("checkout", 1, Watchbill.Incidents.Urgency.High, bot.Clock.Now), "cai", "hook", Ct);
        var token = link["https://wb.example.com/answer/".Length..];
        Assert.Equal(new AnswerLink("checkout/000001", "cai", "hook", 0), await links.ReadAsync(token, Ct));
        foreach (var bad in new[] { "", ".", "a.b", (token[0] == 'A' ? 'B' : 'A') + token[1..], token[..^2] })
            Assert.Null(await links.ReadAsync(bad, Ct));
    }

    [Fact]
    public async Task Removing_the_last_one_that_wakes_somebody_in_a_roster_asks_first()
    {
        var (bot, router) = await BotAsync();
        await EnrollAsync(bot, router, "hook");
        Assert.Contains("is the last way that wakes you", await SayAsync(bot, router, "cai", "contact remove hook"),
            StringComparison.Ordinal);
        Assert.NotNull((await bot.Store.FindAsync<Contacts>("cai", Ct))!.Value.Of("hook"));
    }

    private async Task<string> EnrollAsync(Bot bot, CommandRouter router, string method)
    {
        await SayAsync(bot, router, "cai", $"contact add {method} cai-1");
        await DeliverAsync(bot);
        var sent = (method == "hook" ? hook : push).Sent[^1].Notice.Code;
        return await SayAsync(bot, router, "cai", $"contact verify {sent}");
    }

    private static string Other(string code) => code == "000000" ? "000001" : "000000";

    private async Task RunAsync(Bot bot, int minutes)
    {
        bot.Clock.Now += Duration.FromMinutes(minutes);
        for (var i = 0; i < 2; i++)
        {
            await PagingTests.Job(bot).RunAsync(bot.Clock.Now, Ct);
            await DeliverAsync(bot);
        }
    }

    private Task<Instant?> DeliverAsync(Bot bot) => new DeliveryJob(new Outbox(bot.Store, exclusive: true), chat, bot.Clock,
        NullLogger<DeliveryJob>.Instance, methods: new ContactMethods(bot.Store, [hook, push])).RunAsync(bot.Clock.Now, Ct);

    private static async Task<string> SayAsync(Bot bot, CommandRouter router, string person, string text) =>
        Bot.Plain(await router.AskAsync(text, new Caller(person, Platforms.Slack, null), Ct));

    private async Task<(Bot Bot, CommandRouter Router)> BotAsync()
    {
        var bot = await PagingTests.BotAsync();
        var (chart, schedules) = (new OrgChart(bot.Store), new Schedules(bot.Store));
        var presses = new PublicPresses(bot.Store, chart, new OnCallNow(chart, schedules));
        var router = new CommandRouter(
            [
                new ContactCommands(bot.Store, new ContactMethods(bot.Store, [hook, push]), schedules),
                new IncidentCommands(bot.Store, bot.Incidents, chart, presses),
                new PageCommands(bot.Store,
                    new PageActions(bot.Store, chart, bot.Incidents.Desk, new PageSurroundings(bot.Store, chart, schedules)),
                    new PageDrills(bot.Store, chart), chart, new Rotations.HandoffCommands(bot.Store, schedules, chart).Desk,
                    presses),
            ], bot.Store, bot.Clock);
        return (bot, router);
    }
}
