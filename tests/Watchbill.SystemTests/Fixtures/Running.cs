using System.Diagnostics;
using System.Text;

namespace Watchbill.Fixtures;

/// <summary>A process and what it has said so far.</summary>
internal sealed class Running : IDisposable
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    public Running(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Note(output, line.Data);
        process.ErrorDataReceived += (_, line) => Note(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public Uri? Url { get; set; }

    public string Output => Read(output);

    public string Error => Read(error);

    public void Dispose() => Process.Dispose();

    private static void Note(StringBuilder to, string? line)
    {
        lock (to) to.AppendLine(line);
    }

    private static string Read(StringBuilder from)
    {
        lock (from) return from.ToString();
    }
}
