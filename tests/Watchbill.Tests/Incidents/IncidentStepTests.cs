using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Incidents;

/// <summary>What steps make of responders, times and impacts of an incident that began at 10:00.</summary>
public sealed class IncidentStepTests
{
    private static readonly Instant Now = At("12:00");

    private static Incident Open { get; } = new("checkout", 3, "Errors", Severity.Sev2, At("10:00"), null) { By = "ana", At = Now };

    // It is over at 11:00, said then or at noon.
    [Theory]
    [InlineData("10:30", null, "12:00", "10:30-11:00:00")]
    [InlineData("10:30", "10:50", "12:00", "10:30-10:50:00")]
    [InlineData("10:30", "11:00", "12:00", "10:30-11:00:00")]
    [InlineData("10:30", "11:10", "12:00", "10:30-11:00:00")]
    [InlineData("11:00", null, "12:00", "")] // began when it was over
    [InlineData("11:10", "11:20", "12:00", "")]
    [InlineData("11:00", null, "11:00", "11:00-11:00:01")] // within the very moment: a second
    [InlineData("11:10", null, "11:00", "")]
    public void Nobody_responds_past_the_end(string start, string? end, string now, string left)
    {
        var worked = Open with { Responders = [new Responder("ana", At(start), end is null ? null : At(end))] };
        Assert.Equal(left, Said(worked.Until(At("11:00"), At(now))));
        Assert.Equal((left, true, At("11:00")),
            (Said(worked.Resolve(At("11:00"), At(now))), worked.Resolve(At("11:00"), At(now)).TakenOver,
                worked.Resolve(At("11:00"), At(now)).End!.Value));
    }

    // Ana has worked from 10:10 to 10:20 and since 10:40; ben since 10:00.
    [Theory]
    [InlineData("10:20", "10:40", "10:10-10:20:00 10:40- 10:20-10:40:00")] // between the two
    [InlineData("10:19", "10:40", "10:40- 10:19-10:40:00")]
    [InlineData("10:20", "10:41", "10:10-10:20:00 10:20-10:41:00")]
    [InlineData("10:00", "10:10", "10:10-10:20:00 10:40- 10:00-10:10:00")]
    [InlineData("10:00", null, "10:00-")]
    [InlineData("11:00", null, "10:10-10:20:00 11:00-")]
    public void What_somebody_says_of_their_hours_takes_the_place_of_what_was_known_of_that_time(string start, string? end, string left)
    {
        var incident = Open with
        {
            Responders = [new("ana", At("10:10"), At("10:20")), new("ana", At("10:40"), null), new("ben", At("10:00"), null)],
        };
        var after = incident.Worked(new Responder("ana", At(start), end is null ? null : At(end)));
        Assert.Equal(left, Said(after with { Responders = [.. after.Responders.Where(one => one.Person == "ana")] }));
        Assert.Single(after.Responders, one => one.Person == "ben");
    }

    [Fact]
    public void A_false_alarm_ends_every_callout()
    {
        var alarm = (Open with { Responders = [new("ana", At("10:10"), At("10:20")), new("ben", At("10:40"), null)] }).Void("a test", Now);
        Assert.Equal(("10:10-10:20:00 10:40-12:00:00", "a test", false), (Said(alarm), alarm.Voided, alarm.Counts));
        Assert.Empty(alarm.Working());
    }

    [Theory]
    [InlineData("10:00", "10:30", "10:30")] // detected as it began: that goes along
    [InlineData("10:05", "10:30", "10:05")]
    [InlineData("10:00", "09:30", "10:00")] // it was still detected when it was
    [InlineData("10:00", "10:00", "10:00")]
    [InlineData(null, "10:30", null)]
    public void A_detection_that_came_from_the_start_goes_along_when_that_moves_later(string? detected, string start, string? then)
    {
        var incident = Open with { Detected = detected is null ? null : At(detected) };
        Assert.Equal(then is null ? null : At(then), incident.DetectedFrom(At(start)));
    }

