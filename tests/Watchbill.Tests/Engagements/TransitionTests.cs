namespace Watchbill.Engagements;

/// <summary>DESIGN 3.5, cell by cell; "-" is no change.</summary>
public sealed class TransitionTests
{
    [Theory]
    //          from             ops-run       sre-run     you-and-sre-run  you-run
    [InlineData("unorganized", "Possible", "Possible", "Possible", "Possible")]
    [InlineData("ops-run", "None", "Possible", "Possible", "Possible")]
    [InlineData("sre-run", "Unlikely", "None", "Possible", "Possible")]
    [InlineData("you-and-sre-run", "Unlikely", "Possible", "None", "Possible")]
    [InlineData("you-run", "Unlikely", "Possible", "Possible", "None")]
    public void Every_cell_of_the_table(string from, string ops, string sre, string both, string you) => Assert.Equal(
        [ops, sre, both, you],
        new[] { "ops-run", "sre-run", "you-and-sre-run", "you-run" }.Select(
            to => Transitions.Of(ModelWords.Read(from), ModelWords.Read(to)).ToString()));

    [Theory]
    [InlineData("ops-run")]
    [InlineData("sre-run")]
    [InlineData("you-and-sre-run")]
    [InlineData("you-run")]
    public void Back_to_unorganized_is_refused(string from) =>
        Assert.Equal(Transition.Refused, Transitions.Of(ModelWords.Read(from), null));
}
