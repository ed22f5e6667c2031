namespace Watchbill.Storage;

/// <summary>
/// Held by the one process that may write a database: the operating system's lock on the file itself, whichever name or link leads to it.
/// The system lets go of it however the process ends.
/// </summary>
/// <remarks>
/// It is no lock that SQLite sees: on Linux flock and fcntl do not meet, on Windows it is a byte beyond every database. Where the two
/// would meet, on macOS, a file beside the database is locked instead.
/// While a database is open, this process must open and close the file by the engine alone: closing any other handle of it would end
/// the engine's own locks.
/// </remarks>
internal sealed class HostLock : IDisposable
{
    // Beyond what a database can grow to; a page never lies there.
    private const long Beyond = long.MaxValue - 1;

    private readonly List<FileStream> files = [];

    private HostLock(string path) => Path = path;

    /// <summary>The file that is locked.</summary>
    public string Path { get; }

    /// <summary>Locks a database that is there, and closes it to everybody but its user.</summary>
    /// <exception cref="StorageException">Another process has it, or it may not be written.</exception>
    public static HostLock Take(string database) => Take(database, database, FileMode.Open);

    /// <summary>
    /// Locks an empty file beside a database that is not there yet. The new one is made in it and then named: one that has its name is
    /// whole, so that an empty one is known to have lost what it held. Of two hosts that begin at once the second finds the file locked
    /// or, where the first has named it meanwhile, the database there.
    /// </summary>
    /// <exception cref="StorageException">Another host makes it or has made it, or the folder may not be written.</exception>
    public static HostLock TakeNew(string database)
    {
        var held = Take(database, database + ".new", FileMode.OpenOrCreate);
        if (!File.Exists(database))
        {
            // What a host left that was killed while it made one.
            held.files[^1].SetLength(0);
            return held;
        }

        File.Delete(held.Path);
        held.Dispose();
        throw StorageErrors.InUse(database);
    }

    /// <summary>The file that is meant, whichever symbolic link names it: its log lies beside it under its own name.</summary>
    public static string Resolve(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    /// <summary>Why a database could not be opened.</summary>
    /// <remarks>
    /// The runtime has no types of its own for these: EWOULDBLOCK of Linux and macOS, a violation of sharing or of a lock of Windows.
    /// </remarks>
    public static StorageException Explain(Exception failed, string database) => failed switch
    {
        UnauthorizedAccessException => StorageErrors.ReadOnly(database),
        IOException { HResult: 30 } => StorageErrors.ReadOnly(database),
        IOException { HResult: 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021) } => StorageErrors.InUse(database),
        _ => new StorageException($"The database {database} cannot be opened: {failed.Message}", failed),
    };

    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
    }

    private static HostLock Take(string database, string file, FileMode mode)
    {
        var held = new HostLock(file);
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(database)!);
            // Hosts of the version before locked this one.
            var beside = database + ".lock";
            if (OperatingSystem.IsMacOS() || File.Exists(beside)) held.files.Add(Exclusive(beside, FileMode.OpenOrCreate));
            if (OperatingSystem.IsMacOS())
                PrivateFile.Open(file, mode == FileMode.OpenOrCreate ? FileMode.Create : mode, FileShare.ReadWrite).Dispose();
            else held.files.Add(Exclusive(file, mode));
            return held;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Explain(failed, database);
        }
    }

    private static FileStream Exclusive(string path, FileMode mode)
    {
        if (!OperatingSystem.IsWindows()) return PrivateFile.Open(path, mode, FileShare.None);
        var file = PrivateFile.Open(path, mode, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            file.Lock(Beyond, 1);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
