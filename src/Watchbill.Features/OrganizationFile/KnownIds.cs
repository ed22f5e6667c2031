using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>Every id that is or was in use, and what renamed things are called now.</summary>
internal sealed class KnownIds
{
    private readonly Dictionary<(string Section, string Id), (bool Retired, string? RenamedTo)> ids = [];

    public KnownIds With<T>(FileKind<T> kind, IReadOnlyList<Stored<T>> stored) where T : class
    {
        foreach (var read in stored) ids[(kind.Section, read.Id)] = (kind.Retired(read.Value), kind.RenamedTo(read.Value));
        return this;
    }

    /// <summary>What the thing that had this id is called now.</summary>
    public string NameNow(string section, string id)
    {
        while (ids.TryGetValue((section, id), out var known) && known.RenamedTo is { } next) id = next;
        return id;
    }

    /// <summary>
    /// The renames that are to be done: not those that have been, nor those of something that never was here (a fresh store).
    /// </summary>
    public Renames Effective(IReadOnlyList<Renaming> renamings) => new([.. renamings.Where(one =>
        ids.TryGetValue((one.Section, one.Old), out var old) && old.RenamedTo is null
            && (!ids.ContainsKey((one.Section, one.New)) || IsBack(one)))]);

    /// <summary>Why a rename cannot be done; null where it can, or has been.</summary>
    public string? Problem(Renaming one)
    {
        if (!ids.TryGetValue((one.Section, one.Old), out var old)) return null;
        var name = NameNow(one.Section, one.Old);
        if (old.RenamedTo is not null)
            return name == one.New ? null : $"was: '{one.Old}' was renamed to '{name}' before. Write was: {name} to rename that.";
        // A rename that has been done by an older release leaves its old id retired and no more.
        return old.Retired || IsBack(one) || !ids.ContainsKey((one.Section, one.New))
            ? null
            : $"was: '{one.Old}' cannot become '{one.New}', which was used before; an id is never used again. Choose another id, or keep " +
                $"'{one.Old}'.";
    }

    // An old name of the same thing is its own to have again.
    private bool IsBack(Renaming one) => NameNow(one.Section, one.New) == one.Old;
}
