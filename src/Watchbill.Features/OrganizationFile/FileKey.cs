namespace Watchbill.OrganizationFiles;

/// <summary>What a key of the organisation file holds.</summary>
public enum FileValue
{
    Text,
    Id,

    /// <summary>The id of something else in the file, of <see cref="FileKey.Kind"/>.</summary>
    Reference,
    References,

    /// <summary>One of <see cref="FileKey.Words"/>, or what <see cref="FileKey.Pattern"/> says.</summary>
    Word,

    /// <summary>A list of <see cref="FileKey.Words"/>.</summary>
    Words,
    Flag,
    Date,
    Dates,
    Time,
    Duration,
    Number,
    Whole,
    Zone,
    Money,
    Link,

    /// <summary>Text of a form of its own: <see cref="FileKey.Pattern"/>.</summary>
    Phrase,

    /// <summary>Keys and values.</summary>
    Section,

    /// <summary>A list of sections.</summary>
    Sections,

    /// <summary>Keys that the writer chooses; <see cref="FileKey.Entry"/> is what each of them holds.</summary>
    Named,
}

/// <summary>
/// A key of the organisation file, declared beside the code that reads it. Reader, reference and schema are made from it, so a key that is
/// not declared cannot be read, and one that is read otherwise than declared fails the first test that reads it.
/// </summary>
/// <param name="Does">What it does, in a sentence or two.</param>
public sealed record FileKey(string Name, FileValue Holds, string Does)
{
    public bool Required { get; init; }

    /// <summary>As it is written in YAML.</summary>
    public string Example { get; init; } = "";

    /// <summary>What counts where it is left out, a value of the file or words; null: nothing does.</summary>
    public string? Default { get; init; }

    /// <summary>Those that it knows.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What a reference names: <c>person</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>A regular expression, for editors; the reader decides.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a number.</summary>
    public decimal Least { get; init; }

    /// <summary>Of a section, or of the long form where a word alone does as well.</summary>
    public FileKeys? Keys { get; init; }

    /// <summary>Of <see cref="FileValue.Named"/>.</summary>
    public FileKey? Entry { get; init; }

    /// <summary>The id of the section itself.</summary>
    public static FileKey Id(string example) => new("id", FileValue.Id, "Names it for good. To change it, see `was`.")
    {
        Required = true,
        Example = example,
    };

    /// <summary>The id that it had before.</summary>
    public static FileKey Was { get; } = new("was", FileValue.Id, "Its id until now: renames it and keeps its history.")
    {
        Example = "old-id",
    };
}

/// <summary>The keys of a section, in the order in which people write them.</summary>
public sealed class FileKeys(IReadOnlyList<FileKey> all)
{
    public IReadOnlyList<FileKey> All { get; } = all;

    public IReadOnlyList<string> Names { get; } = [.. all.Select(key => key.Name)];

    /// <exception cref="InvalidOperationException">No key of that name is declared here.</exception>
    public FileKey this[string name]
    {
        get
        {
            for (var i = 0; i < All.Count; i++)
                if (All[i].Name == name) return All[i];
            throw new InvalidOperationException($"The key '{name}' is read and not declared. Declared: {string.Join(", ", Names)}.");
        }
    }

    public bool Has(string name) => Names.Contains(name);
}
