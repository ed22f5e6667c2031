namespace Watchbill.Storage;

/// <summary>A kind of database file, and what its engine does with one.</summary>
internal interface IDatabaseKind
{
    /// <summary>As in <c>Storage:Provider</c>.</summary>
    string Name { get; }

    /// <summary>As people write it.</summary>
    string Title { get; }

    /// <summary>Whether a file that begins so is of this kind.</summary>
    bool Begins(ReadOnlySpan<byte> file);

    /// <summary>Opens a database to be served, and makes it where there is none.</summary>
    /// <exception cref="StorageException">It cannot be opened, or another host has it.</exception>
    IEmbeddedStore Open(string path, SaveNotices notices, ILogger logger);

    /// <summary>Opens a database that no host of this process serves.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    IDatabaseContent Read(string path);

    /// <summary>Opens a file that nobody serves, such as a copy, to save into it. Closed again it has nothing beside it.</summary>
    ISaver Write(string path);

    /// <summary>Writes into a file that nobody serves what it knows about itself.</summary>
    void Note(string path, DatabaseState state);

    /// <summary>Makes a database with all that another one has.</summary>
    void Make(string path, DatabaseState state, IEnumerable<StoredDocument> documents);
}

/// <summary>A store in a file of its own.</summary>
internal interface IEmbeddedStore : IStore, IDisposable
{
    /// <summary>All there is, while the store is in use.</summary>
    IDatabaseContent Content();
}

/// <summary>All there is in a database.</summary>
internal interface IDatabaseContent : IDisposable
{
    /// <summary>As it is now.</summary>
    DatabaseState State();

    /// <summary>By kind and id, ordinally; each as it is when it is reached.</summary>
    IEnumerable<StoredDocument> Documents();

    /// <summary>The first thing that is wrong with the file itself; null: nothing.</summary>
    string? Damage();

    /// <summary>Copies all of it, as of one moment, into an empty file.</summary>
    void CopyTo(string file);
}
