using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Watchbill.Storage;

/// <summary>The first page of a LiteDB file: whose file it is, and which.</summary>
internal static class LiteHeader
{
    /// <summary>Grows when an older Watchbill could no longer read what this one writes.</summary>
    public const int Schema = 1;

    private const int Length = 192;
    private const int Info = 32;
    private const int Created = 68;
    private const int UserVersion = 76;
    private const int FileVersion = 8;

    // "WB" in the upper half of the number that LiteDB keeps for its user.
    private const int Application = 0x5742 << 16;

    /// <summary>What LiteDB is told to keep in the header.</summary>
    public const int Mark = Application | Schema;

    private static ReadOnlySpan<byte> Magic => "** This is a LiteDB file **"u8;

    /// <summary>Whether the file begins as those of LiteDB do.</summary>
    public static bool Begins(ReadOnlySpan<byte> file) => file.Length >= Length && file[Info..].StartsWith(Magic);

    /// <summary>The moment at which LiteDB has the file as made, which no two files share: a log belongs to one of them.</summary>
    /// <exception cref="StorageException">The file is somebody else's or of a newer version.</exception>
    public static byte[] Identity(IDiskFile file, string path)
    {
        if (file.Length == 0) throw StorageErrors.Empty(path);
        var header = new byte[Length];
        if (file.Read(header, 0) < Length || !Begins(header) || header[Info + Magic.Length] != FileVersion)
            throw StorageErrors.NotADatabase(path);
        var mark = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(UserVersion));
        if ((mark & ~0xffff) != Application) throw StorageErrors.NotADatabase(path);
        if ((mark & 0xffff) > Schema) throw StorageErrors.Newer(path, mark & 0xffff, Schema);
        return header[Created..(Created + LogHeader.IdentitySize)];
    }

    /// <summary>Makes a copy a file of its own, to which the original's log does not belong.</summary>
    public static void Renew(IDiskFile copy)
    {
        // Any moment will do that LiteDB can read as one.
        var moment = RandomNumberGenerator.GetBytes(LogHeader.IdentitySize);
        moment[^1] &= 0x1f;
        copy.Write(moment, Created);
        copy.Flush();
    }
}
