using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
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
            await new IncidentJob(bot.Store, new OrgChart(bot.Store)).RunAsync(bot.Clock.Now + Duration.FromMinutes(minute), Ct);
        var said = (await bot.Store.ListAsync<Delivery>(IdRange.All, Ct)).Where(one => one.Value.Kind == MessageKind.Reminder);
        Assert.Equal(Enumerable.Range(1, asked).Select(time => bot.Clock.Now + Duration.FromHours(12 * time)),
            said.Select(one => one.Value.Due));
    }

    [Fact]
    public async Task Asked_by_a_clock_that_ran_ahead_they_are_asked_again_in_time()
    {
        var bot = await IncidentCommandTests.BotAsync();
        await bot.SayAsync("ana", "incident declare checkout \"payments fail\" sev2");
        var job = new IncidentJob(bot.Store, new OrgChart(bot.Store));
        await job.RunAsync(bot.Clock.Now + Duration.FromDays(40), Ct);
        Assert.Equal(bot.Clock.Now + Duration.FromHours(12), await job.RunAsync(bot.Clock.Now, Ct));
    }
}
