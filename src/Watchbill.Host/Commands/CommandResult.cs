namespace Watchbill.Commands;

/// <summary>How a command ended: its exit code, and what it says.</summary>
internal sealed record CommandResult(int Code, string Message);

/// <summary>Where commands say things: what was asked for goes out, failures to the error stream.</summary>
internal sealed record Terminal(TextWriter Out, TextWriter Error)
{
    public static Terminal Console { get; } = new(System.Console.Out, System.Console.Error);

    /// <returns>The exit code.</returns>
    public int Say(CommandResult result)
    {
        (result.Code == 0 ? Out : Error).WriteLine(result.Message);
        return result.Code;
    }

    /// <summary>Shows a count on a terminal, and nowhere else.</summary>
    public Action<long> Progress()
    {
        if (Error != System.Console.Error || System.Console.IsErrorRedirected) return _ => { };
        return count =>
        {
            if (count % 1000 == 0) Error.Write($"\r{count} documents ");
        };
    }
}
