using System.Collections;
using Watchbill.Organization;

namespace Watchbill.OrganizationFiles;

/// <summary>
/// The items of one of the great lists of a file, each made into nodes when it is asked for: of ten thousand rotations one at a time is in
/// memory.
/// </summary>
/// <param name="texts">What is one string in memory, wherever it stands.</param>
internal sealed class JsonItems(IReadOnlyList<JsonItem> items, HashSet<string> texts) : IReadOnlyList<Node>
{
    public int Count => items.Count;

    public Node this[int index] => JsonNodes.Read(items[index], texts);

    public IEnumerator<Node> GetEnumerator()
    {
        for (var i = 0; i < items.Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A piece of a JSON text that can be read by itself, and the line on which it begins.</summary>
internal readonly record struct JsonItem(ReadOnlyMemory<byte> Text, int Line);
