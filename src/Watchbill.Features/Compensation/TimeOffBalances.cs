using NodaTime;
using Watchbill.Storage;

namespace Watchbill.Compensation;

/// <summary>Somebody's time off at the end of a month.</summary>
/// <param name="Balance">What was earned, taken and expired is that of the month alone.</param>
/// <param name="Expired">What was left of lots that could not be taken any more from a day of the month on.</param>
public sealed record MonthOff(TimeOffBalance Balance, IReadOnlyList<TimeOffLeft> Expired)
{
    public static MonthOff None { get; } = new(TimeOffBalance.None, []);

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
        var first = asked is null ? month.PlusMonths(-MonthsBack) : asked.Select(Start).Append(month).Min();
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
            if (earned.Count + taken.Count + left.Count == 0) continue;
            balances[person] = InMonth(month, [.. left.Select(one => one.Lot with { Hours = one.Left }), .. earned], taken);
        }

        return balances;

        LocalDate Start(string person) => carried.GetValueOrDefault(person)?.Month.PlusMonths(1) ?? month.PlusMonths(-MonthsBack);
    }

    private static MonthOff InMonth(LocalDate month, IReadOnlyList<TimeOffLot> lots, IReadOnlyList<TimeOffTaken> taken)
    {
        var last = month.With(DateAdjusters.EndOfMonth);
        var expired = TimeOffBalance.LostBefore(last, lots, taken).Where(one => one.Lot.Expires >= month.PlusDays(-1)).ToList();
        return new MonthOff(TimeOffBalance.On(last, lots, taken) with
        {
            Earned = lots.Where(lot => lot.Earned >= month).Sum(lot => lot.Hours),
            Taken = taken.Where(one => one.Day >= month && one.Day <= last).Sum(one => one.Hours),
            Expired = expired.Sum(one => one.Left),
        }, expired)
        {
            Book = new TimeOffBook(lots, taken),
        };
    }
}
