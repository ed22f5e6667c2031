using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Rotations;

namespace Watchbill.Training;

/// <summary>Edges of plans, drills and of what holds people up.</summary>
public sealed class TrainingEdgeTests
{
    private static readonly Instant Now = Cases.At("2026-06-10T09:00:00Z");
    private static readonly TrainingItem Signed = new("draining", ItemKind.Do, "Drain") { Signs = Signer.Mentor };

    private static readonly TrainingProgram Program = new("first")
    {
        Stages = [new("practice") { Items = [Signed, new("reading", ItemKind.Read, "Read") { Reviewed = new(2025, 6, 10) }] }],
        Lapse = new TrainingLapse(90, 2),
    };

    [Theory]
    [InlineData("", "10 11")]
    [InlineData("10T12 10T13", "11 12")] // busy within it
    [InlineData("10T08 10T09", "10 11")] // until it begins
    [InlineData("11T09 11T10", "10 12")]
    [InlineData("10T08 10T10, 11T08 11T10, 12T08 12T10", "")]
    public void The_first_turns_in_which_the_trainee_is_free_are_theirs_to_shadow(string busy, string days)
    {
        HeldShift[] turns =
        [
            Turn("ana", "12T09", "13T09"), Turn("eve", "09T09", "10T09"), Turn("ben", "10T09", "11T09"), Turn("ana", "11T09", "12T09"),
        ];
        var spans = busy.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '))
            .Select(ends => new Interval(At(ends[0]), At(ends[1]))).ToList();
        Assert.Equal(days,
            string.Join(' ', ShadowPlan.Next(turns, "eve", null, spans, 2).Select(turn => Cases.Invariant($"{turn.Start:dd}"))));
    }

    [Theory]
    [InlineData("ana", "ana")]
    [InlineData("ben", "ben")]
    [InlineData(null, "ana")]
    public void Of_two_at_one_time_it_is_the_mentors(string? mentor, string beside)
    {
        HeldShift[] turns = [Turn("ana", "10T09", "11T09"), Turn("ben", "10T09", "11T09")];
        Assert.Equal([beside], ShadowPlan.Next(turns, "eve", mentor, [], 5).Select(turn => turn.Person));
        Assert.Empty(ShadowPlan.Next(turns, "eve", mentor, [], 0));
    }

    [Theory]
    [InlineData(43_199, true)]
    [InlineData(43_200, false)] // forgotten for twelve hours
    public void A_drill_that_nobody_ends_is_over_after_twelve_hours(int seconds, bool running)
    {
        var drill = new Drill(3, "fire", "payments", "ana", Now);
        Assert.Equal(running, drill.IsRunning(Now + Duration.FromSeconds(seconds)));
        Assert.False(drill.With(new(Now, "ana", DrillStep.Ended)).IsRunning(Now));
        Assert.Equal(("tabletop-3", "000003"), (drill.Id, drill.DocumentId));
    }

    [Fact]
    public void In_a_drill_whoever_took_a_part_last_has_it()
    {
        var drill = new Drill(3, "fire", "payments", "ana", Now).With(new(Now, "ben", DrillStep.Primary))
            .With(new(Now, "cai", DrillStep.Secondary)).With(new(Now, "dot", DrillStep.Primary));
        Assert.Equal(("dot", "cai", 0), (drill.Primary, drill.Secondary, drill.Stage));
        Assert.Equal([true, false, true, true], new[] { "ana", "ben", "cai", "dot" }.Select(drill.Has));
        Assert.Equal(1, drill.With(new(Now, "ana", DrillStep.Next)).Stage);
    }

    [Theory]
    [InlineData(90, 2, 30, 90)]
    [InlineData(90, 2, 50, 100)] // two rounds are longer
    [InlineData(null, 2, 30, 60)]
    [InlineData(90, null, 50, 90)]
    public void A_qualification_lapses_after_the_longer_of_days_and_rounds(int? days, int? rounds, int round, int lapses) =>
        Assert.Equal(Now + Duration.FromDays(lapses), new TrainingLapse(days, rounds).At(Now, Duration.FromDays(round)));

