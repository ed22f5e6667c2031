using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Training;

/// <summary>Where somebody is, worked out from what happened.</summary>
public sealed class ProgressTests
{
    private static readonly Instant Start = Cases.At("2026-01-05T09:00:00Z");

    private static readonly TrainingProgram Program = new("first-time-on-call")
    {
        Version = 2,
        Lapse = new TrainingLapse(90, 2),
        Stages =
        [
            new("foundations")
            {
                Items =
                [
                    new("access", ItemKind.Read, "Access"), new("architecture", ItemKind.Explain, "Architecture") { Signs = Signer.Mentor },
                ],
            },
            new("shadow") { ShadowShifts = 2, Incidents = new IncidentCount(3, OrDrill: true) },
            new("reverse") { ReverseShadowShifts = 1 },
        ],
    };

    /// <summary>What happens to one item that a mentor signs, oldest first.</summary>
    [Theory]
    [InlineData("", ItemState.Open)]
    [InlineData("Done", ItemState.Done)]
    [InlineData("Done Signed", ItemState.Signed)]
    [InlineData("Done SentBack", ItemState.Open)]
    [InlineData("Done SentBack Done", ItemState.Done)]
    [InlineData("Waived", ItemState.Waived)]
    public void An_item_is_where_its_last_event_left_it(string steps, ItemState expected)
    {
        var item = Of([.. steps.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(step => Item(step, "architecture"))]).Items[1];
        Assert.Equal((expected, expected is ItemState.Signed or ItemState.Waived), (item.State, item.IsComplete));
        Assert.Equal(steps.EndsWith("SentBack", StringComparison.Ordinal), item.SentBack is not null);
    }

    [Fact]
    public void What_nobody_signs_is_complete_once_it_is_done() => Assert.True(Of([Item("Done", "access")]).Items[0].IsComplete);

    [Fact]
    public void Contacts_and_page_drills_are_seen_without_a_word()
    {
        var program = Program with
        {
            Stages = [new("one") { Items = [Seen("contact", Evidence.Contact), Seen("drill", Evidence.PageDrill)] }],
        };
        var facts = TrainingFacts.None with { ContactAt = Start };
        Assert.Equal(["Done", "Open"],
            Progress.Of(program, Begun(), facts, Start)!.Items.Select(item => item.State.ToString()));

        static TrainingItem Seen(string id, Evidence evidence) => new(id, ItemKind.Do, id) { Evidence = evidence };
    }

    /// <summary>Shifts shadowed, shifts worked with somebody beside, incidents looked back at, a drill: the first open stage.</summary>
    [Theory]
    [InlineData(0, 0, 0, false, "shadow")]
    [InlineData(1, 1, 3, false, "shadow")]
    [InlineData(2, 0, 2, false, "shadow")]
    [InlineData(2, 0, 3, false, "reverse")]
    [InlineData(2, 0, 0, true, "reverse")]
    [InlineData(2, 1, 0, true, null)]
    public void A_stage_is_open_until_its_shifts_and_incidents_are_there(
        int shadowed, int reversed, int incidents, bool drilled, string? stage)
    {
        var facts = TrainingFacts.None with { Shadowed = Shifts(shadowed), Reversed = Shifts(reversed) };
        List<TrainingEvent> events = [Item("Done", "access"), Item("Waived", "architecture"), .. Enumerable.Range(1, incidents)
            .Select(number => new TrainingEvent(Start, "eve", TrainingStep.Debriefed) { Incident = $"checkout/{number}" })];
        if (drilled) events.Add(new TrainingEvent(Start, "ben", TrainingStep.Drilled));
        Assert.Equal(stage, Of(events, facts).Stage?.Id);

        static IReadOnlyList<Interval> Shifts(int count) =>
            [.. Enumerable.Repeat(new Interval(Start, Start + Duration.FromDays(7)), count)];
    }

    [Theory]
    [InlineData(Evidence.None, true)]
    [InlineData(Evidence.PageDrill, false)]
    public void A_drill_among_the_items_stands_in_for_incidents_and_a_page_drill_does_not(Evidence evidence, bool counts)
    {
        var program = Program with
        {
            Stages = [new("one") { Items = [new("drill", ItemKind.Drill, "Drill") { Signs = Signer.Mentor, Evidence = evidence }] }],
        };
        var signed = Begun().With(Item("Done", "drill")).With(Item("Signed", "drill"));
        Assert.False(Progress.Of(program, Begun(), TrainingFacts.None, Start)!.Shares.Drilled);
        Assert.Equal(counts, Progress.Of(program, signed, TrainingFacts.None, Start)!.Shares.Drilled);
    }

