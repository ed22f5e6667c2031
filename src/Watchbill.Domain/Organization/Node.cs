namespace Watchbill.Organization;

/// <summary>What a node of a file holds.</summary>
public enum NodeKind
{
    Scalar,
    Sequence,
    Mapping,
}

/// <summary>A piece of a file, whatever its syntax, that still knows on which line it stood.</summary>
public sealed record Node(NodeKind Kind, int Line)
{
    /// <summary>Of a scalar, as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a scalar stood in quotes, and so is text whatever it looks like.</summary>
    public bool Quoted { get; init; }

    /// <summary>Of a sequence.</summary>
    public IReadOnlyList<Node> Items { get; init; } = [];

    /// <summary>Of a mapping, in the order of the file; keys are unique.</summary>
    public IReadOnlyList<NodeEntry> Entries { get; init; } = [];

    /// <summary>A key without a value is as if it were left out.</summary>
    public bool IsEmpty => Kind == NodeKind.Scalar && !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public Node? this[string key]
    {
        get
        {
            for (var i = 0; i < Entries.Count; i++)
                if (Entries[i].Key == key) return Entries[i].Value is { IsEmpty: false } value ? value : null;
            return null;
        }
    }

    public static Node Scalar(string text, int line, bool quoted = true) => new(NodeKind.Scalar, line) { Text = text, Quoted = quoted };
}

/// <summary>A key of a mapping and what it holds.</summary>
public readonly record struct NodeEntry(string Key, int Line, Node Value);
