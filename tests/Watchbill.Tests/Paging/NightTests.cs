using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Paging;

/// <summary>One night and the day after it, lived through by moving the clock.</summary>
public sealed class NightTests
{
    /// <summary>Everything that is said, by its beginning, in the minute in which it is to be heard.</summary>
    private static readonly IReadOnlyList<string> Heads =
    [
        // The alert: the channel of the service's team hears of it. Ana is primary; her chat has no account, which her lead is told, and
        // her hook answers 500: both at once, so the level is passed in the same minute, and Ben, secondary, has his five minutes.
        "02:13 team:payments: sev1: payments fail (checkout-1), since Mon 30 Nov 02:13.",
        "02:13 person:dot: Ana Silva could not be told. ana has no account.",
        "02:13 person:ben: sev1: payments fail (checkout). @Ben Ode, you are secondary",
        // 02:13 + 5 min: Ben sleeps. The lead, by both of her methods at once.
        "02:18 person:dot: sev1: payments fail (checkout). @Dot Lead, you lead ordering-triage.",
        "02:18 dot by hook: sev1 checkout: payments fail",
        // 02:21, by the link of the hook: her callout begins, and everything stops. At 02:23 the list would have begun again.
        "02:21 team:payments: Dot Lead is responding to checkout-1: payments fail.",
        // 09:00: both rotations are handed over. The page stays with Dot; what Ben and the channel read offers to take it.
        "09:00 domain:ordering: @Ben Ode is on call for ordering-triage",
        "09:00 person:ben: You are on call for ordering-triage",
        "09:00 person:cai: You are on call for ordering-triage (secondary)",
        "09:00 team:payments: @Cai Wen is on call for payments",
        "09:00 person:cai: You are on call for payments",
        // 09:00 + 15 min: nobody has acknowledged the handoffs.
        "09:15 person:dot: Ben Ode and Cai Wen have not acknowledged the ordering-triage handoff",
        "09:15 person:dot: Cai Wen has not acknowledged the payments handoff",
        // Inside the hours of payments, so its primary is paged at once; Dot's callout ends.
        "09:30 team:payments: Dot Lead forwarded checkout-1 to payments",
        "09:30 person:cai: sev1: payments fail (checkout). @Cai Wen, you are primary for payments.",
        "09:34 team:payments: Cai Wen is responding to checkout-1, too.",
        // Over lunch: nothing until 13:00, when she is called again, once, though she is primary and had it.
        "12:00 team:payments: Cai Wen snoozed checkout-1 until",
        "13:00 person:cai: sev1: payments fail (checkout). @Cai Wen, you are primary for payments.",
        // Monitoring ends it, and with it the page and her callout: 14:20 - 02:13 = 12 h 7 min. Nothing after that.
        "14:20 team:payments: Resolved after 12 h 7 min: payments fail (checkout-1, sev1)",
    ];

    private readonly Hook hook = new();
    private readonly List<string> heard = [];
    private readonly PagingWorld world;
    private int said;

