using Watchbill.Fixtures;
using Watchbill.Incidents;
using Watchbill.Storage;

namespace Watchbill.Reading;

public sealed class ReportedTextTests
{
    [Theory]
    [InlineData("tomorrow at 9 about the review")]
    [InlineData("at 18:00 backups fail")]
    [InlineData("in 2 hours")]
    [InlineData("if nobody acks")]
    [InlineData("only if it gets worse")]
    [InlineData("please don't")]
    [InlineData("not now")]
    [InlineData("will be down tomorrow")]
    [InlineData("no incident")]
    [InlineData("in an hour")]
    [InlineData("in 5")]
    [InlineData("9am")]
    [InlineData("next week")]
    [InlineData("when he is back")]
    [InlineData("once checkout is back")]
    [InlineData("after the deploy")]
    [InlineData("first, then finn")]
    [InlineData("resolved")]
    [InlineData("is fixed now")]
    [InlineData("nvm false alarm")]
    [InlineData("the page was a mistake")]
    [InlineData("urgently")]
    [InlineData("down yesterday 14:00 to 14:20")]
    public void What_does_not_speak_of_now_is_not_done_at_once(string text) => Assert.False(ReportedText.IsNow(text));

    [Theory]
    [InlineData("payments fail")]
    [InlineData("nobody can log in")]
    [InlineData("not responding")]
    [InlineData("no response from the database")]
    [InlineData("at 50 % errors")]
    [InlineData("in production all is down")]
    [InlineData("android app crashes")]
    [InlineData("host names cannot be resolved")]
    [InlineData("it is still not fixed")]
    [InlineData("databases do not fail over")]
    [InlineData("slow since yesterday")]
    [InlineData("after the deploy of 14:00 cards fail")]
    [InlineData("when paying, cards fail")]
    public void What_speaks_of_now_is_done(string text) => Assert.True(ReportedText.IsNow(text));

    [Fact]
    public async Task Of_two_subjects_neither_is_paged_without_the_other()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        Assert.Equal("'page ana' is for one at a time, and 'and ben checkout is down' goes on with another. Nobody was paged, and nothing "
            + "was declared. Say each by itself.", (await bot.SayAsync("dot", "page ana and ben checkout is down")).Split('\n')[0]);
        Assert.Contains("page-1", await bot.SayAsync("dot", "page ana \"and then it failed\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_says_since_when_begins_then()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "incident declare checkout \"slow since 9am\" sev3");
        var incident = Assert.Single(await bot.Store.ListAsync<Incident>(IdRange.All, TestContext.Current.CancellationToken)).Value;
        Assert.Equal(("slow", Cases.At("2026-11-20T09:00:00Z")), (incident.Title, incident.Start));
    }

    [Fact]
    public async Task So_does_one_that_says_it_first()
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.SayAsync("dot", "incident declare checkout \"since 20 minutes, cards fail\" sev3");
        var incident = Assert.Single(await bot.Store.ListAsync<Incident>(IdRange.All, TestContext.Current.CancellationToken)).Value;
        Assert.Equal(("cards fail", Cases.At("2026-11-20T09:40:00Z")), (incident.Title, incident.Start));
    }
}
