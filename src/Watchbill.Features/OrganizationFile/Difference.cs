using Watchbill.Organization;
using Watchbill.Storage;

namespace Watchbill.OrganizationFiles;

/// <summary>A kind of document that the file defines: its words and how it is retired.</summary>
internal sealed record FileKind<T>(
    string Name, string Section, Func<T, IReadOnlyList<Fact>> Facts, Func<T, bool> Retired, Func<T, T> Retire)
{
    /// <summary>What the thing with this id is called now; null where it was never renamed.</summary>
    public Func<T, string?> RenamedTo { get; init; } = _ => null;

    /// <summary>What stays under the old id of a renamed thing.</summary>
    public Func<T, string, T> Rename { get; init; } = (old, _) => Retire(old);

    /// <summary>What is wrong with bringing a retired thing back as this one; null where it is the same thing.</summary>
    public Func<T, T, string?> Another { get; init; } = (_, _) => null;
}

/// <summary>A wanted document put onto the stored one, and what that changes beyond its facts.</summary>
internal sealed record Merged<T>(T Value, IReadOnlyList<string> Details);

/// <summary>Compares what is stored with what the file wants, and collects what to write and what to say.</summary>
internal sealed class Difference(Renames renames, KnownIds ids, FileText file)
{
    private readonly List<OrganizationEdit> lines = [];
    private readonly List<Write> writes = [];
    private readonly List<Retirement> retirements = [];

    public IReadOnlyList<OrganizationEdit> Lines => lines;
    public IReadOnlyList<Write> Writes => writes;

    /// <summary>What of each section is no longer in the file; sections that lose nothing are left out.</summary>
    public IReadOnlyList<Retirement> Retirements => retirements;

    public void Say(string kind, string id, string change, string detail) => lines.Add(new OrganizationEdit(kind, id, change, detail));

    public void Add(Write write) => writes.Add(write);

    /// <summary>Notes that the file asks for something that what is stored does not allow.</summary>
    public void Refuse(string section, string id, string message)
    {
        file.Errors.Add(file.LineOf(section, id), $"{section}.{id}", message);
    }

    /// <param name="merge">Puts a wanted document onto the stored one, where that is more than taking its place.</param>
    public void Compare<T>(
        FileKind<T> kind, IReadOnlyList<Stored<T>> stored, IEnumerable<(string Id, T Value)> wanted,
        Func<T, T, Merged<T>>? merge = null) where T : class
    {
        var byId = stored.ToDictionary(read => read.Id);
        var named = new HashSet<string>();
        foreach (var (id, value) in wanted)
        {
            named.Add(id);
            var read = byId.GetValueOrDefault(id);
            var before = renames.Old(kind.Section, id) is { } old ? byId.GetValueOrDefault(old) ?? read : read;
            if (before == read && ids.NameNow(kind.Section, id) is var name && name != id)
            {
                Refuse(kind.Section, id,
                    $"'{id}' was renamed to '{name}'. Write '{name}' wherever the file says '{id}', or give the old name back with " +
                        $"{{id: {id}, was: {name}}}.");
                continue;
            }

            if (before is null) Create(kind, id, value);
            else Replace(kind, id, read, before, merge is null ? new Merged<T>(value, []) : merge(before.Value, value));
        }

        var (retired, current) = (new List<string>(), stored.Count(read => !kind.Retired(read.Value)));
        foreach (var read in stored.Where(read => !named.Contains(read.Id)))
        {
            // A renamed thing's old id stays behind, so that nobody else can ever have it.
            if (renames.Renamed(kind.Section, read.Id))
            {
                Add(Write.Replace(read, kind.Rename(read.Value, renames.New(kind.Section, read.Id))));
            }
            else if (!kind.Retired(read.Value))
            {
                Say(kind.Name, read.Id, "retire", "no longer in the file; its history stays");
                Add(Write.Replace(read, kind.Retire(read.Value)));
                retired.Add(read.Id);
            }
        }

        if (retired.Count > 0) retirements.Add(new Retirement(kind.Section, retired, current));
    }

    private void Create<T>(FileKind<T> kind, string id, T value) where T : class
    {
        var facts = kind.Facts(value).Where(fact => fact.Value is not (Facts.None or "no") && fact.Name != "text");
        Say(kind.Name, id, "create", string.Join("; ", facts.Select(fact => $"{fact.Name} {fact.Value}")));
        Add(Write.Create(id, value));
    }

    private void Replace<T>(FileKind<T> kind, string id, Stored<T>? read, Stored<T> before, Merged<T> merged) where T : class
    {
        var said = lines.Count;
        var after = merged.Value;
        if (before != read) Say(kind.Name, id, "rename", $"was {before.Id}");
        else if (kind.Retired(before.Value))
        {
            if (kind.Another(before.Value, after) is { } reason) Refuse(kind.Section, id, reason);
            Say(kind.Name, id, "restore", "is in the file again");
        }

        foreach (var (was, now) in Facts.Changed(kind.Facts(before.Value), kind.Facts(after)))
            Say(kind.Name, id, "change", now.Name == "text" ? "its text" : $"{now.Name} {was.Value} → {now.Value}");
        foreach (var detail in merged.Details) Say(kind.Name, id, "change", detail);
        // New ids of other things stand in places that no line names, such as former members of a rotation.
        if (lines.Count > said || renames.Any) Add(Write.Upsert(id, read, after));
    }
}
