using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Watchbill.Storage;

/// <summary>The disk of this machine.</summary>
internal sealed class LocalDisk : IDisk
{
    // Nobody else: what is open here is locked.
    public IDiskFile Open(string path) => new LocalFile(PrivateFile.Open(path, FileMode.OpenOrCreate, FileShare.None));

    public bool Exists(string path) => File.Exists(path);

    public void MakeFolderOf(string path) => Directory.CreateDirectory(Path.GetDirectoryName(path)!);

    public void Move(string from, string to)
    {
        File.Move(from, to);
        FlushFolderOf(to);
    }

    public void Delete(string path) => File.Delete(path);

    // The runtime opens no folders. Windows needs none of it: there a name is written with its file.
    private static void FlushFolderOf(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new SafeFileHandle(Unix.Open(Path.GetDirectoryName(path)!, 0), ownsHandle: true);
        if (folder.IsInvalid || Unix.Flush(folder) != 0)
            throw new IOException($"The folder of {path} cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
    }

    private static class Unix
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        public static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        public static extern int Flush(SafeFileHandle file);
    }

    private sealed class LocalFile(FileStream stream) : IDiskFile
    {
        private readonly SafeFileHandle handle = stream.SafeFileHandle;

        public long Length => RandomAccess.GetLength(handle);

        public int Read(Span<byte> bytes, long at)
        {
            var all = 0;
            while (all < bytes.Length)
            {
                var read = RandomAccess.Read(handle, bytes[all..], at + all);
                if (read == 0) break;
                all += read;
            }

            return all;
        }

        public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(handle, bytes, at);

        public void SetLength(long length) => RandomAccess.SetLength(handle, length);

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => stream.Dispose();
    }
}
