namespace Watchbill.Health;

/// <summary>Work done by hand, written down on 13 November 2026, and its age.</summary>
public sealed class ToilTests
{
    [Fact]
    public async Task It_is_listed_by_age_and_flagged_at_eighteen_months_with_what_was_agreed()
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        await bot.SayAsync("ben", "report toil add checkout 30 restart the queue");
        await bot.MoveAsync("2026-11-20T10:00:00Z");
        await bot.SayAsync("oth", "report toil add index 5m rotate keys");
        await bot.ConfirmAsync("lea", "report toil automate toil-1 a probe restarts it");
        await bot.MoveAsync("2028-05-12T10:00:00Z");
        Assert.StartsWith("2 pieces of toil, 0 older than 18 months", await bot.SayAsync("ana", "report toil"), StringComparison.Ordinal);
        await bot.MoveAsync("2028-05-13T10:00:00Z");
        Assert.Equal(
            """
            2 pieces of toil, 1 older than 18 months
            ⚠ toil-1 (checkout): restart the queue. Agreed: a probe restarts it.
            Toil                        Service   Minutes  Age        Automation
            restart the queue (toil-1)  checkout  30       18 months  a probe restarts it
            rotate keys (toil-2)        index     5        17 months
            One is named by its number: `report toil automate toil-1 <text>`
            [Share]
            """, await bot.SayAsync("ana", "report toil"));
        Assert.StartsWith("search: 1 piece of toil, 0 older", await bot.SayAsync("ana", "report toil team search"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ana", true)]
    [InlineData("oth", false)]
    [InlineData("ben", true)]
    [InlineData("lea", true)]
    public async Task Whoever_wrote_it_down_and_the_team_of_the_service_change_it(string person, bool may)
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        await bot.SayAsync("ben", "report toil add checkout 30 restart the queue");
        foreach (var text in new[] { "report toil automate toil-1 a probe", "report toil done toil-1" })
            Assert.Equal(may, (await bot.SayAsync(person, text)).Contains("[Cancel]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("report toil add checkout 0 restart", "Write a number from 1 to 1440")]
    [InlineData("report toil add checkout 1441 restart", "Write a number from 1 to 1440")]
    [InlineData("report toil add nothing 5 restart", "No service `nothing`")]
    [InlineData("report toil done toil-9", "No toil `toil-9`")]
    public async Task What_cannot_be_is_refused(string text, string says)
    {
        var bot = await HealthBot.AtAsync("2026-11-13T10:00:00Z");
        Assert.Contains(says, await bot.SayAsync("ben", text), StringComparison.Ordinal);
        Assert.Empty(await bot.Store.ListAsync<Toil>(Storage.IdRange.All, HealthBot.Ct));
    }
}
