using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>Whose times are read in one zone and shown in another. It is 20 November 2026.</summary>
public sealed class TypedTimesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    // Both are two hours ahead of UTC in winter and three in summer, so also today and half a year from now. In 2027 summer begins on
    // 28 March in Athens and on 30 April in Cairo, and ends on 31 and 29 October.
    [InlineData("Europe/Athens", "Africa/Cairo", "2027-04-05 9:00", true)]
    [InlineData("Africa/Cairo", "Europe/Athens", "2027-10-30 9:00", true)]
    [InlineData("Europe/Athens", "Europe/Helsinki", "2027-04-05 9:00", false)]
    [InlineData("Europe/Lisbon", "Europe/London", "2027-03-28 9:00", false)]
    [InlineData("Europe/Lisbon", "Europe/Berlin", "2027-04-05 9:00", true)]
    public async Task The_zone_is_said_where_the_clocks_differ_at_any_time_of_the_year(string file, string shown, string typed, bool said)
    {
        var bot = await Bot.WithAsync(Some.Payments);
        await bot.Store.SaveAsync([Write.Put("ana", new Person("ana", "Ana Silva") { TimeZone = file })], Ct);
        var ana = new Caller("ana", Platforms.Slack, null)
        {
            ShownInAsync = _ => ValueTask.FromResult<DateTimeZone?>(DateTimeZoneProviders.Tzdb[shown]),
        };
        var answer = (await bot.Router.AskAsync($"now payments at {typed}", ana, Ct)).Text.ToString();
        Assert.Equal(said, answer.EndsWith(
            $"Times you type are read in {file}, your zone in the organisation file; here you see them in {shown}.",
            StringComparison.Ordinal));
    }
}
