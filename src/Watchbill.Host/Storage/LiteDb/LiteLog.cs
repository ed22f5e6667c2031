using System.Buffers.Binary;

namespace Watchbill.Storage;

/// <summary>
/// The log of a LiteDB store as its engine sees it: pages one after another. The engine confirms a transaction by a mark on its last page,
/// and would believe any page that has one; here the pages of a transaction wait in memory until <see cref="Confirm"/>, go to the disk
/// together as one <see cref="LogBatch"/>, and are flushed before it returns. What a power cut leaves of an unfinished batch is not read
/// again.
/// </summary>
/// <remarks>
/// The engine must not meet a disk that fails while it commits: its transaction would throw once more when it is collected, which ends
/// the process.
/// </remarks>
internal sealed class LiteLog : Stream
{
    public const int PageSize = 8192;
    private const int Transaction = 14;
    private const int ConfirmedMark = 18;
    private const long MaxKept = 16 << 20;

    private readonly IDiskFile file;
    private readonly LogBatch batch = new();
    private readonly byte[] identity;

    // Where each page of the log is in the file.
    private readonly List<long> pages = [];
    private LogHeader header;
    private byte[] chain;
    private long end = LogHeader.Size;
    private bool confirmed;
    private bool unfinished;
    private bool unbegun;

    private LiteLog(IDiskFile file, LogHeader header, byte[] identity) =>
        (this.file, this.header, this.identity, chain) = (file, header, identity, header.Chain);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => (long)(pages.Count + batch.Count) * PageSize;

    public override long Position { get; set; }

    /// <summary>Opens the log beside a data file, or makes it.</summary>
    /// <param name="identity">What tells this data file from others.</param>
    /// <exception cref="StorageException">It is damaged, or another data file's.</exception>
    public static LiteLog Open(IDisk disk, string path, byte[] identity)
    {
        if (!disk.Exists(path)) Create(disk, path, identity);
        var file = disk.Open(path);
        try
        {
            var log = new LiteLog(file, LogHeader.Read(file) ?? throw LiteErrors.DamagedLog(path), identity);
            log.Recover(path);
            if (log.header.Identity.AsSpan().SequenceEqual(identity)) return log;
            if (log.pages.Count > 0) throw LiteErrors.ForeignLog(path);
            log.Begin();
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var page = (int)(Position / PageSize);
        if (count != PageSize || Position % PageSize != 0) throw new InvalidOperationException("The log is read page by page.");
        if (page >= pages.Count + batch.Count) return 0;
        var bytes = buffer.AsSpan(offset, count);
        if (page >= pages.Count) batch.Page(page - pages.Count).CopyTo(bytes);
        else if (file.Read(bytes, pages[page]) < PageSize) throw new EndOfStreamException("The log is shorter than it was.");
        Position += PageSize;
        return PageSize;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count != PageSize || Position != Length) throw new InvalidOperationException("The log is written page by page, at its end.");
        batch.Add(buffer.AsSpan(offset, count));
        Position += PageSize;
        confirmed = buffer[offset + ConfirmedMark] != 0;
    }

    /// <summary>Puts on the disk what was written since, which must be a whole transaction.</summary>
    public void Confirm()
    {
        if (batch.Count == 0) return;
        if (!confirmed) throw new InvalidOperationException("The engine did not confirm its transaction.");
        if (unfinished || unbegun) throw new IOException("What was left of a save that failed could not be taken back.");
        var next = chain;
        var bytes = batch.Seal(header, pages.Count, ref next);
        unfinished = true;
        // No block that holds an older batch is touched: not even a torn write can take back what was acknowledged.
        file.Write(bytes, end);
        file.Flush();
        unfinished = false;
        Take(bytes.Length, next);
    }

    /// <summary>Forgets everything: after a checkpoint, whose data is flushed by then.</summary>
    public override void SetLength(long value)
    {
        if (value != 0) throw new InvalidOperationException("The log is kept whole or begun anew.");
        Begin();
    }

    /// <summary>Each transaction is flushed as it is written.</summary>
    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>
    /// Drops what is not on the disk for sure, in memory and in the file: whoever waited for it was or will be told that it failed.
    /// </summary>
    public void CutBack()
    {
        batch.Clear();
        if (unbegun) Begin();
        if (!unfinished) return;
        file.SetLength(end);
        file.Flush();
        unfinished = false;
    }

    /// <summary>Moves all that is in it into the data file, and begins anew: a checkpoint without an engine.</summary>
    public void Replay(IDiskFile data)
    {
        if (pages.Count == 0) return;
        var page = new byte[PageSize];
        var last = new SortedDictionary<uint, long>();
        foreach (var at in pages)
        {
            file.Read(page.AsSpan(0, 4), at);
            last[BinaryPrimitives.ReadUInt32LittleEndian(page)] = at;
        }

        foreach (var (number, at) in last)
        {
            file.Read(page, at);
            // As the engine leaves a page in the data file: of no transaction.
            page.AsSpan(Transaction, ConfirmedMark - Transaction).Fill(0xff);
            page[ConfirmedMark] = 0;
            data.Write(page, (long)number * PageSize);
        }

        data.Flush();
        Begin();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    private static void Create(IDisk disk, string path, byte[] identity)
    {
        // What has the final name has a header that was once flushed: without one it is damaged, and not just new.
        var made = path + ".new";
        using (var file = disk.Open(made))
        {
            file.SetLength(0);
            LogHeader.New(identity).Write(file);
            file.Flush();
        }

        disk.Move(made, path);
    }

    private void Take(int length, byte[] next)
    {
        for (var page = 0; page < batch.Count; page++) pages.Add(end + LogBatch.HeadSize + (long)page * PageSize);
        chain = next;
        end += length;
        batch.Clear();
    }

    private void Recover(string path)
    {
        var next = chain;
        while (batch.Read(file, end, header, pages.Count, ref next) is { } length) Take(length, next);
        batch.Clear();
        if (LogBatch.AnyAfter(file, end, header, pages.Count)) throw LiteErrors.DamagedLog(path);
        // A process that was killed may have written the last batch without having flushed it.
        if (pages.Count > 0) file.Flush();
    }

    // The header first, flushed: from then on no old batch fits, so that a new one is never followed by what is left of them.
    private void Begin()
    {
        unbegun = true;
        var next = header.Next(identity);
        next.Write(file);
        file.Flush();
        unbegun = false;
        (header, chain, end) = (next, next.Chain, LogHeader.Size);
        pages.Clear();
        batch.Clear();
        // Space that is written over needs no new entries in the file system, which makes a flush cheaper; too much of it is given back.
        if (file.Length > MaxKept) file.SetLength(MaxKept);
    }
}
