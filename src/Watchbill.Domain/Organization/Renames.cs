using System.Diagnostics.CodeAnalysis;

namespace Watchbill.Organization;

/// <summary><c>was: old-id</c>.</summary>
/// <param name="Section">The list of the organisation file it stands in, such as <c>people</c>.</param>
public sealed record Renaming(string Section, string Old, string New);

/// <summary>The new ids of what the organisation file renames; every other id stays as it is.</summary>
public sealed class Renames(IReadOnlyList<Renaming> renamings)
{
    private readonly Dictionary<(string Section, string Old), string> byOld =
        renamings.ToDictionary(one => (one.Section, one.Old), one => one.New);
    private readonly Dictionary<(string Section, string New), string> byNew =
        renamings.ToDictionary(one => (one.Section, one.New), one => one.Old);

    public bool Any => byOld.Count > 0;

    /// <summary>What the thing with this id was called; null where it is not renamed.</summary>
    public string? Old(string section, string id) => byNew.GetValueOrDefault((section, id));

    /// <summary>What the thing with this id is called now.</summary>
    public string New(string section, string id) => byOld.GetValueOrDefault((section, id), id);

    public bool Renamed(string section, string id) => byOld.ContainsKey((section, id));

    [return: NotNullIfNotNull(nameof(id))]
    public string? Person(string? id) => Of("people", id);

    [return: NotNullIfNotNull(nameof(id))]
    public string? Team(string? id) => Of("teams", id);

    [return: NotNullIfNotNull(nameof(id))]
    public string? Domain(string? id) => Of("domains", id);

    [return: NotNullIfNotNull(nameof(id))]
    public string? Service(string? id) => Of("services", id);

    [return: NotNullIfNotNull(nameof(id))]
    public string? Rotation(string? id) => Of("rotations", id);

    /// <summary>An id of a document that begins with its service's, such as <c>checkout/12</c>.</summary>
    public string UnderService(string id) =>
        id.Split('/', 2) is [var service, .. var rest] ? string.Join('/', [Service(service), .. rest]) : id;

    [return: NotNullIfNotNull(nameof(id))]
    private string? Of(string section, string? id) => id is null ? null : New(section, id);
}
