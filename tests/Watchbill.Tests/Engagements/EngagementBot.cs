using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using static Watchbill.Fixtures.Some;

namespace Watchbill.Engagements;

/// <summary>
/// Checkout is payments', led by dot, and run by sre-core, led by lea; search is payments', too, and nobody
/// else's. Ada is an admin. Friday 20 November 2026, 10:00 in Lisbon; payments hands over on Mondays at
/// 09:00, sre-core on Wednesdays at 12:00. Budgets are what a test says.
/// </summary>
public sealed class EngagementBot
{
    public static readonly Instant Friday = Cases.At("2026-11-20T10:00:00Z");
    public static readonly Instant Monday = Cases.At("2026-11-23T09:00:00Z");

    private static readonly TurnRule Wednesdays = Weekly with { Anchor = new LocalDateTime(2026, 1, 7, 12, 0) };

    private readonly CommandRouter router;

    private EngagementBot()
    {
        Store = new MemoryStore();
        var chart = Chart = new OrgChart(Store);
        var schedules = new Schedules(Store, index: new RotationIndex(Store, Store.Notices));
        var worked = new WorkedShifts(Store);
        Queries = new EngagementQueries(Store, chart);
        var budgets = new BudgetQueries(Store);
        Job = new HandbackJob(Store, Queries, budgets);
        router = new CommandRouter(
            [
                new OnCallCommands(new RotationPicker(Store, chart, schedules), new OnCallBoard(schedules, worked, chart), schedules,
                    worked, chart),
                new EngagementCommands(Queries, chart, budgets), new HandbackCommands(Queries, chart),
                new ReviewCommands(Store, Queries, chart, new Qualifications(Store, schedules)),
                new ModelCommands(Store, Queries), new CostCommands(new SreCosts(Store, worked), chart),
            ],
            Store,
            Clock);
    }

    public FakeClock Clock { get; } = new(Friday);

    public MemoryStore Store { get; }

    public OrgChart Chart { get; }

    public EngagementQueries Queries { get; }

    public HandbackJob Job { get; private set; }

    public static Rotation Payments { get; } = Rotation(Layer("primary", Weekly, Coverage.Always, "ana", "ben"));

    public static Rotation Sre { get; } = Rotation(Layer("primary", Wednesdays, Coverage.Always, "lea", "hugo")) with
    {
        Id = "sre-core",
        Owner = "sre-core",
    };

    public static async Task<EngagementBot> NewAsync(params Rotation[] rotations)
    {
        var bot = new EngagementBot();
        var people =
            new[] { "ada Ada Admin", "ana Ana Silva", "ben Ben Ode", "dot Dot Lead", "hugo Hugo Park", "lea Lea Novak" }.Select(
                person => person.Split(' ', 2));
        await bot.Store.SaveAsync(
        [
            .. people.Select(
                person =>
                    Write.Create(person[0], new Person(person[0], person[1]) { TimeZone = "Europe/Lisbon", Admin = person[0] == "ada" })),
            Write.Create("payments", new Team("payments", "Payments") { Lead = "dot", Members = ["ana", "ben"], CostCenter = "4711" }),
            Write.Create("sre-core", new Team("sre-core", "SRE Core") { Lead = "lea", Members = ["lea", "hugo"], Sre = true }),
            Write.Create("checkout", new Service("checkout", "payments")
            {
                Engagement = new Engagement(EngagementModel.YouBuildSreRun)
                {
                    By = "sre-core",
                    Entry = 2,
                    Exit = new ExitCondition(2, 4),
                    Price = new EngagementPrice(new Compensation.Money(95, "EUR"), PriceUnit.Hour),
                },
            }),
            Write.Create("search", new Service("search", "payments")),
            .. (rotations.Length > 0 ? rotations : [Payments, Sre]).Select(rotation => Write.Create(rotation.Id, rotation)),
        ], Roster.Ct);
        return bot;
    }