    public NightTests() => world = new PagingWorld { Methods = [hook] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Monday 30 November 2026, Lisbon (UTC in winter). Triage of the domain ordering is always covered, by weeks from Monday nine: ana is
    /// primary until 9:00, then ben; ben is secondary until 9:00, then cai; dot leads the domain. Nobody wrote a list: primary, secondary
    /// five minutes later, the lead five minutes after that. Payments is covered 9 to 17: cai this week.
    /// </summary>
    [Fact]
    public async Task A_night_with_an_unreachable_primary_a_sleeping_secondary_and_a_forward_in_the_morning()
    {
        var bot = await BotAsync();
        await AtAsync(bot, "02:13", () => AlertAsync(bot, end: null));
        await AtAsync(bot, "02:18");
        await AtAsync(bot, "02:21", () => LinkAsync(bot, "dot"));
        await AtAsync(bot, "02:40");
        await AtAsync(bot, "09:00");
        Assert.Contains(world.Chat.Said,
            one => one.To == Address.Person("ben") && one.Reply.Actions.Any(action => action.Label == "Take it"));
        await AtAsync(bot, "09:15");
        await AtAsync(bot, "09:30", () => bot.SayAsync("dot", "forward checkout-1"));
        await AtAsync(bot, "09:34", () => bot.SayAsync("cai", "ack"));
        await AtAsync(bot, "12:00", () => bot.SayAsync("cai", "snooze checkout-1 until 13:00"));
        await AtAsync(bot, "12:59");
        await AtAsync(bot, "13:00");
        await AtAsync(bot, "13:02", () => bot.SayAsync("cai", "ack"));
        await AtAsync(bot, "14:20", () => AlertAsync(bot, end: "14:20"));
        await AtAsync(bot, "17:00");
        Assert.Equal(Heads, heard.Select((line, i) =>
            i < Heads.Count && line.StartsWith(Heads[i], StringComparison.Ordinal) ? Heads[i] : line));
        var incident = (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        // Callouts are those who answered: ana and ben were called and never answered, so nothing is owed to them.
        Assert.Equal(["dot 02:21-09:30", "cai 09:34-14:20"], incident.Responders.Select(responder =>
            $"{responder.Person} {Clock(responder.Start)}-{Clock(responder.End!.Value)}"));
    }

    private static string Clock(Instant at) => at.InUtc().TimeOfDay.ToString("HH:mm", null);

    private async Task AtAsync(Bot bot, string time, Func<Task>? doAsync = null)
    {
        bot.Clock.Now = Cases.At($"2026-11-30T{time}:00Z");
        if (doAsync is not null) await doAsync();
        var schedules = new Schedules(bot.Store);
        await new HandoffJob(bot.Store, schedules, new DueRotations(bot.Store, NullLogger<DueRotations>.Instance),
            new OpenWork(bot.Store, new OrgChart(bot.Store)), Some.ReadFrom(bot.Clock)).RunAsync(bot.Clock.Now, Ct);
        for (var i = 0; i < 3; i++) await world.RunAsync(bot);
        foreach (var one in world.Chat.Said.Skip(said)) heard.Add($"{time} {one.To}: {Short(Bot.Plain(one.Reply))}");
        said = world.Chat.Said.Count;
        foreach (var notice in hook.Sent.Skip(hook.Told)) heard.Add($"{time} {notice.Person} by hook: {notice.Title}");
        hook.Told = hook.Sent.Count;
    }

    private static string Short(string text) => text.Split('\n')[0] is var line && line.Length > 90 ? line[..90] : text.Split('\n')[0];

    private static Task<AlertsTaken> AlertAsync(Bot bot, string? end) => new AlertIntake(bot.Store, bot.Incidents).TakeAsync(
        new AlertGroup([new SentAlert(new Alert("HighErrorRate", "f", Cases.At("2026-11-30T02:13:00Z"),
            end is null ? null : Cases.At($"2026-11-30T{end}:00Z"))
        {
            Title = "payments fail",
            Severity = Severity.Sev1,
        }, "checkout")], 0), _ => true, new Actor("token:am", "api", bot.Clock.Now, bot.Clock.Now), Ct);

    private static async Task LinkAsync(Bot bot, string person)
    {
        var actions = PagingWorld.Actions(bot);
        await new Plans(bot.Store).CommitAsync(again => actions.AcknowledgeAsync(new AnswerLink("checkout/000001", person, "hook", 0),
            new Actor(person, "link", bot.Clock.Now, bot.Clock.Now), again), Ct);
    }

    private async Task<Bot> BotAsync()
    {
        var bot = await Bot.WithAsync(
            Roster.Of("ordering-triage",
                Roster.Layer("primary", Roster.Weekly, Coverage.Always, "cai", "ana", "ben"),
                Roster.Layer("secondary", Roster.Weekly, Coverage.Always, "ana", "ben", "cai")) with
            {
                Kind = RotationKind.Triage,
                Owner = "ordering",
                AckTimeout = Duration.Zero,
            },
            Roster.Of("payments", Roster.Layer("primary", Roster.Weekly, Roster.Office, "ben", "cai")) with { AckTimeout = Duration.Zero });
        bot.Clock.Now = Cases.At("2026-11-30T02:00:00Z");
        Contact Hooked(string person) => new("hook", person) { SentAt = bot.Clock.Now, VerifiedAt = bot.Clock.Now };
        NotificationRule[] atOnce = [new("chat", Duration.Zero), new("hook", Duration.Zero)];
        await bot.Store.SaveAsync(
        [
            Write.Put("ordering", new Domain("ordering", "Ordering") { Lead = "dot" }),
            Write.Put("payments", new Team("payments", "Payments") { Lead = "dot", Members = ["ana", "ben", "cai"], Domain = "ordering" }),
            Write.Put("ana", Contacts.None.With(Hooked("ana")) with { High = atOnce }),
            Write.Put("dot", Contacts.None.With(Hooked("dot")) with { High = atOnce }),
        ], Ct);
        // Neither her chat nor her hook takes anything.
        world.Chat.First = to => to == Address.Person("ana") ? throw new UnreachableException("ana has no account.") : Task.CompletedTask;
        hook.Fails = "ana";
        // The first look notes who holds what.
        await AtAsync(bot, "02:00");
        return bot;
    }

    private sealed class Hook : IContactMethod
    {
        public List<Notice> Sent { get; } = [];

        public int Told { get; set; }

        public string? Fails { get; set; }

        public string Name => "hook";

        public string? Off => null;

        public string? Fault(string address) => null;

        public string Masked(string address) => address;

        public async Task SendAsync(string address, Notice notice, Posting posting, CancellationToken ct)
        {
            await posting.BeginAsync(Name, ct);
            if (address == Fails)
            {
                posting.Failed(Name);
                throw new HttpRequestException("it answered 500");
            }

            Sent.Add(notice);
        }
    }
}
