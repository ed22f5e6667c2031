using NodaTime;

namespace Watchbill.Training;

/// <summary>Where programs hold people up.</summary>
public static class Bottlenecks
{
    private static readonly Period Fresh = Period.FromYears(1);
    private static readonly Duration Quiet = Duration.FromDays(90);

    /// <summary>Items that are next for several people at once, the worst first, with how many.</summary>
    public static IReadOnlyList<(TrainingItem Item, int People)> Stuck(IEnumerable<Progress> all) =>
    [
        .. all.Where(one => one.State == TrainingState.Enrolled).Select(one => one.Open.FirstOrDefault()?.Item).OfType<TrainingItem>()
            .GroupBy(item => item.Id).Where(same => same.Skip(1).Any()).OrderByDescending(same => same.Count())
            .Select(same => (same.First(), same.Count())),
    ];

    /// <summary>Items that somebody signs and nobody has for 90 days, of programs that somebody was on all that time.</summary>
    public static IReadOnlyList<TrainingItem> NotSigned(IReadOnlyCollection<Progress> all, Instant now)
    {
        var since = now - Quiet;
        var signed = all.SelectMany(one => one.Enrollment.Events)
            .Where(one => one.What is TrainingStep.Signed or TrainingStep.Waived && one.At >= since).Select(one => one.Item).ToHashSet();
        return [.. all.Where(one => one.State == TrainingState.Enrolled && one.Enrollment.Events[0].At < since)
            .SelectMany(one => one.Open.Select(open => open.Item)).Where(item => item.Signs is not null && !signed.Contains(item.Id))
            .DistinctBy(item => item.Id)];
    }

    /// <summary>Items of the programs that nobody reviewed for a year, or ever; what somebody is on or was.</summary>
    public static IReadOnlyList<TrainingItem> NotReviewed(IEnumerable<Progress> all, LocalDate today) =>
        [.. all.Select(one => one.Program).DistinctBy(program => program.Id).SelectMany(program => program.Items)
            .Where(item => !(item.Reviewed > today - Fresh))];
}
