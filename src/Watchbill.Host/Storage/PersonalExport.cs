using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>What is kept about a person as one JSON text, document by document, each as it is stored.</summary>
internal static class PersonalExport
{
    private static readonly JsonSerializerOptions Indented = new(Documents.Options) { WriteIndented = true };

    public static string Write(string person, Instant at, IEnumerable<PersonalDocument> documents) => new JsonObject
    {
        ["person"] = person,
        ["at"] = InstantPattern.General.Format(at),
        ["documents"] = new JsonArray([.. documents.Select(document => new JsonObject
        {
            ["kind"] = Documents.NameOf(document.Value.GetType()),
            ["id"] = document.Id,
            ["value"] = JsonNode.Parse(Documents.Serialize(document.Value)),
        })]),
    }.ToJsonString(Indented);
}
