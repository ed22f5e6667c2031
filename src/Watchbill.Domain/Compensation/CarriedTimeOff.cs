using NodaTime;

namespace Watchbill.Compensation;

/// <summary>
/// The approved months that somebody's balance of time off goes on from, each from the one before. One that was approved after a later
/// one is not among them: the later one had gone on without it.
/// </summary>
public sealed class CarriedTimeOff
{
    private readonly List<PayRecord> chain = [];

    /// <param name="approved">Months of one person, in any order.</param>
    public CarriedTimeOff(IEnumerable<PayRecord> approved)
    {
        foreach (var record in approved.OrderBy(record => record.ApprovedAt).ThenBy(record => record.Month))
        {
            if (chain.Count == 0 || record.Month > chain[^1].Month) chain.Add(record);
        }
    }

    /// <summary>The one whose balance is carried; null: none was approved.</summary>
    public PayRecord? Last => chain.Count > 0 ? chain[^1] : null;

    /// <summary>What had turned up late, and is counted.</summary>
    public IReadOnlyList<LateTimeOff> Settled => [.. chain.SelectMany(record => record.Fixed!.LateOff)];

    /// <summary>What is counted as earned in a month up to the last, besides; null: an earlier release did not note it.</summary>
    public IReadOnlyList<TimeOffLot>? Earned(LocalDate month)
    {
        var first = chain.First(record => record.Month >= month);
        return first.Month == month ? first.Fixed!.EarnedOff
            : first.Fixed!.EarlierOff?.Where(lot => lot.Earned.With(DateAdjusters.StartOfMonth) == month).ToList();
    }

    /// <summary>Whether what was taken is counted: what is noted later of an earlier day is not.</summary>
    public bool Counts(TimeOffUse use) => Last is { } last && use.Day < last.Month.PlusMonths(1) && !(use.At > last.ApprovedAt);
}
