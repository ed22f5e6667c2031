using NodaTime;

namespace Watchbill.Storage;

/// <summary>A document as a database has it, whichever engine keeps it.</summary>
internal sealed record StoredDocument(string Kind, string Id, long Version, byte[] Json);

/// <summary>What a database knows about itself.</summary>
/// <param name="Version">The number of the last write, of documents that are deleted too.</param>
/// <param name="Audit">The end of the audit log as it was last written: also where rows were taken out since.</param>
internal sealed record DatabaseState(long Version, AuditChain Audit)
{
    public static DatabaseState New { get; } = new(0, AuditChain.Start);

    /// <summary>Of a backup, when it was made.</summary>
    public Instant? BackedUpAt { get; init; }

    /// <summary>Of a backup, the hash of its documents; null: it was made before there was one.</summary>
    public string? Sha256 { get; init; }
}
