using NodaTime;
using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Reading;

namespace Watchbill.Compensation;

/// <summary>What somebody is owed, said to them alone.</summary>
public sealed class PayCommands(PayMonths months, PayDecisions decisions, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("pay", "me [<period>]", "What you are owed for on-call work, line by line; this month", MeAsync) { Looks = true },
        new("pay", "check [<period>]", "Say that your month is right; last month", CheckAsync),
    ];

    private async Task<Answer> MeAsync(Call call, CancellationToken ct)
    {
        var person = await MeAsync(call.Caller, ct);
        var month = await MonthAsync(call, "this month", ct);
        var found = (await months.OfAsync(month, [person.Id], call.Now, ct))[0];
        var before =
            month <= await TodayAsync(call, ct) ? (await months.OfAsync(month.PlusMonths(-1), [person.Id], call.Now, ct))[0] : null;
        return PayReplies.Mine(found, before);
    }

    private async Task<Answer> CheckAsync(Call call, CancellationToken ct)
    {
        var person = await MeAsync(call.Caller, ct);
        return await decisions.PlanAsync(
            person, await MonthAsync(call, "last month", ct), PayState.Checked, Actor.Of(call), ct);
    }

    // An e-mail address alone is no proof of who is paid.
    private async Task<Person> MeAsync(Caller caller, CancellationToken ct) => !caller.ByMail
        ? await chart.PersonAsync(caller.Person, ct)
        : throw new RefusedException(
            "Watchbill knows you by your e-mail address alone, which is not enough for pay. Ask an admin to put your account into the " +
                "organisation file.")
        { Forbidden = true };

    private async Task<LocalDate> MonthAsync(Call call, string unsaid, CancellationToken ct)
    {
        var text = call.Arguments["period"] ?? unsaid;
        return ReportPeriod.Parse(text, await TodayAsync(call, ct)) is { Unit: BudgetWindowUnit.Month } period ? period.First
            : throw new RefusedException($"'{text}' is no month. Say it as in 2026-10, or: last month.") { Field = "period" };
    }

    private async Task<LocalDate> TodayAsync(Call call, CancellationToken ct) =>
        call.AskedAt.InZone(await chart.ZoneAsync(call.Caller.Person, ct)).Date;
}
