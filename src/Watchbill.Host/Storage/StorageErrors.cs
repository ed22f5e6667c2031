namespace Watchbill.Storage;

/// <summary>What is wrong with a database file of whichever engine, in one sentence that says what to do.</summary>
internal static class StorageErrors
{
    public static StorageException Full(string path) =>
        new($"There is no space left for {path}, so nothing of this was saved. Free some space and do it again.");

    public static StorageException ReadOnly(string path) =>
        new($"The database {path} is read-only: let this user write the file and its folder, or set Storage:Path to another place.");

    public static StorageException NotADatabase(string path) =>
        new($"The file {path} is not a Watchbill database, or its beginning is damaged: restore a backup with 'watchbill restore', set "
            + "Storage:Path to another place, or move the file away to begin a new one.");

    public static StorageException Empty(string path) =>
        new($"The database {path} is empty, and a host never leaves it so: restore a backup with 'watchbill restore', "
            + "or delete the file to begin a new one.");

    public static StorageException Newer(string path, long schema, long known) =>
        new($"The database {path} was written by a newer version of Watchbill (schema {schema}, this one knows {known}): "
            + "start that version, or restore a backup made by this one.");

    public static StorageException InUse(string path) =>
        new($"The database {path} is in use by another Watchbill host: stop that one first, or set Storage:Path to another file.");

    public static StorageException OtherKind(string path, IDatabaseKind found, IDatabaseKind wanted) =>
        new($"The file {path} is {found.Title}'s, but Storage:Provider is '{wanted.Name}': take the setting out to go on with it, or move "
            + $"what it holds by 'watchbill export <file> --Storage:Provider={found.Name}' and then 'watchbill import <file>'.");
}
