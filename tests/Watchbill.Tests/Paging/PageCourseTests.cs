using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>What holds of every page whatever happens to it, and the rules that no row has.</summary>
public sealed class PageCourseTests
{
    [Fact]
    public void Rounds_begin_after_the_last_steps_wait_and_the_end_is_said_once()
    {
        // Waits 0, 5, 15 and then as long as the gap before: the next round begins at 25, the end is at 50.
        var course = new Course(Urgency.High, 1, ("primary", 0), ("secondary", 5), ("lead", 15))
            .On("primary", "ana").On("secondary", "ben").On("lead", "lea").Until(500);
        Assert.Equal("0 ana, 5 ben, 15 lea, 25 ana, 30 ben, 40 lea", course.Paged);
        Assert.Equal([50.0], course.Page.Events.Where(one => one.Kind == PageEventKind.Over).Select(one => course.Minute(one.At)));
        Assert.Equal((PageState.Open, true), (course.Page.State, course.Page.Over));
    }

    [Fact]
    public void What_is_over_starts_again_for_whoever_comes_on_call() => Assert.Equal("0 ana, 60 ben",
        new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana", 0, 60).On("primary", "ben", 60).Until(64).Paged);

    [Fact]
    public void Escalating_takes_the_next_level_at_once_and_begins_again_past_the_last()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0), ("secondary", 30)).On("primary", "ana").On("secondary", "ben");
        course.Do(1, (page, now) => page.Escalate("ana", now)).Do(2, (page, now) => page.Escalate("ben", now));
        Assert.Equal("0 ana, 1 ben, 2 ana", course.Paged);
    }

    [Fact]
    public void Escalating_what_somebody_has_takes_it_from_them()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0), ("secondary", 30)).On("primary", "ana").On("secondary", "ben")
            .Do(1, (page, now) => page.Acknowledge("ana", now)).Do(9, (page, now) => page.Escalate("dee", now));
        Assert.Equal(("0 ana, 9 ben", PageState.Open, null), (course.Paged, course.Page.State, course.Page.By));
    }

    [Fact]
    public void A_snooze_comes_back_by_itself_to_who_is_on_call_and_to_who_snoozed()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana", 0, 30).On("primary", "ben", 30)
            .Do(1, (page, now) => page.Snooze("ana", now + Duration.FromHours(1), now)).Until(60);
        Assert.Equal("0 ana", course.Paged);
        Assert.Equal("0 ana, 61 ben, 61 ana", course.Until(61).Paged);
    }

    [Fact]
    public void Work_on_the_incident_puts_the_ack_timeout_off()
    {
        var course = new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana");
        course.Do(2, (page, now) => page.Acknowledge("ana", now)).Until(20);
        course.Active = 20;
        Assert.Equal("0 ana", course.Until(49).Paged);
        Assert.Equal("0 ana, 50 ana", course.Until(50).Paged);
    }

    // How long somebody may be silent is a matter of its urgency now, and not of when it opened.
    [Fact]
    public void What_became_worse_is_called_again_after_a_silence_and_what_became_better_is_not()
    {
        var worse = new Course(Urgency.Low, 0, ("primary", 0)).On("primary", "ana")
            .Do(1, (page, now) => page.After(Of(Severity.Sev3), Of(Severity.Sev1), Urgency.High, now)!)
            .Do(2, (page, now) => page.Acknowledge("ana", now));
        Assert.Equal("0 ana, 1 ana", worse.Until(31).Paged);
        Assert.Equal("0 ana, 1 ana, 32 ana", worse.Until(32).Paged);
        var better = new Course(Urgency.High, 0, ("primary", 0)).On("primary", "ana")
            .Do(1, (page, now) => page.Acknowledge("ana", now))
            .Do(2, (page, now) => page.After(Of(Severity.Sev1), Of(Severity.Sev3), Urgency.Low, now)!).Until(5000);
        Assert.Equal(("0 ana", null), (better.Paged, better.Page.Due));

        Incident Of(Severity severity) => new("checkout", 12, "Payments fail", severity, Cases.At("2026-11-30T02:58:00Z"), null)
        {
            By = "ana",
            At = Cases.At("2026-11-30T02:58:00Z"),
        };
    }

    [Fact]
    public void A_snooze_ends_when_who_snoozed_leaves() => Assert.Equal("0 ana, 30 ben",
        new Course(Urgency.High, 0, ("primary", 0)) { Leaves = 30 }.On("primary", "ana", 0, 30).On("primary", "ben", 30)
            .Do(1, (page, now) => page.Snooze("ana", now + Duration.FromHours(24), now)).Until(30).Paged);

    [Fact]
    public void Low_urgency_stays_acknowledged() => Assert.Equal("0 ana",
        new Course(Urgency.Low, 0, ("primary", 0)).On("primary", "ana").Do(2, (page, now) => page.Acknowledge("ana", now))
            .Until(5000).Paged);

    [Fact]
    public void Without_a_list_the_layers_come_five_minutes_apart_and_then_the_lead()
    {
        var rotation = Some.Rotation(
            Some.Layer("primary", Some.Weekly, Coverage.Always, "ana"), Some.Layer("secondary", Some.Weekly, Coverage.Always, "ben"),
            Some.Layer("shadow", Some.Weekly, Coverage.Always, "cai") with { Shadow = true });
        Assert.Equal(["primary 0", "secondary 5", "lead 10"], EscalationPolicy.Of(rotation, Cases.At("2026-11-30T02:58:00Z"))
            .Select(step => Cases.Invariant($"{step.To} {step.After.TotalMinutes:0}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_happens_every_instant_of_an_open_page_has_a_next_step_an_end_that_was_said_or_somebody_who_has_it(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var (course, _) = Random(random, random.Next(2) == 0 ? Urgency.High : Urgency.Low, record: null);
            var page = course.Page;
            Assert.True(page.State switch
            {
                PageState.Open when page.Over => page.Events.Any(one => one.Kind == PageEventKind.Over),
                PageState.Open => page.Due is not null,
                PageState.Acknowledged => page.By is not null,
                PageState.Snoozed => page.Due is not null && page.By is not null,
                _ => page.Due is null,
            }, $"{page.State}, due {page.Due}, by {page.By}");
        }
    }

    [Fact]
    public void The_same_events_make_the_same_page()
    {
        for (var seed = 1; seed < 200; seed++)
        {
            var events = new List<(double, int)>();
            var first = Random(new Random(seed), Urgency.High, events).Course;
            var again = Random(new Random(seed), Urgency.High, []).Course;
            Assert.Equal(first.Page.Taken.Count, again.Page.Taken.Count);
            Assert.Equal(first.Paged, again.Paged);
            Assert.Equal(first.Page.Events, again.Page.Events);
            // Woken once more nothing happens.
            Assert.Same(first.Page.Taken, first.Until(first.Minute(first.Page.OpenedAt)).Page.Taken);
        }
    }

    [Fact]
    public void A_lower_urgency_is_never_louder()
    {
        for (var seed = 1; seed < 300; seed++)
        {
            int Paged(Urgency urgency) => Random(new Random(seed), urgency, record: null, people: false).Course.Page.Taken
                .Count(step => step.People.Count > 0);
            Assert.True(Paged(Urgency.Low) <= Paged(Urgency.High), $"seed {seed}");
        }
    }

    private static (Course Course, int Steps) Random(
        Random random, Urgency urgency, List<(double, int)>? record, bool people = true)
    {
        var steps = Enumerable.Range(0, random.Next(1, 4)).Select(n => ($"l{n}", n * 5.0)).ToArray();
        var course = new Course(urgency, random.Next(0, 3), steps) { Promised = random.Next(2) == 0 ? [] : [(40, 90), (200, 400)] };
        foreach (var (level, _) in steps)
        {
            var handoff = random.Next(0, 60);
            if (random.Next(4) > 0) course.On(level, $"{level}a", 0, handoff);
            if (random.Next(4) > 0) course.On(level, $"{level}b", handoff);
        }

        if (random.Next(2) == 0) course.On("lead", "lea");
        var at = 0.0;
        for (var i = 0; people && i < random.Next(6); i++)
        {
            at += random.Next(0, 20);
            var what = random.Next(7);
            record?.Add((at, what));
            course.Do(at, (page, now) => page.State == PageState.Resolved ? page : what switch
            {
                0 => page.Acknowledge("x", now),
                1 => page.Snooze("y", now + Duration.FromMinutes(7), now),
                2 => page.GiveBack("x", now),
                3 => page.Escalate("y", now),
                4 when page.Taken.Count > 0 => PageCourse.Unreached(page, page.Taken.Count - 1, now),
                _ => page,
            });
            if (random.Next(3) == 0) course.Down(at += random.Next(0, 50));
        }

        return (course.Until(at + random.Next(0, 300)), steps.Length);
    }
}
