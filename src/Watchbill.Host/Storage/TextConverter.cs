using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>
/// A text as JSON: a string where it is plain words, else its parts in an array: <c>["Until ", {"time": "2026-11-16T09:00:00Z"},
/// {"mention": "ana", "name": "Ana Silva"}]</c>.
/// </summary>
internal sealed class TextConverter : JsonConverter<Text>
{
    public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString() is { Length: > 0 } words ? words : Text.Empty;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A text is a string or an array of parts.");
        var parts = new List<TextPart>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            parts.Add(reader.TokenType == JsonTokenType.String
                ? new Words(reader.GetString()!)
                : JsonSerializer.Deserialize<Part>(ref reader, options)?.ToPart()
                    ?? throw new JsonException("A part of a text is words, a time, a mention or a link."));
        }

        return new Text(parts);
    }

    public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteStringValue("");
            return;
        }

        if (value.Parts is [Words { Value.Length: > 0, Strong: false } only])
        {
            writer.WriteStringValue(only.Value);
            return;
        }

        writer.WriteStartArray();
        foreach (var part in value.Parts)
        {
            if (part is Words { Strong: false } words) writer.WriteStringValue(words.Value);
            else JsonSerializer.Serialize(writer, Part.Of(part), options);
        }

        writer.WriteEndArray();
    }

    private sealed record Part
    {
        public Instant? Time { get; init; }
        public Instant? Until { get; init; }
        public TimeShape? Shape { get; init; }
        public string? Mention { get; init; }
        public string? Strong { get; init; }
        public string? Name { get; init; }
        public string? Link { get; init; }
        public string? Code { get; init; }
        public bool? Quiet { get; init; }
        public bool? Bold { get; init; }

        public static Part Of(TextPart part) => part switch
        {
            Time time => new Part
            {
                Time = time.At,
                Until = time.Until,
                Shape = time.Shape == TimeShape.DateAndTime ? null : time.Shape,
                Bold = Only(time.Strong),
            },
            Mention mention => new Part
            {
                Mention = mention.Person,
                Name = mention.Name,
                Quiet = Only(mention.Quiet),
                Bold = Only(mention.Strong),
            },
            Words words => new Part { Strong = words.Value },
            Code code => new Part { Code = code.Value, Bold = Only(code.Strong) },
            Link link => new Part { Link = link.Url, Name = link.Noun },
            _ => throw new NotSupportedException($"A text with a {part.GetType().Name} cannot be stored: teach TextConverter."),
        };

        public TextPart? ToPart() => this switch
        {
            { Time: { } at } => new Time(at, Shape ?? TimeShape.DateAndTime) { Until = Until, Strong = Bold is true },
            { Mention: { } person, Name: { } name } => new Mention(person, name) { Quiet = Quiet is true, Strong = Bold is true },
            { Strong: { } value } => new Words(value) { Strong = true },
            { Code: { } typed } => new Code(typed) { Strong = Bold is true },
            { Link: { } url, Name: { } noun } => new Link(noun, url),
            _ => null,
        };

        private static bool? Only(bool set) => set ? true : null;
    }
}
