namespace Watchbill.Storage;

/// <summary>The disk under a LiteDB store. Tests have one that loses its power.</summary>
internal interface IDisk
{
    /// <summary>Opens a file, which nobody else may have open, or makes it for this user alone.</summary>
    IDiskFile Open(string path);

    bool Exists(string path);

    void MakeFolderOf(string path);

    /// <summary>Gives a file a name that no other has, and flushes the folder.</summary>
    void Move(string from, string to);

    void Delete(string path);
}

/// <summary>An open file. What was written is on the disk once <see cref="Flush"/> returns, and not before.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <returns>How many bytes there were; fewer than asked for at the end of the file alone.</returns>
    int Read(Span<byte> bytes, long at);

    void Write(ReadOnlySpan<byte> bytes, long at);

    void SetLength(long length);

    void Flush();
}
