using System.Text;
using System.Text.Json;

namespace Watchbill.Storage;

/// <summary>Reads a whole database and says what is wrong with it. It may be in use meanwhile.</summary>
internal static class SqliteCheck
{
    // A damaged file can be wrong in each row; whoever reads this has seen enough by then.
    private const int MostFindings = 100;

    /// <returns>One sentence for each finding; empty: all is well.</returns>
    public static IReadOnlyList<string> Run(string database)
    {
        var findings = new List<string>();
        database = HostLock.Resolve(database);
        if (!File.Exists(database)) return [$"There is no database {database}: the host makes one when it starts."];
        try
        {
            using var connection = SqliteConnection.Open(database, SqliteAccess.Read);
            Schema.Require(connection);
            if (Schema.Damage(connection) is { } damage) findings.Add($"The file {database} is damaged: {damage}.");
            // One moment for all that is compared.
            connection.Execute("BEGIN");
            CheckDocuments(connection, findings);
            CheckAudit(connection, findings);
        }
        catch (StorageException broken)
        {
            findings.Add(broken.Message);
        }

        return findings;
    }

    private static void CheckDocuments(SqliteConnection connection, List<string> findings)
    {
        var types = DocumentKinds.Names.ToDictionary(kind => kind.Value, kind => kind.Key);
        var last = Schema.LastVersion(connection);
        using var all = connection.Prepare("SELECT kind, id, version, json FROM documents");
        while (all.Step() && findings.Count < MostFindings)
        {
            var (kind, id, version) = (all.Text(0), all.Text(1), all.Number(2));
            if (version > last) findings.Add($"The {kind} '{id}' has version {version}, but the last write was {last}.");
            if (!types.TryGetValue(kind, out var type))
            {
                findings.Add($"The document '{id}' is of the kind '{kind}', which this version does not know.");
                continue;
            }

            try
            {
                Documents.Deserialize(type, id, all.Utf8(3));
            }
            catch (StorageException broken)
            {
                findings.Add(broken.Message);
            }
        }
    }

    private static void CheckAudit(SqliteConnection connection, List<string> findings)
    {
        var chain = AuditChain.Start;
        using var rows = connection.Prepare("SELECT id, json FROM documents WHERE kind = 'audit' ORDER BY id");
        while (rows.Step())
        {
            var id = rows.Text(0);
            chain = new AuditChain(chain.Number + 1, chain.Hash);
            if (id != chain.Id)
            {
                findings.Add($"The audit log breaks off: row {chain.Number} is missing.");
                return;
            }

            if (HashOf(rows.Utf8(1), chain.Hash) is not { } hash)
            {
                findings.Add($"The audit log was changed: row {chain.Number} does not fit the one before it or its own hash.");
                return;
            }

            chain = chain with { Hash = hash };
        }

        if (chain == Schema.LastAudit(connection)) return;
        findings.Add($"The audit log was cut: it ends with row {chain.Number}, and more were written.");
    }

    /// <summary>The row's hash where it is right; null where it is not.</summary>
    private static string? HashOf(ReadOnlySpan<byte> json, string previous)
    {
        try
        {
            using var row = JsonDocument.Parse(json.ToArray());
            var stated = row.RootElement.GetProperty("hash").GetString();
            var entry = Encoding.UTF8.GetBytes(row.RootElement.GetProperty("entry").GetRawText());
            var fits = row.RootElement.GetProperty("previous").GetString() == previous && stated == AuditChain.HashOf(previous, entry);
            return fits ? stated : null;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
