using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>
/// Works out what goes when somebody is forgotten: all that names or describes them. Their id stays where duty and pay hang on it, and in
/// the audit log, whose rows cannot be changed.
/// </summary>
public sealed class Forgetting(IStore store, IReadOnlyList<StoredKind> kinds)
{
    public async Task<IReadOnlyList<Write>> ChangesAsync(Stored<Person> gone, CancellationToken ct)
    {
        var writes = new List<Write>();
        foreach (var kind in kinds) writes.AddRange(await kind.ForgetAsync(store, gone, ct));
        return writes;
    }
}
