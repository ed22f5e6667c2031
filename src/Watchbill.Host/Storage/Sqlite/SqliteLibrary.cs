using System.Runtime.InteropServices;
using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>
/// Binds SQLite to the system's library: the engine that packages bundle is old, and the system's is kept safe by its owner.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<StorageException?> Missing = new(Load);

    /// <exception cref="StorageException">The library is not installed.</exception>
    public static void Ensure()
    {
        if (Missing.Value is { } missing) throw missing;
    }

    /// <summary>What to say where the library is not there.</summary>
    public static string MissingSentence(string library) =>
        $"The SQLite library {library} is not installed; install it (Debian and Ubuntu: apt-get install libsqlite3-0) and start again.";

    private static StorageException? Load()
    {
        var library = OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
        if (!NativeLibrary.TryLoad(library, out var loaded)) return new StorageException(MissingSentence(library));
        // Only the provider's imports are redirected; it has no others than this library's.
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (_, _, _) => loaded);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return null;
    }
}