    [Theory]
    [InlineData(91, false, true)]
    [InlineData(90, false, false)] // nobody was on it for longer
    [InlineData(91, true, false)]
    public void What_somebody_signs_and_nobody_has_for_ninety_days_is_named(int begun, bool lately, bool named)
    {
        // Somebody else's was, ninety days ago or a moment before that.
        var at = Now - Duration.FromDays(90) - (lately ? Duration.Zero : Duration.Epsilon);
        var other = Begun(1).With(new(at, "ana", TrainingStep.Signed) { Item = "draining" });
        Assert.Equal(named ? ["draining"] : [], Bottlenecks.NotSigned([Of(Begun(begun)), Of(other)], Now).Select(item => item.Id));
    }

    [Theory]
    [InlineData("2026-06-10", "draining reading")] // a year ago, and never
    [InlineData("2026-06-09", "draining")]
    public void What_nobody_reviewed_for_a_year_or_ever_is_named_once(string today, string items) =>
        Assert.Equal(items,
            string.Join(' ', Bottlenecks.NotReviewed([Of(Begun(1)), Of(Begun(2))], Cases.Date(today)).Select(item => item.Id)));

    [Fact]
    public void What_is_next_for_several_is_where_they_are_stuck()
    {
        Progress[] all = [Of(Begun(1)), Of(Begun(2)), Of(Begun(3).With(new(Now, "ana", TrainingStep.Signed) { Item = "draining" }))];
        Assert.Equal([("draining", 2)], Bottlenecks.Stuck(all).Select(one => (one.Item.Id, one.People)));
        Assert.Empty(Bottlenecks.Stuck(all[1..]));
    }

    [Theory]
    [InlineData(100, 89, TrainingState.Qualified)]
    [InlineData(100, 90, TrainingState.Lapsed)]
    [InlineData(89, null, TrainingState.Qualified)]
    [InlineData(90, null, TrainingState.Lapsed)]
    [InlineData(89, 95, TrainingState.Qualified)] // a shift before it counts for nothing
    [InlineData(90, 95, TrainingState.Lapsed)]
    public void A_qualification_lapses_ninety_days_after_the_last_shift_since(int qualified, int? shift, TrainingState state)
    {
        var progress = Of(Begun(200).With(new(Ago(qualified), "ana", TrainingStep.Qualified) { Items = ["draining", "reading"] }),
            TrainingFacts.None with { LastShift = shift is { } days ? Ago(days) : null, Round = Duration.FromDays(1) });
        Assert.Equal(state, progress.State);
    }

    [Fact]
    public void What_was_lapsed_is_ready_once_what_is_new_is_done()
    {
        var lapsed = Begun(200).With(new(Ago(100), "ana", TrainingStep.Qualified) { Items = ["draining"] });
        Assert.Equal((TrainingState.Lapsed, false), (Of(lapsed).State, Of(lapsed).IsReady));
        Assert.Equal(["reading"], Of(lapsed).Open.Select(item => item.Item.Id));
        Assert.True(Of(lapsed.With(new(Now, "eve", TrainingStep.Done) { Item = "reading" })).IsReady);
        // Evidence stays where it is done again without any, and what was sent back says why.
        var done = Begun(5).With(new(Ago(4), "eve", TrainingStep.Done) { Item = "draining", Text = "a graph" })
            .With(new(Ago(3), "ana", TrainingStep.SentBack) { Item = "draining", Text = "and back?" });
        Assert.Equal("and back?", Of(done).Items[0].SentBack!.Text);
        var again = Of(done.With(new(Ago(2), "eve", TrainingStep.Done) { Item = "draining" })).Items[0];
        Assert.Equal(("a graph", null), (again.Evidence, again.SentBack));
        Assert.Equal("two", Of(done.With(new(Ago(2), "eve", TrainingStep.Done) { Item = "draining", Text = "two" })).Items[0].Evidence);
    }

    private static Progress Of(Enrollment enrollment, TrainingFacts? facts = null) =>
        Progress.Of(Program, enrollment, facts ?? TrainingFacts.None, Now)!;

    private static Enrollment Begun(int daysAgo) =>
        new("eve", "first", "payments") { Events = [new(Ago(daysAgo), "ana", TrainingStep.Started)] };

    private static HeldShift Turn(string person, string start, string end) => new("primary", person, [new(At(start), At(end))]);

    private static Instant Ago(int days) => Now - Duration.FromDays(days);

    private static Instant At(string time) => Cases.At($"2026-06-{time}:00:00Z");
}
