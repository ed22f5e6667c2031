using System.Text;
using System.Text.Json;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Reads strict JSON into nodes: what a program sends, ten times as fast as YAML is read. Whatever is not strict, or wrong, is left to
/// <see cref="YamlNodes"/>, which reads more and says what is wrong with it.
/// </summary>
internal ref struct JsonNodes
{
    // Longer ones are seldom there twice.
    private const int MaxShared = 64;

    private readonly HashSet<string> texts = [];
    private readonly ReadOnlySpan<byte> bytes;
    private Utf8JsonReader reader;
    private long counted;
    private int line = 1;

    private JsonNodes(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = YamlNodes.Deepest });
    }

    /// <summary>The object that a text is; null where it is anything else.</summary>
    /// <param name="bytes">UTF-8, without a byte order mark.</param>
    public static Node? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8)) return null;
        try
        {
            var json = new JsonNodes(bytes);
            json.reader.Read();
            var root = json.Value();
            return root is not null && !json.reader.Read() ? root : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Null: it has something that the other reader refuses.
    private Node? Value() => reader.TokenType switch
    {
        JsonTokenType.StartObject => Mapping(Line()),
        JsonTokenType.StartArray => Sequence(Line()),
        JsonTokenType.String => Shared(reader.GetString()!) is var text && YamlNodes.OddIn(text) < 0 ? Node.Scalar(text, Line()) : null,
        _ => Node.Scalar(Shared(Encoding.UTF8.GetString(reader.ValueSpan)), Line(), quoted: false),
    };

    private Node? Mapping(int line)
    {
        var (entries, keys) = (new List<NodeEntry>(), new HashSet<string>());
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (key, at) = (Shared(reader.GetString()!), Line());
            if (!keys.Add(key) || YamlNodes.OddIn(key) >= 0) return null;
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

    // Keys stand in thousands of places, and ids in several: each is one string in memory.
    private string Shared(string text)
    {
        if (text.Length > MaxShared || texts.Add(text)) return text;
        return texts.TryGetValue(text, out var first) ? first : text;
    }

    private int Line()
    {
        var at = reader.TokenStartIndex;
        line += bytes[(int)counted..(int)at].Count((byte)'\n');
        counted = at;
        return line;
    }
}
