namespace Watchbill.Storage;

/// <summary>
/// Held by the one process that may write a database: a file beside it, locked by the operating system, which lets go of it however the
/// process ends. The file itself stays; deleting it would let two processes lock two files of the same name.
/// </summary>
internal sealed class HostLock : IDisposable
{
    private readonly FileStream file;

    private HostLock(FileStream file) => this.file = file;

    /// <exception cref="StorageException">Another process has it, or the folder cannot be written.</exception>
    public static HostLock Take(string database)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            return new HostLock(new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw StorageErrors.ReadOnly(database);
        }
        catch (IOException taken) when (IsSharingViolation(taken))
        {
            throw StorageErrors.InUse(database);
        }
        catch (IOException failed)
        {
            throw new StorageException($"The database {database} cannot be opened: {failed.Message}", failed);
        }
    }

    /// <summary>The file that is meant, whichever link names it: two names must not be two locks.</summary>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    public void Dispose() => file.Dispose();

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows: the runtime has no type of its own for them.
    private static bool IsSharingViolation(IOException failed) =>
        failed.GetType() == typeof(IOException) && failed.HResult is 11 or 35 or unchecked((int)0x80070020);
}
