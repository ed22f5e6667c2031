using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Watchbill.Http;

/// <summary>How a path did under load.</summary>
/// <param name="ProcessorTime">Microseconds of the host's processor time for each request.</param>
internal sealed record Measured(double PerSecond, double ProcessorTime, double P50, double P99, double P999);

/// <summary>Signed slash commands over connections that stay open, as cheaply as they can be sent: what is measured is the host.</summary>
/// <param name="make">What is sent to a path, made anew for each request or always the same.</param>
internal sealed class Load(int port, Process host, Func<string, Func<byte[]>> make)
{
    public const string Body =
        "token=x&team_id=T0BENCH&team_domain=bench&channel_id=C0BENCH&channel_name=bench&user_id=U00000&user_name=p"
            + "&command=%2Foncall&text=now+payments"
            + "&api_app_id=A0&is_enterprise_install=false&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0BENCH%2F1%2Fx"
            + "&trigger_id=1.2.x";

    /// <summary>As many as the host answers, each connection asking again as soon as it has its answer.</summary>
    public Task<Measured> SaturateAsync(string path, int connections, TimeSpan span) =>
        RunAsync(path, connections, span, (request, _, end, _) => BusyAsync(request, end));

    /// <summary>As many a second as are asked for. What is late counts from when it should have been sent.</summary>
    public Task<Measured> PaceAsync(string path, int connections, TimeSpan span, double perSecond) =>
        RunAsync(path, connections, span, (request, begun, end, offset) =>
            Task.Factory.StartNew(() => Paced(request, begun, end, perSecond / connections, offset), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>What a path answers, whole.</summary>
    public async Task<string> AnswerAsync(string path)
    {
        using var socket = await ConnectAsync();
        var buffer = new byte[64 * 1024];
        await socket.SendAsync(make(path)());
        return Encoding.UTF8.GetString(buffer, 0, await ReadAsync(socket, buffer));
    }

    private async Task<Measured> RunAsync(
        string path, int connections, TimeSpan span, Func<Func<byte[]>, long, long, double, Task<List<double>>> connectionAsync)
    {
        var request = make(path);
        var before = host.TotalProcessorTime;
        var begun = Stopwatch.GetTimestamp();
        var end = begun + (long)(span.TotalSeconds * Stopwatch.Frequency);
        var taken =
            (await Task.WhenAll(
                Enumerable.Range(0, connections).Select(i => connectionAsync(request, begun, end, (double)i / connections))))
                    .SelectMany(some => some).Order().ToList();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        host.Refresh();
        return new(taken.Count / seconds, (host.TotalProcessorTime - before).TotalMicroseconds / taken.Count, At(0.5), At(0.99), At(0.999));

        double At(double share) => taken[(int)(taken.Count * share)];
    }

    /// <returns>Milliseconds for each request.</returns>
    private async Task<List<double>> BusyAsync(Func<byte[]> request, long end)
    {
        using var socket = await ConnectAsync();
        var (buffer, taken) = (new byte[64 * 1024], new List<double>());
        while (Stopwatch.GetTimestamp() < end)
        {
            var sent = request();
            var from = Stopwatch.GetTimestamp();
            await socket.SendAsync(sent);
            await ReadAsync(socket, buffer);
            taken.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return taken;
    }

    /// <summary>
    /// A thread of its own, asleep in the system until the next one is due: whoever waits
    /// by looking at the clock takes the processor from the host.
    /// </summary>
    /// <returns>Milliseconds for each request.</returns>
    private List<double> Paced(Func<byte[]> request, long begun, long end, double perSecond, double offset)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var (buffer, taken) = (new byte[64 * 1024], new List<double>());
        for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
        {
            var sent = request();
            var due = begun + (long)((i + offset) / perSecond * Stopwatch.Frequency);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due).TotalMicroseconds is > 0 and var left) _ = usleep((uint)left);
            socket.Send(sent);
            var length = 0;
            do length += socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None) is var read and > 0
                ? read : throw new IOException("The host closed the connection.");
            while (!IsWhole(buffer.AsSpan(0, length)));
            taken.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }

        return taken;
    }

    // A delay of .NET's own is a millisecond and more too long.
    [DllImport("libc")]
    private static extern int usleep(uint microseconds);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>One answer: its headers, and a body of the length they say, or in chunks.</summary>
    private static async Task<int> ReadAsync(Socket socket, byte[] buffer)
    {
        for (var length = 0; ;)
        {
            length += await socket.ReceiveAsync(buffer.AsMemory(length)) is var read and > 0
                ? read : throw new IOException("The host closed the connection.");
            if (IsWhole(buffer.AsSpan(0, length))) return length;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        if (!answer.StartsWith("HTTP/1.1 200 "u8)) throw new IOException(Encoding.UTF8.GetString(answer));
        var field = answer[..head].IndexOf("Content-Length: "u8);
        if (field < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var rest = answer[(field + 16)..];
        return answer.Length == head + 4 + int.Parse(rest[..rest.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    /// <summary>A signed slash command, the same each time.</summary>
    public static Func<byte[]> Slack(string path)
    {
        var request = Request(path);
        return () => request;
    }

    private static byte[] Request(string path)
    {
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signature =
            "v0=" +
                Convert.ToHexStringLower(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(BenchHost.Secret), Encoding.UTF8.GetBytes($"v0:{at}:{Body}")));
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nAccept: " +
            $"application/json,*/*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + $"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: {signature}\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
    }
}
