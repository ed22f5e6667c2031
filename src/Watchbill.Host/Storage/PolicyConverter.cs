using System.Text.Json;
using System.Text.Json.Serialization;
using Watchbill.Organization;
using Watchbill.OrganizationFiles;

namespace Watchbill.Storage;

/// <summary>
/// A policy as JSON: which one it is, and all of it as a text in the words of the organisation file, as releases before policies had types
/// wrote it and read it.
/// </summary>
internal sealed class PolicyConverter : JsonConverter<Policy>
{
    public override Policy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var written = JsonSerializer.Deserialize<Written>(ref reader, options) ?? throw new JsonException("A policy is an object.");
        return PolicyText.Read(written.Section, written.Json) with { Retired = written.Retired };
    }

    public override void Write(Utf8JsonWriter writer, Policy value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer,
        new Written(value.Section, value.Id, value.Version, PolicyText.Write(value)) { Retired = value.Retired }, options);

    private sealed record Written(string Section, string Id, string Version, string Json)
    {
        public bool Retired { get; init; }
    }
}
