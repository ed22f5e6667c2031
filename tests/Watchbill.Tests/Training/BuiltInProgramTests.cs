using System.Text.RegularExpressions;

namespace Watchbill.Training;

/// <summary>What the shipped programs ask, as the design says it, and in whole sentences.</summary>
public sealed partial class BuiltInProgramTests
{
    private static TrainingProgram First => BuiltInPrograms.Find("first-time-on-call")!;

    public static TheoryData<string> Ids => ["first-time-on-call", "sre-junior-to-senior", "sre-senior-to-principal"];

    [Fact]
    public void The_first_time_on_call_has_its_stages_in_order()
    {
        Assert.Equal(["prerequisites", "foundations", "practice", "shadow", "reverse-shadow", "solo"],
            First.Stages.Select(stage => stage.Id));
        Assert.Equal([0, 0, 0, 2, 0, 0], First.Stages.Select(stage => stage.ShadowShifts));
        Assert.Equal([0, 0, 0, 0, 1, 0], First.Stages.Select(stage => stage.ReverseShadowShifts));
        Assert.Equal(new IncidentCount(3, OrDrill: true), First.Stages[3].Incidents);
        Assert.Equal([null, null, null, null, null, "mentor"], First.Stages.Select(stage => stage.Backup));
        // Two people sign, and it lapses after 90 days or two rounds.
        Assert.Equal([Signer.Mentor, Signer.Lead], First.SignOff);
        Assert.Equal(new TrainingLapse(90, 2), First.Lapse);
        Assert.False(First.IsCareer);
    }

    /// <summary>The eight focus areas of Google's SRE book, and what has to be there before.</summary>
    [Theory]
    [InlineData("production-jobs", "practice", ItemKind.Do, "dminister production jobs")]
    [InlineData("debugging", "practice", ItemKind.Do, "nderstand debugging info")]
    [InlineData("draining", "practice", ItemKind.Do, "rain traffic away from a cluster")]
    [InlineData("rollback", "practice", ItemKind.Do, "oll back a bad push")]
    [InlineData("blocking", "practice", ItemKind.Do, "lock or rate-limit unwanted traffic")]
    [InlineData("capacity", "practice", ItemKind.Do, "ring up additional serving capacity")]
    [InlineData("monitoring", "practice", ItemKind.Explain, "se the monitoring systems")]
    [InlineData("architecture", "foundations", ItemKind.Explain, "escribe the architecture, components and dependencies")]
    [InlineData("terms", "prerequisites", ItemKind.Read, "on call")]
    [InlineData("access", "prerequisites", ItemKind.Do, "access")]
    [InlineData("runbooks", "foundations", ItemKind.Read, "runbooks")]
    [InlineData("incidents", "foundations", ItemKind.Read, "postmortems")]
    [InlineData("tabletop", "practice", ItemKind.Drill, "tabletop drill")]
    public void Each_focus_area_is_an_item_that_somebody_signs(string id, string stage, ItemKind kind, string title)
    {
        var item = First.Stages.Single(one => one.Id == stage).Items.Single(one => one.Id == id);
        Assert.Equal(kind, item.Kind);
        Assert.Contains(title, item.Title, StringComparison.Ordinal);
        Assert.Equal(id == "terms" ? Signer.Lead : Signer.Mentor, item.Signs);
    }

    [Theory]
    [InlineData("contact", ItemKind.Do, Evidence.Contact)]
    [InlineData("page-drill", ItemKind.Drill, Evidence.PageDrill)] // the phone test
    public void Contact_and_phone_test_are_seen_by_themselves(string id, ItemKind kind, Evidence evidence)
    {
        var item = First.Stages[0].Items.Single(one => one.Id == id);
        Assert.Equal((kind, evidence, (Signer?)null), (item.Kind, item.Evidence, item.Signs));
    }

    [Theory]
    [InlineData("sre-junior-to-senior", "six-months influence initiative communication feedback", "senior SRE")]
    [InlineData("sre-senior-to-principal", "six-months influence initiative communication feedback mentored", "principal SRE")]
    public void A_career_asks_for_months_of_work_signed_by_the_manager_and_one_other(string id, string items, string title)
    {
        var program = BuiltInPrograms.Find(id)!;
        Assert.Equal((items, title), (string.Join(' ', program.Items.Select(item => item.Id)), program.Title));
        Assert.Equal([Signer.Manager, Signer.Peer], program.SignOff);
        Assert.True(program.IsCareer);
        Assert.Null(program.Lapse);
        Assert.Equal(["work", "people"], program.Stages.Select(stage => stage.Id));
        Assert.All(program.Items, item => Assert.Equal(Evidence.Text, item.Evidence));
        Assert.Equal("six-months influence",
            string.Join(' ', program.Items.Where(item => item.Signs == Signer.Manager).Select(item => item.Id)));
        Assert.Equal(program.Items.Where(item => item.Id is "feedback" or "mentored"),
            program.Items.Where(item => item.Kind == ItemKind.Feedback));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_people_read_of_a_program_is_whole_sentences(string id)
    {
        var program = BuiltInPrograms.Find(id)!;
        Assert.False(string.IsNullOrEmpty(program.Title));
        Assert.All(program.Stages, stage => Assert.Matches("^[A-Z]", stage.Title));
        Assert.All(program.Items, item =>
        {
            Assert.Matches("^[A-Z].*[a-z]$", item.Title);
            Assert.Matches("^[A-Z].*[.?]$", item.Text);
            Assert.DoesNotMatch(Torn(), item.Text);
            Assert.NotNull(item.Reviewed);
        });
        Assert.Equal(program.Items.Count(), program.Items.DistinctBy(item => item.Id).Count());
    }

    /// <summary>Of a focus area it is said what to be able to, how to practise it safely, what to show and what will be asked.</summary>
    [Fact]
    public void A_focus_area_says_how_to_practise_it_safely() =>
        Assert.Equal(8, First.Items.Count(item => Focus().IsMatch(item.Text!)));

    [Fact]
    public void There_is_no_other() => Assert.Null(BuiltInPrograms.Find("first"));

    // Two spaces, an end before a beginning, or nothing where something is announced.
    [GeneratedRegex(@"  |: \.|: Asked|[a-z] [.?]|\. \.")]
    private static partial Regex Torn();

    [GeneratedRegex(@"^Be able to: [a-z].+\. Practise safely: [a-z].+\. Show: [a-z].+\. Asked: [A-Z].+\?$")]
    private static partial Regex Focus();
}
