using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// A mapping of the file with its known keys. Every read checks the value, notes what is wrong and answers with something harmless, so that
/// one reading finds all mistakes.
/// </summary>
internal sealed class Section
{
    private readonly Node node;

    private Section(Node node, string path, FileNames names, FileErrors errors) =>
        (this.node, Path, Names, Errors) = (node, path, names, errors);

    public string Path { get; }
    public FileNames Names { get; }
    public FileErrors Errors { get; }
    public int Line => node.Line;
    public Node? this[string key] => node[key];
    public IReadOnlyList<NodeEntry> Entries => node.Entries;

    public bool Has(string key) => this[key] is not null;

    /// <summary>The mapping at a path; keys that are not known are refused.</summary>
    public static Section Of(Node node, string path, FileNames names, FileErrors errors, params string[] known)
    {
        var section = new Section(node, path, names, errors);
        if (node.Kind != NodeKind.Mapping)
            errors.Add(node.Line, path, $"expects keys and values, such as {known[0]}: …");
        foreach (var entry in node.Entries.Where(entry => !errors.IsFull && !known.Contains(entry.Key)))
            errors.Add(entry.Line, Join(path, entry.Key), $"there is no key '{entry.Key}' here.{Nearest.Suggest(entry.Key, known, "")}");
        return section;
    }

    /// <summary>The section beneath a key; null where it is left out.</summary>
    public Section? Inner(string key, params string[] known) => this[key] is { } node ? Of(node, PathOf(key), Names, Errors, known) : null;

    /// <summary>The sections of a list beneath a key, each named by its id.</summary>
    public IEnumerable<Section> Inners(string key, params string[] known)
    {
        var items = List(key);
        for (var i = 0; i < items.Count; i++)
        {
            var id = items[i]["id"] is { Kind: NodeKind.Scalar } node ? "." + node.Text : $"[{i + 1}]";
            yield return Of(items[i], PathOf(key) + id, Names, Errors, known);
        }
    }

    public IReadOnlyList<Node> List(string key)
    {
        if (this[key] is not { } node) return [];
        if (node.Kind == NodeKind.Sequence) return node.Items;
        Wrong(key, $"expects a list: write {key}: [{(node.Kind == NodeKind.Scalar ? node.Text : "…")}].");
        return [];
    }

    /// <summary>One value as text; null where it is left out.</summary>
    public string? Text(string key)
    {
        if (this[key] is not { } node) return null;
        if (node.Kind == NodeKind.Scalar) return node.Text;
        Wrong(key, "expects one value, not a list or keys of its own.");
        return null;
    }

    /// <summary>What is shown of something, on one line; null where it is left out.</summary>
    public string? Name(string key = "name")
    {
        var text = Text(key);
        if (text?.Any(char.IsControl) == true) Wrong(key, "holds a line break or another control character. Write the name on one line.");
        return text;
    }

    /// <summary>The ids that platforms give, each beneath a key of its own.</summary>
    public ByPlatform Ids(IReadOnlyList<Platform> platforms, Func<Platform, string> key, Func<Platform, IdShape> shape)
    {
        var ids = ByPlatform.None;
        foreach (var platform in platforms)
        {
            if (Text(key(platform)) is not { } text) continue;
            ids = ids.With(platform.Id, text);
            if (shape(platform) is var looks && looks.Fits(text)) continue;
            var meant = looks.Cleaned(text);
            var write = looks.Fits(meant) ? meant + "." : $"one such as {looks.Example}.{looks.Where}";
            Wrong(key(platform), $"'{text}' is no id in {platform.Name}. Write {write}");
        }

        return ids;
    }

    public string Required(string key, string example)
    {
        if (!Has(key)) Errors.Add(Line, Path, $"'{key}' is missing. Write {key}: {example}.");
        return Text(key) ?? "";
    }

    /// <summary>The id of this section itself. Whether it is well formed and unique has been checked for the top lists.</summary>
    public string Id() => Required("id", "a-short-name");

    /// <summary>An id of something else in the file; null where it is left out.</summary>
    public string? Reference(string key, string kind) => Text(key) is { } id ? Known(id, kind, this[key]!.Line, key) : null;

    public string RequiredReference(string key, string kind, string example)
    {
        var id = Required(key, example);
        return id.Length == 0 ? id : Known(id, kind, this[key]!.Line, key);
    }

    public IReadOnlyList<string> References(string key, string kind) =>
        [.. Texts(key).Select(item => Known(item.Text, kind, item.Line, key))];

