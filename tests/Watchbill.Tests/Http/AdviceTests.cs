namespace Watchbill.Http;

public sealed class AdviceTests
{
    [Theory]
    [InlineData("slack/errors.txt", "message", "group", "token")]
    [InlineData("teams/errors.txt")]
    [InlineData("teams/entra-errors.txt")]
    public void Every_code_has_one_sentence_and_marks_that_somebody_reads(string file, params string[] marks)
    {
        var all = new Advice(file).All;
        Assert.NotEmpty(all);
        Assert.Equal(all.Count, all.DistinctBy(one => one.Code).Count());
        Assert.All(all, one =>
        {
            Assert.Matches(@"^[^|,\s][^|,]*[^|,\s]$", one.Code);
            Assert.Matches("^[A-Z][^|]+[.]$", one.Sentence);
            Assert.Subset(marks.ToHashSet(), one.Marks.ToHashSet());
        });
    }

    [Fact]
    public void Codes_of_several_lines_share_the_sentence_below_them_and_keep_their_own_marks()
    {
        var advice = new Advice("slack/errors.txt");
        var (scope, permission) = (advice.Of("missing_scope")!, advice.Of("no_permission")!);
        Assert.Equal(scope.Sentence, permission.Sentence);
        Assert.True(scope.Is("token"));
        Assert.False(permission.Is("token"));
        Assert.Contains("stands in the group's menu, Copy group ID.", advice.Of("no_such_subteam")!.Sentence, StringComparison.Ordinal);
        Assert.Null(advice.Of("never_heard_of"));
    }

    [Theory]
    [InlineData("AADSTS7000215: Invalid client secret provided.", "AADSTS7000215")]
    [InlineData("The app was DISABLED BY an admin", null)]
    [InlineData(null, null)]
    public void A_code_is_found_in_the_words_of_a_refusal(string? words, string? code) =>
        Assert.Equal(code, new Advice("teams/entra-errors.txt").In(words)?.Code);
}
