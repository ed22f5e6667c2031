using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Watchbill.Organization;
using Watchbill.Rotations;

namespace Watchbill.Storage;

/// <summary>
/// Ids by platform as documents have them. Those of the first two platforms are properties of their own, as they always were
/// (<c>"slack": "U0ANA"</c>); those of any later one stand together (<c>"accounts": {"matrix": "@ana"}</c>).
/// </summary>
internal static class PlatformProperties
{
    private static readonly PlatformId Slack = new("slack");
    private static readonly PlatformId Teams = new("teams");

    /// <summary>Writes and reads a type's ids by platform under the names they were given first.</summary>
    public static void Name(JsonTypeInfo type)
    {
        if (type.Type == typeof(Person)) Split(type, "accounts", (Slack, "slack"), (Teams, "teams"));
        if (type.Type == typeof(Rotation)) Split(type, "groups", (Slack, "slackGroup"));
        if (type.Type != typeof(Team) && type.Type != typeof(Organization.Domain)) return;
        var channels = type.Properties.Single(property => property.Name == "channels");
        channels.Name = "channel";
        channels.ShouldSerialize = (_, value) => value is ByPlatform { All.Count: > 0 };
    }

    private static void Split(JsonTypeInfo type, string name, params (PlatformId Platform, string Name)[] own)
    {
        var whole = type.Properties.Single(property => property.Name == name);
        var (get, set) = (whole.Get!, whole.Set!);
        ByPlatform Of(object document) => (ByPlatform)get(document)!;
        var at = type.Properties.IndexOf(whole);
        type.Properties.RemoveAt(at);
        foreach (var (platform, called) in own)
        {
            var property = type.CreateJsonPropertyInfo(typeof(string), called);
            property.Get = document => Of(document)[platform];
            property.Set = (document, id) =>
            {
                if (id is string given) set(document, Of(document).With(platform, given));
            };
            type.Properties.Insert(at++, property);
        }

        var others = type.CreateJsonPropertyInfo(typeof(ByPlatform), name);
        others.Get = document => Of(document).Without(own.Select(one => one.Platform));
        others.Set = (document, ids) =>
        {
            foreach (var (platform, id) in ((ByPlatform?)ids ?? ByPlatform.None).All) set(document, Of(document).With(platform, id));
        };
        others.ShouldSerialize = (_, ids) => ids is ByPlatform { All.Count: > 0 };
        type.Properties.Insert(at, others);
    }
}

/// <summary>Ids by platform as an object, platform by platform.</summary>
internal sealed class ByPlatformConverter : JsonConverter<ByPlatform>
{
    public override ByPlatform Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Ids by platform are an object.");
        var ids = ByPlatform.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var platform = new PlatformId(reader.GetString()!);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null) ids = ids.With(platform, reader.GetString()!);
        }

        return ids;
    }

    public override void Write(Utf8JsonWriter writer, ByPlatform value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (platform, id) in value.All) writer.WriteString(platform.Name, id);
        writer.WriteEndObject();
    }
}

/// <summary>A platform by its name.</summary>
internal sealed class PlatformIdConverter : JsonConverter<PlatformId>
{
    public override PlatformId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A platform is a name."));

    public override void Write(Utf8JsonWriter writer, PlatformId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
