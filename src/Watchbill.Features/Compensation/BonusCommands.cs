using Watchbill.Budgets;
using Watchbill.Chat;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>How somebody's bonus stands. Said to them alone.</summary>
public sealed class BonusCommands(IStore store, PayBonuses bonuses, PayRights rights, OrgChart chart) : ICommands
{
    public IReadOnlyList<Verb> Verbs =>
    [
        new("pay", "bonus [<period>]", "Your bonus for services kept within budget, as it stands; this quarter", BonusAsync)
        { Looks = true },
    ];

    private async Task<Answer> BonusAsync(Call call, CancellationToken ct)
    {
        var me = call.Caller.Person;
        await rights.MustAsync(PayAct.SeeOwn, call.Caller, me, default, call.Now, ct);
        var said = call.Arguments["period"];
        var today = call.AskedAt.InZone(await chart.ZoneAsync(me, ct)).Date;
        var period = said is null ? ReportPeriod.Of(BudgetWindowUnit.Quarter, today) : ReportPeriod.Parse(said, today)
            ?? throw new RefusedException($"'{said}' is no month, quarter or year. Say it as in 2026-Q4, or: last quarter.")
            { Field = "period" };
        var mine = (await store.ListAsync<Rotations.Rotation>(IdRange.All, ct)).Select(stored => stored.Value)
            .Where(rotation => rotation.Layers.SelectMany(layer => layer.MembersFrom(call.Now)).Contains(me))
            .Select(rotation => rotation.Id).ToHashSet();
        var standings = new List<BonusStanding>();
        foreach (var terms in await bonuses.TermsAsync(ct))
        {
            if (!terms.Period.Months.Any(month => period.Months.Contains(month))) continue;
            standings.AddRange((await bonuses.StandingsAsync(terms, call.Now, ct)).Where(one =>
                one.Times.Any(time => time.Person.Id == me) || one.Service.Rotations.Any(mine.Contains)));
        }

        return BonusReplies.Standing(period.Name, me, standings);
    }
}
