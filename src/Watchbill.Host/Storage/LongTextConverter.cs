using System.Text.Json;
using System.Text.Json.Serialization;

namespace Watchbill.Storage;

/// <summary>
/// A text of megabytes as a JSON string like any other, written piece by piece: written at once it takes buffers of fifteen times its size,
/// and the process keeps them.
/// </summary>
internal sealed class LongTextConverter : JsonConverter<string>
{
    private const int Piece = 16 * 1024;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var left = value.AsSpan();
        for (; left.Length > Piece; left = left[Piece..]) writer.WriteStringValueSegment(left[..Piece], isFinalSegment: false);
        writer.WriteStringValueSegment(left, isFinalSegment: true);
    }
}
