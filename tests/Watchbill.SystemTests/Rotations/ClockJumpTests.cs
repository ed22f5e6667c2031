using System.Net.Http.Json;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>The host's clock runs 40 days ahead for some seconds and comes back: nothing of that time is believed.</summary>
public abstract class ClockJumpContract
{
    protected abstract string Provider { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 720_000)]
    public async Task After_a_clock_that_ran_ahead_overrides_and_rosters_hold_and_the_next_handoff_is_said()
    {
        await using var host = new Host { Settings = { ["Storage__Provider"] = Provider } };
        var clock = await FakedClock.OfAsync(host, Ct);
        var handoff = await HourlyHandoff.BeginAsync(host, Duration.FromSeconds(60), Ct);

        await clock.MoveAsync("+40d", Ct);
        await UntilAsync(async () => await NowAsync(host) > SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(39));
        // What a host does in its first minute ahead it does at once: the jobs are woken by what is saved.
        using (var ahead = await OverrideAsync(host, SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(41))) { }
        await Task.Delay(2000, Ct);
        await clock.MoveAsync("+0", Ct);

        var start = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(2);
        await UntilAsync(async () =>
        {
            using var taken = await OverrideAsync(host, start);
            return taken.IsSuccessStatusCode;
        });
        Assert.Equal("ana ana ana", await HoldersAsync(host, start, 3));
        using var applied = await host.PutOrganizationAsync(handoff.Organization().Replace(
            "members: [ana, ben]}]", "members: [ana]}]", StringComparison.Ordinal), Ct);
        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync(Ct));
        var far = start + Duration.FromDays(1);
        Assert.Equal("ana ana", await HoldersAsync(host, far, 2));
        using var back = await host.PutOrganizationAsync(handoff.Organization(), Ct);
        await handoff.UntilAsync(Duration.FromSeconds(3), Ct);
        await handoff.OnlyMessageAsync(host, Ct);
    }

    private static async Task UntilAsync(Func<Task<bool>> heldAsync)
    {
        for (var tries = 0; tries < 300; tries++, await Task.Delay(200, Ct))
        {
            try
            {
                if (await heldAsync()) return;
            }
            catch (HttpRequestException)
            {
                // A connection that is open while the clock jumps has been idle for forty days, and is closed.
            }
        }

        Assert.Fail("It never came about.");
    }

    private static async Task<Instant> NowAsync(Host host) =>
        InstantPattern.ExtendedIso.Parse((await host.ReadAsync<OnCall>("/api/v1/oncall?rotation=roster", Ct)).At).Value;

    // Each hour's, an hour after the start at first.
    private static async Task<string> HoldersAsync(Host host, Instant start, int hours)
    {
        var held = new List<string>();
        for (var hour = 1; hour <= hours; hour++)
        {
            var at = InstantPattern.General.Format(start + Duration.FromHours(hour));
            held.Add(
                (await host.ReadAsync<OnCall>($"/api/v1/oncall?rotation=roster&at={at}", Ct)).Rotations.Single().People.Single().Person);
        }

        return string.Join(' ', held);
    }

    // Four hours, which are Ana's every other one anyway.
    private static Task<HttpResponseMessage> OverrideAsync(Host host, Instant start) =>
        host.SendAsync(HttpMethod.Post, "/api/v1/rotations/roster/overrides", JsonContent.Create(new
        {
            person = "ana",
            start = InstantPattern.General.Format(start),
            end = InstantPattern.General.Format(start + Duration.FromHours(4)),
            reason = "Ben is away",
        }), Ct);

    private sealed record OnCall(string At, IReadOnlyList<Shift> Rotations);

    private sealed record Shift(IReadOnlyList<Holder> People);

    private sealed record Holder(string Person);
}

public sealed class SqliteClockJumpTests : ClockJumpContract
{
    protected override string Provider => "sqlite";
}

public sealed class LiteClockJumpTests : ClockJumpContract
{
    protected override string Provider => "litedb";
}
