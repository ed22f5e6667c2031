using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Writes a file as JSON, and reads that again: plain scalars typed as the YAML core schema types them,
/// quoted ones always text.
/// </summary>
public static partial class NodeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Node node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options)) Write(json, node);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What was written, as a file would have said it; nothing of it stands on a line of its own.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Node Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    private static Node Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new(NodeKind.Mapping, 1)
        {
            Entries = [.. json.EnumerateObject().Select(member => new NodeEntry(member.Name, 1, Read(member.Value)))],
        },
        JsonValueKind.Array => new(NodeKind.Sequence, 1) { Items = [.. json.EnumerateArray().Select(Read)] },
        JsonValueKind.String => Node.Scalar(json.GetString()!, 1),
        _ => Node.Scalar(json.GetRawText(), 1, quoted: false),
    };

    private static void Write(Utf8JsonWriter json, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.Mapping:
                json.WriteStartObject();
                foreach (var entry in node.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case NodeKind.Sequence:
                json.WriteStartArray();
                foreach (var item in node.Items) Write(json, item);
                json.WriteEndArray();
                break;
            default:
                Scalar(json, node);
                break;
        }
    }

    private static void Scalar(Utf8JsonWriter json, Node node)
    {
        if (node.IsEmpty) json.WriteNullValue();
        else if (!node.Quoted && WrittenValues.Flag(node.Text) is { } flag) json.WriteBooleanValue(flag);
        // As written, not as a double: 99.95 stays 99.95. What JSON cannot write as a number (0o17, .inf, 007) stays text.
        else if (!node.Quoted && NumberPattern().IsMatch(node.Text)) json.WriteRawValue(node.Text);
        else json.WriteStringValue(node.Text);
    }

    [GeneratedRegex("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?\\z")]
    private static partial Regex NumberPattern();
}
