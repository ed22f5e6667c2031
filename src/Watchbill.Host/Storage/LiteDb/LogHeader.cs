using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Watchbill.Storage;

/// <summary>
/// What a log begins with. There are two places for it, written by turns, so that one of them is whole whenever the power fails: the newer
/// one counts. The salt makes what was written under another header worthless.
/// </summary>
/// <param name="Generation">Grows with each time the log is begun anew.</param>
/// <param name="Identity">Of the data file that the log belongs to.</param>
internal sealed record LogHeader(long Generation, byte[] Salt, byte[] Identity)
{
    public const int Block = 4096;
    public const int Size = 2 * Block;
    public const int SaltSize = 16;
    public const int IdentitySize = 8;
    private const int Length = 8 + 8 + SaltSize + IdentitySize;

    private static ReadOnlySpan<byte> Magic => "WBILLOG1"u8;

    /// <summary>What the first batch is chained to.</summary>
    public byte[] Chain => SHA256.HashData(Bytes());

    public static LogHeader New(byte[] identity) => new(1, RandomNumberGenerator.GetBytes(SaltSize), identity);

    public LogHeader Next(byte[] identity) => New(identity) with { Generation = Generation + 1 };

    /// <summary>The newer header that is whole; null where neither is.</summary>
    public static LogHeader? Read(IDiskFile file)
    {
        var (one, other) = (ReadAt(file, 0), ReadAt(file, Block));
        return one is null || other?.Generation > one.Generation ? other : one;
    }

    public void Write(IDiskFile file)
    {
        var block = new byte[Block];
        Bytes().CopyTo(block, 0);
        Chain.CopyTo(block, Length);
        file.Write(block, Generation % 2 * Block);
    }

    private static LogHeader? ReadAt(IDiskFile file, long at)
    {
        var block = new byte[Length + SHA256.HashSizeInBytes];
        if (file.Read(block, at) < block.Length || !block.AsSpan().StartsWith(Magic)) return null;
        var header = new LogHeader(BinaryPrimitives.ReadInt64LittleEndian(block.AsSpan(8)), block[16..32], block[32..Length]);
        return header.Chain.AsSpan().SequenceEqual(block.AsSpan(Length)) ? header : null;
    }

    private byte[] Bytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Generation);
        Salt.CopyTo(bytes, 16);
        Identity.CopyTo(bytes, 32);
        return bytes;
    }
}
