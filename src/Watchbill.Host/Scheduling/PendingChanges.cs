using Watchbill.Jobs;
using Watchbill.Storage;

namespace Watchbill.Scheduling;

/// <summary>Collects, between a job's runs, which documents of the kinds it reads were saved. In the beginning it is everything.</summary>
/// <param name="kinds">What the job reads.</param>
internal sealed class PendingChanges(IReadOnlySet<Type> kinds)
{
    /// <summary>With more documents than this, a job that asks for each is slower than one that reads all.</summary>
    public const int Max = 10_000;

    private readonly Lock gate = new();
    private HashSet<SavedDocument> documents = [];
    private bool everything = true;

    /// <summary>Whether the next run is given everything.</summary>
    public bool IsEverything
    {
        get
        {
            lock (gate) return everything;
        }
    }

    /// <summary>Takes note of a save. True where the job reads something of it.</summary>
    public bool Add(IReadOnlyList<SavedDocument> saved)
    {
        var reads = false;
        for (var i = 0; i < saved.Count; i++)
        {
            if (!kinds.Contains(saved[i].Kind)) continue;
            reads = true;
            lock (gate) Add(saved[i]);
        }

        return reads;
    }

    /// <summary>The next run is given everything.</summary>
    public void AddEverything()
    {
        lock (gate) Overflow();
    }

    /// <summary>What a run is given; from here on it collects for the next.</summary>
    public Changes Take()
    {
        lock (gate)
        {
            if (!everything && documents.Count == 0) return Changes.None;
            var taken = everything ? Changes.Everything : Changes.Of(documents);
            (everything, documents) = (false, []);
            return taken;
        }
    }

    /// <summary>Puts back what a failed run was given: the next one gets it with what was saved meanwhile.</summary>
    public void GiveBack(Changes taken)
    {
        lock (gate)
        {
            if (taken.IsEverything) Overflow();
            else foreach (var document in taken.Documents) Add(document);
        }
    }

    private void Add(SavedDocument document)
    {
        if (everything) return;
        documents.Add(document);
        if (documents.Count > Max) Overflow();
    }

    private void Overflow() => (everything, documents) = (true, []);
}
