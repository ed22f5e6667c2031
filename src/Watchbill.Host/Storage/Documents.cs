using System.Buffers;
using System.Collections;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Serialization.SystemTextJson;
using Watchbill.Incidents;
using Watchbill.Organization;
using Watchbill.Paging;

namespace Watchbill.Storage;

/// <summary>Documents as JSON: what is written here is read for ever. Golden files pin it.</summary>
internal static class Documents
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The names under which types are stored, as the kinds say.</summary>
    public static FrozenDictionary<Type, string> Names { get; } =
        StoredKinds.All.ToFrozenDictionary(kind => kind.Document, kind => kind.Name);

    public static byte[] Serialize(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options);

    /// <summary>
    /// The same for the disk: the one document of megabytes in a buffer that fits. The serializer's grow until one does, and the process
    /// keeps them all.
    /// </summary>
    public static ReadOnlyMemory<byte> Written(object value)
    {
        if (value is not AppliedFile file) return Serialize(value);
        var buffer = new ArrayBufferWriter<byte>(LongTextConverter.Room(file.Text.Span));
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Options.Encoder }))
            JsonSerializer.Serialize(json, file, Options);
        return buffer.WrittenMemory;
    }

    /// <exception cref="StorageException">The JSON is not a document of the type.</exception>
    public static object Deserialize(Type type, string id, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException("It is null.");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new StorageException(
                $"The {NameOf(type)} '{id}' in the database cannot be read: {broken.Message} Restore a backup, or report the document.",
                broken);
        }
    }

    /// <exception cref="ArgumentException">No kind is stored as this type.</exception>
    public static string NameOf(Type type) => Names.TryGetValue(type, out var name)
        ? name
        : throw new ArgumentException($"{type.Name} is not a stored type: its slice describes no such kind.", nameof(type));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            IgnoreReadOnlyProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectNullableAnnotations = true,
            // Documents are never put into a page as they are, and names should be readable in the file.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver =
                new DefaultJsonTypeInfoResolver
                {
                    Modifiers =
                    {
                        RequireWhatIsNeverLeftOut, LeaveOutEmptyLists, WriteNullsThatSaySomething, PlatformProperties.Name,
                        ReplyProperties.Name, WriteLongTextsInPieces,
                    },
                },
            Converters =
            {
                new SupersedesConverter(),
                new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
                new TextConverter(),
                new PolicyConverter(),
                new ByPlatformConverter(),
                new PlatformIdConverter(),
                new MessagePlaceConverter(),
                new PayloadConverter(),
                NodaConverters.InstantConverter,
                NodaConverters.LocalDateConverter,
                NodaConverters.LocalTimeConverter,
                NodaConverters.LocalDateTimeConverter,
                // Not the round-trip one, which writes days.
                NodaConverters.DurationConverter,
            },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Without this a constructor parameter that the document lacks would silently be null or zero.</summary>
    private static void RequireWhatIsNeverLeftOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false, IsMemberInitializer: false })
            {
                property.IsRequired = true;
            }
        }
    }

    /// <summary>
    /// A null is left out and comes back as the default, so where the default is something else it is written: an incident is complete
    /// until another impact is said, and a page is due when it opens.
    /// </summary>
    private static void WriteNullsThatSaySomething(JsonTypeInfo type)
    {
        var said = type.Type == typeof(Incident) ? "impact" : type.Type == typeof(Page) ? "due" : null;
        if (said is not null) type.Properties.Single(property => property.Name == said).ShouldSerialize = (_, _) => true;
    }

    private static void WriteLongTextsInPieces(JsonTypeInfo type)
    {
        if (type.Type != typeof(AppliedFile)) return;
        type.Properties.Single(property => property.Name == "text").CustomConverter = new LongTextConverter();
    }

    /// <summary>Lists that are not required begin empty everywhere in the house, so an empty one need not be written.</summary>
    private static void LeaveOutEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            var isList = property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));
            if (isList && !property.IsRequired)
            {
                property.ShouldSerialize = (_, value) => value is not ICollection { Count: 0 };
            }
        }
    }
}
