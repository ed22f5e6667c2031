using System.Text;
using System.Text.Json;

namespace Watchbill.Storage;

/// <summary>Reads a whole database and says what is wrong with it. It may be in use meanwhile.</summary>
internal sealed class DatabaseCheck
{
    // A damaged file can be wrong in each row; whoever reads this has seen enough by then.
    private const int MaxFindings = 100;

    private static readonly Dictionary<string, Type> Types = Documents.Names.ToDictionary(kind => kind.Value, kind => kind.Key);

    private readonly IDatabaseContent content;
    private readonly List<string> findings = [];
    private readonly AuditChain audited;
    private long lastVersion;
    private AuditChain chain = AuditChain.Start;
    private bool isBroken;
    private bool isCut;

    private DatabaseCheck(IDatabaseContent content)
    {
        this.content = content;
        (lastVersion, audited) = content.State();
        isCut = audited.Number > 0;
    }

    /// <returns>One sentence for each finding; empty: all is well.</returns>
    public static IReadOnlyList<string> Run(IDatabaseContent content, string path)
    {
        var findings = new List<string>();
        try
        {
            if (content.Damage() is { } damage) findings.Add($"The file {path} is damaged: {damage}.");
            var check = new DatabaseCheck(content);
            check.Run();
            findings.AddRange(check.findings);
        }
        catch (StorageException broken)
        {
            findings.Add(broken.Message);
        }

        return findings;
    }

    private void Run()
    {
        foreach (var document in content.Documents())
        {
            CheckDocument(document);
            if (document.Kind == Documents.NameOf(typeof(AuditRow)) && !isBroken) CheckRow(document);
            if (findings.Count >= MaxFindings) return;
        }

        // What was written while this read may be more than it saw, but never less.
        if (isBroken || !isCut && chain.Number <= content.State().Audit.Number) return;
        findings.Add($"The audit log was cut: it ends with row {chain.Number}, and more were written.");
    }

    private void CheckDocument(StoredDocument document)
    {
        var (kind, id, version, json) = document;
        if (version > lastVersion) lastVersion = content.State().Version;
        if (version > lastVersion) findings.Add($"The {kind} '{id}' has version {version}, but the last write was {lastVersion}.");
        if (!Types.TryGetValue(kind, out var type))
        {
            findings.Add($"The document '{id}' is of the kind '{kind}', which this version does not know.");
            return;
        }

        try
        {
            Documents.Deserialize(type, id, json);
        }
        catch (StorageException broken)
        {
            findings.Add(broken.Message);
        }
    }

    private void CheckRow(StoredDocument document)
    {
        chain = chain with { Number = chain.Number + 1 };
        if (document.Id != chain.Id)
        {
            findings.Add($"The audit log breaks off: row {chain.Number} is missing.");
            isBroken = true;
        }
        else if (HashOf(document.Json, chain.Hash) is { } hash)
        {
            chain = chain with { Hash = hash };
            if (chain == audited) isCut = false;
        }
        else
        {
            findings.Add($"The audit log was changed: row {chain.Number} does not fit the one before it or its own hash.");
            isBroken = true;
        }
    }

    /// <summary>The row's hash where it is right; null where it is not.</summary>
    private static string? HashOf(byte[] json, string previous)
    {
        try
        {
            using var row = JsonDocument.Parse(json);
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
