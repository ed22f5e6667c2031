using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Watchbill.Fixtures;
using Watchbill.Http;
using Watchbill.Jobs;

namespace Watchbill.Slack;

public sealed class SlackClockTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_of_Slack_says_what_time_it_is()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var host = await SlackHost.StartAsync(slack);
        var source = host.Services.GetServices<ClockSource>().Single(source => source.IsConfigured);
        var clock = host.Services.GetRequiredService<HostClock>();
        Assert.True(source.IsConfigured);
        await source.AskAsync(Ct);
        // The host's clock stands in November, Slack's does not.
        Assert.True(clock.IsWrong);
        Assert.Contains("the clock of Slack", Assert.Single(clock.Says(host.Clock.Now)), StringComparison.Ordinal);

        host.Clock.Now = SystemClock.Instance.GetCurrentInstant();
        Assert.False(clock.IsWrong && clock.Says(clock.GetCurrentInstant()).Count == 0);
        await source.AskAsync(Ct);
        Assert.False(clock.IsWrong);
    }

    [Fact]
    public void A_clock_that_is_set_back_holds_no_call_up()
    {
        var time = new SetTime();
        var pace = new CallPace(time);
        Assert.Equal(new CallTurn(true, TimeSpan.Zero), pace.Take("C0PAY", TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(6)));
        Assert.Equal(new CallTurn(true, TimeSpan.FromSeconds(1)), pace.Take("C0PAY", TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(6)));
        time.Set = TimeSpan.FromDays(-40);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new CallTurn(true, TimeSpan.FromSeconds(1)), pace.Take("C0PAY", TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(6)));
        for (var i = 0; i < 3; i++)
            Assert.True(pace.Take("burst", TimeSpan.FromSeconds(1), 3, TimeSpan.FromSeconds(6)).After <= TimeSpan.Zero);
    }

    private sealed class SetTime : FakeTimeProvider
    {
        public TimeSpan Set { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
