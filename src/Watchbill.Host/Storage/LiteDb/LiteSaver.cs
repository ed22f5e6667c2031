using LiteDB;
using LiteDB.Engine;

namespace Watchbill.Storage;

/// <summary>Applies saves to a LiteDB file, a group of them in one transaction.</summary>
internal sealed class LiteSaver : ISaver
{
    // Longer ones make a start after a kill slower, and the wait of who saves when it is moved.
    private const long CheckpointEvery = 4 << 20;

    private readonly LiteFile file;
    private DatabaseState state;
    private long checkpointed;

    /// <param name="file">Closed with this.</param>
    public LiteSaver(LiteFile file)
    {
        this.file = file;
        state = file.Use(LiteState.Read);
    }

    public bool NeedsCheckpoint => file.LogBytes - checkpointed >= CheckpointEvery;

    public void Commit(IReadOnlyList<QueuedSave> saves)
    {
        var group = file.Use(engine => LiteGroup.Of(engine, state, saves));
        if (group.State == state) return;
        file.Commit(group.Write);
        state = group.State;
    }

    public void Checkpoint()
    {
        // Where there is no room for it, it is not tried again with each save.
        checkpointed = file.LogBytes;
        file.Checkpoint();
        checkpointed = file.LogBytes;
    }

    public void Dispose() => file.Dispose();
}

/// <summary>
/// What a group of saves comes to. It is worked out before any of it is written: the engine cannot take back a part of a transaction, so a
/// save that fails in its middle must not have begun.
/// </summary>
internal sealed class LiteGroup
{
    // Null: deleted.
    private readonly Dictionary<(string Kind, string Id), StoredDocument?> written = [];

    private LiteGroup(DatabaseState before) => State = before;

    /// <summary>As it is once the group is written.</summary>
    public DatabaseState State { get; private set; }

    public static LiteGroup Of(LiteEngine engine, DatabaseState before, IEnumerable<QueuedSave> saves)
    {
        var group = new LiteGroup(before);
        foreach (var save in saves) group.Apply(engine, save);
        return group;
    }

    public void Write(LiteEngine engine)
    {
        foreach (var kind in written.GroupBy(document => document.Key.Kind))
        {
            var gone = kind.Where(document => document.Value is null).Select(document => new BsonValue(document.Key.Id)).ToList();
            if (gone.Count > 0) engine.Delete(kind.Key, gone);
            LiteDocuments.Write(engine, kind.Key, kind.Select(document => document.Value).OfType<StoredDocument>());
        }

        LiteState.Write(engine, State);
    }

    private void Apply(LiteEngine engine, QueuedSave save)
    {
        save.Failure = null;
        var state = State;
        var mine = new Dictionary<(string Kind, string Id), StoredDocument?>();
        foreach (var write in save.Writes)
        {
            state = state with { Version = state.Version + 1 };
            write.Version = state.Version;
            var (key, json) = ((write.Kind, write.Write.Id), write.Json);
            if (write.Write.Value is AuditEntry entry)
            {
                (var row, var audit) = state.Audit.Append(entry);
                state = state with { Audit = audit };
                (key, json) = ((write.Kind, audit.Id), Documents.Serialize(row));
            }
            else if (write.Write.Expected is { } expected && expected != Current(engine, key, mine))
            {
                save.Failure = new StaleException(write.Write.Kind, write.Write.Id);
                return;
            }

            mine[key] = json is { } bytes ? new StoredDocument(key.Kind, key.Id, state.Version, bytes.ToArray()) : null;
        }

        foreach (var (key, document) in mine) written[key] = document;
        State = state;
    }

    /// <summary>The version that a change is to be made from; 0: there is none.</summary>
    private long Current(LiteEngine engine, (string Kind, string Id) key, Dictionary<(string Kind, string Id), StoredDocument?> mine) =>
        mine.TryGetValue(key, out var document) || written.TryGetValue(key, out document)
            ? document?.Version ?? 0
            : LiteDocuments.Find(engine, key.Kind, key.Id)?.Version ?? 0;
}
