using Watchbill.Storage;

namespace Watchbill.Chat;

/// <summary>
/// A change that was worked out and is not done yet. In chat its author sees <paramref name="Preview"/> and confirms; the command is then
/// worked out again against what is true by then, and done if it still comes to the same. Over the API it is done at once.
/// </summary>
/// <param name="Done">What the author reads afterwards.</param>
/// <param name="Writes">All that is written in one save: the change, its audit entry and what is to be said about it.</param>
public sealed record Plan(Reply Preview, Reply Done, IReadOnlyList<Write> Writes) : Answer
{
    /// <summary>What the button says that does it: a verb and its object, at most 24 characters.</summary>
    public string Act { get; init; } = "Confirm";

    /// <summary>
    /// Done without being asked back: what can be taken back, and may not wait. It counts among the changes of a minute all the same.
    /// </summary>
    public bool AtOnce { get; init; }
}
