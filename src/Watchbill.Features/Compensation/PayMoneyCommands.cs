using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>What pay is worked out by: hours entered by hand, rates, factors, time off taken; and what a month to come will cost.</summary>
public sealed class PayMoneyCommands(
    IStore store, PayMonths months, PayBonuses bonuses, PayDecisions decisions, ManagedPay managed, PayRights rights, PayWords words,
    OrgChart chart) : ICommands
{
    private readonly TimeEntries entries = new(store, chart);

    public IReadOnlyList<PressHandler> Presses =>
    [
        new("pay-entry-approve", (call, value, ct) => DecideAsync(call, value, true, ct)),
        new("pay-entry-reject", (call, value, ct) => DecideAsync(call, value, false, ct)),
    ];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("pay", "add <kind> <span> for <subject> [because <text>]",
            "Enter hours that no shift tells of: standby for a rotation, support for a team", AddAsync)
        {
            Kinds = Planned,
            ChoicesAsync = (_, _) => Task.FromResult(EntryKinds),
            Reads = new() { { "kind", call => KindOf(call) }, { "span", SpanAsync } },
        },
        new("pay", "waiting [<period>]", "Hours of those you manage that wait for a decision; last month", WaitingAsync)
        { Looks = true, Reads = words.Months },
        new("pay", "rate <person> <amount> [<currency>] [from <date>]", "Set what an hour of somebody's work costs; for their manager",
            RateAsync) { Reads = new() { { "amount", RateOfAsync }, { "date", (call, ct) => DateAsync(call, isOver: false, ct) } } },
        new("pay", "factor <person> <factor> [from <date>]", "Set somebody's factor, which only they see; for their manager", FactorAsync)
        { Reads = new() { { "factor", call => FactorOf(call) }, { "date", (call, ct) => DateAsync(call, isOver: false, ct) } } },
        new("pay", "off take <person> <hours> <date>", "Note time off that was taken; for their manager", TakeAsync)
        { Reads = new() { { "hours", call => HoursOf(call) }, { "date", (call, ct) => DateAsync(call, isOver: true, ct) } } },
        new("pay", "off balance [<period>]", "Your time off: earned, taken, expired and left; this month", BalanceAsync)
        { Looks = true, Reads = words.Months },
        new("pay", "forecast <subject> [<period>]",
            "What a month will cost as the schedule stands; for managers; next month",
            ForecastAsync)
        {
            Looks = true,
            Kinds = Planned,
            Reads = words.Months,
        },
    ];

    // Standby is for a rotation, support for a team.
    private static IReadOnlyDictionary<string, FieldKind> Planned { get; } =
        new Dictionary<string, FieldKind> { ["subject"] = FieldKind.Rotation | FieldKind.Team };

    private static IReadOnlyDictionary<string, IReadOnlyList<FormOption>> EntryKinds { get; } =
        new Dictionary<string, IReadOnlyList<FormOption>>
        {
            ["kind"] = [new("standby", "Standby, for a rotation"), new("support", "Support, for a team")],
        };

    private static TimeEntryKind KindOf(Call call) => call.Arguments.Required("kind").ToLowerInvariant() switch
    {
        "standby" => TimeEntryKind.Standby,
        "support" => TimeEntryKind.Support,
        var other => throw new RefusedException($"'{other}' is neither standby nor support.") { Field = "kind" },
    };

    private async Task<SpokenSpan> SpanAsync(Call call, CancellationToken ct) =>
        TimePhrases.Past(call.Arguments.Required("span"), call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct));

    private async Task<Money> RateOfAsync(Call call, CancellationToken ct) =>
        await words.MoneyAsync($"{call.Arguments.Required("amount")} {call.Arguments["currency"]}".TrimEnd(), ct) is { Amount: >= 0 } amount
            ? amount : throw new RefusedException("A rate cannot be below zero.") { Field = "amount" };

    private static decimal FactorOf(Call call) =>
        WrittenValues.Number(call.Arguments.Required("factor")) is > 0 and <= 10 and { } factor ? factor
            : throw new RefusedException("A factor is a number above 0 and up to 10. Write it as 1.25.") { Field = "factor" };

    private static decimal HoursOf(Call call) =>
        WrittenValues.Number(call.Arguments.Required("hours")) is > 0 and <= 1000 and { } hours ? hours
            : throw new RefusedException("Hours are a number above 0, such as 4 or 7.5.") { Field = "hours" };

    private async Task<LocalDate> DateAsync(Call call, bool isOver, CancellationToken ct) =>
        TimePhrases.Day(call.Arguments["date"] ?? "today", call.AskedAt, await chart.ZoneAsync(call.Caller.Person, ct), isOver);

    private async Task<Answer> AddAsync(Call call, CancellationToken ct)
    {
        var me = call.Caller.Person;
        await rights.MustAsync(PayAct.EnterOwn, call.Caller, me, default, call.Now, ct);
        var (kind, span) = (KindOf(call), await SpanAsync(call, ct));
        var subject = call.Arguments.Required("subject");
        var (plan, entry) = await entries.PlanAsync(new TimeEntry(me, kind, span.Start, span.End, me, call.Now)
        {
            Rotation = kind == TimeEntryKind.Standby ? (await chart.RotationAsync(subject, ct)).Id : null,
            Team = kind == TimeEntryKind.Support ? (await chart.TeamAsync(subject, ct)).Id : null,
            Note = call.Arguments["text"] ?? "",
        }, Actor.Of(call), ct);
        return plan with
        {
            Preview = PayMoneyReplies.Add(entry, done: false),
            Done = PayMoneyReplies.Add(entry, done: true),
            Act = "Enter hours",
        };
    }

    private async Task<Answer> WaitingAsync(Call call, CancellationToken ct)
    {
        PayRights.MustBeKnown(call.Caller);
        var month = await words.MonthAsync(call.Arguments["period"], "last month", call.Caller.Person, call.AskedAt, ct);
        var waiting = new List<(string Name, Stored<TimeEntry> Entry)>();
        foreach (var person in await rights.PeopleOfAsync(call.Caller.Person, month, ct))
        {
            if (!(await rights.WhoAsync(PayAct.DecideEntry, person, month, call.Now, ct)).Contains(call.Caller.Person)) continue;
            foreach (var entry in await managed.WaitingAsync(person, month, ct)) waiting.Add((await chart.NameAsync(person, ct), entry));
        }

        return PayMoneyReplies.Waiting(month, waiting, await chart.ZoneAsync(call.Caller.Person, ct));
    }

    private async Task<Answer> DecideAsync(Call call, string id, bool approve, CancellationToken ct)
    {
        if (await store.FindAsync<TimeEntry>(id, ct) is not { } read) throw ButtonValue.NotUnderstood();
        var month = read.Value.Start.InZone(await chart.ZoneAsync(read.Value.Person, ct)).Date.With(DateAdjusters.StartOfMonth);
        await rights.MustAsync(PayAct.DecideEntry, call.Caller, read.Value.Person, month, call.Now, ct);
        return PayDecisions.PlanEntry(read, approve, null, Actor.Of(call)) with { AtOnce = true };
    }

    private async Task<Answer> RateAsync(Call call, CancellationToken ct)
    {
        var (person, from) = await OfAsync(call, PayAct.SetRate, ct);
        return await decisions.PlanFactsAsync(person, await RateOfAsync(call, ct), null, from, Actor.Of(call), ct);
    }

    private async Task<Answer> FactorAsync(Call call, CancellationToken ct)
    {
        var (person, from) = await OfAsync(call, PayAct.SetFactor, ct);
        return await decisions.PlanFactsAsync(person, null, FactorOf(call), from, Actor.Of(call), ct);
    }

    private async Task<Answer> TakeAsync(Call call, CancellationToken ct)
    {
        var (person, day) = await OfAsync(call, PayAct.TakeOff, ct);
        var hours = HoursOf(call);
        var month = day.With(DateAdjusters.StartOfMonth);
        // An approved balance stays as it is: a day of it would take nothing off any more.
        if (await months.NextOpenAsync(person.Id, month, ct) is var open && open != month)
        {
            throw new RefusedException(
                $"{PayRecord.MonthText(month)} of {People.Named(person)} is approved. Give a day of {PayRecord.MonthText(open)} or later.")
            { Field = "date", Contested = true };
        }

        var running = call.Now.InZone(await chart.ZoneAsync(person.Id, ct)).Date.With(DateAdjusters.StartOfMonth);
        var book = (await months.TimeOffAsync(LocalDate.Max(month, running), [person.Id], call.Now, ct)).GetValueOrDefault(
            person.Id, TimeOffBook.Empty);
        if (hours > book.On(day))
        {
            throw new RefusedException(
                $"{People.Named(person)} has {PayReplies.Number(book.On(day))} h of time off to take on {TimeWords.Day(day)}, " +
                    $"not {PayReplies.Number(hours)} h.")
            { Field = "hours" };
        }

        var use = new TimeOffUse(person.Id, day, hours, call.Caller.Person, call.Now);
        var left = PayReplies.Number(book.With(new TimeOffTaken(day, hours)).From(day).Sum(one => one.Hours));
        return new Plan(
            new Reply(Text.Bold($"{People.Named(person)} takes {PayReplies.Number(hours)} h off on {TimeWords.Day(day)}?")
                + $" {left} h are left then."),
            new Reply(Text.Bold($"{People.Named(person)} takes {PayReplies.Number(hours)} h off on {TimeWords.Day(day)}.")),
            [Write.Create(use.Id, use),
                Write.Audit(
                    new AuditEntry(call.Now, call.Caller.Person, "time off taken", $"person/{person.Id}", call.Caller.Platform.Name))])
        {
            Act = "Confirm time off",
        };
    }

    private async Task<Answer> BalanceAsync(Call call, CancellationToken ct)
    {
        var me = call.Caller.Person;
        await rights.MustAsync(PayAct.SeeOwn, call.Caller, me, default, call.Now, ct);
        var month = await words.MonthAsync(call.Arguments["period"], "this month", me, call.AskedAt, ct);
        var today = call.Now.InZone(await chart.ZoneAsync(me, ct)).Date;
        return PayMoneyReplies.Balance(
            (await months.OfAsync(month, [me], call.Now, ct))[0], await months.ExpiringAsync(me, today, call.Now, ct), today);
    }

    private async Task<Answer> ForecastAsync(Call call, CancellationToken ct)
    {
        PayRights.MustBeKnown(call.Caller);
        var subject = call.Arguments.Required("subject");
        var team = await words.FindTeamAsync(subject, ct);
        // A rotation's name goes first: it is what is scheduled.
        var rotation =
            (await store.FindAsync<Rotations.Rotation>(subject.ToLowerInvariant(), ct))?.Value is { Retired: false } named ? named : null;
        if (team is null && rotation is null) rotation = await chart.RotationAsync(subject, ct);
        var text = call.Arguments["period"];
        var month = text is null ? (await words.MonthAsync(null, "this month", call.Caller.Person, call.AskedAt, ct)).PlusMonths(1)
            : await words.MonthAsync(text, "", call.Caller.Person, call.AskedAt, ct);
        // The name of a month alone is the one to come.
        if (text is not null && !text.Any(char.IsAsciiDigit) && !text.Contains(' ', StringComparison.Ordinal)
            && month < call.AskedAt.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date.With(DateAdjusters.StartOfMonth))
            month = month.PlusYears(1);
        if (!await rights.ManagesAsync(call.Caller.Person, rotation?.Owner ?? team!.Id, call.Now, ct))
            throw new RefusedException($"Only the manager of {rotation?.Id ?? team!.Id} sees what it costs.") { Forbidden = true };
        var owned = (await store.ListAsync<Rotations.Rotation>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(one => rotation is not null ? one.Id == rotation.Id : one.Owner == team!.Id).Select(one => one.Id).ToHashSet();
        var found = await months.OfAsync(month, null, call.Now, ct);
        var bonus = (await bonuses.TermsAsync(ct)).Where(terms => terms.PaidWith == month)
            .Select(terms => (terms, terms.Services.Count(service => service.Rotations.Any(owned.Contains)))).Where(one => one.Item2 > 0);
        return PayMoneyReplies.Forecast(rotation?.Id ?? team!.Id, month,
            [.. found.SelectMany(one => one.Lines)
                .Where(line => line.Rotation is { } id && owned.Contains(id) && line.Kind is not (PayKind.Adjustment or PayKind.Bonus))],
            BonusReplies.Foreseen([.. bonus]));
    }

    private async Task<(Person Person, LocalDate Day)> OfAsync(Call call, PayAct act, CancellationToken ct)
    {
        var person = await chart.AnybodyAsync(call.Arguments.Required("person"), ct);
        var today = call.AskedAt.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date;
        await rights.MustAsync(act, call.Caller, person.Id, today.With(DateAdjusters.StartOfMonth), call.Now, ct);
        return (person, await DateAsync(call, isOver: act == PayAct.TakeOff, ct));
    }
}
