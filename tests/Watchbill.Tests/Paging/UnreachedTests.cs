using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Rotations;

namespace Watchbill.Paging;

/// <summary>Where nothing arrives at anybody the next level is turned to at once; and rounds whose first step is not at once.</summary>
public sealed class UnreachedTests
{
    private static readonly Instant Opened = Cases.At("2026-11-30T02:58:00Z");
    private static readonly Instant Now = Opened + Duration.FromMinutes(1);
    private static readonly Instant Later = Opened + Duration.FromMinutes(5);

    // Ana was called by the first step, at whom nothing arrived; the second is due in four minutes.
    private static Page Called { get; } = new("checkout", 12, Urgency.High, Opened)
    {
        Steps = [new("primary", Duration.Zero), new("secondary", Duration.FromMinutes(5)), new("lead", Duration.FromMinutes(10))],
        Round = 1,
        Next = 1,
        Due = Later,
        Taken = [Step(0, "ana")],
    };

    [Fact]
    public void The_next_level_is_due_at_once()
    {
        var page = PageCourse.Unreached(Called, 0, Now);
        Assert.Equal((true, Now), (page.Taken[0].Unreached, page.Due!.Value));
        // Said twice it is the same.
        Assert.Same(page, PageCourse.Unreached(page, 0, Now));
        // A level that nobody was on has been passed meanwhile: ana's is still the last that called somebody.
        var passed = Called with { Next = 2, Taken = [Step(0, "ana"), Step(1)] };
        Assert.Equal(Now, PageCourse.Unreached(passed, 0, Now).Due);
        Assert.Same(passed, PageCourse.Unreached(passed, 1, Now));
    }

    [Fact]
    public void Where_somebody_else_was_called_since_or_it_is_over_or_answered_nothing_is_hurried()
    {
        var since = Called with { Next = 2, Taken = [Step(0, "ana"), Step(1, "ben")] };
        Page[] calm = [since, Called with { Over = true }, Called with { State = PageState.Acknowledged, By = "ben" }];
        Assert.All(calm, page => Assert.Equal(Later, PageCourse.Unreached(page, 0, Now).Due));
        Assert.All(calm, page => Assert.True(PageCourse.Unreached(page, 0, Now).Taken[0].Unreached));
    }

    [Fact]
    public void At_the_end_of_the_list_it_is_those_beyond_it_only_where_nobody_was_reached()
    {
        var through = Called with { Next = 3, Taken = [Step(0, "ana"), Step(1, "ben"), Step(2, "lea")] };
        // Ana and ben may still answer.
        Assert.Equal(Later, PageCourse.Unreached(through, 2, Now).Due);
        var nobody = PageCourse.Unreached(PageCourse.Unreached(through, 0, Now), 1, Now);
        Assert.Equal((Later, Now), (nobody.Due!.Value, PageCourse.Unreached(nobody, 2, Now).Due!.Value));
    }

    [Fact]
    public void The_times_of_a_round_are_counted_from_where_the_one_before_it_ended() =>
        Assert.Equal("2 ana, 5 ben, 10 ana, 13 ben",
            new Course(Urgency.High, 1, ("primary", 2), ("secondary", 5)).On("primary", "ana").On("secondary", "ben").Until(500).Paged);

    [Theory]
    [InlineData(Urgency.None, false)]
    [InlineData(Urgency.Low, true)]
    [InlineData(Urgency.High, true)]
    public void What_goes_on_after_all_is_called_anew_where_somebody_has_to_hear_of_it(Urgency urgency, bool anew)
    {
        var incident = new Incident("checkout", 12, "Errors", Severity.Sev2, Opened, null) { By = "ana", At = Opened };
        var resolved = Called.After(incident, incident with { End = Now }, Urgency.High, Now)!;
        var page = resolved.After(incident with { End = Now }, incident, urgency, Later)!;
        Assert.Equal(anew ? PageState.Open : PageState.Resolved, page.State);
        Assert.Equal(anew ? PageEventKind.Reopened : PageEventKind.Resolved, page.Events[^1].Kind);
        if (anew) Assert.Equal((urgency, 0, Later), (page.Urgency, page.Steps.Count, page.Due!.Value));
    }

    private static TakenStep Step(int step, params string[] people) => new(1, step, $"level{step}", Opened, Opened, people);
}
