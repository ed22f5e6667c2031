using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>What people, incidents and downtime do to a page, step by step. It was opened at 02:58.</summary>
public sealed class PageStepTests
{
    private static readonly Instant Opened = Cases.At("2026-11-30T02:58:00Z");
    private static readonly Instant Now = Opened + Duration.FromMinutes(10);

    private static readonly EscalationStep[] Steps =
        [new("primary", Duration.FromMinutes(1)), new("secondary", Duration.FromMinutes(6)), new("lead", Duration.FromMinutes(11))];

    private static Page Fresh { get; } = new("checkout", 12, Urgency.High, Opened);

    // Ana is primary, ben secondary five minutes later; a round lasts ten minutes.
    [Theory]
    [InlineData(0, 0, "0 ana")]
    [InlineData(0, 4, "4 ana")]
    [InlineData(0, 5, "5 ben")] // ana's time is over before anybody was back to call her
    [InlineData(0, 9, "9 ben")]
    [InlineData(0, 10, "10 ben")] // of the last of all somebody has to hear
    [InlineData(0, 500, "500 ben")]
    [InlineData(1, 10, "10 ana")] // the second round
    [InlineData(1, 14, "14 ana")]
    [InlineData(1, 15, "15 ben")]
    [InlineData(1, 20, "20 ben")]
    [InlineData(1, 500, "500 ben")]
    public void After_downtime_only_the_step_due_now_is_taken(int repeat, double back, string paged) => Assert.Equal(paged,
        new Course(Urgency.High, repeat, ("primary", 0), ("secondary", 5)).On("primary", "ana").On("secondary", "ben").Down(back).Paged);

