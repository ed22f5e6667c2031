using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>
/// SQLite's way to the files of watched folders: what it writes, flushes and deletes is told to a <see cref="PowerDisk"/> before it is
/// done. Files of other folders are the system's as ever.
/// </summary>
internal static unsafe class PowerVfs
{
    private const int WriteFailed = raw.SQLITE_IOERR | (3 << 8);
    private const int FlushFailed = raw.SQLITE_IOERR | (4 << 8);
    private const int TruncateFailed = raw.SQLITE_IOERR | (6 << 8);
    private const int DeleteFailed = raw.SQLITE_IOERR | (10 << 8);

    // Those of which SQLite flushes the folder with the first flush of the file: OPEN_WAL, OPEN_MAIN_JOURNAL, OPEN_SUPER_JOURNAL.
    private const int Journals = 0x80000 | 0x800 | 0x4000;
    private const int Create = 0x4;

    private static readonly ConcurrentDictionary<string, PowerDisk> Watched = [];
    private static readonly Vfs* System = Register();

    public static void Watch(string folder, PowerDisk disk) => Watched[folder] = disk;

    public static void Leave(string folder) => Watched.TryRemove(folder, out _);

    private static Vfs* Register()
    {
        Batteries_V2.Init();
        var system = Find(null);
        // As the system's in all but these two; SQLite keeps it for as long as the process lives.
        var mine = (Vfs*)NativeMemory.Alloc((nuint)sizeof(Vfs));
        *mine = *system;
        mine->Name = (byte*)Marshal.StringToCoTaskMemUTF8("power");
        mine->Open = &Open;
        mine->Delete = &Delete;
        return Register(mine, 1) == raw.SQLITE_OK ? system : throw new InvalidOperationException("SQLite takes no other file system.");
    }

    private static PowerDisk? DiskOf(string? path) =>
        path is not null && Watched.TryGetValue(Path.GetDirectoryName(path)!, out var disk) ? disk : null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(Vfs* vfs, byte* name, SqliteFile* file, int flags, int* opened)
    {
        var path = Marshal.PtrToStringUTF8((nint)name);
        var disk = DiskOf(path);
        var result = System->Open(System, name, file, flags, opened);
        if (disk is null || result != raw.SQLITE_OK) return result;
        try
        {
            var isNew = !disk.Exists(path!);
            var known = disk.Named(path!);
            var watch = new WatchedFile(disk, known) { FlushesFolder = isNew && (flags & Journals) != 0 && (flags & Create) != 0 };
            // A table of the file's own, with the watch behind it.
            var table = (WatchedMethods*)NativeMemory.Alloc((nuint)sizeof(WatchedMethods));
            table->Methods = *file->Methods;
            table->Methods.Version = 2;
            table->System = file->Methods;
            table->Watch = GCHandle.ToIntPtr(GCHandle.Alloc(watch));
            table->Methods.Write = &Write;
            table->Methods.Truncate = &Truncate;
            table->Methods.Sync = &Sync;
            table->Methods.Close = &Close;
            file->Methods = (Methods*)table;
            return result;
        }
        catch (IOException)
        {
            file->Methods->Close(file);
            file->Methods = null;
            return raw.SQLITE_CANTOPEN;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(Vfs* vfs, byte* name, int flushesFolder)
    {
        var path = Marshal.PtrToStringUTF8((nint)name);
        return Tell(DeleteFailed, () =>
        {
            if (DiskOf(path) is not { } disk) return;
            disk.Delete(path!);
            if (flushesFolder != 0) disk.FlushFolder();
        }) is var failed and not raw.SQLITE_OK ? failed : System->Delete(System, name, flushesFolder);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(SqliteFile* file, byte* bytes, int count, long at)
    {
        var watch = WatchOf(file);
        try
        {
            watch.Disk.Write(watch.File, new ReadOnlySpan<byte>(bytes, count), at);
        }
        catch (IOException failed)
        {
            return failed.HResult == 28 ? raw.SQLITE_FULL : WriteFailed;
        }

        return SystemOf(file)->Write(file, bytes, count, at);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(SqliteFile* file, long length)
    {
        var watch = WatchOf(file);
        var failed = Tell(TruncateFailed, () => watch.Disk.SetLength(watch.File, length));
        return failed != raw.SQLITE_OK ? failed : SystemOf(file)->Truncate(file, length);
    }

    // The system's disk need not wait for what the other one counts.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(SqliteFile* file, int flags)
    {
        var watch = WatchOf(file);
        return Tell(FlushFailed, () =>
        {
            watch.Disk.Flush(watch.File);
            if (watch.FlushesFolder) watch.Disk.FlushFolder();
            watch.FlushesFolder = false;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(SqliteFile* file)
    {
        var table = (WatchedMethods*)file->Methods;
        var result = table->System->Close(file);
        GCHandle.FromIntPtr(table->Watch).Free();
        NativeMemory.Free(table);
        return result;
    }

    private static WatchedFile WatchOf(SqliteFile* file) =>
        (WatchedFile)GCHandle.FromIntPtr(((WatchedMethods*)file->Methods)->Watch).Target!;

    private static Methods* SystemOf(SqliteFile* file) => ((WatchedMethods*)file->Methods)->System;

    private static int Tell(int failure, Action tell)
    {
        try
        {
            tell();
            return raw.SQLITE_OK;
        }
        catch (IOException)
        {
            return failure;
        }
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static extern Vfs* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static extern int Register(Vfs* vfs, int isDefault);

    private sealed class WatchedFile(PowerDisk disk, PowerFile file)
    {
        public PowerDisk Disk => disk;

        public PowerFile File => file;

        public bool FlushesFolder { get; set; }
    }

    /// <summary>sqlite3_vfs, of version 3.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public Vfs* Next;
        public byte* Name;
        public void* Data;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, SqliteFile*, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<Vfs*, byte*, int, int> Delete;
        public Others Rest;

        [InlineArray(14)]
        public struct Others
        {
            private nint first;
        }
    }

    /// <summary>sqlite3_file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SqliteFile
    {
        public Methods* Methods;
    }

    /// <summary>sqlite3_io_methods, of version 2: without memory maps of the file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<SqliteFile*, int> Close;
        public nint Read;
        public delegate* unmanaged[Cdecl]<SqliteFile*, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<SqliteFile*, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<SqliteFile*, int, int> Sync;
        public Others Rest;

        [InlineArray(11)]
        public struct Others
        {
            private nint first;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WatchedMethods
    {
        public Methods Methods;
        public Methods* System;
        public nint Watch;
    }
}
