using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>What went wrong with a file, in one sentence that says what to do.</summary>
internal static class SqliteErrors
{
    // Extended codes of SQLITE_IOERR for writes that found no room: the log's index is written through shared memory.
    private const int WriteFailed = raw.SQLITE_IOERR | (3 << 8);
    private const int IndexNotGrown = raw.SQLITE_IOERR | (19 << 8);

    public static StorageException Of(int result, int extended, string detail, string path) => (result & 0xff) switch
    {
        raw.SQLITE_FULL => StorageErrors.Full(path),
        raw.SQLITE_IOERR when extended is WriteFailed or IndexNotGrown =>
            new($"Writing to {path} failed ({detail}): the disk is full or broken. Free some space or replace it, then do it again."),
        raw.SQLITE_IOERR => new($"The disk under {path} failed ({detail}, code {extended}): check it, then do it again."),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => StorageErrors.ReadOnly(path),
        raw.SQLITE_NOTADB => StorageErrors.NotADatabase(path),
        raw.SQLITE_CORRUPT =>
            new($"The database {path} is damaged ({detail}): stop the host and restore a backup with 'watchbill restore'."),
        raw.SQLITE_CANTOPEN =>
            new($"The database {path} cannot be opened: its folder is missing or may not be read and written by this user."),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new($"The database {path} is held by another program: end it, then try again."),
        _ => new($"The database {path} failed: {detail} (code {extended})."),
    };

    public static StorageException NoLog(string path) =>
        new($"The database {path} lies where no write-ahead log can be shared, such as a network drive: set Storage:Path to a local disk.");
}
