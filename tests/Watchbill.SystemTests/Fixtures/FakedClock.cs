using System.Globalization;
using NodaTime;

namespace Watchbill.Fixtures;

/// <summary>The clock of a host's process, by libfaketime: set before it starts, or moved while it runs.</summary>
public sealed class FakedClock(string file)
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory
            .EnumerateFiles("/usr/lib", "libfaketime.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .FirstOrDefault() : null;

    /// <summary>The clock of a host from its next start on; it is right until it is moved.</summary>
    public static async Task<FakedClock> OfAsync(Host host, CancellationToken ct)
    {
        Needs.Met(Library is not null, "libfaketime is missing: apt-get install libfaketime.");
        var file = Path.Combine(host.Folder, "offset");
        var clock = new FakedClock(file);
        await clock.MoveAsync("+0", ct);
        foreach (var (key, value) in new (string, string)[]
        {
            ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_DONT_RESET", "1"),
        }) host.Settings[key] = value;
        return clock;
    }

    /// <summary>Has it show that instant, and go on from there.</summary>
    public Task SetAsync(Instant at, CancellationToken ct) =>
        MoveAsync((at - SystemClock.Instance.GetCurrentInstant()).TotalSeconds.ToString("+0.0;-0.0", CultureInfo.InvariantCulture), ct);

    /// <summary>Moves it from the right time, as libfaketime writes that, such as <c>+40d</c>.</summary>
    public async Task MoveAsync(string offset, CancellationToken ct)
    {
        await File.WriteAllTextAsync(file + ".new", offset, ct);
        File.Move(file + ".new", file, overwrite: true);
    }
}
