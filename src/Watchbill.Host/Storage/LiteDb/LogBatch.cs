using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Watchbill.Storage;

/// <summary>
/// The pages of one transaction as they stand in the log: a block that says how many they are and which, with the checksum of all of them
/// and of the batch before, then the pages. Each batch begins at a block of the disk of its own.
/// </summary>
internal sealed class LogBatch
{
    public const int HeadSize = LogHeader.Block;
    private const int PageSize = LiteLog.PageSize;
    private const int MarkSize = 4 + LogHeader.SaltSize;
    private const int CheckedSize = MarkSize + 4 + 8;

    // Kept while it is of the size that a group of saves has.
    private const int KeptSize = 4 << 20;

    private byte[] bytes = new byte[HeadSize + 16 * PageSize];

    public int Count { get; private set; }

    private static ReadOnlySpan<byte> Magic => "WBLB"u8;

    public ReadOnlySpan<byte> Page(int number) => bytes.AsSpan(HeadSize + number * PageSize, PageSize);

    public void Add(ReadOnlySpan<byte> page)
    {
        MakeRoom(Count + 1);
        page.CopyTo(bytes.AsSpan(HeadSize + Count * PageSize));
        Count++;
    }

    public void Clear()
    {
        Count = 0;
        if (bytes.Length > KeptSize) bytes = new byte[HeadSize + 16 * PageSize];
    }

    /// <summary>Writes the head.</summary>
    /// <param name="first">Which page of the log its first one is.</param>
    /// <param name="chain">Of the batch before; it becomes this one's.</param>
    /// <returns>The bytes to be written.</returns>
    public ReadOnlySpan<byte> Seal(LogHeader header, long first, ref byte[] chain)
    {
        bytes.AsSpan(0, HeadSize).Clear();
        Mark(header, bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(MarkSize), Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(MarkSize + 4), first);
        chain = ChainOf(chain);
        chain.CopyTo(bytes, CheckedSize);
        return bytes.AsSpan(0, HeadSize + Count * PageSize);
    }

    /// <summary>Reads the batch at a place of the file.</summary>
    /// <returns>Its length; null: there is no whole batch that follows the one before.</returns>
    public int? Read(IDiskFile file, long at, LogHeader header, long first, ref byte[] chain)
    {
        Clear();
        if (file.Read(bytes.AsSpan(0, HeadSize), at) < HeadSize || FirstOf(header, bytes) != first) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(MarkSize));
        if (count < 1 || count > (file.Length - at - HeadSize) / PageSize) return null;
        MakeRoom(count);
        file.Read(bytes.AsSpan(HeadSize, count * PageSize), at + HeadSize);
        Count = count;
        var stated = bytes.AsSpan(CheckedSize, SHA256.HashSizeInBytes);
        var found = ChainOf(chain);
        if (!stated.SequenceEqual(found)) return null;
        chain = found;
        return HeadSize + count * PageSize;
    }

    /// <summary>
    /// Whether a later batch of the same log stands anywhere from a place on: then what is broken there was on the disk once, since a batch
    /// is written when the one before is flushed.
    /// </summary>
    public static bool AnyAfter(IDiskFile file, long at, LogHeader header, long first)
    {
        var head = new byte[HeadSize];
        for (; file.Read(head, at) == HeadSize; at += HeadSize)
        {
            if (FirstOf(header, head) > first) return true;
        }

        return false;
    }

    private static void Mark(LogHeader header, Span<byte> head)
    {
        Magic.CopyTo(head);
        header.Salt.CopyTo(head[4..]);
    }

    private static long? FirstOf(LogHeader header, ReadOnlySpan<byte> head)
    {
        Span<byte> mark = stackalloc byte[MarkSize];
        Mark(header, mark);
        return head.StartsWith(mark) ? BinaryPrimitives.ReadInt64LittleEndian(head[(MarkSize + 4)..]) : null;
    }

    private byte[] ChainOf(byte[] before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(bytes.AsSpan(0, CheckedSize));
        hash.AppendData(bytes.AsSpan(HeadSize, Count * PageSize));
        return hash.GetHashAndReset();
    }

    private void MakeRoom(int count)
    {
        var needed = HeadSize + count * PageSize;
        if (bytes.Length < needed) Array.Resize(ref bytes, Math.Max(needed, 2 * bytes.Length));
    }
}
