using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>Where an alert belongs and what it changes, rule by rule. It is Friday 20 November 2026, noon.</summary>
public sealed class AlertRuleTests
{
    private static readonly Instant Now = At("12:00")!.Value;

    [Theory]
    [InlineData("sev1 p1 critical emergency fatal disaster CRITICAL", Severity.Sev1)]
    [InlineData("sev2 p2 page error high major", Severity.Sev2)]
    [InlineData("sev3 p3 warning moderate", Severity.Sev3)]
    [InlineData("sev4 p4 info informational information low none", Severity.Sev4)]
    public void A_label_says_how_bad_it_is_by_any_of_its_words(string labels, Severity severity) =>
        Assert.All(labels.Split(' '), label => Assert.Equal(severity, Alerts.SeverityOf($" {label} ")));

    // Of one name and fingerprint, one from 09:00 that is over and one from 10:00 that may be; and others that are newer.
    [Theory]
    [InlineData(null, null, "10:00", null)] // it fires: the last one that still does
    [InlineData("10:30", null, "11:59", null)] // that is over: a new one
    [InlineData(null, "11:30", "10:00", "11:30")] // it is over since half past
    [InlineData(null, "09:30", "10:00", "10:00")] // not before it began
    [InlineData("10:30", "11:30", "10:00", "10:30")] // it was over before
    public void An_alert_that_does_not_say_when_it_fired_is_the_last_one_known(string? known, string? end, string start, string? over)
    {
        var incidents = new[]
        {
            Open("10:00", "11:45", new("HighErrorRate", "other", At("11:00")!.Value, null), new("DiskFull", "a", At("11:00")!.Value, null)),
            Open("09:00", null, Known("a", "09:00", "09:20"), Known("a", "10:00", known)),
        };
        var alert = Sent("a", "11:59", end) with { StartUnknown = true };
        Assert.Equal((At(start), At(over)), (alert.Recognised(incidents).Start, alert.Recognised(incidents).End));
        // One that says it is as it says, and of one that nobody knows nothing more is known.
        var said = alert with { StartUnknown = false };
        Assert.Same(said, said.Recognised(incidents));
        Assert.Same(alert, alert.Recognised([]));
    }

    [Fact]
    public void An_alert_belongs_to_where_it_is_known_and_else_to_the_newest_that_would_take_it()
    {
        var (first, second) = (Open("10:00", null, Known("a", "10:00", null)) with { Number = 1 },
            Open("10:00", null, Known("b", "10:00", null)) with { Number = 2 });
        Assert.Same(first, Alerts.Home([first, second], Sent("a", "10:00", null)));
        Assert.Same(first, Alerts.Home([second, first], Sent("a", "10:00", "10:05")));
        Assert.Same(second, Alerts.Home([first, second], Sent("c", "10:10", null)));
        Assert.Same(second, Alerts.Home([second, first], Sent("c", "10:10", null)));
        // Known there it belongs to what people have said is over, or was none, and to no other.
        var over = first with { End = At("10:30"), TakenOver = true };
        Assert.Same(over, Alerts.Home([second, over], Sent("a", "10:00", null)));
        // One of its alerts has the name.
        var mixed = Open("10:00", null, new("DiskFull", "d", At("10:00")!.Value, null), Known("a", "10:00", null));
        Assert.Same(mixed, Alerts.Home([mixed], Sent("c", "10:10", null)));
    }

    [Theory]
    [InlineData("09:00", "10:00", false)] // ends where the incident begins
    [InlineData("09:00", "10:01", true)]
    [InlineData("11:00", "11:30", false)] // begins where it ends
    [InlineData("10:59", null, true)]
    [InlineData("09:00", null, true)]
    public void It_would_take_what_shares_a_moment_with_it(string start, string? end, bool takes)
    {
        var incident = Open("10:00", "11:00", Known("a", "10:00", "11:00"));
        Assert.Equal(takes, Alerts.Home([incident], Sent("b", start, end)) is not null);
    }

