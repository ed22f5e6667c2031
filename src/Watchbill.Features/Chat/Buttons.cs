namespace Watchbill.Chat;

/// <summary>The buttons that the router itself answers.</summary>
public static class Buttons
{
    public const string Run = "run";
    public const string Confirm = "confirm";
    public const string Cancel = "cancel";
    public const string Share = "share";

    /// <summary>Runs a command when it is pressed, with the rights of who presses.</summary>
    public static Button Running(string label, string command) => new(label, Run, command);

    internal static Button DidYouMean(string command) =>
        new($"Did you mean '{(command.Length > 40 ? command[..40].TrimEnd() + "…" : command)}'?", Run, command);
}
