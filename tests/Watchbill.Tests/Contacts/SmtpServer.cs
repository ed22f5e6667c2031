using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Watchbill.Contacts;

/// <summary>A stand-in for a mail server: takes what it is told, and may be told to be slow, to refuse, or to say nothing at all.</summary>
internal sealed class SmtpServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
#pragma warning disable CA2213 // Conversations that still go on look at it; it holds nothing.
    private readonly CancellationTokenSource stop = new();
#pragma warning restore CA2213

    public SmtpServer()
    {
        listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What was taken, as it came: headers, an empty line, the text.</summary>
    public ConcurrentQueue<string> Mails { get; } = [];

    /// <summary>Its answer to a line that begins with a word, such as <c>RCPT</c> or <c>.</c>; null: as servers do.</summary>
    public Func<string, string?> Answers { get; set; } = _ => null;

    /// <summary>Before which word it falls silent; null: never.</summary>
    public string? SilentBefore { get; set; }

    public void Dispose()
    {
        if (!stop.IsCancellationRequested) stop.Cancel();
        listener.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = TalkAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test has ended.
        }
    }

    private async Task TalkAsync(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            if (SilentBefore == "") await Task.Delay(Timeout.Infinite, stop.Token);
            await writer.WriteLineAsync("220 stand-in ESMTP");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                var word = line.Split(' ')[0].ToUpperInvariant();
                if (word == SilentBefore) await Task.Delay(Timeout.Infinite, stop.Token);
                if (word == "DATA" && Answers("DATA") is null)
                {
                    await writer.WriteLineAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } text && text != ".") mail.Append(text).Append('\n');
                    if (SilentBefore == ".") await Task.Delay(Timeout.Infinite, stop.Token);
                    if (Answers(".") is { } refused)
                    {
                        await writer.WriteLineAsync(refused);
                        continue;
                    }

                    Mails.Enqueue(mail.ToString());
                    await writer.WriteLineAsync($"250 2.0.0 queued as Q{Mails.Count}");
                    continue;
                }

                await writer.WriteLineAsync(Answers(word) ?? (word == "QUIT" ? "221 bye" : "250 ok"));
                if (word == "QUIT") return;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client or the test has gone.
        }
    }
}