    [Theory]
    [InlineData(true, "10:30", null, "11:00")] // people said that it was over at eleven
    [InlineData(true, "10:30", "11:30", "10:30")] // one that is over is as it was
    [InlineData(false, "10:30", null, "10:30")] // it ended with its alerts
    [InlineData(true, "11:00", null, "11:00")]
    [InlineData(true, "11:10", null, "11:10")]
    public void A_new_one_begins_no_sooner_than_people_said_that_the_last_was_over(bool said, string start, string? end, string begins)
    {
        var before = Open("10:00", "11:00", Known("a", "10:00", "11:00")) with { TakenOver = said };
        var earlier = Open("09:00", "10:40", Known("z", "09:00", "10:40")) with { TakenOver = said };
        var opened = Alerts.Open("checkout", 3, Sent("b", start, end) with { Impact = 0.5m }, "token:am", Now, [before, earlier]);
        Assert.Equal((At(begins)!.Value, At(begins), At(end), (decimal?)0.5m, NoticedBy.Monitoring),
            (opened.Start, opened.Detected, opened.End, opened.Impact, opened.NoticedBy));
        Assert.Equal([new IncidentAlert("HighErrorRate", "b", At(start)!.Value, At(end))], opened.Alerts);
        Assert.Equal(At(start), Alerts.Open("checkout", 3, Sent("b", start, end), "token:am", Now).Start);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "0.4", "0.4")]
    [InlineData("0.4", null, "0.4")]
    [InlineData("0.4", "0.3", "0.4")]
    [InlineData("0.3", "0.4", "0.4")]
    public void Of_the_impacts_of_its_alerts_the_largest_counts(string? first, string? second, string? impact)
    {
        var open = Open("10:00", null, Known("a", "10:00", null)) with { Impact = Number(first) };
        Assert.Equal(Number(impact), open.With(Sent("b", "10:05", null) with { Impact = Number(second) }, Now).Impact);
    }

    [Theory]
    [InlineData("09:50", "10:02", "09:50", "09:50")] // the alert began earlier
    [InlineData("10:05", "10:02", "10:00", "10:02")]
    [InlineData("10:01", "10:02", "10:00", "10:01")]
    [InlineData("10:05", null, "10:00", "10:00")]
    public void It_began_and_was_detected_with_the_first_of_its_alerts(string alert, string? detected, string start, string then)
    {
        var open = Open("10:00", null, Known("a", "10:00", null)) with { Detected = At(detected) };
        var joined = open.With(Sent("b", alert, null), Now);
        Assert.Equal((At(start), At(then)), (joined.Start, joined.Detected));
    }

    [Fact]
    public void Where_people_said_that_it_began_later_no_alert_takes_that_back()
    {
        // One of its two alerts began before.
        var open = Open("10:10", null, Known("a", "10:20", null), Known("b", "10:00", null));
        Assert.Equal(At("10:10"), open.With(Sent("c", "09:50", null), Now).Start);
    }

    [Fact]
    public void It_keeps_the_five_hundred_alerts_that_ended_last_or_fire()
    {
        var many = Enumerable.Range(0, Alerts.MaxAlerts)
            .Select(i => new IncidentAlert("HighErrorRate", $"f{i:000}", At("10:00")!.Value, At("10:30")!.Value + Duration.FromSeconds(i)));
        var open = Open("10:00", null, [.. many.Skip(1), Known("fires", "10:00", null)]);
        var joined = open.With(Sent("b", "10:00", "11:00"), Now);
        Assert.Equal(Alerts.MaxAlerts, joined.Alerts.Count);
        Assert.Equal(["b", "fires"], joined.Alerts.TakeLast(2).Select(alert => alert.Fingerprint));
        Assert.DoesNotContain(joined.Alerts, alert => alert.Fingerprint == "f001");
        // Of two that end at once the one that began later, then the greater fingerprint, is the later one.
        var same = Open("10:00", null, Known("c", "10:00", "10:30"), Known("a", "10:05", "10:30")).With(Sent("b", "10:05", "10:30"), Now);
        Assert.Equal(["c", "a", "b"], same.Alerts.Select(alert => alert.Fingerprint));
    }

    [Fact]
    public void It_ends_with_its_last_alert_and_not_before_it_began()
    {
        var open = Open("10:00", null, Known("a", "10:00", "10:20"), Known("b", "10:00", null));
        Assert.Null(open.EndOfAlerts());
        Assert.Equal(At("10:20"), (open with { Alerts = [open.Alerts[0], Known("b", "10:00", "10:10")] }).EndOfAlerts());
        Assert.Equal(At("10:40"), (open with { Start = At("10:40")!.Value, Alerts = [open.Alerts[0]] }).EndOfAlerts());
        Assert.Equal(["HighErrorRate"], open.Firing());
        Assert.Equal(["HighErrorRate", "DiskFull"], (open with
        {
            Alerts = [Known("a", "10:00", null), Known("b", "10:00", null), new("DiskFull", "d", Now, null), new("Slow", "s", Now, Now)],
        }).Firing());
    }

    private static Incident Open(string start, string? end, params IncidentAlert[] alerts) =>
        new("checkout", 1, "Errors", Severity.Sev2, At(start)!.Value, At(end))
        {
            Alerts = alerts,
            Impact = null,
            By = "token:am",
            At = Now,
        };

    private static IncidentAlert Known(string fingerprint, string start, string? end) =>
        new("HighErrorRate", fingerprint, At(start)!.Value, At(end));

    private static Alert Sent(string fingerprint, string start, string? end) =>
        new("HighErrorRate", fingerprint, At(start)!.Value, At(end)) { Title = "Errors" };

    private static decimal? Number(string? text) => text is null ? null : Spending.Number(text);

    private static Instant? At(string? time) => time is null ? null : Cases.At($"2026-11-20T{time}:00Z");
}
