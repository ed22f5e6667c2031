namespace Watchbill.Storage;

/// <summary>A document that a save wrote or deleted.</summary>
public readonly record struct SavedDocument(Type Kind, string Id);

/// <summary>
/// Tells listeners which documents a save wrote. Raised after the commit, on the writer's thread: listeners only take note.
/// </summary>
public sealed class SaveNotices
{
    public event Action<IReadOnlyList<SavedDocument>>? Saved;

    /// <summary>A save failed, and not because of what it was to save. Raised like the other.</summary>
    public event Action? Failed;

    public void Raise(IReadOnlyList<SavedDocument> documents) => Saved?.Invoke(documents);

    public void Fail() => Failed?.Invoke();
}
