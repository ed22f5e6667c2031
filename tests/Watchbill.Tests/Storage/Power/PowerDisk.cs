namespace Watchbill.Storage;

/// <summary>What a power cut does to what was not flushed.</summary>
public enum PowerCut
{
    /// <summary>All of it is gone: writes, new lengths, new names and deletions.</summary>
    Forget,

    /// <summary>A random part of it stays, by blocks of 4 KiB, some of them torn.</summary>
    Scatter,
}

/// <summary>
/// A disk in memory that knows what was flushed. At a chosen operation it loses its power: from then on everything fails, and what is left
/// is another disk.
/// </summary>
internal sealed class PowerDisk(Random random, bool flushes = true) : IDisk
{
    // ENOSPC.
    private const int NoSpace = 28;

    private readonly Lock gate = new();
    private readonly Dictionary<string, PowerFile> seen = [];
    private readonly Dictionary<string, PowerFile> kept = [];

    // New names, moves and deletions since their folder was flushed.
    private readonly List<Action<Dictionary<string, PowerFile>>> unflushed = [];
    private int? left;

    public bool IsDown { get; private set; }

    /// <summary>No file can grow.</summary>
    public bool IsFull { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Called before a flush, which waits for it.</summary>
    public Action? Flushing { get; set; }

    /// <summary>The operation at which the power goes, counted from now; null: none.</summary>
    public void CutAt(int? operation) => left = operation;

    /// <summary>The disk as it is found when the power is back.</summary>
    public PowerDisk After(PowerCut cut)
    {
        lock (gate)
        {
            IsDown = true;
            foreach (var change in unflushed.Where(_ => cut == PowerCut.Scatter && random.Next(2) == 0)) change(kept);
            var next = new PowerDisk(random, flushes);
            foreach (var (path, file) in kept) next.Have(path, file.After(cut, random));
            return next;
        }
    }

    /// <summary>A file that was there before, all of it on the disk.</summary>
    public PowerFile Have(string path, byte[] content) => seen[path] = kept[path] = new PowerFile(content);

    public IReadOnlyDictionary<string, PowerFile> Files => seen;

    public IDiskFile Open(string path) => new OpenFile(this, Named(path));

    /// <summary>The file, which is made where there is none.</summary>
    public PowerFile Named(string path)
    {
        lock (gate)
        {
            if (!seen.TryGetValue(path, out var file))
            {
                file = new PowerFile([]);
                Rename(files => files[path] = file);
            }

            MustBeUp();
            return file;
        }
    }

    public bool Exists(string path)
    {
        lock (gate) return seen.ContainsKey(path);
    }

    public void MakeFolderOf(string path)
    {
    }

    public void Move(string from, string to)
    {
        lock (gate)
        {
            Rename(files =>
            {
                if (files.Remove(from, out var file)) files[to] = file;
            });
            FlushFolder();
        }
    }

    public void Delete(string path)
    {
        lock (gate) Rename(files => files.Remove(path));
    }

    public void FlushFolder()
    {
        lock (gate)
        {
            Count();
            foreach (var change in unflushed) change(kept);
            unflushed.Clear();
        }
    }

    public void Write(PowerFile file, ReadOnlySpan<byte> bytes, long at)
    {
        lock (gate)
        {
            MustBeUp();
            MustHaveRoom(at + bytes.Length > file.Length);
            file.Write(bytes, at);
            Count();
        }
    }

    public void SetLength(PowerFile file, long length)
    {
        lock (gate)
        {
            MustBeUp();
            MustHaveRoom(length > file.Length);
            file.SetLength(length);
            Count();
        }
    }

    public void Flush(PowerFile file)
    {
        Flushing?.Invoke();
        lock (gate)
        {
            // A flush at which the power goes has flushed nothing for sure.
            Count();
            Flushes++;
            if (flushes) file.Flush();
        }
    }

    private int Read(PowerFile file, Span<byte> bytes, long at)
    {
        lock (gate)
        {
            MustBeUp();
            return file.Read(bytes, at);
        }
    }

    private void Rename(Action<Dictionary<string, PowerFile>> change)
    {
        MustBeUp();
        change(seen);
        unflushed.Add(change);
        Count();
    }

    private void Count()
    {
        MustBeUp();
        if (--left == 0) IsDown = true;
        MustBeUp();
    }

    private void MustBeUp()
    {
        if (IsDown) throw new IOException("The power is gone.");
    }

    private void MustHaveRoom(bool grows)
    {
        if (IsFull && grows) throw new IOException("No space left on device.", NoSpace);
    }

    private sealed class OpenFile(PowerDisk disk, PowerFile file) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> bytes, long at) => disk.Read(file, bytes, at);

        public void Write(ReadOnlySpan<byte> bytes, long at) => disk.Write(file, bytes, at);

        public void SetLength(long length) => disk.SetLength(file, length);

        public void Flush() => disk.Flush(file);

        public void Dispose()
        {
        }
    }
}