    [Fact]
    public void What_is_said_of_its_impact_is_said_of_all_its_times()
    {
        var merged = Open with { ImpactOf = Severity.Sev2, Merged = [new("checkout-2", At("09:00"), At("09:10"), 0.5m)] };
        var said = merged.WithImpact(0.2m);
        Assert.Equal((0.2m, (Severity?)null, 0.2m), (said.Impact, said.ImpactOf, said.Merged[0].Impact));
        // Nobody says one any more: that of its severity counts where people declared it, and none where an alert did.
        var unsaid = said.WithoutImpact();
        Assert.Equal(((decimal?)null, (Severity?)Severity.Sev2, (decimal?)null), (unsaid.Impact, unsaid.ImpactOf, unsaid.Merged[0].Impact));
        Assert.Null((said with { Alerts = [new("HighErrorRate", "a", At("10:00"), null)] }).WithoutImpact().ImpactOf);
        // Nobody has said one: it stays as it is.
        Assert.Same(merged, merged.WithoutImpact());
    }

    [Fact]
    public void The_impact_of_a_severity_counts_as_it_was_when_it_became_that()
    {
        var severities = new Severities(new(Urgency.High, 1), new(Urgency.High, 0.5m), new(Urgency.Low, 0.1m), new(Urgency.None, 0));
        var declared = Open with { ImpactOf = Severity.Sev2 };
        Assert.Equal([1m, 0.5m, 0.1m, 0m],
            Enum.GetValues<Severity>()
                .Select(one => (declared with { Severity = one, ImpactOf = one }).Weighed(null, severities).Impact!.Value));
        // It is of that severity still: what the file says meanwhile changes nothing.
        var before = declared.Weighed(null, severities);
        Assert.Equal(0.5m, before.Weighed(before, Severities.Default).Impact);
        // It became another: that one's counts, for its own time and not for what was merged into it.
        var parted = before with { Severity = Severity.Sev3, Merged = [new("checkout-2", At("09:00"), At("09:10"), 0.7m)] };
        var weighed = parted.Weighed(before, severities);
        Assert.Equal((0.1m, (Severity?)Severity.Sev3, 0.7m), (weighed.Impact, weighed.ImpactOf, weighed.Merged[0].Impact));
        // Somebody had said one, and takes that back: it is of the whole.
        weighed = parted.Weighed(before with { ImpactOf = null }, severities);
        Assert.Equal((0.1m, 0.1m), (weighed.Impact, weighed.Merged[0].Impact));
        // Where somebody has said one, the severity says nothing.
        Assert.Equal(1, (Open with { Severity = Severity.Sev4 }).Weighed(null, severities).Impact);
    }

    [Fact]
    public void An_edit_is_the_next_version()
    {
        var after = Open.After(Open with { Version = 4 }, "ben", At("12:30"));
        Assert.Equal((5, "ben", At("12:30")), (after.Version, after.By, after.At));
        Assert.Equal("checkout/000003/0001", IncidentVersion.DocumentId(Open));
        Assert.Equal(["checkout-3", "checkout-1", "checkout-2"], new[]
        {
            Open with { Number = 2, Severity = Severity.Sev3 }, Open with { Number = 1, Start = At("10:01") }, Open,
        }.WorstFirst().Select(incident => incident.Id));
    }

    [Fact]
    public void Actions_are_done_by_urgency_and_then_by_day()
    {
        Postmortem Of(int number, params PostmortemAction[] actions) =>
            new("checkout", number, "ana", new LocalDate(2026, 11, 27)) { AskedAt = Now, Actions = actions };
        PostmortemAction Action(int number, ActionPriority priority, int day) =>
            new(number, "Test it.", "ben", priority, new LocalDate(2026, 11, day));
        var open = Postmortem.OpenActions(
            [Of(1, Action(1, ActionPriority.P1, 20), Action(2, ActionPriority.P0, 25) with { DoneAt = Now }),
                Of(2, Action(1, ActionPriority.P1, 10), Action(2, ActionPriority.P0, 29))]);
        Assert.Equal([(2, 2), (2, 1), (1, 1)], open.Select(one => (one.Postmortem.Number, one.Action.Number)));
        Assert.Null(Of(1, Action(1, ActionPriority.P0, 20)).Unready);
        Assert.Equal("The postmortem of checkout-1 needs a P0 action: what cannot wait? Add it: incident postmortem action checkout-1 "
            + "<person> p0 due <when> to <text>", Of(1, Action(1, ActionPriority.P1, 20)).Unready);
    }

    private static string Said(Incident incident) =>
        string.Join(' ', incident.Responders.Select(one => Cases.Invariant($"{one.Start:HH:mm}-{one.End:HH:mm:ss}")));

    private static Instant At(string time) => Cases.At($"2026-11-20T{time}:00Z");
}
