using NodaTime;

namespace Watchbill.Organization;

/// <summary>A file as it was read: its text, and what is in it or what is wrong with its syntax.</summary>
/// <param name="Name">What messages call it: <c>watchbill.yaml</c>.</param>
/// <param name="Text">UTF-8 without a byte order mark.</param>
/// <param name="Hash">SHA-256 of the text, lower-case hex.</param>
/// <param name="Root">Empty where <paramref name="Errors"/> is not.</param>
public sealed record FileText(string Name, ReadOnlyMemory<byte> Text, string Hash, Node Root, FileErrors Errors)
{
    /// <summary>No file has more: thousands of people and rotations have room.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Files that it includes, by path, with their SHA-256: holiday calendars.</summary>
    public IReadOnlyDictionary<string, string> Includes { get; init; } = new Dictionary<string, string>();

    private readonly Dictionary<string, Dictionary<string, int>> lines = [];

    /// <summary>Where something of a section stands; 1 where it is not in the file.</summary>
    public int LineOf(string section, string id)
    {
        // Thousands of things may be asked for: each section is looked through once.
        if (!lines.TryGetValue(section, out var known))
        {
            lines[section] = known = [];
            foreach (var item in Root[section]?.Items ?? []) known.TryAdd(item["id"]?.Text ?? "", item.Line);
        }

        return known.GetValueOrDefault(id, 1);
    }
}

/// <summary>The text that was applied last, whole. The document's id is <see cref="DocumentId"/>.</summary>
/// <param name="Text">UTF-8 without a byte order mark: half as large in memory as a string.</param>
public sealed record AppliedFile(string Name, ReadOnlyMemory<byte> Text, string Hash)
{
    public const string DocumentId = "organization";

    /// <summary>The name of a text that came without one, over the API.</summary>
    public const string Unnamed = "body";

    /// <summary>The name of the built-in organisation, which any other may take the place of.</summary>
    public const string Sample = "sample watchbill.yaml";

    /// <summary>SHA-256 of the file that was applied last at a start, and of what it includes; null: none was.</summary>
    public string? StartHash { get; init; }
    public IReadOnlyDictionary<string, string> StartIncludes { get; init; } = new Dictionary<string, string>();

    /// <summary>The hash of a file that may retire more than a third when the host starts with it; null: of none.</summary>
    public string? MayRetire { get; init; }
}

/// <summary>Reads text that came over the wire: no files beside it.</summary>
/// <param name="name">What messages call it.</param>
public delegate FileText ReadFileText(string name, ReadOnlyMemory<byte> bytes, Instant now);
