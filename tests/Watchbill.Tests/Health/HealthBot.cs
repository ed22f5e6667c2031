using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.OrganizationFiles;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Health;

/// <summary>
/// A team of five, a week each from Monday 31 August 2026 09:00 in Lisbon: ana, ben, cai, dan, eve. Lea leads it, oth is of another
/// team, adm is admin.
/// </summary>
internal sealed class HealthBot
{
    public const string File = """
        timeZone: Europe/Lisbon
        holidays: {PT: [2026-11-27]}
        people:
          - {id: ana, name: Ana}
          - {id: ben, name: Ben}
          - {id: cai, name: Cai, holidays: PT}
          - {id: dan, name: Dan}
          - {id: eve, name: Eve}
          - {id: lea, name: Lea}
          - {id: oth, name: Oth}
          - {id: adm, name: Ada, admin: true}
        teams:
          - {id: payments, lead: lea, members: [ana, ben, cai, dan, eve]}
          - {id: search, lead: oth, members: [oth]}
        services: [{id: checkout, team: payments}, {id: index, team: search}]
        rotations:
          - id: payments
            kind: team
            team: payments
            turn: {every: 1 week, from: 2026-08-31, at: "09:00"}
            layers: [{id: primary, members: [ana, ben, cai, dan, eve]}]
        """;

    private readonly Applying file = new();
    private readonly RecorderJob recorder;

    private HealthBot(HealthPeople people)
    {
        Clock.Now = Cases.At("2026-08-31T08:00:00Z");
        var chart = new OrgChart(Store);
        var schedules = new Schedules(Store);
        var worked = new WorkedShifts(Store);
        recorder = new RecorderJob(Store, schedules, new DueRotations(Store, NullLogger<DueRotations>.Instance), Some.HostClock);
        var rights = new HealthRights(Store, chart, people);
        var duties = new DutyRecords(Store, schedules, worked);
        var queries = new HealthQueries(Store, duties, new WorkWeeks(Store), chart);
        Question = new WeekQuestionJob(Store, rights);
        Report = new HealthReportJob(Store, queries, rights, new NightProposals(Store, schedules, duties), chart);
        Router = new CommandRouter(
            [
                new OverrideCommands(new Overrides(Store, schedules, chart), schedules, chart),
                new SwapCommands(Store, new Swaps(Store, schedules, chart), schedules, chart),
                new CoverCommands(Store, new Covers(Store, schedules, chart), schedules, chart),
                new AwayCommands(new AbsencePlans(Store, schedules, chart), new RotationPicker(Store, chart, schedules), schedules, chart),
                new HealthCommands(queries, rights, new WorkWeeks(Store), chart),
                new ToilCommands(Store, chart),
            ], Store, Clock);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeClock Clock { get; } = new(default);
    public MemoryStore Store => file.Store;
    public CommandRouter Router { get; }
    public WeekQuestionJob Question { get; }
    public HealthReportJob Report { get; }

    public static async Task<HealthBot> AtAsync(string at, HealthPeople people = HealthPeople.Lead)
    {
        var bot = new HealthBot(people);
        bot.file.Now = bot.Clock.Now;
        Assert.Empty((await bot.file.ApplyAsync(File)).Errors);
        await bot.MoveAsync(bot.Clock.Now.ToString());
        await bot.MoveAsync(at);
        return bot;
    }

    /// <summary>Moves the clock; what ended until then is recorded, and the jobs run.</summary>
    public async Task MoveAsync(string at)
    {
        Clock.Now = Cases.At(at);
        await recorder.RunAsync(Clock.Now, Ct);
        await Question.RunAsync(Clock.Now, Ct);
        await Report.RunAsync(Clock.Now, Ct);
    }

    public async Task<string> SayAsync(string person, string text) => Plain(await Router.AskAsync(text, By(person), Ct));

    public async Task<string> ConfirmAsync(string person, string text)
    {
        var preview = await Router.AskAsync(text, By(person), Ct);
        var confirm = preview.Actions.SingleOrDefault(action => action.Action == Buttons.Confirm)?.Value
            ?? throw new InvalidOperationException(Plain(preview));
        return Plain(await Router.PressAsync(Buttons.Confirm, confirm, By(person), Ct));
    }

    public async Task<string> PressAsync(string person, Button button) =>
        Plain(await Router.PressAsync(button.Action, button.Value, By(person), Ct));

    /// <summary>What health said to somebody by itself, in order.</summary>
    public async Task<IReadOnlyList<Reply>> SaidAsync(string person) =>
        [.. (await Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)
            .Where(delivery => delivery.Kind == MessageKind.Health && delivery.To == Address.Person(person))
            .Select(delivery => delivery.Reply)];

    public static string Plain(Reply reply) => Written.Of(reply, Reader.In(DateTimeZone.Utc));

    private static Caller By(string person) => new(person, Platforms.Slack, null);
}
