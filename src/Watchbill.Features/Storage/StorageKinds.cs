namespace Watchbill.Storage;

/// <summary>What the store says about itself.</summary>
public static class StorageKinds
{
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        new StoredKind<Restored>
        {
            Name = "restored",
            Id = Restored.Id,
            Holds = "which period a restored database misses; while it exists nothing is said",
            Retention = Retention.Until<Restored>("an admin lets the bot speak again"),
            Personal = Personal.Nobodys<Restored>(),
            Renamed = Renamed.Never<Restored>(),
        },
        new StoredKind<WriteProbe>
        {
            Name = "probe",
            Id = WriteProbe.Id,
            Holds = "when readiness last found that the store can be written",
            Retention = Retention.Until<WriteProbe>("the next one"),
            Personal = Personal.Nobodys<WriteProbe>(),
            Renamed = Renamed.Never<WriteProbe>(),
        },
        new StoredKind<AuditRow>
        {
            Name = "audit",
            Id = "number",
            Holds = "who did what, when, to what and why, chained by hashes",
            Retention = Retention.ForGood<AuditRow>(),
            Personal = new("the id of who did it or of whom it is about, and the reason they typed; never a name")
            {
                Forget = Forget.Stays<AuditRow>(
                    "stays as it is: ids, and the reasons that people typed; its rows cannot be changed without breaking the chain"),
                Export = Export.Whole<AuditRow>("the rows by them or about them",
                    (stored, person) => stored.Value.Entry.Actor == person || stored.Value.Entry.Subject == $"person/{person}"),
            },
            Renamed = Renamed.Never<AuditRow>(),
        },
    ];
}
