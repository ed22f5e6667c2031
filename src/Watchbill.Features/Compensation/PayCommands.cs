using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Compensation;

/// <summary>What somebody is owed, said to them alone, and what they say about it.</summary>
public sealed class PayCommands(PayMonths months, PayDecisions decisions, PayRights rights, PayWords words, OrgChart chart) : ICommands
{
    public IReadOnlyList<HomePart> Home => [new(HomePlace.Pay, HomeAsync)];

    public IReadOnlyList<Verb> Verbs =>
    [
        new("pay", "me [<period>]", "What you are owed for on-call work, line by line; this month", MeAsync)
        { Looks = true, Reads = words.Months },
        new("pay", "check [<period>]", "Say that your month is right; last month", CheckAsync)
        {
            AtOnce = true,
            Reads = words.Months,
        },
        new("pay", "mistake <period> because <text>", "Tell your manager that something is wrong with a month of yours", MistakeAsync)
        { Reads = words.Months },
    ];

    private async Task<Answer> MeAsync(Call call, CancellationToken ct)
    {
        var person = await MeAsync(PayAct.SeeOwn, call, ct);
        var month = await words.MonthAsync(call.Arguments["period"], "this month", person.Id, call.AskedAt, ct);
        var found = (await months.OfAsync(month, [person.Id], call.Now, ct))[0];
        var before = found.State == PayState.Projected ? null
            : (await months.OfAsync(month.PlusMonths(-1), [person.Id], call.Now, ct))[0];
        var today = call.Now.InZone(await chart.ZoneAsync(person.Id, ct)).Date;
        return PayReplies.Mine(found, before, await months.ExpiringAsync(person.Id, today, call.Now, ct), today);
    }

    // Amounts are shown to whoever presses, as in the question.
    private async Task<Reply?> HomeAsync(Call call, CancellationToken ct)
    {
        var today = call.Now.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date;
        var month = today.With(DateAdjusters.StartOfMonth).PlusMonths(-1);
        if (await months.RecordAsync(call.Caller.Person, month, ct) is not { } record) return null;
        await MeAsync(PayAct.SeeOwn, call, ct);
        return record is { Steps.Count: 0, CheckBy: { } checkBy }
            ? PayReplies.Question(month, checkBy, record.AskedAgainAt is not null)
            : PayReplies.Home(month, record.StateAt(call.Now, today));
    }

    private async Task<Answer> CheckAsync(Call call, CancellationToken ct)
    {
        var person = await MeAsync(PayAct.CheckOwn, call, ct);
        var month = await words.MonthAsync(call.Arguments["period"], "last month", person.Id, call.AskedAt, ct);
        return (await decisions.PlanAsync(person, month, PayState.Checked, Actor.Of(call), ct)) with { AtOnce = true };
    }

    private async Task<Answer> MistakeAsync(Call call, CancellationToken ct)
    {
        var person = await MeAsync(PayAct.CheckOwn, call, ct);
        var month = await words.MonthAsync(call.Arguments.Required("period"), "last month", person.Id, call.AskedAt, ct);
        var approvers = await rights.WhoAsync(PayAct.Approve, person.Id, month, call.Now, ct);
        return await decisions.PlanMistakeAsync(person, month, call.Arguments.Required("text"), approvers, Actor.Of(call), ct);
    }

    private async Task<Person> MeAsync(PayAct act, Call call, CancellationToken ct)
    {
        await rights.MustAsync(act, call.Caller, call.Caller.Person, default, call.Now, ct);
        return await chart.PersonAsync(call.Caller.Person, ct);
    }
}
