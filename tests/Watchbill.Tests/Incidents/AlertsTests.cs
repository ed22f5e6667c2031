using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

public sealed class AlertsTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T12:00:00Z");

    // Two instances of one service fail, the second before the first is well again: 10:00 to 10:10, and 10:05 to 10:20.
    private static readonly Alert[] Overlapping =
    [
        Sent("a", "10:00", null), Sent("a", "10:00", "10:10"), Sent("b", "10:05", null), Sent("b", "10:05", "10:20"),
    ];

    [Fact]
    public void In_whatever_order_and_however_often_they_come_alerts_that_touch_are_one_incident()
    {
        foreach (var order in Orders(Overlapping))
        {
            var incident = Assert.Single(Heard([.. order, .. order]));
            Assert.Equal((Cases.At("2026-11-20T10:00:00Z"), Cases.At("2026-11-20T10:20:00Z")), (incident.Start, incident.End!.Value));
            Assert.Equal(["a 10:10", "b 10:20"],
                incident.Alerts.Select(alert => Cases.Invariant($"{alert.Fingerprint} {alert.End!.Value:HH:mm}")));
        }
    }

    [Fact]
    public void Alerts_that_do_not_touch_are_incidents_of_their_own_and_so_are_those_of_another_name()
    {
        Assert.Equal(2, Heard(Sent("a", "10:00", "10:10"), Sent("b", "10:30", "10:40")).Count);
        // Half-open: what begins when the other ends does not touch it.
        Assert.Equal(2, Heard(Sent("a", "10:00", "10:10"), Sent("b", "10:10", null)).Count);
        Assert.Equal(2, Heard(Sent("a", "10:00", null), Sent("b", "10:05", null) with { Name = "DiskFull" }).Count);
    }

    [Fact]
    public void It_goes_on_while_one_of_its_alerts_fires()
    {
        var incident = Assert.Single(Heard(Overlapping[0], Overlapping[2], Overlapping[1]));
        Assert.Null(incident.End);
        Assert.True(incident.Open);
    }

    [Fact]
    public void An_alert_that_ended_does_not_fire_again_under_the_same_start()
    {
        var over = Assert.Single(Heard(Overlapping[1]));
        Assert.Same(over, over.With(Overlapping[0], Now));
        Assert.Same(over, over.With(Overlapping[1], Now));
    }

    [Fact]
    public void What_people_said_of_its_end_stays()
    {
        var open = Assert.Single(Heard(Overlapping[0], Overlapping[2]));
        var resolved = open.Resolve(Cases.At("2026-11-20T10:08:00Z"), Now);
        Assert.Equal(resolved.End, resolved.With(Overlapping[3], Now).End);
        var reopened = resolved.Reopen().With(Overlapping[1], Now).With(Overlapping[3], Now);
        Assert.Null(reopened.End);
        // One that begins after that end is another incident; the tail of this one is not.
        Assert.Null(Alerts.Home([resolved], Sent("c", "10:09", null)));
        Assert.Same(resolved, Alerts.Home([resolved], Sent("c", "10:07", "10:09")));
    }

    [Fact]
    public void What_fires_and_was_not_known_is_an_incident_of_its_own_from_where_people_said_that_the_last_one_was_over()
    {
        var over = Assert.Single(Heard(Overlapping[0])).Resolve(Cases.At("2026-11-20T10:08:00Z"), Now);
        var incidents = new List<Incident> { over };
        Hear(incidents, Overlapping[0]); // Sent again it is the same alert.
        Assert.Equal([over], incidents);
        Hear(incidents, Sent("b", "10:07", null));
        Assert.Equal(2, incidents.Count);
        Hear(incidents, Sent("c", "10:06", null)); // And this one fires with it.
        Hear(incidents, Sent("b", "10:07", "10:20"));
        Hear(incidents, Sent("c", "10:06", "10:30"));
        Assert.Equal(over, incidents[0]);
        Assert.Equal([("10:08", "10:30", "10:08")],
            incidents.Skip(1).Select(one => (Clock(one.Start), Clock(one.End!.Value), Clock(one.Detected!.Value))));
    }

    [Fact]
    public void What_fires_anew_is_part_of_what_ended_with_its_alerts()
    {
        var over = Assert.Single(Heard(Overlapping[1]));
        Assert.Same(over, Alerts.Home([over], Sent("b", "10:07", null)));
    }

    [Fact]
    public void A_false_alarm_stays_one_for_the_alerts_it_was_and_for_no_new_one()
    {
        var alarm = Assert.Single(Heard(Overlapping[0])).Void("a test", Now);
        Assert.Same(alarm, Alerts.Home([alarm], Overlapping[1]));
        Assert.Null(Alerts.Home([alarm], Overlapping[2]));
        Assert.NotNull(alarm.With(Overlapping[1], Now).Voided);
    }

    [Fact]
    public void A_false_alarm_that_was_none_is_over_since_its_alerts_stopped_meanwhile()
    {
        var alarm = Assert.Single(Heard(Overlapping[0])).Void("a test", Now);
        Assert.Null(alarm.Unvoid().End);
        Assert.Equal(Cases.At("2026-11-20T10:10:00Z"), alarm.With(Overlapping[1], Now).Unvoid().End);
        // Somebody had said that it goes on, and nobody has said otherwise.
        Assert.Null((alarm with { TakenOver = true }).With(Overlapping[1], Now).Unvoid().End);
        Assert.Null((alarm with { Alerts = [] }).Unvoid().End);
    }

    [Fact]
    public void When_people_say_that_it_began_leaves_its_end_to_the_alerts()
    {
        var open = Assert.Single(Heard(Overlapping[0]));
        Incident From(string start) =>
            open with
            {
                Start = Cases.At($"2026-11-20T{start}:00Z"),
                Detected = open.DetectedFrom(Cases.At($"2026-11-20T{start}:00Z")),
                TakenOver = open.TakenOverBy(open.End),
            };
        var earlier = From("09:50").With(Overlapping[1], Now);
        Assert.Equal((Cases.At("2026-11-20T09:50:00Z"), Cases.At("2026-11-20T10:10:00Z")), (earlier.Start, earlier.End!.Value));
        // No alert takes a later start back, a new one neither; what stopped before it never was.
        var later = From("10:03").With(Sent("c", "10:01", null), Now).With(Overlapping[1], Now);
        Assert.Null(later.End);
        later = later.With(Sent("c", "10:01", "10:12"), Now);
        Assert.Equal(("10:03", "10:12", "10:03"), (Clock(later.Start), Clock(later.End!.Value), Clock(later.Detected!.Value)));
        var empty = From("10:11").With(Overlapping[1], Now);
        Assert.Equal(("10:11", "10:11"), (Clock(empty.Start), Clock(empty.End!.Value)));
        // Only what people say of its end takes that over.
        Assert.True(open.TakenOverBy(Now));
    }

    [Fact]
    public void A_share_that_comes_only_when_an_alert_is_sent_again_counts_and_talks_nobody_over()
    {
        var open = Assert.Single(Heard(Overlapping[0]));
        Assert.Equal(0.4m, open.With(Overlapping[0] with { Impact = 0.4m }, Now).Impact);
        Assert.Equal(0.4m, open.With(Overlapping[1] with { Impact = 0.4m }, Now).Impact);
        Assert.Equal(0.1m, (open with { Impact = 0.1m }).With(Overlapping[1] with { Impact = 0.4m }, Now).Impact);
    }

    [Fact]
    public void Nobody_waits_for_the_clock_of_the_monitoring_to_work_on_an_incident()
    {
        // Monitoring's clock is 40 s ahead: at 12:00 it says that it began at 12:00:40.
        var ahead = Now + Duration.FromSeconds(40);
        var open = Alerts.Open("checkout", 1, new Alert("HighErrorRate", "a", ahead, null) { Title = "Errors" }, "token:alerts", Now);
        var worked = open.Acknowledge("ana", Now);
        Assert.Equal((ahead, new Responder("ana", ahead, null)), (worked.Acknowledged!.Value, Assert.Single(worked.Responders)));
        Assert.Null(IncidentRules.Fault(worked, Now));
        Assert.Null(IncidentRules.Fault(worked.Resolve(worked.Start, Now), Now));
        // What nobody has seen is still to come.
        Assert.Equal("end", IncidentRules.Fault(open with { End = ahead + Duration.FromSeconds(1) }, Now)?.Field);
    }

    [Fact]
    public void It_burns_nothing_until_somebody_says_how_many_were_hurt_and_then_the_largest_counts()
    {
        Assert.Null(Assert.Single(Heard(Overlapping[0])).Impact);
        Assert.Equal(0.5m,
            Assert
                .Single(
                    Heard(Overlapping[0], Overlapping[2] with { Impact = 0.5m }, Sent("c", "10:06", null) with { Impact = 0.2m })).Impact);
        var worse = Assert.Single(Heard(Overlapping[0], Overlapping[2] with { Severity = Severity.Sev1 }));
        Assert.Equal(Severity.Sev1, worse.Severity);
    }

    [Fact]
    public void Who_works_on_it_stops_when_it_is_heard_that_it_is_over()
    {
        var worked = Assert.Single(Heard(Overlapping[0])).Acknowledge("ana", Cases.At("2026-11-20T10:04:00Z")).With(Overlapping[1], Now);
        Assert.Equal(new Responder("ana", Cases.At("2026-11-20T10:04:00Z"), Now), Assert.Single(worked.Responders));
        Assert.Null(IncidentRules.Fault(worked, Now));
    }

    [Theory]
    [InlineData("critical", Severity.Sev1)]
    [InlineData("page", Severity.Sev2)]
    [InlineData("Error", Severity.Sev2)]
    [InlineData("warning", Severity.Sev3)]
    [InlineData(null, Severity.Sev3)]
    [InlineData("purple", Severity.Sev3)]
    [InlineData("info", Severity.Sev4)]
    [InlineData("sev4", Severity.Sev4)]
    public void A_label_says_how_bad_it_is(string? label, Severity severity) => Assert.Equal(severity, Alerts.SeverityOf(label));

    private static List<Incident> Heard(params Alert[] alerts)
    {
        var incidents = new List<Incident>();
        foreach (var alert in alerts) Hear(incidents, alert);
        return incidents;
    }

    private static void Hear(List<Incident> incidents, Alert alert)
    {
        var home = Alerts.Home(incidents, alert);
        if (home is not null) incidents[incidents.IndexOf(home)] = home.With(alert, Now);
        else incidents.Add(Alerts.Open("checkout", incidents.Count + 1, alert, "token:alerts", Now, incidents));
    }

    private static string Clock(Instant at) => Cases.Invariant($"{at:HH:mm}");

    private static IEnumerable<IEnumerable<Alert>> Orders(Alert[] alerts) => alerts.Length <= 1
        ? [alerts]
        : alerts.SelectMany((first, i) => Orders([.. alerts.Where((_, at) => at != i)]).Select(rest => rest.Prepend(first)));

    private static Alert Sent(string fingerprint, string start, string? end) =>
        new("HighErrorRate", fingerprint, Cases.At($"2026-11-20T{start}:00Z"),
            end is null ? null : Cases.At($"2026-11-20T{end}:00Z"))
        { Title = "Errors" };
}
