using System.Text;
using System.Text.Json;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Reads strict JSON into nodes: what a program sends, ten times as fast as YAML is read. Whatever is not strict, or wrong, is left to
/// <see cref="YamlNodes"/>, which reads more and says what is wrong with it. Everything is looked at once; of the lists beneath the root
/// only where each item stands is kept.
/// </summary>
internal ref struct JsonNodes
{
    // Longer ones are seldom there twice.
    private const int MaxShared = 64;

    // Of so many keys a look at each costs less than a set.
    private const int Few = 16;

    private readonly HashSet<string> texts;
    private readonly ReadOnlyMemory<byte> bytes;
    private readonly bool whole;
    private Utf8JsonReader reader;
    private int counted;
    private int line;

    /// <param name="whole">Whether it is a file, and not an item of one of its lists.</param>
    private JsonNodes(JsonItem text, HashSet<string> texts, bool whole)
    {
        (bytes, line, this.texts, this.whole) = (text.Text, text.Line, texts, whole);
        reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = YamlNodes.Deepest });
    }

    /// <summary>The object that a text is; null where it is anything else.</summary>
    /// <param name="bytes">UTF-8, without a byte order mark.</param>
    public static Node? Read(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8)) return null;
        try
        {
            var json = new JsonNodes(new JsonItem(bytes, 1), [], whole: true);
            json.reader.Read();
            var root = json.Value();
            return root is not null && !json.reader.Read() ? root : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An item that was looked at when its file was read.</summary>
    public static Node Read(JsonItem item, HashSet<string> texts)
    {
        var json = new JsonNodes(item, texts, whole: false);
        json.reader.Read();
        return json.Value()!;
    }

    // Null: it has something that the other reader refuses.
    private Node? Value() => reader.TokenType switch
    {
        JsonTokenType.StartObject => Mapping(Line()),
        JsonTokenType.StartArray when whole && reader.CurrentDepth == 1 => Later(Line()),
        JsonTokenType.StartArray => Sequence(Line()),
        JsonTokenType.String => Shared(reader.GetString()!) is var text && YamlNodes.OddIn(text) < 0 ? Node.Scalar(text, Line()) : null,
        _ => Node.Scalar(Shared(Encoding.UTF8.GetString(reader.ValueSpan)), Line(), quoted: false),
    };

    private Node? Mapping(int line)
    {
        var entries = new List<NodeEntry>();
        HashSet<string>? keys = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (key, at) = (Shared(reader.GetString()!), Line());
            if (entries.Count == Few) keys = [.. entries.Select(entry => entry.Key)];
            if ((keys is null ? Holds(entries, key) : !keys.Add(key)) || YamlNodes.OddIn(key) >= 0) return null;
            reader.Read();
            if (Value() is not { } value) return null;
            entries.Add(new NodeEntry(key, at, value));
        }

        return new Node(NodeKind.Mapping, line) { Entries = entries.ToArray() };
    }

    private Node? Sequence(int line)
    {
        var items = new List<Node>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Value() is not { } item) return null;
            items.Add(item);
        }

        return new Node(NodeKind.Sequence, line) { Items = items.ToArray() };
    }

    private Node? Later(int line)
    {
        var items = new List<JsonItem>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var (from, at) = ((int)reader.TokenStartIndex, Line());
            if (Value() is null) return null;
            items.Add(new JsonItem(bytes[from..(int)reader.BytesConsumed], at));
        }

        return new Node(NodeKind.Sequence, line) { Items = new JsonItems(items, texts) };
    }

    private static bool Holds(List<NodeEntry> entries, string key)
    {
        foreach (var entry in entries) if (entry.Key == key) return true;
        return false;
    }

    // Keys stand in thousands of places, and ids in several: each is one string in memory.
    private string Shared(string text)
    {
        if (text.Length > MaxShared || texts.Add(text)) return text;
        return texts.TryGetValue(text, out var first) ? first : text;
    }

    private int Line()
    {
        var at = (int)reader.TokenStartIndex;
        line += bytes.Span[counted..at].Count((byte)'\n');
        counted = at;
        return line;
    }
}
