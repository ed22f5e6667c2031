namespace Watchbill.Incidents;

/// <summary>Several incidents in one answer, and what an answer says of one that is over.</summary>
public sealed class IncidentListTests
{
    [Fact]
    public async Task Of_several_that_are_open_the_worst_stands_first_and_no_period_is_said_of_them()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"cards are slow\" sev3");
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev1 impact 25%");
        var lines = (await bot.SayAsync("ana", "incident list")).Split('\n');
        Assert.Equal("Incidents: 2 open, none resolved in 7 days", lines[0]);
        Assert.StartsWith("checkout-2  sev1", lines[2], StringComparison.Ordinal);
        Assert.EndsWith("25 % of users", lines[2].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("all users", lines[3].TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("No incident `checkout`. Open there: checkout-2, checkout-1.", await bot.SayAsync("ana", "incident ack checkout"),
            StringComparison.Ordinal);
        await bot.ConfirmAsync("ana", "incident void checkout-1 because it was a drill");
        Assert.StartsWith("Incidents: 1 open, none resolved and 1 false alarm in 7 days", await bot.SayAsync("ana", "incident list"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_resolved_offers_no_other_impact_and_asks_whether_it_is_still_broken()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        Assert.Contains("Fewer: `incident update", await bot.SayAsync("ana", "incident show checkout-1"), StringComparison.Ordinal);
        await bot.SayAsync("ana", "incident resolve checkout-1");
        Assert.Contains("\nImpact: all users (counts as a full outage), as for every sev2\n",
            await bot.SayAsync("ana", "incident show checkout-1"), StringComparison.Ordinal);
        Assert.EndsWith("Still broken? `incident reopen checkout-1`",
            (await bot.SayAsync("ana", "incident ack checkout-1")).TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("release 2026.47", "checkout-1 updated: release 2026.47 (payments fail).")]
    [InlineData("severity sev1 impact 25%",
        "checkout-1 updated: severity sev1, was sev2; impact 25 % of users, was all users, as for every sev2 (payments fail).")]
    public async Task An_update_says_what_there_is_now_and_what_there_was(string change, string said)
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        Assert.Equal(said, await bot.ConfirmAsync("ana", $"incident update checkout-1 {change}"));
    }
}
