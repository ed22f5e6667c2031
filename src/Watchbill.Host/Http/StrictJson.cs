using System.Text.Json;
using System.Text.Unicode;

namespace Watchbill.Http;

/// <summary>JSON from outside: UTF-8, of limited depth, each name once, and no half characters.</summary>
internal static class StrictJson
{
    /// <exception cref="StrictJsonException">It is none.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        if (!Utf8.IsValid(utf8.Span)) throw new StrictJsonException(JsonFault.NotUtf8);
        try
        {
            using var document =
                JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new StrictJsonException(JsonFault.Broken) { Line = broken.LineNumber + 1, Byte = broken.BytePositionInLine + 1 };
        }
        catch (InvalidOperationException)
        {
            // What the parser throws for half of a surrogate pair, written as an escape, in a name.
            throw new StrictJsonException(JsonFault.HalfCharacter);
        }
    }

    /// <summary>An object; null where it is none, or broken.</summary>
    public static JsonElement? ObjectOrNull(ReadOnlyMemory<byte> utf8, int maxDepth = 64)
    {
        try
        {
            return Parse(utf8, maxDepth) is { ValueKind: JsonValueKind.Object } found ? found : null;
        }
        catch (StrictJsonException)
        {
            return null;
        }
    }

    /// <summary>The text of a string; null where it holds half a character, or is no string.</summary>
    public static string? Text(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>What is wrong with a body that should be JSON.</summary>
internal enum JsonFault
{
    NotUtf8,

    /// <summary>It breaks the grammar, is too deep, or names a member twice.</summary>
    Broken,

    HalfCharacter,
}

/// <summary>A body is no JSON that can be trusted.</summary>
internal sealed class StrictJsonException(JsonFault fault) : Exception($"The body is not strict JSON: {fault}.")
{
    public JsonFault Fault => fault;

    /// <summary>From 1; null where the fault has no place, as a name that is there twice.</summary>
    public long? Line { get; init; }

    public long? Byte { get; init; }
}
