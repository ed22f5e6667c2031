using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;
using Watchbill.Jobs;
using Watchbill.Organization;
using Watchbill.Reading;
using Watchbill.Rotations;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>Handoffs for real: scheduler, clock, database. How soon they are said after the boundary, and that each is said once.</summary>
public sealed class HandoffEndToEndTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handoffs_in_the_same_second_are_each_said_once_and_beside_each_other()
    {
        var rotations =
            int.Parse(Environment.GetEnvironmentVariable("WATCHBILL_ROTATIONS") ?? "40", System.Globalization.CultureInfo.InvariantCulture);
        var others =
            int.Parse(Environment.GetEnvironmentVariable("WATCHBILL_OTHERS") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var notices = new SaveNotices();
        using var store = SqliteStore.Open(folder["watchbill.db"], notices, NullLogger.Instance);
        var ahead = Duration.FromSeconds(rotations > 100 || others > 0 ? 15 : 3);
        var boundary = Instant.FromUnixTimeSeconds((SystemClock.Instance.GetCurrentInstant() + ahead).ToUnixTimeSeconds());
        var turn = new TurnRule("Etc/UTC", boundary.InUtc().LocalDateTime, 1, TurnUnit.Hour);
        await Roster.FillAsync(store, [
            .. Enumerable.Range(0, rotations)
                .Select(i => Roster.Of($"r{i:0000}", Roster.Layer("primary", turn, Coverage.Always, "ana", "ben"))),
            .. Enumerable.Range(0, others).Select(i => Roster.Of($"o{i:0000}", Roster.Primary("ana", "ben")))]);
        var (saying, atOnce) = (0, new ConcurrentQueue<int>());
        var chat = new RecordingChat
        {
            Wire = async _ =>
            {
                atOnce.Enqueue(Interlocked.Increment(ref saying));
                await Task.Delay(50, Ct);
                Interlocked.Decrement(ref saying);
            },
        };

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton<IClock>(SystemClock.Instance).AddSingleton(notices).AddSingleton<IStore>(store)
            .AddSingleton<IChat>(chat).AddSingleton<OrgChart>().AddSingleton<Schedules>().AddSingleton<OpenWork>()
            .AddTransient<DueRotations>()
            .AddSingleton(new Outbox(store, exclusive: true))
            .AddSingleton<IJob, HandoffJob>().AddSingleton<IJob, RecorderJob>().AddSingleton<IJob, DeliveryJob>().AddScheduling();
        using var host = builder.Build();
        await host.StartAsync(Ct);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        while (chat.Said.Count < 2 * rotations && SystemClock.Instance.GetCurrentInstant() < boundary + Duration.FromSeconds(20))
            await Task.Delay(1, Ct);
        var last = SystemClock.Instance.GetCurrentInstant() - boundary;
        output.WriteLine($"{chat.Said.Count} said, the last {last.TotalMilliseconds:0} ms after the boundary");
        while ((await store.ListAsync<Message>(IdRange.All, Ct)).Count < 2 * rotations
            && SystemClock.Instance.GetCurrentInstant() < boundary + Duration.FromSeconds(20)) await Task.Delay(10, Ct);
        await host.StopAsync(Ct);

        var messages = await store.ListAsync<Message>(IdRange.All, Ct);
        var noted = messages.Select(message => (message.Value.SaidAt!.Value - boundary).TotalMilliseconds).ToList();
        var used = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds;
        output.WriteLine($"first noted {noted.Min():0} ms, last {noted.Max():0} ms; cpu {used:0} ms");
        Assert.Equal(2 * rotations, chat.Said.Select(said => said.Key).Distinct().Count());
        Assert.Equal(2 * rotations, chat.Said.Count);
        Assert.Equal(2 * rotations, messages.Count);
        Assert.All(messages, message => Assert.True(message.Value.SaidAt >= boundary));
        // One after another they would take four seconds. How soon the last one is said stands in bench/README.md.
        Assert.InRange(atOnce.Max(), 4, 2 * rotations);
        Assert.Empty(await store.ListAsync<Delivery>(IdRange.All, Ct));
    }

    public void Dispose() => folder.Dispose();
}
