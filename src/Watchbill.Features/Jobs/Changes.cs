using Watchbill.Storage;

namespace Watchbill.Jobs;

/// <summary>
/// Which documents of the kinds that a job reads were saved since its last run that succeeded. One of them may be as it was, or gone.
/// </summary>
public sealed class Changes
{
    private Changes(bool everything, IReadOnlyCollection<SavedDocument> documents) => (IsEverything, Documents) = (everything, documents);

    /// <summary>Nothing is known of what was saved before: at the first run of a process, and after very many saves.</summary>
    public static Changes Everything { get; } = new(true, []);

    public static Changes None { get; } = new(false, []);

    public bool IsEverything { get; }

    /// <summary>Each once; none where it is everything.</summary>
    public IReadOnlyCollection<SavedDocument> Documents { get; }

    public bool IsNone => !IsEverything && Documents.Count == 0;

    public static Changes Of(params IReadOnlyCollection<SavedDocument> documents) => new(false, documents);

    /// <summary>Whether a document of the kind may have changed.</summary>
    public bool Any<T>() where T : class => IsEverything || Documents.Any(document => document.Kind == typeof(T));

    /// <summary>The ids of a kind, each once.</summary>
    /// <exception cref="InvalidOperationException">It is everything.</exception>
    public IReadOnlySet<string> Ids<T>() where T : class => IsEverything
        ? throw new InvalidOperationException("Everything may have changed: which ids is not known.")
        : Documents.Where(document => document.Kind == typeof(T)).Select(document => document.Id).ToHashSet();
}
