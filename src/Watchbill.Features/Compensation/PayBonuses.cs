using NodaTime;
using Watchbill.Budgets;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>How a bonus for one service stands.</summary>
/// <param name="Kept">Whether its budgets last so far; null: nothing is known of them.</param>
/// <param name="Times">Who was on call for it so far.</param>
public sealed record BonusStanding(BonusTerms Terms, BonusService Service, bool? Kept, IReadOnlyList<BonusTime> Times);

/// <summary>Works out bonuses from the terms that were settled when their period began.</summary>
public sealed class PayBonuses(IStore store, PayInputs inputs)
{
    private readonly BudgetQueries budgets = new(store);

    /// <summary>What people get with a month, by person: of periods that are over alone.</summary>
    /// <param name="month">Its first day.</param>
    public async Task<ILookup<string, PayLine>> PaidWithAsync(LocalDate month, Instant now, CancellationToken ct)
    {
        var lines = new List<(string Person, PayLine Line)>();
        foreach (var terms in await TermsAsync(ct))
        {
            if (terms.PaidWith != month || terms.Period.In(await budgets.ZoneAsync(ct)).End > now) continue;
            foreach (var one in await StandingsAsync(terms, now, ct))
                if (one.Kept == true) lines.AddRange(BonusPay.Of(terms, one.Service, one.Times));
        }

        return lines.ToLookup(one => one.Person, one => one.Line);
    }

    /// <summary>What is settled of periods that have begun, and as it stands now of those that come next.</summary>
    public async Task<IReadOnlyList<BonusTerms>> TermsAsync(CancellationToken ct) =>
        [.. (await store.ListAsync<BonusTerms>(IdRange.All, ct)).Select(stored => stored.Value)];

    /// <summary>How it stands with each service, as far as the period has come.</summary>
    public async Task<IReadOnlyList<BonusStanding>> StandingsAsync(BonusTerms terms, Instant now, CancellationToken ct)
    {
        var zone = await budgets.ZoneAsync(ct);
        var span = terms.Period.In(zone);
        if (span.Start >= now) return [.. terms.Services.Select(service => new BonusStanding(terms, service, null, []))];
        var passed = new Interval(span.Start, Instant.Min(span.End, now));
        var input = await inputs.ReadAsync(passed, now, ct);
        var standings = new List<BonusStanding>();
        foreach (var service in terms.Services)
        {
            var settled = new Service(service.Service, "") { Slos = service.Slos };
            var from = service.Slos.Select(slo => slo.Window.Period.At(span.Start, zone).Start).Append(span.Start).Min();
            standings.Add(new BonusStanding(terms, service,
                BudgetOutcomes.Within(new ReportedService(settled, await budgets.SinceAsync(settled, from, ct)), passed, zone),
                BonusTime.Of(service, passed, input.People.Values.Select(work => (work.Person, work.Standby)))));
        }

        return standings;
    }
}
