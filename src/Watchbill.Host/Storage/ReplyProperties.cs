using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Watchbill.Chat;

namespace Watchbill.Storage;

/// <summary>What a reply supersedes, as documents have it: whether it takes its message's place (<c>"inPlace": true</c>).</summary>
internal static class ReplyProperties
{
    public static void Name(JsonTypeInfo type)
    {
        if (type.Type == typeof(Reply)) type.Properties.Single(property => property.Name == "supersedes").Name = "inPlace";
    }
}

/// <summary>Only what is said unasked is stored, and nobody has pressed a button for it: own messages are not told apart.</summary>
internal sealed class SupersedesConverter : JsonConverter<Supersedes>
{
    public override Supersedes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetBoolean() ? Supersedes.Message : Supersedes.Nothing;

    public override void Write(Utf8JsonWriter writer, Supersedes value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value == Supersedes.Message);
}
