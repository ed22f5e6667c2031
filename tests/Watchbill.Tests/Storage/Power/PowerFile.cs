namespace Watchbill.Storage;

/// <summary>A file as programs see it and as the disk has it: what was written since the last flush is known by block.</summary>
internal sealed class PowerFile
{
    private const int Block = 4096;
    private const int Sector = 512;

    private readonly HashSet<int> unflushed = [];
    private byte[] seen;
    private byte[] kept;
    private int keptLength;

    /// <param name="content">All of it on the disk.</param>
    public PowerFile(byte[] content)
    {
        (seen, kept) = (content, content.ToArray());
        (Length, keptLength) = (content.Length, content.Length);
    }

    public int Length { get; private set; }

    public int Read(Span<byte> bytes, long at)
    {
        var count = (int)Math.Clamp(Length - at, 0, bytes.Length);
        if (count > 0) seen.AsSpan((int)at, count).CopyTo(bytes);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        var end = (int)at + bytes.Length;
        if (seen.Length < end) Array.Resize(ref seen, Math.Max(end, 2 * seen.Length));
        bytes.CopyTo(seen.AsSpan((int)at));
        Touch(Math.Min(Length, (int)at), end);
        Length = Math.Max(Length, end);
    }

    public void SetLength(long length)
    {
        var to = (int)length;
        if (seen.Length < to) Array.Resize(ref seen, to);
        if (to < Length) seen.AsSpan(to, Length - to).Clear();
        Touch(Math.Min(to, Length), Math.Max(to, Length));
        Length = to;
    }

    public void Flush()
    {
        if (kept.Length < seen.Length) Array.Resize(ref kept, seen.Length);
        foreach (var block in unflushed) BlockOf(seen, block).CopyTo(BlockOf(kept, block));
        keptLength = Length;
        unflushed.Clear();
    }

    /// <summary>What a power cut leaves of it.</summary>
    public byte[] After(PowerCut cut, Random random)
    {
        var isScattered = cut == PowerCut.Scatter;
        var left = new byte[isScattered && random.Next(2) == 0 ? Length : keptLength];
        kept.AsSpan(0, Math.Min(left.Length, kept.Length)).CopyTo(left);
        foreach (var block in unflushed.Order().Where(block => isScattered && block * Block < left.Length))
        {
            // A block stays, is gone, or was written to one of its sectors when the power went.
            var stays = random.Next(3) switch { 0 => 0, 1 => Block, _ => random.Next(1, Block / Sector) * Sector };
            var to = BlockOf(left, block);
            to = to[..Math.Min(to.Length, stays)];
            BlockOf(seen, block)[..to.Length].CopyTo(to);
        }

        return left;
    }

    private static Span<byte> BlockOf(byte[] bytes, int block) =>
        bytes.AsSpan(block * Block, Math.Min(Block, bytes.Length - block * Block));

    private void Touch(int from, int to)
    {
        for (var block = from / Block; block * Block < to; block++) unflushed.Add(block);
    }
}
