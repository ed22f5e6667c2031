using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Watchbill.Storage;

/// <summary>
/// All that a database holds as lines of JSON: one that says what the database knows about itself, one for each document with its JSON
/// exactly as it is stored, and one with the count and the hash of each kind.
/// </summary>
internal static class ExportFile
{
    private const int Format = 1;
    private static readonly JsonSerializerOptions Options = new(Documents.Options) { WriteIndented = false };

    /// <returns>What was written.</returns>
    public static ExportTally Write(Stream to, DatabaseState state, Instant now, IEnumerable<StoredDocument> documents)
    {
        var tally = new ExportTally();
        var at = InstantPattern.ExtendedIso.Format(now);
        Line(to, new Beginning(Format, at, state.Version, state.Audit.Number, state.Audit.Hash));
        foreach (var document in documents)
        {
            using (var line = new Utf8JsonWriter(to, new JsonWriterOptions { Encoder = Options.Encoder }))
            {
                line.WriteStartObject();
                line.WriteString("kind", document.Kind);
                line.WriteString("id", document.Id);
                line.WriteNumber("version", document.Version);
                line.WritePropertyName("value");
                line.WriteRawValue(document.Json);
                line.WriteEndObject();
            }

            to.WriteByte((byte)'\n');
            tally.Add(document);
        }

        Line(to, new Ending(tally.Kinds()));
        return tally;
    }

    /// <summary>Reads what <see cref="Write"/> wrote, a line at a time.</summary>
    /// <param name="take">Is given what the database knows about itself and its documents, which must be read to their end.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="StorageException">It is no export, or not a whole one.</exception>
    public static ExportTally Read(string file, Action<DatabaseState, IEnumerable<StoredDocument>> take)
    {
        using var lines = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            var begin = JsonSerializer.Deserialize<Beginning>(lines.ReadLine() ?? "", Options)!;
            if (begin.WatchbillExport > Format)
                throw new StorageException($"The export {file} was written by a newer version of Watchbill: import it with that one.");
            var tally = new ExportTally();
            Ending? end = null;
            take(new DatabaseState(begin.Version, new AuditChain(begin.Audit, begin.Hash)), Documents());
            if (end is null) throw new StorageException($"The export {file} breaks off: take another one.");
            if (end.Kinds.Count != tally.Kinds().Count || end.Kinds.Any(kind => tally.Kinds().GetValueOrDefault(kind.Key) != kind.Value))
                throw new StorageException($"The export {file} was changed: its counts or hashes do not fit what it holds.");
            return tally;

            IEnumerable<StoredDocument> Documents()
            {
                while (end is null && lines.ReadLine() is { } line)
                {
                    using var row = JsonDocument.Parse(line);
                    if (row.RootElement.TryGetProperty("kinds", out _))
                    {
                        end = row.Deserialize<Ending>(Options);
                        continue;
                    }

                    var document = Of(row.RootElement);
                    tally.Add(document);
                    yield return document;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException
            or DecoderFallbackException)
        {
            throw new StorageException($"The file {file} is not an export of Watchbill, or it is damaged: {broken.Message}", broken);
        }
    }

    private static StoredDocument Of(JsonElement row) => new(
        row.GetProperty("kind").GetString()!, row.GetProperty("id").GetString()!, row.GetProperty("version").GetInt64(),
        Encoding.UTF8.GetBytes(row.GetProperty("value").GetRawText()));

    private static void Line<T>(Stream to, T line)
    {
        JsonSerializer.Serialize(to, line, Options);
        to.WriteByte((byte)'\n');
    }

    private sealed record Beginning(int WatchbillExport, string At, long Version, long Audit, string Hash);

    private sealed record Ending(IReadOnlyDictionary<string, KindTally> Kinds);
}
