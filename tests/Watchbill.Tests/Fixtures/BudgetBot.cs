using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Fixtures;

/// <summary>
/// The bot with budgets alone: team payments (lead dot, manager eve) in domain ordering (accountable ana) owns
/// checkout, 99.95 % a quarter with an SLA of 99.5 % and 99 % of requests in 28 days. Friday 20 November 2026,
/// 10:00 UTC, in an organisation of UTC: a budget of 92 days x 0.05 % = 3974.4 s.
/// </summary>
public sealed class BudgetBot
{
    public static readonly Service Checkout = new("checkout", "payments")
    {
        Slos = [Spending.Time("99.95", Spending.Quarter) with { Sla = 99.5m }, Spending.Counted("99", Spending.Rolling(28))],
    };

    public BudgetBot()
    {
        Store = new MemoryStore(Notices);
        Chart = new OrgChart(Store);
        Queries = new BudgetQueries(Store);
        Gates = new Gates(Store, Queries);
        Work = new OpenWork(Store, Chart);
        Troubles = new LowBudgetNotes(Store, Work, Chart);
        Reports = new ReportQueries(Store, Queries);
        Router =
            new CommandRouter(
                [new BudgetCommands(Store, Queries, Gates, Chart), new GateCommands(Store, Gates, Chart),
                    new BudgetCorrectionCommands(new BudgetCorrections(Store, Chart), Chart), Troubles,
                    new ReportCommands(Reports, new KpiFigures(Store, Chart, Reports), Chart)], Store, Clock);
    }

    public FakeClock Clock { get; } = new(Cases.At("2026-11-20T10:00:00Z"));
    public SaveNotices Notices { get; } = new();
    public MemoryStore Store { get; }
    public OrgChart Chart { get; }
    public BudgetQueries Queries { get; }
    public Gates Gates { get; }
    public OpenWork Work { get; }
    public LowBudgetNotes Troubles { get; }
    public ReportQueries Reports { get; }
    public CommandRouter Router { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<BudgetBot> WithAsync(params Incidents.Incident[] incidents)
    {
        var bot = new BudgetBot();
        await bot.Store.SaveAsync(
        [
            Write.Put(OrganizationSettings.DocumentId, new OrganizationSettings("Example", "Etc/UTC", "EUR") { Executives = ["eve"] }),
            .. new[] { "ana Ana Silva", "ben Ben Ode", "dot Dot Lead", "eve Eve Moe" }.Select(person => person.Split(' ', 2))
                .Select(person => Write.Put(person[0], new Person(person[0], person[1]) { TimeZone = "Etc/UTC" })),
            Write.Put("ordering", new Domain("ordering", "Ordering") { Accountable = "ana" }),
            Write.Put("payments",
                new Team("payments", "Payments") { Lead = "dot", Manager = "eve", Domain = "ordering", Members = ["ben"] }),
            Write.Put("checkout", Checkout),
            Write.Put("search", new Service("search", "payments") { Slos = [Spending.Time("99.9", BudgetWindow.CalendarMonth)] }),
            Write.Put("ledger", new Service("ledger", "payments")),
        ], Ct);
        await bot.HappenAsync(incidents);
        return bot;
    }

    public Task HappenAsync(params Incidents.Incident[] incidents) =>
        Store.SaveAsync(
        [
            .. incidents.Select(incident => Write.Put(Id(incident), incident)),
            .. incidents.Where(incident => incident.Open)
                .Select(incident => Write.Put(Id(incident), new Incidents.OpenIncident(incident.Start))),
        ], Ct);

    private static string Id(Incidents.Incident incident) => Incidents.Incident.DocumentId(incident.Service, incident.Number);

    /// <param name="metrics">Monitoring that is configured; none: hours are pushed.</param>
    public BudgetJob Job(params IMetrics[] metrics) =>
        new(Queries, new BudgetPolicies(Store), new BudgetLevels(Store, new ShortSpans(metrics)), Troubles);

    public async Task<string> SayAsync(string person, string text) => Plain(await AskAsync(person, text));

    public Task<Reply> AskAsync(string person, string text) => Router.AskAsync(text, new Caller(person, Platforms.Slack, null), Ct);

    /// <summary>Presses a button of a reply, and Confirm where there is one.</summary>
    public async Task<string> PressAsync(string person, Reply reply, string label)
    {
        var caller = new Caller(person, Platforms.Slack, null);
        var button = reply.Actions.Single(action => label == "Confirm" ? action.Action == "confirm" : action.Label == label);
        var answer = await Router.PressAsync(button.Action, button.Value, caller, Ct);
        return answer.Actions.FirstOrDefault(one => one.Action == "confirm") is { } confirm
            ? Plain(await Router.PressAsync("confirm", confirm.Value, caller, Ct)) : Plain(answer);
    }

    public async Task<string> ConfirmAsync(string person, string text) => await PressAsync(person, await AskAsync(person, text), "Confirm");

    /// <summary>What waits to be said, a block each: <c>team:payments: …</c>.</summary>
    public async Task<string> SaidAsync() => string.Join('\n', (await Store.ListAsync<Delivery>(IdRange.All, Ct))
        .OrderBy(delivery => delivery.Value.Due).ThenBy(delivery => delivery.Value.To.ToString(), StringComparer.Ordinal)
            .Select(
                delivery =>
                    $"{delivery.Value.To}{(delivery.Value.IsEdit ? ", anew" : "")}: "
                + $"{Written.Message(delivery.Value.Reply, DateTimeZone.Utc, Clock.Now)}"));

    private string Plain(Reply reply) => Written.Of(reply, DateTimeZone.Utc, Clock.Now);
}
