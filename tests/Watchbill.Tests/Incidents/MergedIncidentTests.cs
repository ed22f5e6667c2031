using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>What two incidents are once they are one, field by field. It is noon.</summary>
public sealed class MergedIncidentTests
{
    private static readonly Instant Now = At("12:00")!.Value;

    [Theory]
    [InlineData("10:00", "10:20", "10:10", "10:40", "10:10", "10:40")] // what ended last is its own time
    [InlineData("10:10", "10:40", "10:00", "10:20", "10:10", "10:40")]
    [InlineData("10:00", null, "10:10", "10:40", "10:00", null)] // what goes on is
    [InlineData("10:10", "10:40", "10:00", null, "10:00", null)]
    public void Its_own_time_is_what_goes_on_or_ended_last(
        string start, string? end, string joined, string? joinedEnd, string own, string? ownEnd)
    {
        var (_, merged) = One(2, joined, joinedEnd).Merge(One(1, start, end), Now);
        Assert.Equal((At(own), At(ownEnd)), (merged.Start, merged.End));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_preview_says_when_an_incident_is_opened_again(bool reopens) => Assert.Equal(reopens,
        IncidentMergeReplies.Preview(One(2, "10:00", null), One(1, "10:10", "10:40"), reopens).Text.ToString()
            .Contains("checkout-1 is open again then, and pages.", StringComparison.Ordinal));

    [Theory]
    [InlineData("0.5", "0.6", "0.6")]
    [InlineData("0.5", "0.4", "0.5")]
    [InlineData(null, "0.4", "0.4")]
    [InlineData("0.4", null, "0.4")]
    [InlineData("0", null, "0")]
    public void Of_two_that_ended_at_once_the_larger_impact_is_its_own(string? into, string? joining, string impact)
    {
        var (_, merged) =
            (One(2, "10:00", "10:40") with { Impact = Number(joining) })
                .Merge(One(1, "10:10", "10:40") with { Impact = Number(into) }, Now);
        Assert.Equal(Number(impact), merged.Impact);
    }

    [Theory]
    [InlineData(Cause.Other, Cause.Release, Cause.Release)]
    [InlineData(Cause.Capacity, Cause.Release, Cause.Capacity)]
    [InlineData(Cause.Capacity, Cause.Other, Cause.Capacity)]
    public void Its_cause_and_release_stay_where_it_has_any(Cause into, Cause joining, Cause cause)
    {
        var (_, merged) = (Two with { Cause = joining, Release = "2026.48" }).Merge(Leading with { Cause = into, Release = null }, Now);
        Assert.Equal((cause, "2026.48"), (merged.Cause, merged.Release));
        (_, merged) = (Two with { Release = "2026.48" }).Merge(Leading with { Release = "2026.47" }, Now);
        Assert.Equal("2026.47", merged.Release);
    }

    [Theory]
    [InlineData("10:05", "10:06", "10:05", NoticedBy.Team)]
    [InlineData("10:06", "10:05", "10:05", NoticedBy.Customer)]
    [InlineData("10:05", "10:05", "10:05", NoticedBy.Team)]
    [InlineData("10:05", null, "10:05", NoticedBy.Team)]
    [InlineData(null, "10:05", "10:05", null)]
    [InlineData(null, null, null, NoticedBy.Team)]
    public void It_was_detected_and_acknowledged_when_the_first_of_them_was(string? into, string? joining, string? first, NoticedBy? by)
    {
        var (_, merged) =
            (Two with { Detected = At(joining), Acknowledged = At(joining), NoticedBy = NoticedBy.Customer })
                .Merge(Leading with { Detected = At(into), Acknowledged = At(into), NoticedBy = NoticedBy.Team }, Now);
        Assert.Equal((At(first), At(first)), (merged.Detected, merged.Acknowledged));
        if (by is { } noticed) Assert.Equal(noticed, merged.NoticedBy);
    }

    [Theory]
    [InlineData(false, false, "a", "b", false)]
    [InlineData(true, false, "a", "b", true)]
    [InlineData(false, true, "a", "b", true)]
    // What people declared does not end with somebody else's alerts.
    [InlineData(false, false, "", "b", true)]
    [InlineData(false, false, "a", "", true)]
    public void It_ends_with_its_alerts_only_where_both_did(bool into, bool joining, string alerts, string joinedAlerts, bool takenOver)
    {
        var (_, merged) =
            (Two with { TakenOver = joining, Alerts = Alerts(joinedAlerts) })
                .Merge(Leading with { TakenOver = into, Alerts = Alerts(alerts) }, Now);
        Assert.Equal(takenOver, merged.TakenOver);
        Assert.Equal(alerts + joinedAlerts, string.Concat(merged.Alerts.Select(alert => alert.Fingerprint)));
    }

    [Theory]
    [InlineData("10:05", "10:10", "10:08", "10:20", "10:05-10:20")] // at both at once
    [InlineData("10:05", "10:20", "10:08", "10:10", "10:05-10:20")]
    [InlineData("10:08", "10:20", "10:05", "10:10", "10:05-10:20")]
    [InlineData("10:05", "10:10", "10:10", "10:20", "10:05-10:20")] // went over from one to the other
    [InlineData("10:05", "10:10", "10:11", "10:20", "10:05-10:10 10:11-10:20")]
    [InlineData("10:05", null, "10:08", "10:20", "10:05-")]
    [InlineData("10:05", "10:20", "10:08", null, "10:05-")]
    public void Who_worked_on_both_at_once_was_called_out_once(string start, string? end, string start2, string? end2, string worked)
    {
        var (from, merged) =
            (Two with { Responders = [new("ana", At(start2)!.Value, At(end2)), new("ben", At("10:06")!.Value, At("10:07"))] })
                .Merge(Leading with { Responders = [new("ana", At(start)!.Value, At(end))] }, Now);
        Assert.Equal(worked,
            string.Join(' ', merged.Responders.Where(one => one.Person == "ana")
                .Select(one => Cases.Invariant($"{one.Start:HH:mm}-{one.End:HH:mm}"))));
        Assert.Single(merged.Responders, one => one.Person == "ben");
        Assert.Empty(from.Responders);
    }

    [Fact]
    public void What_is_part_of_another_is_over_and_keeps_when_it_was()
    {
        Assert.Equal(At("10:40"), Two.Merge(Leading, Now).From.End);
        // What went on is over from now on.
        var (from, merged) = (Two with { End = null }).Merge(Leading, Now);
        Assert.Equal((Now, "checkout-1", false), (from.End, from.MergedInto, from.Counts));
        Assert.Null(merged.End);
        // As a part it has what the leading one had until it was over.
        var part = Assert.Single(merged.Merged);
        Assert.Equal(("checkout-2", At("10:00"), At("10:30")), (part.Id, part.Start, part.End));
    }

    [Theory]
    [InlineData(Severity.Sev3, Severity.Sev1, Severity.Sev1, null)] // worse by the other's word: its impact is as it was
    [InlineData(Severity.Sev1, Severity.Sev3, Severity.Sev1, Severity.Sev1)]
    [InlineData(Severity.Sev2, Severity.Sev2, Severity.Sev2, Severity.Sev2)]
    public void The_worse_severity_counts_and_takes_no_more_of_a_budget(
        Severity into, Severity joining, Severity severity, Severity? impactOf)
    {
        var (_, merged) =
            (One(2, "10:00", "10:20") with { Severity = joining, ImpactOf = joining })
                .Merge(One(1, "10:00", "10:40") with { Severity = into, ImpactOf = into }, Now);
        Assert.Equal((severity, impactOf), (merged.Severity, merged.ImpactOf));
    }

    [Fact]
    public void Its_times_count_with_several_impacts_where_they_differ()
    {
        Assert.False(Two.Merge(Leading, Now).Into.IsMixed());
        var (_, mixed) = (Two with { Impact = 0.5m }).Merge(Leading, Now);
        Assert.True(mixed.IsMixed());
        Assert.Equal([0.5m, 1m], mixed.Parts().Select(part => part.Impact!.Value).Order());
        Assert.All(mixed.Parts(), part => Assert.Empty(part.Merged));
        Assert.Same(Two, Assert.Single(Two.Parts()));
    }

    private static Incident Leading { get; } = One(1, "10:00", "10:30");

    private static Incident Two { get; } = One(2, "10:10", "10:40");

    private static Incident One(int number, string start, string? end) =>
        new("checkout", number, "Errors", Severity.Sev2, At(start)!.Value, At(end)) { By = "ana", At = Now };

    private static IReadOnlyList<IncidentAlert> Alerts(string fingerprint) =>
        fingerprint.Length == 0 ? [] : [new("HighErrorRate", fingerprint, At("10:00")!.Value, At("10:20"))];

    private static decimal? Number(string? text) => text is null ? null : Spending.Number(text);

    private static Instant? At(string? time) => time is null ? null : Cases.At($"2026-11-20T{time}:00Z");
}
