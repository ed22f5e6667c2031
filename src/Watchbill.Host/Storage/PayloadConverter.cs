using System.Text.Json;
using System.Text.Json.Serialization;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>What is to be done about something that a platform sent, as text: its kind, a space, its JSON.</summary>
internal sealed class PayloadConverter : JsonConverter<Payload>
{
    private static readonly JsonSerializerOptions Inner = new()
    {
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // Names are never changed: earlier releases wrote them.
    private static readonly (string Prefix, Type Type)[] Kinds =
        [("press ", typeof(PressPayload)), ("form ", typeof(SubmissionPayload)), ("message ", typeof(MessagePayload))];

    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException("A payload is text.");
        var text = reader.GetString()!;
        var (prefix, type) = Array.Find(Kinds, kind => text.StartsWith(kind.Prefix, StringComparison.Ordinal));
        if (type is null) return new UnknownPayload(text);
        try
        {
            return JsonSerializer.Deserialize(text.AsSpan(prefix.Length), type, Inner) as Payload ?? new UnknownPayload(text);
        }
        catch (JsonException)
        {
            // One that cannot be read must not hide the others.
            return new UnknownPayload(text);
        }
    }

    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value is UnknownPayload unknown
            ? unknown.Text
            : Array.Find(Kinds, kind => kind.Type == value.GetType()).Prefix + JsonSerializer.Serialize(value, value.GetType(), Inner));
}
