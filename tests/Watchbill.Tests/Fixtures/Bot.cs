using NodaTime;
using Watchbill.Chat;
using Watchbill.Incidents;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;
using Watchbill.Training;

namespace Watchbill.Fixtures;

/// <summary>
/// The bot without a platform: a small organisation, its rotation commands, a clock to set. Friday 20 November 2026, 10:00 in Lisbon.
/// </summary>
public sealed class Bot
{
    public static DateTimeZone Lisbon { get; } = DateTimeZoneProviders.Tzdb["Europe/Lisbon"];

    public Bot()
    {
        var chart = new OrgChart(Store);
        var schedules = new Schedules(Store, index: new RotationIndex(Store, Store.Notices));
        var worked = new WorkedShifts(Store);
        var qualifications = new Qualifications(Store, schedules);
        var picker = new RotationPicker(Store, chart, schedules);
        var chat = new FileChat(new Recipients(Store, new Accounts(Store, Store.Notices)), Clock);
        var onCall = new OnCallNow(chart, schedules);
        Incidents = new IncidentQueries(Store, chart, new PageSurroundings(Store, chart, schedules), () => new BroadcastChat([chat]));
        var presses = new PublicPresses(Store, chart, onCall);
        var postmortems = new Postmortems(Store, chart);
        var pages = new PageActions(Store, chart, Incidents.Desk, new PageSurroundings(Store, chart, schedules));
        Slices =
            [
                new OnCallCommands(picker, new OnCallBoard(schedules, worked, chart), schedules, worked, chart),
                new OverrideCommands(new Overrides(Store, schedules, chart), schedules, chart),
                new SwapCommands(Store, new Swaps(Store, schedules, chart), schedules, chart),
                new CoverCommands(Store, new Covers(Store, schedules, chart), schedules, chart),
                new AwayCommands(new AbsencePlans(Store, schedules, chart), picker, schedules, chart),
                new ShiftCorrectionCommands(new ShiftCorrections(Store, schedules, worked, chart), schedules, worked, chart),
                new ChangesCommands(Store, chart),
                new CalendarCommands(Store, chart, () => "https://watchbill.example.com"),
                new ForgetCommands(Store, chart, new Forgetting(Store, StoredKinds.All)),
                new RotationCommands(Store,
                    new RotationEdits(Store, chart, (name, bytes, now) => FileReader.Read(name, bytes, null, now.InUtc().Date)), chart,
                    schedules),
                new AdviseCommands(Store),
                new IncidentCommands(Store, Incidents, chart, presses),
                new IncidentEditCommands(Store, Incidents, chart),
                new IncidentMergeCommands(Store, Incidents),
                new PostmortemCommands(Store, Incidents, postmortems, chart),
                new RunbookCommands(Store, chart),
                new TriageCommands(Store, chart),
                new ForwardCommands(pages, new PageForwards(Store, chart, schedules, pages), presses),
                new PageCommands(Store, pages, new PageDrills(Store, chart), chart,
                    new HandoffCommands(Store, schedules, chart).Desk, presses),
                new IncidentHome(new OpenWork(Store, chart), chart),
                new TrainingCommands(Store, new Enrollments(Store, chart, qualifications), qualifications, chart),
                new ShadowCommands(Store, new Enrollments(Store, chart, qualifications), chart),
                new CareerCommands(Store, new Enrollments(Store, chart, qualifications), qualifications, chart),
                new DrillCommands(Store, new Drills(Store, new DrillScenarios(Store, ShippedScenarioFile.Read()), chart),
                    new DrillEvidence(new Enrollments(Store, chart, qualifications), qualifications), qualifications, chart),
                new SignOffCommands(new Enrollments(Store, chart, qualifications), qualifications, chart),
            ];
        Router = new CommandRouter(Slices, Store, Clock);
    }

    public FakeClock Clock { get; } = new(Cases.At("2026-11-20T10:00:00Z"));

    public MemoryStore Store { get; } = new();

    public IReadOnlyList<ICommands> Slices { get; }

    public CommandRouter Router { get; }

