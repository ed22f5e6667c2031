namespace Watchbill.Storage;

/// <summary>All there is in a LiteDB file, read in portions, between which others may save.</summary>
internal sealed class LiteContent(IDisk disk, LiteFile file, bool isOwned) : IDatabaseContent
{
    private const int Portion = 500;

    public DatabaseState State() => file.Use(LiteState.Read);

    public IEnumerable<StoredDocument> Documents() => file.Use(LiteDocuments.Kinds).SelectMany(kind => Of(kind, descending: false));

    /// <remarks>
    /// The engine has no check of its own, and its pages no checksums. Each document is reached from either end of its collection: what
    /// cannot be read is said, and an index that is torn has more of them, or others, from one end than from the other.
    /// </remarks>
    public string? Damage()
    {
        try
        {
            foreach (var kind in file.Use(LiteDocuments.Kinds))
            {
                // In a store that is in use some come and go between the two.
                if (Count(kind, descending: false) is not { } there || Count(kind, descending: true) is not { } back
                    || isOwned && there != back)
                    return $"the index of the collection {kind} is torn";
            }

            return null;
        }
        catch (StorageException broken)
        {
            return (broken.InnerException ?? broken).Message.ReplaceLineEndings(" ").TrimEnd('.');
        }
    }

    public void CopyTo(string to)
    {
        using var copy = disk.Open(to);
        file.CopyTo(copy);
    }

    public void Dispose()
    {
        if (isOwned) file.Dispose();
    }

    // Null: they are not in order.
    private long? Count(string kind, bool descending)
    {
        long count = 0;
        string? last = null;
        foreach (var document in Of(kind, descending))
        {
            if (last is not null && string.CompareOrdinal(last, document.Id) >= 0 != descending) return null;
            last = document.Id;
            count++;
        }

        return count;
    }

    private IEnumerable<StoredDocument> Of(string kind, bool descending)
    {
        var rest = IdRange.All with { Limit = Portion, Descending = descending };
        while (true)
        {
            var asked = rest;
            var some = file.Use(engine => LiteDocuments.List(engine, kind, asked, CancellationToken.None));
            foreach (var document in some) yield return document;
            if (some.Count < Portion) yield break;
            rest = descending ? rest with { To = some[^1].Id } : rest with { From = some[^1].Id + '\0' };
        }
    }
}
