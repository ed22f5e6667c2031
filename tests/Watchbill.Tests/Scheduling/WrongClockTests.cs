using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>
/// All jobs as the host composes them, started while its clock is three hours behind. It is Friday 20 November 2026, 10:00 UTC.
/// </summary>
public sealed class WrongClockTests : IAsyncDisposable
{
    private static readonly Instant Ten = Cases.At("2026-11-20T10:00:00Z");
    private static readonly Instant Half = Ten - Duration.FromMinutes(30);

    private readonly MemoryStore store = new();
    private readonly FakeClock wall = new(Ten - Duration.FromHours(3));
    private readonly RecordingChat chat = new();
    private readonly ServiceProvider host;

    public WrongClockTests() => host = new ServiceCollection().AddLogging()
        .AddSingleton<IStore>(store).AddSingleton(store.Notices).AddSingleton<IClock>(wall).AddSingleton<IChat>(chat)
        .AddSingleton<TimeProvider>(new FakeTimeProvider()).AddSingleton<Reading.PublicAddress>(() => "https://watchbill.example.com")
        .AddFeatures().AddScheduling().BuildServiceProvider();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HostClock Clock => host.GetRequiredService<HostClock>();

    [Fact]
    public async Task What_waits_and_what_was_said_stay_as_they_are_and_are_told_once_it_is_right()
    {
        var handoff = new Delivery(Half, MessageKind.Handoff, Address.Team("payments"), new Reply("Ben hands over to cai."));
        var said = new Message(Half, Half, MessageKind.Reminder, "payments", Address.Person("ana"), new Reply("Tomorrow."));
        await store.SaveAsync(
            [Delivery.Say(handoff, "handoff/payments"), Write.Create(Delivery.IdOf(Half, "reminder/payments/ana"), said)], Ct);
        var before = await StoredAsync();
        Clock.Await("Slack");
        await RunAsync();
        Assert.Equal(before, await StoredAsync());
        Hear();
        await RunAsync();
        Assert.Equal(before, await StoredAsync());

        wall.Now = Ten;
        Hear();
        await RunAsync();
        Assert.Equal("2026-11-20T09:30:00Z/handoff/payments", Assert.Single(chat.Said).Key);
        Assert.Equal(Half, (await store.FindAsync<Message>(Delivery.IdOf(Half, "reminder/payments/ana"), Ct))!.Value.SaidAt);
    }

    [Fact]
    public async Task Nothing_is_recorded_or_handed_over_before_it_is_right()
    {
        await Roster.FillAsync(store, Roster.Payments);
        Hear();
        await RunAsync();
        Assert.Equal((null, null), (await store.FindAsync<Recorded>("payments", Ct), await store.FindAsync<HandoffState>("payments", Ct)));

        wall.Now = Ten;
        Hear();
        await RunAsync();
        Assert.Equal((Ten, Ten), ((await store.FindAsync<Recorded>("payments", Ct))!.Value.Through,
            (await store.FindAsync<HandoffState>("payments", Ct))!.Value.Through));
    }

    [Fact]
    public async Task The_host_is_not_ready()
    {
        Hear();
        Assert.Equal(HealthStatus.Unhealthy, await ReadinessAsync());
        wall.Now = Ten;
        Hear();
        Assert.Equal(HealthStatus.Degraded, await ReadinessAsync());

        async Task<HealthStatus> ReadinessAsync() =>
            (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ct)).Entries["clock"].Status;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private void Hear() => Clock.Hear("Slack", Ten, Duration.FromMilliseconds(100));

    private async Task RunAsync()
    {
        foreach (var run in host.GetRequiredService<IReadOnlyDictionary<string, JobRun>>().Values) await run.RunAsync(Ct);
    }

    private async Task<string> StoredAsync() => string.Join('\n',
    [
        .. (await store.ListAsync<Delivery>(IdRange.All, Ct)).Select(one => $"{one.Id} {one.Version}"),
        .. (await store.ListAsync<Message>(IdRange.All, Ct)).Select(one => $"{one.Id} {one.Version}"),
    ]);
}
