namespace Watchbill.Storage;

/// <summary>
/// LiteDB's data file as its engine sees it. Only a checkpoint writes it, and only once everything it writes is safe in the log: an engine
/// that has failed cannot scribble on it.
/// </summary>
internal sealed class LiteData(IDiskFile file) : Stream
{
    private bool writable;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position { get; set; }

    /// <summary>What the engine writes meanwhile is meant to be written.</summary>
    public void Unlocked(Action write)
    {
        writable = true;
        try
        {
            write();
        }
        finally
        {
            writable = false;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = file.Read(buffer.AsSpan(offset, count), Position);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        MustBeWritable();
        file.Write(buffer.AsSpan(offset, count), Position);
        Position += count;
    }

    /// <summary>The engine's word for "let it be on the disk".</summary>
    public override void Flush() => file.Flush();

    public override void SetLength(long value)
    {
        // Cutting off a page that a power cut left by half, which the log still has, is all that is asked for outside of a checkpoint.
        if (value > Length) MustBeWritable();
        file.SetLength(value);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    // Not an IOException: the engine would try those again for a minute.
    private void MustBeWritable()
    {
        if (!writable) throw new InvalidOperationException("The data file is written by checkpoints alone.");
    }
}
