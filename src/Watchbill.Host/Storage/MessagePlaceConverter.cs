using System.Text.Json;
using System.Text.Json.Serialization;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>A place as one string.</summary>
internal sealed class MessagePlaceConverter : JsonConverter<MessagePlace>
{
    public override MessagePlace Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && MessagePlace.TryParse(text, out var place)
            ? place : throw new JsonException("A place is a platform, a conversation and a message, with spaces between them.");

    public override void Write(Utf8JsonWriter writer, MessagePlace value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
