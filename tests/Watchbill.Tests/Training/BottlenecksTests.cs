using NodaTime;
using Watchbill.Fixtures;

namespace Watchbill.Training;

public sealed class BottlenecksTests
{
    private static readonly Instant Now = Cases.At("2026-11-20T10:00:00Z");

    private static readonly TrainingProgram Program = new("first-time-on-call")
    {
        Stages = [new("one")
        {
            Items = [new("read", ItemKind.Read, "Read"), new("show", ItemKind.Explain, "Show") { Signs = Signer.Mentor }],
        }],
    };

    [Fact]
    public void An_item_that_is_next_for_several_people_is_where_the_program_is_stuck()
    {
        Assert.Empty(Bottlenecks.Stuck([Of("ana", 5), Of("ben", 5, "read")]));
        Assert.Equal([("show", 2)], Bottlenecks.Stuck([Of("ana", 5), Of("ben", 5, "read"), Of("cai", 5, "read")])
            .Select(one => (one.Item.Id, one.People)));
    }

    /// <summary>Days since the trainee began, days since somebody else's was signed: whether it is named.</summary>
    [Theory]
    [InlineData(89, 200, false)]
    [InlineData(91, 200, true)]
    [InlineData(91, 91, true)]
    [InlineData(91, 90, false)]
    [InlineData(91, 1, false)]
    public void An_item_that_nobody_signed_for_ninety_days_is_named(int began, int ago, bool named)
    {
        var other = Of("ben", 300, "read").Enrollment
            .With(new TrainingEvent(Now - Duration.FromDays(ago), "dot", TrainingStep.Signed) { Item = "show" });
        Progress[] all = [Of("ana", began), Progress.Of(Program, other, TrainingFacts.None, Now)!];
        Assert.Equal(named ? ["show"] : [], Bottlenecks.NotSigned(all, Now).Select(item => item.Id));
    }

    private static Progress Of(string person, int days, string? done = null)
    {
        var begun = new Enrollment(person, Program.Id, "payments")
            .With(new TrainingEvent(Now - Duration.FromDays(days), "dot", TrainingStep.Started));
        if (done is not null) begun = begun.With(new TrainingEvent(Now, person, TrainingStep.Done) { Item = done });
        return Progress.Of(Program, begun, TrainingFacts.None, Now)!;
    }
}
