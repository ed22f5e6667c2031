using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.Http;

/// <summary>
/// Both embedded stores in one process, window by window in turn: durable saves, look-ups on the disk, ranges, starts, memory.
/// </summary>
internal static class StoresBench
{
    private const int RangeOf = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Func<string, IStore>> Stores = new()
    {
        ["sqlite"] = path => SqliteStore.Open(path, new SaveNotices(), NullLogger.Instance),
        ["litedb"] = path => LiteStore.Open(path, new SaveNotices(), NullLogger.Instance),
    };

    public static async Task RunAsync(string folder, int windows, int documents)
    {
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.GetFiles(folder, "bench-*")) File.Delete(left);
        string PathOf(string name) => Path.Combine(folder, $"bench-{name}.db");
        foreach (var (name, open) in Stores)
        {
            var begun = Stopwatch.GetTimestamp();
            var store = open(PathOf(name));
            await FillAsync(store, documents);
            ((IDisposable)store).Dispose();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: {documents} documents in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s, "
                    + $"{new FileInfo(PathOf(name)).Length >> 20} MB"));
        }

        var opened = Stores.ToDictionary(store => store.Key, store => store.Value(PathOf(store.Key)));
        foreach (var callers in new[] { 1, 8, 64 })
            await CompareAsync(opened, windows, $"{callers} callers save", store => SavesAsync(store, callers));
        await CompareAsync(opened, windows, "a look-up on the disk", store => FindsAsync(store, documents, 1));
        await CompareAsync(opened, windows, "look-ups by 4", store => FindsAsync(store, documents, 4));
        await CompareAsync(opened, windows, "a range of 1,000", store => RangesAsync(store, documents));
        foreach (var store in opened.Values) ((IDisposable)store).Dispose();
        for (var i = 0; i < windows; i++)
        {
            foreach (var (name, open) in Stores)
            {
                var begun = Stopwatch.GetTimestamp();
                var store = open(PathOf(name));
                await store.FindAsync<Domain>(Id(documents / 2), CancellationToken.None);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{name} open: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.0} ms"));
                ((IDisposable)store).Dispose();
            }
        }
    }

    private static async Task CompareAsync(
        Dictionary<string, IStore> opened, int windows, string what, Func<IStore, Task<List<double>>> windowAsync)
    {
        var all = opened.Keys.ToDictionary(name => name, _ => new List<(double PerSecond, double P50, double P99)>());
        for (var i = 0; i <= windows; i++)
        {
            foreach (var (name, store) in opened)
            {
                var begun = Stopwatch.GetTimestamp();
                var taken = (await windowAsync(store)).Order().ToList();
                var perSecond = taken.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
                if (i > 0) all[name].Add((perSecond, taken[taken.Count / 2], taken[taken.Count * 99 / 100]));
            }
        }

        foreach (var (name, some) in all)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}, {what}: {Median(some.Select(one => one.PerSecond)):0}/s, p50 {Median(some.Select(one => one.P50)):0.000} ms, "
                    + $"p99 {Median(some.Select(one => one.P99)):0.000} ms; {Environment.WorkingSet >> 20} MB"));
        }
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"bench/{number:D8}");

    private static async Task FillAsync(IStore store, int documents)
    {
        for (var i = 0; i < documents; i += RangeOf)
        {
            var some =
                Enumerable.Range(i, Math.Min(RangeOf, documents - i))
                    .Select(number => Write.Put(Id(number), new Domain(Id(number), new string('d', 60))));
            await store.SaveAsync([.. some], CancellationToken.None);
        }
    }

    private static async Task<List<double>> SavesAsync(IStore store, int callers)
    {
        var begun = Stopwatch.GetTimestamp();
        var now = SystemClock.Instance.GetCurrentInstant();
        return [.. (await Task.WhenAll(Enumerable.Range(0, callers).Select(SaveAsync))).SelectMany(some => some)];

        async Task<List<double>> SaveAsync(int caller)
        {
            var taken = new List<double>();
            await Task.Yield();
            for (var i = 0; Stopwatch.GetElapsedTime(begun) < Window; i++)
            {
                var from = Stopwatch.GetTimestamp();
                await store.SaveAsync(
                    [Write.Put($"bench/{caller}/{i % 100}", new InboxItem(now, $"{i}")),
                        Write.Audit(new AuditEntry(now, "ana", "bench", "bench/1", "host"))],
                    CancellationToken.None);
                taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return taken;
        }
    }

    private static async Task<List<double>> FindsAsync(IStore store, int documents, int threads)
    {
        var begun = Stopwatch.GetTimestamp();
        return [.. (await Task.WhenAll(Enumerable.Range(0, threads).Select(FindAsync))).SelectMany(some => some)];

        async Task<List<double>> FindAsync(int thread)
        {
            await Task.Yield();
            var taken = new List<double>();
            var random = new Random();
            while (Stopwatch.GetElapsedTime(begun) < Window)
            {
                var id = Id(random.Next(documents));
                var from = Stopwatch.GetTimestamp();
                await store.FindAsync<Domain>(id, CancellationToken.None);
                taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return taken;
        }
    }

    private static async Task<List<double>> RangesAsync(IStore store, int documents)
    {
        var begun = Stopwatch.GetTimestamp();
        var taken = new List<double>();
        while (Stopwatch.GetElapsedTime(begun) < Window)
        {
            var first = Random.Shared.Next(documents - RangeOf);
            var from = Stopwatch.GetTimestamp();
            await store.ListAsync<Domain>(new IdRange(Id(first), Id(first + RangeOf)), CancellationToken.None);
            taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return taken;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