    [Fact]
    public void The_same_incident_looked_back_at_twice_counts_once()
    {
        var debrief = new TrainingEvent(Start, "eve", TrainingStep.Debriefed) { Incident = "checkout/000001" };
        Assert.Equal(1, Of([debrief, debrief]).Shares.Incidents);
    }

    /// <summary>
    /// A granted qualification, days since the last shift, days of a round of the roster: the state, and the day it lapses.
    /// </summary>
    [Theory]
    [InlineData(89, 21, TrainingState.Qualified)]
    [InlineData(90, 21, TrainingState.Lapsed)]
    // Two rounds of nine people by the week are longer than 90 days.
    [InlineData(125, 63, TrainingState.Qualified)]
    [InlineData(126, 63, TrainingState.Lapsed)]
    public void It_lapses_after_ninety_days_or_two_rounds_whichever_is_longer(int days, int round, TrainingState expected)
    {
        var last = Start + Duration.FromDays(10);
        var facts = TrainingFacts.None with { LastShift = last, Round = Duration.FromDays(round) };
        var granted = Begun().With(new TrainingEvent(Start, "watchbill", TrainingStep.Granted));
        Assert.Equal(expected, Progress.Of(Program, granted, facts, last + Duration.FromDays(days))!.State);
    }

    [Fact]
    public void A_lapse_that_was_noted_stays_until_the_refresher_whatever_is_worked_since()
    {
        var lapsed = Begun().With(new TrainingEvent(Start, "watchbill", TrainingStep.Granted))
            .With(new TrainingEvent(Start + Duration.FromDays(90), "watchbill", TrainingStep.Lapsed));
        var now = Start + Duration.FromDays(100);
        var facts = TrainingFacts.None with { LastShift = now };
        Assert.Equal(TrainingState.Lapsed, Progress.Of(Program, lapsed, facts, now)!.State);
        var refreshed = lapsed.With(new TrainingEvent(now, "ben", TrainingStep.Refreshed));
        Assert.Equal(TrainingState.Qualified, Progress.Of(Program, refreshed, facts, now)!.State);
    }

    [Fact]
    public void A_newer_version_asks_the_qualified_for_the_difference_alone()
    {
        var granted = Begun().With(new TrainingEvent(Start, "watchbill", TrainingStep.Granted) { Version = 1, Items = ["access"] });
        var progress = Progress.Of(Program, granted, TrainingFacts.None, Start)!;
        Assert.Equal(TrainingState.Qualified, progress.State);
        Assert.Equal(["architecture"], progress.Open.Select(item => item.Item.Id));
    }

    [Fact]
    public void The_past_is_answered_as_it_stood()
    {
        var later = Start + Duration.FromDays(30);
        var enrollment = Begun().With(new TrainingEvent(later, "ana", TrainingStep.Qualified));
        Assert.Equal(TrainingState.Enrolled, Progress.Of(Program, enrollment, TrainingFacts.None, later - Duration.FromSeconds(1))!.State);
        Assert.Equal(TrainingState.Qualified, Progress.Of(Program, enrollment, TrainingFacts.None, later)!.State);
    }

    [Fact]
    public void Somebody_who_was_only_insisted_on_has_not_begun() => Assert.Null(Progress.Of(Program,
        new Enrollment("eve", Program.Id, "payments").With(new TrainingEvent(Start, "ana", TrainingStep.Insisted)), TrainingFacts.None,
        Start));

    [Fact]
    public void The_built_in_program_has_its_eight_focus_areas_and_can_be_completed()
    {
        var program = BuiltInPrograms.Find("first-time-on-call")!;
        var areas = program.Items.Where(item => item.Text?.StartsWith("Be able to: ", StringComparison.Ordinal) is true).ToList();
        Assert.Equal(8, areas.Count);
        Assert.All(areas, item => Assert.All(["Practise safely: ", "Show: ", "Asked: "], part => Assert.Contains(part, item.Text!)));
        Assert.Equal(program.Items.Count(), program.Items.Select(item => item.Id).Distinct().Count());
    }

    private static Enrollment Begun() =>
        new Enrollment("eve", Program.Id, "payments").With(new TrainingEvent(Start, "ana", TrainingStep.Started) { Other = "ben" });

    private static TrainingEvent Item(string step, string item) => new(Start, "ben", Enum.Parse<TrainingStep>(step)) { Item = item };

    private static Progress Of(IEnumerable<TrainingEvent> events, TrainingFacts? facts = null) => Progress.Of(Program,
        events.Aggregate(Begun(), (enrollment, one) => enrollment.With(one)), facts ?? TrainingFacts.None, Start)!;
}