    [Fact]
    public void Whoever_is_called_late_has_the_whole_of_their_time()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0), ("secondary", 5)).On("primary", "ana").On("secondary", "ben").Down(30);
        Assert.Equal([true, false], course.Page.Taken.Select(step => step.Missed));
        Assert.False(course.Until(34).Page.Over);
        Assert.True(course.Until(35).Page.Over);
    }

    [Fact]
    public void What_is_held_says_until_when_and_is_called_then()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana");
        course.Hold(0, 40);
        course.Until(39);
        var held = Assert.Single(course.Page.Events, happened => happened.Kind == PageEventKind.Held);
        Assert.Equal(("", 40.0), (course.Paged, course.Minute(held.Until!.Value)));
        Assert.Equal("40 ana", course.Until(40).Paged);
    }

    [Fact]
    public void Whoever_comes_on_call_is_called_as_such()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0), ("lead", 60))
            .On("primary", "ana", 0, 20).On("primary", "ben", 20).On("lead", "lea").Until(30);
        Assert.Equal("0 ana, 20 ben", course.Paged);
        Assert.Equal([false, true], course.Page.Taken.Select(step => step.Incoming));
        // And has the step's time from then on.
        Assert.Equal("0 ana, 20 ben", course.Until(79).Paged);
        Assert.Equal("0 ana, 20 ben, 80 lea", course.Until(80).Paged);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)] // what a person declares is never held
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    public void Maintenance_holds_what_monitoring_sends(bool maintained, bool declared, bool held) =>
        Assert.Equal(held, (Fresh with { Declared = declared }).Follow(Some.Payments, Steps, Now, maintained).Held);

    [Fact]
    public void A_page_follows_the_policy_from_its_first_step_on()
    {
        var page = Fresh.Follow(Some.Payments with { Repeat = 5 }, Steps, Now, held: false);
        Assert.Equal(("payments", 5, Duration.FromMinutes(30), Opened + Duration.FromMinutes(1)),
            (page.Rotation, page.Repeat, page.AckTimeout!.Value, page.Due!.Value));
        Assert.Equal((2, 3), (Fresh.Follow(null, Steps, Now, held: false).Repeat, page.Steps.Count));
        // Somebody escalated before its policy was known: the level after the first is due already.
        Assert.Equal(Opened, (Fresh with { Next = 1 }).Follow(Some.Payments, Steps, Now, held: false).Due);
        // Somebody had it before: their silence is counted from then.
        var had = Fresh.Acknowledge("ana", Opened).Follow(Some.Payments, Steps, Now, held: false);
        Assert.Equal(Opened + Duration.FromMinutes(30), had.Due);
        // Nobody hears twice of a drill, and of one of one person nobody else.
        var drill = new Page(Page.Drill, 3, Urgency.High, Opened) { Person = "ana" }.Follow(null, Steps, Now, held: false);
        Assert.Equal((1, 0), (drill.Steps.Count, drill.Repeat));
        Assert.Equal(3, (drill with { Person = null }).Follow(Some.Payments, Steps, Now, held: false).Steps.Count);
        Assert.Equal(2, (Fresh with { Person = "ana" }).Follow(null, EscalationPolicy.Of("ana"), Now, held: false).Steps.Count);
    }

    [Theory]
    [InlineData(0, 0, 1, 1)] // before the first step: the level after that
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 2, 1, 2)]
    [InlineData(1, 3, 2, 0)] // past the last level it begins again
    public void Escalating_turns_to_the_next_level_at_once(int round, int next, int thenRound, int thenNext)
    {
        var page = Fresh with { Steps = Steps, Round = round, Next = next, Held = true, Due = null };
        var after = page.Acknowledge("ana", Opened).Escalate("ben", Now);
        Assert.Equal((thenRound, thenNext, Now, false, PageState.Open, (string?)null, (Instant?)null),
            (after.Round, after.Next, after.Due!.Value, after.Held, after.State, after.By, after.AcknowledgedAt));
        // What is over begins anew with its first step.
        var over = (page with { Over = true }).Escalate("ben", Now);
        Assert.Equal((false, round + 1, 0, Now + Duration.FromMinutes(1)), (over.Over, over.Round, over.Next, over.Due!.Value));
    }

    [Fact]
    public void The_first_who_acknowledges_has_it_and_whoever_takes_it_over_then()
    {
        var had = Fresh.Acknowledge("ana", Opened).Acknowledge("ben", Now);
        Assert.Equal(("ana", Opened), (had.By, had.AcknowledgedAt!.Value));
        Assert.Equal("ben", had.TakeOver("ben", Now).By);
        Assert.Same(had, had.TakeOver("ana", Now));
        // A snooze keeps when it was acknowledged first.
        var snoozed = had.Snooze("ana", Now + Duration.FromHours(1), Now);
        Assert.Equal((PageState.Snoozed, Opened, Now + Duration.FromHours(1)),
            (snoozed.State, snoozed.AcknowledgedAt!.Value, snoozed.Due!.Value));
        Assert.Equal(("ben", Now), (snoozed.Acknowledge("ben", Now).By, snoozed.Acknowledge("ben", Now).AcknowledgedAt!.Value));
        Assert.Equal(3, snoozed.Acknowledge("ben", Now).Answers());
        Assert.Equal(0, Fresh.Escalate("ben", Now).Answers());
    }

    [Fact]
    public void Who_answers_answered_the_last_call_by_that_method()
    {
        var page = Fresh with
        {
            Calls = [new(0, "ana", "sms", Opened), new(0, "ana", "ntfy", Opened), new(1, "ana", "sms", Now), new(1, "ben", "sms", Now)],
        };
        Assert.Equal([CallOutcome.Planned, CallOutcome.Planned, CallOutcome.Answered, CallOutcome.Planned],
            page.AnsweredBy("ana", "sms", Now).Calls.Select(call => call.Outcome));
        Assert.Same(page, page.AnsweredBy("ana", "email", Now));
        Assert.Same(page, page.AnsweredBy("cai", "sms", Now));
    }

    [Fact]
    public void Forwards_are_told_in_order()
    {
        var page = Fresh with { Rotation = "triage" };
        Assert.Equal(["triage"], page.Forwards());
        Assert.Null(page.Forwarded());
        var twice = page.Forward("payments", "ana", Opened).Forward("search", "ben", Now);
        Assert.Equal(["triage", "payments", "search"], twice.Forwards());
        Assert.Equal(("ben", "payments", "search"), (twice.Forwarded()!.Person, twice.Forwarded()!.From, twice.Forwarded()!.To));
        Assert.Empty(Fresh.Forwards());
    }

    [Theory]
    [InlineData(PageState.Acknowledged, false, true)]
    [InlineData(PageState.Open, true, true)]
    [InlineData(PageState.Open, false, false)]
    [InlineData(PageState.Resolved, true, false)]
    public void A_drill_is_over_once_somebody_answered_or_nobody_did(PageState state, bool over, bool ends)
    {
        var drill = new Page(Page.Drill, 3, Urgency.High, Opened) { State = state, Over = over };
        Assert.Equal(ends, !ReferenceEquals(drill, drill.EndedDrill(Now)));
        if (ends) Assert.Equal((PageState.Resolved, (Instant?)null), (drill.EndedDrill(Now).State, drill.EndedDrill(Now).Due));
        var real = Fresh with { State = state, Over = over };
        Assert.Same(real, real.EndedDrill(Now));
    }

    // A page of sev2 or none yet, and its incident as it is saved: sev2 was open before, unless it is new.
    [Theory]
    [InlineData(false, true, 2, Urgency.High, "Opened")]
    [InlineData(false, true, 4, Urgency.None, null)]
    [InlineData(false, false, 2, Urgency.High, null)] // open before paging existed
    [InlineData(false, false, 3, Urgency.High, null)]
    [InlineData(false, false, 1, Urgency.High, "Opened")]
    [InlineData(true, false, 2, Urgency.High, "")]
    [InlineData(true, false, 1, Urgency.High, "Worse")]
    [InlineData(true, false, 3, Urgency.Low, "")]
    [InlineData(true, false, 4, Urgency.None, "Quiet")]
    public void A_page_is_opened_called_anew_or_quiet_by_how_bad_its_incident_is(
        bool paged, bool isNew, int severity, Urgency urgency, string? events)
    {
        var before = new Incident("checkout", 12, "Errors", Severity.Sev2, Opened, null) { By = "ana", At = Opened };
        var page = (paged ? Fresh : null).After(isNew ? null : before, before with { Severity = (Severity)severity }, urgency, Now);
        Assert.Equal(events, page is null ? null : string.Join(' ', page.Events.Select(happened => happened.Kind)));
        if (page is not null) Assert.Equal(urgency, page.Urgency);
        if (events == "Opened") Assert.Equal((true, 0), (page!.Declared, page.Told!.Value));
        // Over it is resolved, with nothing more to come; never paged it stays so.
        var over = (paged ? Fresh : null).After(before, before with { End = Now }, urgency, Now);
        Assert.Equal(paged ? PageState.Resolved : null, over?.State);
        Assert.Null(over?.Due);
    }

    [Fact]
    public void Whoever_begins_to_work_on_an_incident_has_its_page()
    {
        var before = new Incident("checkout", 12, "Errors", Severity.Sev2, Opened, null) { By = "ana", At = Opened };
        var worked = before.Acknowledge("ben", Now);
        var taken = Fresh.After(before, worked, Urgency.High, Now)!;
        Assert.Equal(("ben", PageState.Acknowledged), (taken.By, taken.State));
        // Who worked on it before has not begun anew.
        Assert.Equal(PageState.Open, Fresh.After(worked, worked with { Title = "Payments fail" }, Urgency.High, Now)!.State);
        var opened = ((Page?)null).After(null, worked with { Alerts = [new("E", "a", Opened, null)] }, Urgency.High, Now)!;
        Assert.Equal((false, "ben"), (opened.Declared, opened.By));
    }
}
