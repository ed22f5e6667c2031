using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Watchbill.Fixtures;

namespace Watchbill.Rotations;

/// <summary>A rotation that is handed over each hour, at the next full minute: said within two seconds, once.</summary>
public abstract class RunningHandoffContract
{
    protected abstract string Provider { get; }

    [Fact(Timeout = 450_000)]
    public async Task A_handoff_is_said_within_two_seconds_of_its_minute_and_once()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = new Host { Settings = { ["Storage__Provider"] = Provider } };
        var handoff = await HourlyHandoff.BeginAsync(host, HourlyHandoff.Soon, ct);
        await handoff.UntilAsync(Duration.FromSeconds(3), ct);
        var message = await handoff.OnlyMessageAsync(host, ct);
        Assert.InRange((message.Said - handoff.At).TotalSeconds, 0, 2);
        TestContext.Current.SendDiagnosticMessage($"Said {(message.Said - handoff.At).TotalMilliseconds:0} ms after the boundary.");
    }
}

public sealed class SqliteRunningHandoffTests : RunningHandoffContract
{
    protected override string Provider => "sqlite";
}

public sealed class LiteRunningHandoffTests : RunningHandoffContract
{
    protected override string Provider => "litedb";
}

/// <summary>
/// The host is down at the minute. Whether it comes back after seconds or after a
/// minute makes no difference: what is due is past either way.
/// </summary>
public sealed class MissedHandoffTests
{
    [Fact(Timeout = 450_000)]
    public async Task A_handoff_that_the_host_was_down_for_is_said_once_when_it_is_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var host = new Host();
        var handoff = await HourlyHandoff.BeginAsync(host, HourlyHandoff.Soon, ct);
        // A host that was never there long enough to look at the roster has missed nothing.
        await handoff.UntilAsync(Duration.FromSeconds(-3), ct);
        await host.KillAsync();
        await handoff.UntilAsync(Duration.FromSeconds(4), ct);
        var back = SystemClock.Instance.GetCurrentInstant();
        await host.StartAsync(ct);
        var ready = SystemClock.Instance.GetCurrentInstant();
        var message = await handoff.OnlyMessageAsync(host, ct);
        Assert.InRange(message.Said, back, ready + Duration.FromSeconds(2));
    }
}

/// <summary>The host is killed again and again while it hands over.</summary>
public sealed class InterruptedHandoffTests
{
    private const int Kills = 8;

    [Fact(Timeout = 450_000)]
    public async Task Killed_between_boundary_and_delivery_it_says_a_handoff_once_and_repeats_it_once_at_most()
    {
        var ct = TestContext.Current.CancellationToken;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"Moments of the kills: seed {seed}.");
        var random = new Random(seed);
        await using var host = new Host();
        var handoff = await HourlyHandoff.BeginAsync(host, HourlyHandoff.Soon, ct);
        await handoff.UntilAsync(Duration.FromMilliseconds(random.Next(120)), ct);
        var posted = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await host.KillAsync();
            await host.StartAsync(ct);
            // The page hears what was said before it opened, too: all that this run of the host said.
            posted += await HourlyHandoff.HeardAsync(host, TimeSpan.FromMilliseconds(random.Next(400)), ct);
        }

        await handoff.OnlyMessageAsync(host, ct);
        Assert.InRange(posted, 0, 2);
    }
}

/// <summary>An organisation with one rotation whose hourly turn begins at a full minute that is soon.</summary>
internal sealed class HourlyHandoff
{
    // A quarter of an hour off everybody else's minutes: the boundary is local to it.
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Kathmandu"];

    /// <summary>Time enough to start a host.</summary>
    public static Duration Soon { get; } = Duration.FromSeconds(12);

    /// <summary>The boundary.</summary>
    public required Instant At { get; init; }

