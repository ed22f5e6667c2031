namespace Watchbill.Chat;

/// <summary>A stored command or press, to be worked out again.</summary>
/// <param name="Name">The verb's id, or the action of a button.</param>
public sealed record Request(string Name, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>The value of the button that was pressed; null: it was a command.</summary>
    public string? Pressed { get; init; }
}
