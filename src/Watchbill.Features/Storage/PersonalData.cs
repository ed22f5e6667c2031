namespace Watchbill.Storage;

/// <summary>A document that concerns a person, with what it says of others left out.</summary>
public sealed record PersonalDocument(string Id, object Value);

/// <summary>Finds everything that is kept about one person, for the person to have.</summary>
public sealed class PersonalData(IStore store, IReadOnlyList<StoredKind> kinds)
{
    /// <summary>In the order of the kinds.</summary>
    public async Task<IReadOnlyList<PersonalDocument>> OfAsync(string person, CancellationToken ct)
    {
        var found = new List<PersonalDocument>();
        foreach (var kind in kinds) found.AddRange(await kind.ExportAsync(store, person, ct));
        return found;
    }
}
