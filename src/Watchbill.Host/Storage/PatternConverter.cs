using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>Writes a NodaTime value as text by its pattern.</summary>
internal sealed class PatternConverter<T>(IPattern<T> pattern) : JsonConverter<T> where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException($"A {typeof(T).Name} is text.");
        var parsed = pattern.Parse(text);
        return parsed.Success ? parsed.Value : throw new JsonException($"'{text}' is no {typeof(T).Name}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(pattern.Format(value));
}

/// <summary>Makes converters without naming their type twice.</summary>
internal static class PatternConverter
{
    public static JsonConverter Of<T>(IPattern<T> pattern) where T : struct => new PatternConverter<T>(pattern);
}
