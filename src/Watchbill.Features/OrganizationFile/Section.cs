using NodaTime;
using Watchbill.Calendars;
using Watchbill.Chat;
using Watchbill.Compensation;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>A mapping of the file with its known keys. Every read notes what is wrong and answers with something harmless.</summary>
internal sealed class Section
{
    private readonly Node node;
    private readonly FileKeys keys;

    private Section(Node node, string path, FileNames names, FileErrors errors, FileKeys keys) =>
        (this.node, Path, Names, Errors, this.keys) = (node, path, names, errors, keys);

    public string Path { get; }
    public FileNames Names { get; }
    public FileErrors Errors { get; }
    public int Line => node.Line;

    public Node? this[string key] => node[keys[key].Name];
    public IReadOnlyList<NodeEntry> Entries => node.Entries;

    public bool Has(string key) => this[key] is not null;

    /// <summary>The mapping at a path; keys that are not known are refused, and required ones that are missing.</summary>
    public static Section Of(Node node, string path, FileNames names, FileErrors errors, FileKeys keys)
    {
        var section = new Section(node, path, names, errors, keys);
        if (node.Kind != NodeKind.Mapping) errors.Add(node.Line, path, $"expects keys and values, such as {keys.Names[0]}: …");
        foreach (var entry in node.Entries)
        {
            if (!keys.Has(entry.Key) && !errors.IsFull)
                errors.Add(entry.Line, Join(path, entry.Key),
                    $"there is no key '{entry.Key}' here.{Nearest.Suggest(entry.Key, keys.Names, "")}");
        }

        // What a whole file needs is asked for when it is applied: an old policy is read without the rest.
        foreach (var key in keys.All.Where(key => key.Required && path.Length > 0 && !section.Has(key.Name))) section.Missing(key);
        return section;
    }

    /// <summary>The section beneath a key; null where it is left out.</summary>
    public Section? Inner(string key) => this[key] is { } inner ? Of(inner, PathOf(key), Names, Errors, keys[key].Keys!) : null;

    /// <summary>The section beneath a key whose own keys the writer chose, from these names; null where it is left out.</summary>
    public Section? Named(string key, IEnumerable<string> names) => this[key] is { } inner
        ? Of(inner, PathOf(key), Names, Errors, new([.. names.Select(name => keys[key].Entry! with { Name = name })])) : null;

