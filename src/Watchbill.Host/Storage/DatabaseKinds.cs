namespace Watchbill.Storage;

/// <summary>The kinds of database files there are.</summary>
internal static class DatabaseKinds
{
    private const int Head = 256;

    public static IReadOnlyList<IDatabaseKind> All { get; } = [new SqliteKind(), new LiteKind()];

    /// <summary>What an empty folder gets where nothing is set.</summary>
    public static IDatabaseKind Default => All[0];

    public static IDatabaseKind Named(string name) => All.Single(kind => kind.Name == name);

    /// <summary>The kind of a file by how it begins; null: there is none, or it is of none.</summary>
    /// <exception cref="StorageException">Another host has it, or it cannot be read.</exception>
    public static IDatabaseKind? Of(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var head = new byte[Head];
            var length = file.ReadAtLeast(head, Head, throwOnEndOfStream: false);
            return All.FirstOrDefault(kind => kind.Begins(head.AsSpan(0, length)));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw HostLock.Explain(failed, path);
        }
    }

    /// <summary>The kind that a path has, or is to have.</summary>
    /// <param name="wanted">Storage:Provider; null: what is there decides.</param>
    /// <exception cref="StorageException">Another kind is there than is wanted.</exception>
    public static IDatabaseKind For(string path, string? wanted)
    {
        var found = Of(path);
        if (wanted is null) return found ?? Default;
        var kind = Named(wanted);
        return found is null || found == kind ? kind : throw StorageErrors.OtherKind(path, found, kind);
    }
}
