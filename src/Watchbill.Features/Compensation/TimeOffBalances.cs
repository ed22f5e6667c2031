using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>Somebody's time off at the end of a month.</summary>
/// <param name="Balance">What was earned, taken and expired is that of the month alone.</param>
/// <param name="Expired">What was left of lots that could not be taken any more from a day of the month on.</param>
public sealed record MonthOff(TimeOffBalance Balance, IReadOnlyList<TimeOffLeft> Expired)
{
    public static MonthOff None { get; } = new(TimeOffBalance.None, []);

    /// <summary>What the month earned.</summary>
    public IReadOnlyList<TimeOffLot> Earned { get; init; } = [];

    /// <summary>What earlier months earned that are not approved.</summary>
    public IReadOnlyList<TimeOffLot> Earlier { get; init; } = [];

    /// <summary>What approved months earned that was not known then.</summary>
    public IReadOnlyList<LateTimeOff> Late { get; init; } = [];

    /// <summary>What it was worked out by.</summary>
    public TimeOffBook Book { get; init; } = TimeOffBook.Empty;

    /// <summary>The same while the month goes on: what can still be taken has not expired.</summary>
    public MonthOff SoFar(LocalDate today)
    {
        var gone = Expired.Where(one => one.Lot.Expires < today).ToList();
        return this with
        {
            Expired = gone,
            Balance = Balance with { Expired = gone.Sum(one => one.Left), Lots = [.. Expired.Except(gone), .. Balance.Lots] },
        };
    }
}

/// <summary>
/// Works out how much time off people have at the end of a month: from what the last approved month left, or from a year of work.
/// </summary>
public sealed class TimeOffBalances(IStore store, PayInputs inputs)
{
    private const int MonthsBack = 12;

    /// <summary>By person; who has none is left out.</summary>
    /// <param name="asked">Null: everybody.</param>
    /// <param name="records">Those of the people, by id.</param>
    public async Task<IReadOnlyDictionary<string, MonthOff>> AtEndOfAsync(
        LocalDate month, IReadOnlyCollection<string>? asked, IReadOnlyDictionary<string, PayRecord> records, Instant now,
        CancellationToken ct)
    {
        if (!(await inputs.VersionsAsync(ct)).Any(policy => policy.Pay!.TimeOff.Count > 0)) return new Dictionary<string, MonthOff>();
        var approved = records.Values.Where(record => record.Fixed is not null && record.Month < month).ToLookup(record => record.Person);
        var carried = approved.ToDictionary(group => group.Key, group => new CarriedTimeOff(group));
        var back = month.PlusMonths(-MonthsBack);
        var span =
            new Interval(PayReach.Begin(back) - PayReach.Anywhere, PayReach.Begin(month.PlusMonths(1)) + PayReach.Anywhere);
        var input = await inputs.ReadAsync(span, now, ct);
        var balances = new Dictionary<string, MonthOff>();
        foreach (var person in asked ?? [.. input.People.Keys.Union(carried.Keys)])
        {
            var before = carried.GetValueOrDefault(person) ?? new CarriedTimeOff([]);
            var start = before.Last?.Month.PlusMonths(1) ?? back;
            var work = input.People.GetValueOrDefault(person);
            IReadOnlyList<TimeOffLot> found =
                work is null ? [] : TimeOffEarned.Of(work.Person, work.Standby, work.Callouts, input.Policies);
            var earned = found.Where(lot => lot.Earned >= start && lot.Earned < month.PlusMonths(1)).ToList();
            var uses = (await store.ListAsync<TimeOffUse>(IdRange.Prefix($"{person}/"), ct)).Select(use => use.Value)
                .Where(use => use.Day >= start || before.Last is not null && !before.Counts(use)).ToList();
            var left = before.Last?.Fixed?.TimeOff.Lots ?? [];
            var late = Late(before, [.. approved[person]], back, work, found, input);
            if (earned.Count + uses.Count + left.Count + late.Count == 0) continue;
            var lots = left.Select(one => one.Lot with { Hours = one.Left }).Concat(earned);
            balances[person] = InMonth(month, start, LateTimeOff.Into(lots, late, month.With(DateAdjusters.EndOfMonth)),
                [.. uses.Select(use => new TimeOffTaken(use.Day, use.Hours))], late.Sum(one => one.Lot.Hours)) with
            {
                Earned = [.. earned.Where(lot => lot.Earned >= month)],
                Earlier = [.. earned.Where(lot => lot.Earned < month)],
                Late = late,
            };
        }

        return balances;
    }

    // An approved month by the policies and facts that it was approved by, as its lines are worked out anew; another by those of today.
    private static List<LateTimeOff> Late(CarriedTimeOff before, IReadOnlyList<PayRecord> approved, LocalDate back, PaidWork? work,
        IReadOnlyList<TimeOffLot> found, PayInput input)
    {
        var late = new List<LateTimeOff>();
        for (var month = back; month <= before.Last?.Month; month = month.PlusMonths(1))
        {
            if (before.Earned(month) is not { } then) continue;
            var now = approved.FirstOrDefault(record => record.Month == month)?.Fixed is { } own && work is not null
                ? TimeOffEarned.Of(own.Of(work.Person), work.Standby, work.Callouts, input.Of(own)) : found;
            late.AddRange(LateTimeOff.Between(
                month, then, [.. now.Where(lot => lot.Earned.With(DateAdjusters.StartOfMonth) == month)], before.Settled));
        }

        return late;
    }

    private static MonthOff InMonth(
        LocalDate month, LocalDate start, IReadOnlyList<TimeOffLot> lots, IReadOnlyList<TimeOffTaken> taken, decimal late)
    {
        var last = month.With(DateAdjusters.EndOfMonth);
        var expired = TimeOffBalance.LostBefore(last, lots, taken).Where(one => one.Lot.Expires >= month.PlusDays(-1)).ToList();
        return new MonthOff(TimeOffBalance.On(last, lots, taken) with
        {
            Earned = lots.Where(lot => lot.Earned >= month).Sum(lot => lot.Hours) + late,
            // What was noted too late for an earlier month counts with this one.
            Taken = taken.Where(one => (one.Day >= month || one.Day < start) && one.Day <= last).Sum(one => one.Hours),
            Expired = expired.Sum(one => one.Left),
        }, expired)
        {
            Book = new TimeOffBook(lots, taken),
        };
    }
}
