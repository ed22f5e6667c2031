using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Storage;

namespace Watchbill.Incidents;

public sealed class IncidentJobTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(11 * 60 + 59, 0)]
    [InlineData(12 * 60, 1)]
    [InlineData(12 * 60 + 1, 1)] // Asked before, whichever process did.
    [InlineData(23 * 60 + 59, 1)]
    [InlineData(24 * 60, 2)]
    public async Task An_open_incident_is_asked_about_once_in_twelve_hours(int minutes, int asked)
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        for (var minute = 0; minute <= minutes; minute++)
            await new IncidentJob(bot.Store, new OrgChart(bot.Store), bot.Incidents)
                .RunAsync(bot.Clock.Now + Duration.FromMinutes(minute), Ct);
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(one => one.Value.Kind == MessageKind.Reminder);
        Assert.Equal(Enumerable.Range(1, asked).Select(time => bot.Clock.Now + Duration.FromHours(12 * time)),
            said.Select(one => one.Value.Due));
    }

    [Fact]
    public async Task Whoever_leaves_responds_until_then_and_no_longer()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        await bot.SayAsync("ana", "incident ack checkout-1");
        var leaves = bot.Clock.Now + Duration.FromHours(1);
        var ana = (await bot.Store.FindAsync<Person>("ana", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(ana, ana.Value with { Retired = true, RetiredAt = leaves })], Ct);
        var job = new IncidentJob(bot.Store, new OrgChart(bot.Store), bot.Incidents);
        Assert.Equal(leaves, await job.RunAsync(bot.Clock.Now, Ct));
        await job.RunAsync(leaves + Duration.FromMinutes(1), Ct);
        var incident = (await bot.Store.FindAsync<Incident>("checkout/000001", Ct))!.Value;
        Assert.Equal(new Responder("ana", bot.Clock.Now, leaves), Assert.Single(incident.Responders));
        Assert.True(incident.Open);
    }

    [Fact]
    public async Task Asked_by_a_clock_that_ran_ahead_they_are_asked_again_in_time()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        var job = new IncidentJob(bot.Store, new OrgChart(bot.Store), bot.Incidents);
        await job.RunAsync(bot.Clock.Now + Duration.FromDays(40), Ct);
        Assert.Equal(bot.Clock.Now + Duration.FromHours(12), await job.RunAsync(bot.Clock.Now, Ct));
    }
}
