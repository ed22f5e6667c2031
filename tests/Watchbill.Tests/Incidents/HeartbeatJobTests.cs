using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Paging;
using Watchbill.Storage;

namespace Watchbill.Incidents;

/// <summary>A ping each five minutes with a minute's grace, from Friday 20 November 2026, 10:00:00 UTC.</summary>
public sealed class HeartbeatJobTests
{
    private static readonly Instant Ten = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Heartbeat Beat = new("am", "checkout", Duration.FromMinutes(5), Duration.FromMinutes(1));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_late_before_the_first_ping()
    {
        var (bot, job) = await BotAsync();
        Assert.Null(await job.RunAsync(Ten, Changes.Everything, Ct));
        Assert.Null(await job.RunAsync(Ten + Duration.FromHours(1), Changes.None, Ct));
        Assert.Empty(await IncidentsAsync(bot));
    }

    [Fact]
    public async Task Late_it_is_one_sev2_incident_with_a_page_that_the_next_ping_resolves()
    {
        var (bot, job) = await BotAsync();
        await job.RunAsync(Ten, Changes.Everything, Ct);
        await PingAsync(bot, Ten);
        var late = await job.RunAsync(Ten, Changes.None, Ct);
        Assert.Equal(Ten + Duration.FromMinutes(6), late);
        Assert.Equal(late, await job.RunAsync(late!.Value - Duration.FromSeconds(1), Changes.None, Ct));
        Assert.Empty(await IncidentsAsync(bot));
        await job.RunAsync(late.Value, Changes.None, Ct);
        // Killed before it noted that: the next process tells it again, which comes to the same.
        await job.RunAsync(late.Value + Duration.FromMinutes(1), Changes.None, Ct);
        var incident = Assert.Single(await IncidentsAsync(bot));
        Assert.Equal(("Heartbeat am is late", Severity.Sev2, late.Value), (incident.Title, incident.Severity, incident.Start));
        Assert.Null(incident.End);
        Assert.Null(incident.Impact);
        Assert.Equal(PageState.Open, (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value.State);

        await PingAsync(bot, Ten + Duration.FromMinutes(9));
        Assert.Equal(Ten + Duration.FromMinutes(15), await job.RunAsync(Ten + Duration.FromMinutes(9), Changes.None, Ct));
        Assert.Equal(Ten + Duration.FromMinutes(9), Assert.Single(await IncidentsAsync(bot)).End);
        Assert.Equal(PageState.Resolved, (await bot.Store.FindAsync<Page>("checkout/000001", Ct))!.Value.State);

        await job.RunAsync(Ten + Duration.FromMinutes(15), Changes.None, Ct);
        Assert.Equal(2, (await IncidentsAsync(bot)).Count);
    }

    [Fact]
    public void HB01_without_grace_it_is_late_when_the_next_one_was_to_come() => Assert.Equal(Ten + Duration.FromMinutes(60),
        new Heartbeat("am", "checkout", Duration.FromMinutes(60), Duration.Zero).LateAt(Ten));

    [Fact]
    public async Task Told_twice_after_a_kill_it_is_the_same_incident()
    {
        var (bot, job) = await BotAsync();
        await job.RunAsync(Ten, Changes.Everything, Ct);
        await PingAsync(bot, Ten);
        await job.RunAsync(Ten + Duration.FromMinutes(6), Changes.None, Ct);
        var ping = (await bot.Store.FindAsync<Ping>("am", Ct))!;
        await bot.Store.SaveAsync([Write.Replace(ping, ping.Value with { LateSince = null })], Ct);
        await job.RunAsync(Ten + Duration.FromMinutes(7), Changes.None, Ct);
        Assert.Single(await IncidentsAsync(bot));
    }

    [Fact]
    public async Task After_downtime_it_has_its_whole_time_again()
    {
        var (bot, _) = await BotAsync();
        await PingAsync(bot, Ten);
        var job = Job(bot);
        Assert.Equal(Ten + Duration.FromMinutes(66), await job.RunAsync(Ten + Duration.FromHours(1), Changes.Everything, Ct));
        Assert.Empty(await IncidentsAsync(bot));
        await job.RunAsync(Ten + Duration.FromMinutes(66), Changes.None, Ct);
        Assert.Single(await IncidentsAsync(bot));
    }

    [Fact]
    public async Task A_ping_of_a_clock_that_ran_ahead_silences_it_no_longer_than_its_time()
    {
        var (bot, job) = await BotAsync();
        await PingAsync(bot, Ten + Duration.FromDays(40));
        Assert.Equal(Ten + Duration.FromMinutes(6), await job.RunAsync(Ten, Changes.Everything, Ct));
        await job.RunAsync(Ten + Duration.FromMinutes(6), Changes.None, Ct);
        Assert.Single(await IncidentsAsync(bot));
    }

    private static async Task<(Bot Bot, HeartbeatJob Job)> BotAsync()
    {
        var bot = await PagingTests.BotAsync();
        await bot.Store.SaveAsync([Write.Put(OrganizationSettings.DocumentId,
            new OrganizationSettings("Example", "Europe/Lisbon", "EUR") { Heartbeats = [Beat] })], Ct);
        return (bot, Job(bot));
    }

    private static HeartbeatJob Job(Bot bot) => new(bot.Store, new Heartbeats(bot.Store), new AlertIntake(bot.Store, bot.Incidents));

    private static Task PingAsync(Bot bot, Instant at) => new Heartbeats(bot.Store).PingAsync(Beat, at, Ct);

    private static async Task<IReadOnlyList<Incident>> IncidentsAsync(Bot bot) =>
        [.. (await bot.Store.ListAsync<Incident>(IdRange.All, Ct)).Select(incident => incident.Value)];
}
