namespace Watchbill.LocalChat;

/// <summary>Configuration section <c>LocalChat</c>.</summary>
internal sealed record LocalChatOptions
{
    /// <summary>
    /// True opens the local chat outside Development too, never in Production; false closes it everywhere; null lets the environment say.
    /// </summary>
    public bool? Enabled { get; init; }
}
