using NodaTime;
using Watchbill.Budgets;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Engagements;

/// <summary>
/// Proposes a hand-back where the exit of an agreement holds, once for each window, and says once when a
/// service that was handed back may be taken over again. Looks when a level of a budget was reached, and on
/// the hour: budgets end on the hour, and what comes late is seen at the next.
/// </summary>
public sealed class HandbackJob(IStore store, EngagementQueries queries, BudgetQueries budgets) : IJob
{
    // Only so that it does not look each minute: a new process looks at once, and proposes nothing twice.
    private Instant next;

    public IReadOnlySet<Type> Reads { get; } = new HashSet<Type> { typeof(LevelReached) };

    public async Task<Instant?> RunAsync(Instant now, Changes changes, CancellationToken ct)
    {
        var all = now >= next || changes.IsEverything;
        var reached = all ? [] : changes.Ids<LevelReached>().Select(Service.IdIn).ToHashSet();
        if (!all && reached.Count == 0) return next;
        var decided = (await store.ListAsync<EngagementHistory>(IdRange.All, ct)).Select(stored => stored.Id).ToHashSet();
        foreach (var service in (await store.ListAsync<Service>(IdRange.All, ct)).Select(stored => stored.Value))
        {
            if (!all && !reached.Contains(service.Id)) continue;
            // Most services are run by those who build them, and always were.
            if (!service.Retired && (service.Engagement.Model.IsWithSre() || decided.Contains(service.Id)))
                await LookAsync(service, now, ct);
        }

        // Noted last: what failed is looked at again in a minute.
        if (all) next = Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 3600 + 1) * 3600);
        return next;
    }

    private async Task LookAsync(Service service, Instant now, CancellationToken ct)
    {
        var engaged = await queries.OfAsync(service, ct);
        var current = engaged.At(now);
        if (current.Model.IsWithSre()) await ProposeAsync(engaged, await AgreementAsync(service.Id, current, ct), now, ct);
        else if (engaged.History.Handbacks.LastOrDefault(handback => handback.At(now) == HandbackPhase.Effective) is { } given)
            await MeetAsync(engaged, given, now, ct);
    }

    // What both teams agreed on counts. Where they named no exit, the level at which the policy proposes a hand-back does.
    private async Task<Agreement> AgreementAsync(string service, Engagement current, CancellationToken ct)
    {
        var agreement = Agreement.Of(current);
        if (current.Exit is not null) return agreement;
        var levels = (await store.ListAsync<LevelReached>(IdRange.Prefix($"{service}/"), ct)).SelectMany(stored => stored.Value.Levels);
        var last =
            levels.Where(level => level.Rearmed is null && level.Do.Contains(PolicyAction.ProposeHandBack)).OrderBy(level => level.At)
                .LastOrDefault();
        return last is not null && last.Condition is { Metric: PolicyMetric.Exhausted } when
            ? agreement with { Exit = new ExitCondition((int)when.Value, when.Of) }
            : agreement;
    }

    private async Task ProposeAsync(ServiceEngagement engaged, Agreement agreement, Instant now, CancellationToken ct)
    {
        if (engaged.History.Next(now) is not null) return;
        if (agreement.ExitBy(
            await budgets.ResultsAsync(engaged.Service, agreement.Longest(), now, ct)) is not { Periods: [.., var last] } evidence)
            return;
        // Periods of before this engagement are not its: a service that was just taken over is not given back for what it did then.
        var since = engaged.History.Since(now)?.From ?? Instant.MinValue;
        var window = last.End;
        if (last.End <= since || engaged.History.Handbacks.Any(handback => handback.Window >= window && handback.ProposedAt >= since))
            return;
        var to = await queries.ReadersAsync(engaged.Service, engaged.At(now).By, now, ct);
        await SaveAsync(
        [
            .. Handbacks.Propose(engaged, new HandbackWish(window, "watchbill", "job") { Evidence = evidence }, to, now),
            .. await Handbacks.SettleAsync(queries, engaged, HandbackReplies.Superseded(engaged), now, ct),
        ], ct);
    }

    private async Task MeetAsync(ServiceEngagement engaged, Handback given, Instant now, CancellationToken ct)
    {
        var agreement = new Agreement(given.Reinstatement, Agreement.Of(given.Before).Exit);
        if (!agreement.Reinstates(await budgets.ResultsAsync(engaged.Service, agreement.Longest(), now, ct), given.EffectiveAt!.Value))
            return;
        var to = await queries.BothAsync(engaged.Service, [given.Before.By], now, ct);
        await SaveAsync(
        [
            engaged.Save(engaged.History.With(given.Meet(now))),
            .. EngagementQueries.Say(to, _ => HandbackReplies.Met(engaged, given), $"{Handbacks.Cause(engaged, given)}/met", now),
        ], ct);
    }

    private async Task SaveAsync(IReadOnlyList<Write> changes, CancellationToken ct)
    {
        try
        {
            await store.SaveAsync(changes, ct);
        }
        catch (StaleException)
        {
            // Somebody decides about it at this moment: it is looked at again within the hour.
        }
    }
}
