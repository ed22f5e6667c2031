using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchbill.Storage;

/// <summary>
/// A text of megabytes as a JSON string like any other, written piece by piece: written at once it takes buffers of fifteen times its size,
/// and the process keeps them.
/// </summary>
internal sealed class LongTextConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    private const int Piece = 16 * 1024;

    // What takes a byte more in JSON, and what begins a character of four bytes that takes twelve.
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\\n\r\t"u8);
    private static readonly SearchValues<byte> OfFour = SearchValues.Create([0xF0, 0xF1, 0xF2, 0xF3, 0xF4]);

    /// <summary>Bytes in which a document with this text fits, the room that its last piece asks for included.</summary>
    public static int Room(ReadOnlySpan<byte> text) => text.Length + text.CountAny(Escaped) + 8 * text.CountAny(OfFour) + 8 * Piece;

    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options)
    {
        var left = value.Span;
        for (; left.Length > Piece; left = left[Piece..]) writer.WriteStringValueSegment(left[..Piece], isFinalSegment: false);
        writer.WriteStringValueSegment(left, isFinalSegment: true);
    }
}