    public IncidentQueries Incidents { get; }

    public static async Task<Bot> WithAsync(params Rotation[] rotations)
    {
        var bot = new Bot();
        var people = new[]
        {
            new Person("ana", "Ana Silva") { TimeZone = "Europe/Lisbon" },
            new Person("ben", "Ben Ode") { TimeZone = "America/New_York" },
            new Person("cai", "Cai Wen") { TimeZone = "Europe/Lisbon" },
            new Person("dot", "Dot Lead") { TimeZone = "Europe/Lisbon" },
            new Person("gone", "Gone Girl") { TimeZone = "Europe/Lisbon", Retired = true },
        };
        await bot.Store.SaveAsync(
        [
            .. people.Select(person => Write.Create(person.Id, person)),
            Write.Create("payments",
                new Team("payments", "Payments") { Lead = "dot", Members = ["ana", "ben", "cai"], Channels = Platforms.OnSlack("C0PAY") }),
            Write.Create("checkout", new Service("checkout", "payments")),
            .. rotations.Select(rotation => Write.Create(rotation.Id, rotation)),
        ], TestContext.Current.CancellationToken);
        return bot;
    }

    /// <summary>What waits to be said, one block a message; what is shown anew where a message stands says so.</summary>
    public async Task<string> SaidAsync()
    {
        var said = (await Store.ListAsync<Delivery>(IdRange.All, TestContext.Current.CancellationToken)).Select(read => read.Value)
            .OrderBy(delivery => delivery.To.ToString(), StringComparer.Ordinal).ToList();
        return Written.Noted(
            string.Join('\n', said.Select(delivery => $"{delivery.To}{(delivery.IsEdit ? ", anew" : "")}: {Told(delivery)}")),
            said.Select(delivery => delivery.Reply));
    }

    public Task<Reply> AskAsync(string person, string text, string? conversation = null) =>
        Router.AskAsync(text, new Caller(person, Platforms.Slack, conversation), TestContext.Current.CancellationToken);

    /// <summary>The answer as plain text in Lisbon's time.</summary>
    public async Task<string> SayAsync(string person, string text) => Shown(await AskAsync(person, text));

    /// <summary>Asks, and presses Confirm.</summary>
    public async Task<string> ConfirmAsync(string person, string text)
    {
        var preview = await AskAsync(person, text);
        var confirm = preview.Actions.Single(action => action.Action == "confirm").Value;
        return Shown(
            await Router.PressAsync("confirm", confirm, new Caller(person, Platforms.Slack, null), TestContext.Current.CancellationToken));
    }

    /// <summary>Presses a button of the last message that was said to a person, and Confirm where there is one.</summary>
    public async Task<string> PressAsync(string person, string label)
    {
        var said = (await Store.ListAsync<Delivery>(IdRange.All, TestContext.Current.CancellationToken))
            .Last(delivery => delivery.Value.To == Address.Person(person) && delivery.Value.Reply.Actions.Count > 0).Value.Reply;
        var button = said.Actions.Single(action => action.Label == label);
        return await PressAsync(person, button.Action, button.Value);
    }

    /// <summary>Presses a button, and Confirm where there is one.</summary>
    public async Task<string> PressAsync(string person, string action, string value)
    {
        var caller = new Caller(person, Platforms.Slack, null);
        var reply = await Router.PressAsync(action, value, caller, TestContext.Current.CancellationToken);
        var confirm = reply.Actions.FirstOrDefault(one => one.Action == "confirm");
        return Shown(
            confirm is null ? reply : await Router.PressAsync("confirm", confirm.Value, caller, TestContext.Current.CancellationToken));
    }

    public static string Plain(Reply reply) => Written.Of(reply, Lisbon);

    /// <summary>The same of a message, which is read again later.</summary>
    public static string Told(Reply reply, Instant? now = null) => Written.Message(reply, Lisbon, now);

    private string Shown(Reply reply) => Written.Of(reply, Lisbon, Clock.Now);

    private string Told(Delivery told) => Written.Message(told.Reply, Lisbon, Clock.Now);
}