    /// <summary>The sections of a list beneath a key, each named by its id.</summary>
    public IEnumerable<Section> Inners(string key)
    {
        var items = List(key);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var id = item["id"] is { Kind: NodeKind.Scalar } named ? "." + named.Text : $"[{i + 1}]";
            yield return Of(item, PathOf(key) + id, Names, Errors, Declared(key, FileValue.Sections).Keys!);
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

    /// <summary>One value as text; refused where it is left out, which not every section of its kind does.</summary>
    public string Required(string key)
    {
        if (!Has(key)) Missing(keys[key]);
        return Text(key) ?? "";
    }

    /// <summary>The id of this section itself. Whether it is well formed and unique has been checked for the top lists.</summary>
    public string Id() => Text("id") ?? "";

    /// <summary>Refuses an id that is malformed or taken among its siblings.</summary>
    public void Unique(HashSet<string> ids)
    {
        var id = Id();
        if (id.Length > 0 && !Organization.Ids.IsValid(id)) Wrong("id", Organization.Ids.Refusal(id));
        if (id.Length > 0 && !ids.Add(id)) Wrong("id", $"'{id}' is there already. Give this one an id of its own.");
    }

    /// <summary>An id of something else in the file; null where it is left out.</summary>
    /// <param name="kind">Null: the declared one.</param>
    public string? Reference(string key, string? kind = null)
    {
        var declared = Declared(key, FileValue.Reference);
        return Text(key) is { } id ? Known(id, kind ?? declared.Kind!, this[key]!.Line, key) : null;
    }

    public IReadOnlyList<string> References(string key)
    {
        var kind = Declared(key, FileValue.References).Kind!;
        return [.. Texts(key).Select(item => Known(item.Text, kind, item.Line, key))];
    }

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

    /// <summary>One of the declared words, the nearest one offered; the first where it is left out.</summary>
    public string Word(string key)
    {
        var words = Declared(key, FileValue.Word).Words;
        if (Text(key) is not { } text || words.Contains(text)) return Text(key) ?? words[0];
        Wrong(key, $"'{text}' is not known here.{Nearest.Suggest(text, words, "")}");
        return words[0];
    }

    /// <summary>One of the words of an enumeration, which are the declared ones.</summary>
    public T Word<T>(string key, T otherwise = default) where T : struct, Enum =>
        Text(key) is null ? otherwise : FileWords.Parse<T>(Word(key)) ?? otherwise;

    public bool Flag(string key) => As<bool>(key, FileValue.Flag, WrittenValues.Flag, "is neither true nor false.") ?? false;

    public LocalDate? Date(string key) =>
        As<LocalDate>(key, FileValue.Date, WrittenValues.Date, "is no date of the calendar. Write it as 2026-12-31.");

    public LocalTime Time(string key, LocalTime otherwise) =>
        As<LocalTime>(key, FileValue.Time, WrittenValues.Time, "is no time of day. Write it in quotes, as \"09:00\".") ?? otherwise;

    public Duration? Duration(string key) =>
        As<Duration>(key, FileValue.Duration, WrittenValues.Duration, "is no length of time. Write it as 5m, 2h or 90 days.");

    public decimal? Number(string key) => As<decimal>(key, FileValue.Number,
        text => WrittenValues.Number(text) is { } number && number >= keys[key].Least ? number : null,
        $"is no number of {keys[key].Least} or more.");

    public int? Whole(string key) => As<int>(key, FileValue.Whole,
        text => WrittenValues.Whole(text) is { } number && number >= keys[key].Least ? number : null,
        $"is no whole number of {keys[key].Least} or more.");

    public string Zone(string key, string otherwise)
    {
        Declared(key, FileValue.Zone);
        if (Text(key) is not { } text) return otherwise;
        if (Errors.IsFull || DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null)
        {
            if (ZoneAbbreviations.Of(text) is [var place, ..])
                Doubt(key, text, $"'{text}' is one offset all year. Where clocks change, write '{place}'.");
            return text;
        }

        Wrong(key, $"there is no time zone '{text}'.{ZoneNames.Suggest(text)} Zones have names such as Europe/Lisbon.");
        return otherwise;
    }

    public Money? Money(string key)
    {
        Declared(key, FileValue.Money);
        var money = Text(key) is { } text ? WrittenValues.Money(text) : null;
        if (money is null && Has(key)) Wrong(key, $"'{Text(key)}' is no amount of money. Write it as 12000 EUR.");
        return money;
    }

    public string Link(string key)
    {
        Declared(key, FileValue.Link);
        var text = Text(key) ?? "";
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

    // A null is what was left out; what is wrong counts as the least harmful value, as everywhere.
    private T? As<T>(string key, FileValue value, Func<string, T?> parse, string expected) where T : struct
    {
        Declared(key, value);
        return Has(key) ? Read<T>(key, default, parse, expected) : null;
    }

    private FileKey Declared(string key, FileValue value) => keys[key] is var declared && declared.Holds == value ? declared
        : throw new InvalidOperationException($"The key '{key}' is read as {value} and declared as {declared.Holds}.");

    private void Missing(FileKey key) => Errors.Add(Line, Path, $"'{key.Name}' is missing. Write {key.Name}: {key.Example}.");

    private string Known(string id, string kind, int line, string key)
    {
        if (!Errors.IsFull && !Names.Has(kind, id)) Errors.Add(line, PathOf(key), Names.Unknown(kind, id));
        return id;
    }

    private string PathOf(string key) => Join(Path, key);

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
