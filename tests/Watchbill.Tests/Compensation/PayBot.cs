using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.OrganizationFiles;
using Watchbill.Paging;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>An organisation whose on-call work is paid: its file, its clock, its recorder, and what people say about pay.</summary>
internal sealed class PayBot
{
    private readonly Applying file = new();
    private readonly RecorderJob recorder;
    private readonly PayQuestionJob question;
    private readonly BonusJob bonus;
    private readonly TimeOffJob timeOff;

    private PayBot(string at)
    {
        Clock.Now = Cases.At(at);
        Chart = new OrgChart(Store);
        var schedules = new Schedules(Store);
        var worked = new WorkedShifts(Store);
        recorder = new RecorderJob(Store, schedules, new DueRotations(Store, NullLogger<DueRotations>.Instance), Some.HostClock);
        var inputs = new PayInputs(Store, worked, schedules, Chart);
        Months = new PayMonths(Store, inputs);
        Decisions = new PayDecisions(Store, Months);
        Rights = new PayRights(Store);
        var words = new PayWords(Store, Chart);
        var managed = new ManagedPay(Store, Months, Rights);
        question = new PayQuestionJob(Store, Months, Rights);
        bonus = new BonusJob(Store, inputs, Chart);
        NewTimeOff = () => new TimeOffJob(Store, Months, inputs);
        timeOff = NewTimeOff();
        var bonuses = new PayBonuses(Store, inputs);
        var onCall = new OnCallNow(Chart, schedules);
        var incidents = new IncidentQueries(Store, Chart, new PageSurroundings(Store, Chart, schedules), () => new BroadcastChat([]));
        var presses = new PublicPresses(Store, Chart, onCall);
        Router = new CommandRouter(
            [
                new SwapCommands(Store, new Swaps(Store, schedules, Chart), schedules, Chart),
                new IncidentCommands(Store, incidents, Chart, presses),
                new PageCommands(Store, new PageActions(Store, Chart, incidents.Desk, new PageSurroundings(Store, Chart, schedules)),
                    new PageDrills(Store, Chart), Chart, new HandoffCommands(Store, schedules, Chart).Desk,
                    presses),
                new OverrideCommands(new Overrides(Store, schedules, Chart), schedules, Chart),
                new ShiftCorrectionCommands(new ShiftCorrections(Store, schedules, worked, Chart), schedules, worked, Chart),
                new PayCommands(Months, Decisions, Rights, words, Chart),
                new PayTeamCommands(Decisions, managed, Rights, words, Chart),
                new BonusCommands(Store, bonuses, Rights, Chart),
                new PayMoneyCommands(Store, Months, bonuses, Decisions, managed, Rights, words, Chart),
            ], Store, Clock);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public FakeClock Clock { get; } = new(Cases.At("2026-11-20T10:00:00Z"));
    public MemoryStore Store => file.Store;
    public OrgChart Chart { get; }
    public PayMonths Months { get; }
    public PayDecisions Decisions { get; }
    public PayRights Rights { get; }
    public CommandRouter Router { get; }

    /// <summary>That of a host that starts again.</summary>
    public Func<TimeOffJob> NewTimeOff { get; }

    /// <summary>The organisation as its file says, first applied at an instant.</summary>
    public static async Task<PayBot> WithAsync(string yaml, string at)
    {
        var bot = new PayBot(at);
        await bot.ApplyAsync(yaml);
        await bot.AtAsync(at);
        return bot;
    }

    public async Task ApplyAsync(string yaml)
    {
        file.Now = Clock.Now;
        Assert.Empty((await file.ApplyAsync(yaml)).Errors);
        await bonus.RunAsync(Clock.Now, Ct);
    }

    /// <summary>What is wrong with a file, which is applied where nothing is.</summary>
    public async Task<string[]> ErrorsAsync(string yaml)
    {
        file.Now = Clock.Now;
        return [.. (await file.ApplyAsync(yaml)).Errors.Select(error => error.ToString())];
    }

    /// <summary>Moves the clock; what ended until then is recorded.</summary>
    public async Task AtAsync(string at)
    {
        Clock.Now = Cases.At(at);
        await recorder.RunAsync(Clock.Now, Ct);
        await question.RunAsync(Clock.Now, Ct);
        await bonus.RunAsync(Clock.Now, Ct);
        await timeOff.RunAsync(Clock.Now, Ct);
    }

    public async Task<string> SayAsync(string person, string text) => Plain(await AskAsync(person, text));

    public Task<Reply> AskAsync(string person, string text) =>
        Router.AskAsync(text, new Caller(person, Platforms.Slack, null), Ct);

    /// <summary>Asks, and presses Confirm.</summary>
    public async Task<string> ConfirmAsync(string person, string text)
    {
        var preview = await AskAsync(person, text);
        var confirm =
            preview.Actions.SingleOrDefault(action => action.Action == Buttons.Confirm)?.Value
                ?? throw new InvalidOperationException(Plain(preview));
        return Plain(await Router.PressAsync(Buttons.Confirm, confirm, new Caller(person, Platforms.Slack, null), Ct));
    }

    /// <summary>Asks, and presses Confirm where there is one.</summary>
    public async Task<string> DoAsync(string person, string text)
    {
        var reply = await AskAsync(person, text);
        return Plain(reply.Actions.SingleOrDefault(action => action.Action == Buttons.Confirm) is { } confirm
            ? await PressAsync(person, confirm) : reply);
    }

    /// <summary>Presses a button of the last message to somebody that has it.</summary>
    public async Task<string> PressToldAsync(string person, string label) => Plain(await PressAsync(person,
        (await Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => stored.Value)
            .Where(delivery => delivery.To == Address.Person(person)).OrderBy(delivery => delivery.Due)
            .SelectMany(delivery => delivery.Reply.Actions).OfType<Button>().Last(button => button.Label == label)));

    public async Task<PersonMonth> MonthAsync(string person, string month) =>
        (await Months.OfAsync(Month(month), [person], Clock.Now, Ct))[0];

    private async Task<Reply> PressAsync(string person, Button button)
    {
        var caller = new Caller(person, Platforms.Slack, null);
        var reply = await Router.PressAsync(button.Action, button.Value, caller, Ct);
        return reply.Actions.SingleOrDefault(action => action.Action == Buttons.Confirm) is { } confirm
            ? await Router.PressAsync(Buttons.Confirm, confirm.Value, caller, Ct) : reply;
    }

    /// <summary>What a month is worth, in its one currency.</summary>
    public async Task<decimal> AmountAsync(string person, string month) =>
        (await MonthAsync(person, month)).Lines.Sum(line => line.Amount.Amount);

    /// <summary>Adjustments of a month: <c>-80 of 2026-06</c>.</summary>
    public async Task<string[]> AdjustmentsAsync(string person, string month) =>
        [.. (await MonthAsync(person, month)).Lines.Where(line => line.Kind == PayKind.Adjustment)
            .Select(line => Cases.Invariant($"{line.Amount.Amount:0.##} of {PayRecord.MonthText(line.Of!.Value)}"))];

    /// <summary>Takes a month on by a token, one state after the other, up to one.</summary>
    public async Task TakeToAsync(PayState to, string month, params string[] people)
    {
        PayState[] steps = [PayState.Checked, PayState.Approved, PayState.Exported, PayState.Locked];
        foreach (var id in people)
        {
            foreach (var step in steps.Where(step => step <= to))
            {
                var plan = await Decisions.PlanAsync(await Chart.PersonAsync(id, Ct), Month(month), step, By("token:payroll"), Ct);
                await Store.SaveAsync(plan.Writes, Ct);
            }
        }
    }

    public async Task EnterAsync(string person, string from, string to, string rotation = "payments")
    {
        var entry = new TimeEntry(person, TimeEntryKind.Standby, Cases.At(from), Cases.At(to), "token:clock", Clock.Now)
        {
            Rotation = rotation,
            Decision = new EntryDecision(true, "token:payroll", Clock.Now, null),
        };
        await Store.SaveAsync([Write.Create(entry.Id, entry)], Ct);
    }

    /// <summary>Every message and every audit row, as they are stored.</summary>
    public async Task<string> EverythingSaidAndAuditedAsync() => string.Join('\n',
        (await Store.ListAsync<Delivery>(IdRange.All, Ct)).Select(stored => Plain(stored.Value.Reply))
            .Concat((await Store.ListAsync<AuditRow>(IdRange.All, Ct)).Select(stored => $"{stored.Value}")));

    public Actor By(string id) => new(id, "api", Clock.Now, Clock.Now);

    public static LocalDate Month(string month) => new(int.Parse(month[..4], null), int.Parse(month[5..], null), 1);

    public static string Plain(Reply reply) => Written.Of(reply, Reader.In(DateTimeZone.Utc));
}