    /// <param name="soonest">How long it takes to the boundary at least; to the full minute after that at most.</param>
    public static async Task<HourlyHandoff> BeginAsync(Host host, Duration soonest, CancellationToken ct)
    {
        var handoff = new HourlyHandoff
        {
            At = NextMinute(SystemClock.Instance.GetCurrentInstant() + soonest),
        };
        var file = Path.Combine(host.Folder, "watchbill.yaml");
        await File.WriteAllTextAsync(file, handoff.Organization(), ct);
        host.Settings["Organization__File"] = file;
        await host.StartAsync(ct);
        return handoff;
    }

    public Task UntilAsync(Duration after, CancellationToken ct)
    {
        var left = At + after - SystemClock.Instance.GetCurrentInstant();
        return Task.Delay(left > Duration.Zero ? left.ToTimeSpan() : TimeSpan.Zero, ct);
    }

    /// <summary>The one message in the channel, after waiting for it, and a while longer for another.</summary>
    public async Task<Message> OnlyMessageAsync(Host host, CancellationToken ct)
    {
        IReadOnlyList<Message> said = [];
        for (var tries = 0; tries < 100 && said.Count == 0; tries++, await Task.Delay(100, ct)) said = await MessagesAsync(host, ct);
        await Task.Delay(1000, ct);
        var message = Assert.Single(await MessagesAsync(host, ct));
        Assert.Equal("roster", message.Rotation);
        // Odd and even hours alternate; who held the hour before hands over to who holds the next.
        var now = await host.ReadAsync<OnCall>($"/api/v1/oncall?rotation=roster&at={message.At}", ct);
        var incoming = now.Rotations.Single().People.Single().Name;
        var outgoing = incoming == "Ana Odd" ? "Ben Even" : "Ana Odd";
        Assert.Contains(incoming, message.Text, StringComparison.Ordinal);
        Assert.Contains(outgoing, message.Text, StringComparison.Ordinal);
        Assert.Equal(message.At, now.Rotations.Single().People.Single().Start);
        return message;
    }

    /// <summary>How often the page hears the handoff in the channel.</summary>
    public static async Task<int> HeardAsync(Host host, TimeSpan span, CancellationToken ct)
    {
        using var page = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        closing.CancelAfter(span);
        var heard = 0;
        try
        {
            await using var events = await page.GetStreamAsync(new Uri(host.Url, "/chat/events"), closing.Token);
            using var reader = new StreamReader(events);
            while (await reader.ReadLineAsync(closing.Token) is { } line)
            {
                if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("/handoff/roster\"", StringComparison.Ordinal))
                    heard++;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Time to close the page.
        }

        return heard;
    }

    private async Task<IReadOnlyList<Message>> MessagesAsync(Host host, CancellationToken ct) =>
        [.. (await host.ReadAsync<IReadOnlyList<Message>>("/api/v1/messages", ct))
            .Where(message => message.Kind == "handoff" && message.At == InstantPattern.General.Format(At)
                && !message.To.Contains("person", StringComparison.Ordinal))];

    public string Organization()
    {
        var local = At.InZone(Zone).LocalDateTime.PlusDays(-3);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            organization: Example
            people: [{id: ana, name: Ana Odd, admin: true}, {id: ben, name: Ben Even}]
            teams: [{id: crew, lead: ana, members: [ana, ben]}]
            rotations:
              - id: roster
                kind: team
                team: crew
                timeZone: {{Zone.Id}}
                turn: {every: 1 hour, from: {{local:uuuu-MM-dd}}, at: "{{local:HH:mm}}"}
                layers: [{id: primary, members: [ana, ben]}]
            """);
    }

    private static Instant NextMinute(Instant at) => Instant.FromUnixTimeSeconds((at.ToUnixTimeSeconds() / 60 + 1) * 60);

    /// <summary>A message as the API shows it.</summary>
    internal sealed record Message(string At, string SaidAt, string Kind, string? Rotation, string To, string Text)
    {
        public Instant Said => InstantPattern.ExtendedIso.Parse(SaidAt).Value;
    }

    private sealed record OnCall(IReadOnlyList<OnCallRotation> Rotations);

    private sealed record OnCallRotation(IReadOnlyList<Holder> People);

    private sealed record Holder(string Name, string Start);
}
