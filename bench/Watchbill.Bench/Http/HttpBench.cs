using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Watchbill.Http;

/// <summary>
/// Signed <c>/oncall now payments</c> against the bare endpoint, by short windows in turn so that whatever else the machine does meets
/// both; then at half of saturation with 200 saves a second; with a small organisation and with a large one.
/// </summary>
internal static class HttpBench
{
    private const string Bare = "/bare";
    private const int Connections = 16;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    /// <param name="windows">Windows of a second, of each kind.</param>
    public static async Task RunAsync(string folder, int windows)
    {
        Directory.CreateDirectory(folder);
        var small = await MeasureAsync(folder, "small", (10, 20, 0), windows, Load.Slack);
        var large = await MeasureAsync(folder, "large", (10_000, 5_000, 1_000_000), windows, Load.Slack);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"large / small: {large.Command / small.Command:0.00} x processor time; each against its own bare " +
                $"endpoint, {large.Command / large.Bare / (small.Command / small.Bare):0.00} x"));
    }

    /// <summary>The same by messages of Teams, each kept before it is answered and answered by a request of the host's own.</summary>
    public static async Task TeamsAsync(string folder, int windows)
    {
        Directory.CreateDirectory(folder);
        var url = $"http://127.0.0.1:{FreePort()}";
        await using var teams = await TeamsStandIn.StartAsync(url);
        await MeasureAsync(folder, "teams", (10, TeamsStandIn.People, 0), windows, teams.Requests(url), url);
    }

    /// <param name="teams">Where the stand-in for Teams is; null: Slack is measured.</param>
    /// <returns>Processor time of a request, in microseconds.</returns>
    private static async Task<(double Command, double Bare)> MeasureAsync(
        string folder, string name, (int Rotations, int People, int Shifts) size, int windows, Func<string, Func<byte[]>> make,
        string? teams = null)
    {
        var path = teams is null ? "/slack/commands" : "/api/messages";
        var database = Path.Combine(folder, $"{name}.db");
        if (!File.Exists(database)) await Fleet.WriteAsync(database, size.Rotations, size.People, size.Shifts);
        var port = FreePort();
        using var host =
            Process.Start(
                new ProcessStartInfo(Environment.ProcessPath!,
                    ["serve", database, $"http://127.0.0.1:{port}", .. teams is null ? Array.Empty<string>() : [teams]])
                { WorkingDirectory = folder })!;
        try
        {
            await ReadyAsync(port, host);
            var load = new Load(port, host, make);
            var answer = await load.AnswerAsync(path);
            if (teams is null && !answer.Contains("is on call for payments", StringComparison.Ordinal))
                throw new InvalidOperationException(answer);
            foreach (var one in new[] { Bare, path }) await load.SaturateAsync(one, Connections, WarmUp);
            var (bare, command) = (new List<Measured>(), new List<Measured>());
            for (var i = 0; i < windows; i++)
            {
                bare.Add(await load.SaturateAsync(Bare, Connections, TimeSpan.FromSeconds(1)));
                command.Add(await load.SaturateAsync(path, Connections, TimeSpan.FromSeconds(1)));
            }

            Say($"{name}, bare", bare);
            Say($"{name}, command", command);
            var throughput = Median(command.Zip(bare).Select(pair => pair.First.PerSecond / pair.Second.PerSecond));
            var processor = Median(command.Zip(bare).Select(pair => pair.First.ProcessorTime / pair.Second.ProcessorTime));
            Console.WriteLine(
                Invariant($"{name}: command / bare {throughput:0.0 %} of the throughput, {processor:0.00} x the processor time"));

            using var http = new HttpClient();
            (await http.PostAsync(new Uri($"http://127.0.0.1:{port}/saves"), null)).Dispose();
            var half = Median(command.Select(one => one.PerSecond)) / 2;
            // The same of both, since a machine whose bare endpoint answers late answers everything late.
            var (pacedBare, paced) = (new List<Measured>(), new List<Measured>());
            for (var i = 0; i < Math.Max(3, windows / 4); i++)
            {
                pacedBare.Add(await load.PaceAsync(Bare, Connections, TimeSpan.FromSeconds(4), half));
                paced.Add(await load.PaceAsync(path, Connections, TimeSpan.FromSeconds(4), half));
            }

            Say($"{name}, bare at the same rate with 200 saves/s", pacedBare);
            Say($"{name}, command at half of it with 200 saves/s", paced);
            return (Median(command.Select(one => one.ProcessorTime)), Median(bare.Select(one => one.ProcessorTime)));
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync();
        }
    }

    /// <summary>Listening, and done with what a start does once.</summary>
    private static async Task ReadyAsync(int port, Process host)
    {
        using var http = new HttpClient();
        while (true)
        {
            try
            {
                using var live = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/live"));
                if (live.IsSuccessStatusCode) break;
            }
            catch (HttpRequestException) when (!host.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        for (var (before, quiet) = (TimeSpan.Zero, 0); quiet < 3;)
        {
            await Task.Delay(500);
            host.Refresh();
            quiet = host.TotalProcessorTime - before < TimeSpan.FromMilliseconds(25) ? quiet + 1 : 0;
            before = host.TotalProcessorTime;
        }
    }

    private static void Say(string what, List<Measured> windows)
    {
        double Of(Func<Measured, double> figure) => Median(windows.Select(figure));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {Of(one => one.PerSecond):0}/s, {Of(one => one.ProcessorTime):0.0} us of processor time, "
            + $"p50 {Of(one => one.P50):0.00} ms, p99 {Of(one => one.P99):0.00} ms, p99.9 {Of(one => one.P999):0.00} ms "
            + $"(median of {windows.Count} windows; best p99 {windows.Min(one => one.P99):0.00}, "
            + $"p99.9 {windows.Min(one => one.P999):0.00})"));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
