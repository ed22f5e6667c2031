namespace Watchbill.Storage;

/// <summary>
/// Tells who listens which kinds a save wrote. Raised after the commit, on the writer's thread: listeners only take note.
/// </summary>
public sealed class SaveNotices
{
    public event Action<IReadOnlySet<Type>>? Saved;

    public void Raise(IReadOnlySet<Type> kinds) => Saved?.Invoke(kinds);
}
