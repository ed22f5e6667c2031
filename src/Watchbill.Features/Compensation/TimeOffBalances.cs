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

    // A month is longer somewhere in the world than here.
    private static readonly Duration Anywhere = Duration.FromDays(2);

    /// <summary>By person; who has none is left out.</summary>
    /// <param name="asked">Null: everybody.</param>
    /// <param name="records">Those of the people, by id.</param>
    public async Task<IReadOnlyDictionary<string, MonthOff>> AtEndOfAsync(
        LocalDate month, IReadOnlyCollection<string>? asked, IReadOnlyDictionary<string, PayRecord> records, Instant now,
        CancellationToken ct)
    {
        if (!(await inputs.VersionsAsync(ct)).Any(policy => policy.Pay!.TimeOff.Count > 0)) return new Dictionary<string, MonthOff>();
        var carried = records.Values.Where(record => record.Fixed is not null && record.Month < month)
            .GroupBy(record => record.Person).ToDictionary(group => group.Key, group => group.MaxBy(record => record.Month)!);
        var fixedOf = records.Values.Where(record => record.Fixed?.EarnedOff is not null && record.Month < month
            && record.Month >= month.PlusMonths(-MonthsBack)).ToLookup(record => record.Person);
        var first = asked is null ? month.PlusMonths(-MonthsBack)
            : asked.Select(Start).Concat(asked.SelectMany(person => fixedOf[person]).Select(record => record.Month)).Append(month).Min();
        var span =
            new Interval(first.AtMidnight().InUtc().ToInstant() - Anywhere,
                month.PlusMonths(1).AtMidnight().InUtc().ToInstant() + Anywhere);
        var input = await inputs.ReadAsync(span, now, ct);
        var balances = new Dictionary<string, MonthOff>();
        foreach (var person in asked ?? [.. input.People.Keys.Union(carried.Keys)])
        {
            var start = Start(person);
            var earned = input.People.GetValueOrDefault(person) is not { } work ? []
                : TimeOffEarned.Of(work.Person, work.Standby, work.Callouts, input.Policies)
                    .Where(lot => lot.Earned >= start && lot.Earned < month.PlusMonths(1)).ToList();
            var taken = (await store.ListAsync<TimeOffUse>(IdRange.Prefix($"{person}/"), ct)).Select(use => use.Value)
                .Where(use => use.Day >= start).Select(use => new TimeOffTaken(use.Day, use.Hours)).ToList();
            var left = carried.GetValueOrDefault(person)?.Fixed?.TimeOff.Lots ?? [];
            var late = Late([.. fixedOf[person]], input.People.GetValueOrDefault(person), input);
            if (earned.Count + taken.Count + left.Count + late.Count == 0) continue;
            var lots = left.Select(one => one.Lot with { Hours = one.Left }).Concat(earned);
            balances[person] = InMonth(
                month, LateTimeOff.Into(lots, late, month.With(DateAdjusters.EndOfMonth)), taken, late.Sum(one => one.Lot.Hours)) with
            {
                Earned = [.. earned.Where(lot => lot.Earned >= month)],
                Late = late,
            };
        }

        return balances;

        LocalDate Start(string person) => carried.GetValueOrDefault(person)?.Month.PlusMonths(1) ?? month.PlusMonths(-MonthsBack);
    }

    // By the policies and facts of each approved month, as its lines are worked out anew.
    private static IReadOnlyList<LateTimeOff> Late(IReadOnlyList<PayRecord> approved, PaidWork? work, PayInput input)
    {
        var settled = approved.SelectMany(record => record.Fixed!.LateOff).ToList();
        return [.. approved.OrderBy(record => record.Month).SelectMany(record => LateTimeOff.Between(record.Month, record.Fixed!.EarnedOff!,
            work is null ? [] : [.. TimeOffEarned.Of(record.Fixed.Of(work.Person), work.Standby, work.Callouts, input.Of(record.Fixed))
                .Where(lot => lot.Earned.With(DateAdjusters.StartOfMonth) == record.Month)], settled))];
    }

    private static MonthOff InMonth(
        LocalDate month, IReadOnlyList<TimeOffLot> lots, IReadOnlyList<TimeOffTaken> taken, decimal late)
    {
        var last = month.With(DateAdjusters.EndOfMonth);
        var expired = TimeOffBalance.LostBefore(last, lots, taken).Where(one => one.Lot.Expires >= month.PlusDays(-1)).ToList();
        return new MonthOff(TimeOffBalance.On(last, lots, taken) with
        {
            Earned = lots.Where(lot => lot.Earned >= month).Sum(lot => lot.Hours) + late,
            Taken = taken.Where(one => one.Day >= month && one.Day <= last).Sum(one => one.Hours),
            Expired = expired.Sum(one => one.Left),
        }, expired)
        {
            Book = new TimeOffBook(lots, taken),
        };
    }
}
