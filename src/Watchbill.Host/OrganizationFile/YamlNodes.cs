using Watchbill.Organization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// Reads YAML, and with it JSON, into nodes. Anchors, aliases and tags are refused: a file says what it says, once, in plain sight.
/// </summary>
internal sealed class YamlNodes(FileErrors errors)
{
    /// <summary>Nothing in a file needs more levels than seven.</summary>
    public const int Deepest = 20;

    private static readonly Node Nothing = Node.Scalar("", 1, quoted: false);

    /// <summary>The one document of a text; nothing where its syntax is wrong, which is then among the errors.</summary>
    public Node Read(string text)
    {
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                errors.Add(1, "", "the file is empty. Begin with people, teams and rotations.");
                return Nothing;
            }

            var root = Value(parser, "", 1);
            parser.Consume<DocumentEnd>();
            if (parser.Current is DocumentStart next)
                errors.Add(LineOf(next), "", "a second document begins here. Put everything into one, without ---.");
            if (root.IsEmpty) errors.Add(1, "", "the file is empty. Begin with people, teams and rotations.");
            else if (root.Kind != NodeKind.Mapping) errors.Add(root.Line, "", "expects keys and values, such as people: …");
            return root;
        }
        catch (YamlException broken)
        {
            errors.Add(LineOf(broken, text), "",
                $"this is neither YAML nor JSON: {Sentence(broken.Message)} Look at indentation, quotes and brackets here and on the " +
                    $"line before.");
        }
        catch (Exception broken) when (broken is InvalidOperationException or NullReferenceException or IndexOutOfRangeException
            or ArgumentException)
        {
            // The library stumbles over some broken files, such as an open bracket at the end, instead of naming their line.
            errors.Add((int)(parser.Current?.End.Line ?? 1), "",
                "this is neither YAML nor JSON. Look at indentation, quotes and brackets here and below.");
        }
        catch (TooDeep)
        {
            // Noted where it was found; what is below cannot be read any more.
        }

        return Nothing;
    }

    private Node Value(Parser parser, string path, int depth)
    {
        if (depth > Deepest)
        {
            errors.Add(LineOf(parser.Current!), path,
                $"is nested more than {Deepest} levels deep. Nothing in this file needs more than seven.");
            throw new TooDeep();
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            errors.Add(LineOf(alias), path, $"aliases such as *{alias.Value} are refused. Write the value out.");
            return Nothing;
        }

        var start = parser.Consume<NodeEvent>();
        if (!start.Anchor.IsEmpty)
            errors.Add(LineOf(start), path, $"anchors such as &{start.Anchor} are refused. Write the value out where it is needed.");
        if (!start.Tag.IsEmpty) errors.Add(LineOf(start), path, $"tags such as {start.Tag} are refused. Take it out; put text in quotes.");
        return start switch
        {
            MappingStart => Mapping(parser, path, depth, LineOf(start)),
            SequenceStart => Sequence(parser, path, depth, LineOf(start)),
            _ => Text((Scalar)start, path),
        };
    }

    /// <summary>Where the first character stands that is no text: a control character, or half of one. -1: nowhere.</summary>
    public static int OddIn(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t' or '\u0085')) return i;
            if (!char.IsSurrogate(text[i])) continue;
            if (!(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))) return i;
            i++;
        }

        return -1;
    }

    private Node Text(Scalar scalar, string path)
    {
        // Quotes can spell what the text of the file itself may not hold.
        if (OddIn(scalar.Value) >= 0) errors.Add(LineOf(scalar), path, "holds a control character, or half of a character. Take it out.");
        return Node.Scalar(scalar.Value, LineOf(scalar), scalar.Style is not ScalarStyle.Plain);
    }

    private Node Sequence(Parser parser, string path, int depth, int line)
    {
        var items = new List<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(parser, $"{path}[{items.Count + 1}]", depth + 1));
        return new Node(NodeKind.Sequence, line) { Items = items };
    }

    private Node Mapping(Parser parser, string path, int depth, int line)
    {
        var entries = new List<NodeEntry>();
        var lines = new Dictionary<string, int>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value(parser, path, depth + 1);
            var inner = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            var value = Value(parser, inner, depth + 1);
            if (key.Kind != NodeKind.Scalar) errors.Add(key.Line, path, "a key is a single word, not a list or keys of its own.");
            else if (!lines.TryAdd(key.Text, key.Line))
                errors.Add(key.Line, inner, $"'{key.Text}' is there already, on line {lines[key.Text]}. Keep one of them.");
            else entries.Add(new NodeEntry(key.Text, key.Line, value));
        }

        return new Node(NodeKind.Mapping, line) { Entries = entries };
    }

    private static int LineOf(ParsingEvent at) => (int)at.Start.Line;

    // Of a tab the library names the line on which the mapping around it begins, which may be hundreds of lines before.
    private static int LineOf(YamlException broken, string text)
    {
        var line = (int)broken.Start.Line;
        if (!broken.Message.Contains(" tab ", StringComparison.Ordinal)) return line;
        var tab = Array.FindIndex(text.Split('\n'), line - 1, indented => indented.TrimStart(' ').StartsWith('\t'));
        return tab < 0 ? line : tab + 1;
    }

    private static string Sentence(string message)
    {
        var text = message.Trim().TrimEnd('.');
        return text.Length == 0 ? "" : char.ToLowerInvariant(text[0]) + text[1..] + ".";
    }

    private sealed class TooDeep : Exception;
}