    /// <summary>
    /// Gives a service an objective by the month, and months until October 2026: x exhausted, o within budget, ? no data.
    /// </summary>
    public async Task SpendAsync(string id, string months)
    {
        var service = (await Store.FindAsync<Service>(id, Roster.Ct))!;
        var availability = Spending.Counted("99", BudgetWindow.CalendarMonth) with { Id = "availability" };
        var first = new LocalDate(2026, 11, 1).PlusMonths(-months.Length);
        await Store.SaveAsync(
        [
            Write.Replace(service, service.Value with { Slos = [availability] }),
            .. from month in months.Select((mark, i) => (Mark: mark, Day: first.PlusMonths(i)))
               where month.Mark != '?'
               let hour = new Bucket(month.Day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), month.Mark == 'x' ? 90 : 100, 100)
               select Write.Put(BucketDay.IdOf(id, availability.Id, month.Day, Budgets.Requests.Pushed),
                   new BucketDay(id, availability.Id, month.Day, Budgets.Requests.Pushed, [hour])),
        ], Roster.Ct);
    }

    public async Task<Reply> AskAsync(string person, string text) =>
        await router.AskAsync(text, new Caller(person, Platforms.Slack, null), Roster.Ct);

    public async Task<string> SayAsync(string person, string text) => Bot.Plain(await AskAsync(person, text));

    /// <summary>Asks, and presses Confirm; a refusal is the answer.</summary>
    public async Task<string> ConfirmAsync(string person, string text) => await ConfirmAsync(person, await AskAsync(person, text));

    /// <summary>Presses a button, and answers what is said to that; nothing is confirmed.</summary>
    public Task<Reply> PressAsync(string person, Button button) =>
        router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Roster.Ct);

    /// <summary>Presses a button of the last message to a person that has one, and Confirm.</summary>
    public async Task<string> PressAsync(string person, string label, string? owner = null)
    {
        var said =
            (await Store.ListAsync<Delivery>(IdRange.All, Roster.Ct))
                .Last(
                    delivery => delivery.Value.To == Address.Person(owner ?? person) && delivery.Value.Reply.Actions.Count > 0).Value.Reply;
        var button = said.Actions.Single(action => action.Label == label);
        return await ConfirmAsync(person,
            await router.PressAsync(button.Action, button.Value, new Caller(person, Platforms.Slack, null), Roster.Ct));
    }

    /// <summary>Messages since the last time, by address.</summary>
    public async Task<string> SaidAsync()
    {
        var all = await Store.ListAsync<Delivery>(IdRange.All, Roster.Ct);
        await Store.SaveAsync([.. all.Select(Write.Delete)], Roster.Ct);
        return string.Join("\n\n",
            all.OrderBy(delivery => delivery.Value.To.ToString(), StringComparer.Ordinal)
                .Select(delivery => $"{delivery.Value.To}: {Bot.Plain(delivery.Value.Reply)}"));
    }

    public async Task<string> AnsweringAsync(string service, Instant at) => string.Join(' ',
        (await Chart.Responsibilities.AnsweringAsync((await Store.FindAsync<Service>(service, Roster.Ct))!.Value, at,
            Roster.Ct)).Rotations.Select(
            rotation => rotation.Id));

    public async Task<EngagementHistory> HistoryAsync(string service) =>
        (await Store.FindAsync<EngagementHistory>(service, Roster.Ct))?.Value ?? new EngagementHistory(service);

    /// <summary>The job of a new process.</summary>
    public void Restart() => Job = new HandbackJob(Store, Queries, new BudgetQueries(Store));

    private async Task<string> ConfirmAsync(string person, Reply preview)
    {
        var confirm = preview.Actions.FirstOrDefault(action => action.Action == "confirm");
        return Bot.Plain(
            confirm is null
                ? preview : await router.PressAsync("confirm", confirm.Value, new Caller(person, Platforms.Slack, null), Roster.Ct));
    }
}
