namespace Watchbill.Storage;

/// <summary>LiteDB's files.</summary>
internal sealed class LiteKind : IDatabaseKind
{
    // What is written in one transaction, whose pages stay in memory meanwhile.
    private const int Portion = 1000;

    private readonly LocalDisk disk = new();

    public string Name => "litedb";

    public string Title => "LiteDB";

    public bool Begins(ReadOnlySpan<byte> file) => LiteHeader.Begins(file);

    public IEmbeddedStore Open(string path, SaveNotices notices, ILogger logger) => LiteStore.Open(path, notices, logger);

    public IDatabaseContent Read(string path) => new LiteContent(disk, LiteFile.Open(disk, path), isOwned: true);

    public ISaver Write(string path) => new LiteSaver(LiteFile.Open(disk, path));

    public void Note(string path, DatabaseState state)
    {
        using var file = LiteFile.Open(disk, path);
        file.Commit(engine => LiteState.Write(engine, state));
    }

    public void Make(string path, DatabaseState state, IEnumerable<StoredDocument> documents)
    {
        using var file = LiteFile.Open(disk, path);
        foreach (var some in documents.Chunk(Portion))
        {
            file.Commit(engine =>
            {
                foreach (var kind in some.GroupBy(document => document.Kind)) LiteDocuments.Write(engine, kind.Key, kind);
            });
            file.Checkpoint();
        }

        file.Commit(engine => LiteState.Write(engine, state));
    }
}