    /// <summary>The values of a list, each one text.</summary>
    public IReadOnlyList<Node> Texts(string key)
    {
        var items = List(key);
        foreach (var item in items.Where(item => item.Kind != NodeKind.Scalar))
            Errors.Add(item.Line, PathOf(key), "expects a list of single values.");
        return [.. items.Where(item => item.Kind == NodeKind.Scalar)];
    }

    public T Read<T>(string key, T otherwise, Func<string, T?> parse, string expected) where T : struct
    {
        if (Text(key) is not { } text) return otherwise;
        if (parse(text) is { } value) return value;
        Wrong(key, $"'{text}' {expected}");
        return otherwise;
    }

    /// <summary>One of a few words, the nearest one offered; the first where it is left out.</summary>
    public string Word(string key, params string[] words)
    {
        if (Text(key) is not { } text) return words[0];
        if (words.Contains(text)) return text;
        Wrong(key, $"'{text}' is not known here.{Nearest.Suggest(text, words, "")}");
        return words[0];
    }

    /// <summary>One of the words of an enumeration, the nearest one offered.</summary>
    public T Word<T>(string key, T otherwise = default) where T : struct, Enum =>
        Text(key) is null ? otherwise : FileWords.Parse<T>(Word(key, FileWords.Of<T>())) ?? otherwise;

    public bool Flag(string key) => Read<bool>(key, false, WrittenValues.Flag, "is neither true nor false.");

    public LocalDate? Date(string key) =>
        Has(key) ? Read<LocalDate>(key, default, WrittenValues.Date, "is no date of the calendar. Write it as 2026-12-31.") : null;

    public LocalTime Time(string key, LocalTime otherwise) =>
        Read(key, otherwise, WrittenValues.Time, "is no time of day. Write it in quotes, as \"09:00\".");

    public Duration? Duration(string key) =>
        Has(key) ? Read<Duration>(key, default, WrittenValues.Duration, "is no length of time. Write it as 5m, 2h or 90 days.") : null;

    public decimal? Number(string key, decimal least = 0) =>
        Has(key)
            ? Read<decimal>(key, least, text => WrittenValues.Number(text) is { } number && number >= least ? number : null,
                $"is no number of {least} or more.") : null;

    public int? Whole(string key, int least = 1) =>
        Has(key)
            ? Read<int>(key, least, text => WrittenValues.Whole(text) is { } number && number >= least ? number : null,
                $"is no whole number of {least} or more.") : null;

    public string Zone(string key, string otherwise)
    {
        if (Text(key) is not { } text) return otherwise;
        if (Errors.IsFull || DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null) return text;
        Wrong(key, $"there is no time zone '{text}'.{Meant(text)} Zones have names such as Europe/Lisbon.");
        return otherwise;
    }

    // A city alone, a short name, or one that is misspelt.
    private static string Meant(string text)
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        var city = "/" + text.Trim().Replace(' ', '_');
        var meant = ZoneAbbreviations.Of(text.Trim());
        if (meant.Count == 0) meant = [.. ids.Where(id => id.EndsWith(city, StringComparison.OrdinalIgnoreCase))];
        return meant.Count == 0 ? Nearest.Suggest(text, ids, "") : $" Did you mean {string.Join(" or ", meant.Select(id => $"'{id}'"))}?";
    }

    public Money? Money(string key)
    {
        if (Text(key) is not { } text) return null;
        if (WrittenValues.Money(text) is { } money) return money;
        Wrong(key, $"'{text}' is no amount of money. Write it as 12000 EUR.");
        return null;
    }

    public string Link(string key)
    {
        var text = Required(key, "https://…");
        if (text.Length > 0 && (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps))
            Wrong(key, $"'{text}' is no https link. Write the whole address, https:// included.");
        return text;
    }

    /// <summary>Notes that the value of a key (the section itself, where it has none) is wrong.</summary>
    public void Wrong(string key, string message) => Errors.Add(this[key]?.Line ?? Line, PathOf(key), message);

    /// <summary>Notes that the value of a key is possible and probably not meant.</summary>
    /// <param name="id">Of the thing that it is about.</param>
    public void Doubt(string key, string id, string message) =>
        Errors.Warn(new FileWarning(this[key]?.Line ?? Line, PathOf(key), id, message));

    private string Known(string id, string kind, int line, string key)
    {
        if (!Errors.IsFull && !Names.Has(kind, id)) Errors.Add(line, PathOf(key), Names.Unknown(kind, id));
        return id;
    }

    private string PathOf(string key) => Join(Path, key);

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
