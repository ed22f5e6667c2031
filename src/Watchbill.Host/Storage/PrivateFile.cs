namespace Watchbill.Storage;

/// <summary>Files that only their user may read and write, whatever the umask is and whatever they were before.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for writing, or makes it.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (OperatingSystem.IsWindows()) return new FileStream(path, options);
        if (mode != FileMode.Open) options.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, options);
        Close(path);
        return file;
    }

    /// <summary>Closes a file, where there is one, to everybody else.</summary>
    public static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || File.GetUnixFileMode(path) == OwnerOnly) return;
        try
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (UnauthorizedAccessException)
        {
            // It is somebody else's, who lets this user write it: theirs to close.
        }
    }
}
