using LiteDB;

namespace Watchbill.Storage;

/// <summary>What went wrong with a LiteDB file or its log, in one sentence that says what to do.</summary>
internal static class LiteErrors
{
    // The runtime has no types of its own for these: ENOSPC and EDQUOT of Linux and
    // macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];
    private const int DiskFailed = 5;

    public static StorageException Of(Exception failed, string path) => failed switch
    {
        StorageException told => told,
        EndOfStreamException => Damaged(path, failed),
        IOException full when Full.Contains(full.HResult) => StorageErrors.Full(path),
        IOException { HResult: DiskFailed } =>
            new($"The disk under {path} failed ({OneLine(failed)}): check it, then do it again.", failed),
        IOException or UnauthorizedAccessException => HostLock.Explain(failed, path),
        // The engine's own checks, and what it runs into where a page is not what it should be.
        LiteException { ErrorCode: LiteException.INVALID_DATAFILE_STATE or LiteException.INVALID_DATABASE } => Damaged(path, failed),
        LiteException => new($"The database {path} failed: {OneLine(failed)}", failed),
        _ => Damaged(path, failed),
    };

    public static StorageException DamagedLog(string log) =>
        new($"The log {log} of the database is damaged, and what was saved last is only there: stop the host and restore a backup with "
            + "'watchbill restore'.");

    public static StorageException ForeignLog(string log) =>
        new($"The log {log} belongs to another database than the one beside it: put the two that belong together in one place, or move the "
            + "log away to go on without what was saved in it.");

    private static StorageException Damaged(string path, Exception failed) =>
        new($"The database {path} is damaged ({OneLine(failed)}): stop the host and restore a backup with 'watchbill restore'.", failed);

    private static string OneLine(Exception failed) => failed.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
