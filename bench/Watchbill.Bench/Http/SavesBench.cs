using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Storage;

namespace Watchbill.Http;

/// <summary>Durable saves of small documents by some callers at once, each saving again as soon as its save is on the disk.</summary>
internal static class SavesBench
{
    private static readonly int[] Callers = [1, 8, 64];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <param name="windows">Windows of a second for each number of callers, in turn,
    /// so that whatever else the disk does meets all.</param>
    public static async Task RunAsync(string folder, int windows)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "saves.db");
        foreach (var left in Directory.GetFiles(folder, "saves.db*")) File.Delete(left);
        using var store = SqliteStore.Open(path, new SaveNotices(), NullLogger.Instance);
        foreach (var callers in Callers) await WindowAsync(store, callers);
        var measured = Callers.ToDictionary(callers => callers, _ => new List<(double PerSecond, double P50, double P99)>());
        for (var i = 0; i < windows; i++)
        {
            foreach (var callers in Callers) measured[callers].Add(await WindowAsync(store, callers));
        }

        foreach (var (callers, all) in measured)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{callers} callers: {Median(all.Select(one => one.PerSecond)):0}/s, p50 {Median(all.Select(one => one.P50)):0.00} ms, "
                    + $"p99 {Median(all.Select(one => one.P99)):0.00} ms (median of {all.Count} windows)"));
        }
    }

    private static async Task<(double PerSecond, double P50, double P99)> WindowAsync(SqliteStore store, int callers)
    {
        var begun = Stopwatch.GetTimestamp();
        var taken =
            (await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => SaveAsync(store, caller, begun)))).SelectMany(some => some)
                .Order().ToList();
        return (taken.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds, taken[taken.Count / 2], taken[taken.Count * 99 / 100]);
    }

    /// <returns>Milliseconds for each save.</returns>
    private static async Task<List<double>> SaveAsync(SqliteStore store, int caller, long begun)
    {
        var taken = new List<double>();
        await Task.Yield();
        for (var i = 0; Stopwatch.GetElapsedTime(begun) < Window; i++)
        {
            var from = Stopwatch.GetTimestamp();
            var item = new InboxItem(SystemClock.Instance.GetCurrentInstant(), $"{i}");
            await store.SaveAsync([Write.Put($"bench/{caller}/{i % 100}", item)], CancellationToken.None);
            taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return taken;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
