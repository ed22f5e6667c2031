using NodaTime;
using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>A database or a backup that lost its content: what is said leads to a backup, and restoring a good one works.</summary>
public abstract class DamagedFileContract : DatabaseContract
{
    [Theory]
    [InlineData("empty")]
    [InlineData("ten bytes")]
    [InlineData("no header")]
    [InlineData("cut")]
    [InlineData("scribbled")]
    public async Task A_damaged_database_says_restore_and_a_backup_takes_its_place(string damage)
    {
        await FillAsync();
        var backup = Backup(Configured());
        var whole = await File.ReadAllBytesAsync(Database, Ct);
        await File.WriteAllBytesAsync(Database, Damaged(whole, damage), Ct);

        Assert.Contains("restore", await SaidAsync(), StringComparison.Ordinal);

        Configured().Restore(backup, Friday);
        Assert.Null(await SaidAsync());
    }

    [Fact]
    public async Task An_empty_file_is_never_taken_for_a_new_database()
    {
        await File.WriteAllTextAsync(Database, "", Ct);

        Assert.Equal(
            $"The database {Database} is empty, and a host never leaves it so: restore a backup with 'watchbill restore', "
                + "or delete the file to begin a new one.",
            await SaidAsync());
        Assert.Equal("", await File.ReadAllTextAsync(Database, Ct));
    }

    [Fact]
    public async Task A_backup_of_which_bytes_have_flipped_is_refused_and_nothing_is_changed()
    {
        using (var store = Open())
        {
            for (var i = 0; i < 40; i++) await SaveAsync(store, $"d{i}", 2_000);
        }

        var backup = Backup(Configured());
        var (whole, before) = (await File.ReadAllBytesAsync(backup, Ct), await File.ReadAllBytesAsync(Database, Ct));
        // The text of a document: any engine reads that as well as what was there.
        foreach (var at in Enumerable.Range(1, 9).Select(part => Array.IndexOf(whole, (byte)'d', whole.Length * part / 10)))
        {
            var flipped = whole.ToArray();
            for (var i = at; i < at + 8; i++) flipped[i] ^= 0x01;
            await File.WriteAllBytesAsync(backup, flipped, Ct);

            var refused = Assert.Throws<StorageException>(() => Configured().Restore(backup, Friday));

            Assert.StartsWith(
                $"The backup {backup} cannot be restored, and nothing was changed (", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("): restore an older one.", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, await File.ReadAllBytesAsync(Database, Ct));
        }

        await File.WriteAllBytesAsync(backup, whole, Ct);
        Assert.NotNull(Configured().Restore(backup, Friday));
    }

    [Fact]
    public async Task A_backup_from_before_there_were_hashes_is_restored_where_its_documents_can_be_read()
    {
        using (var store = Open()) await SaveAsync(store, "before", 10);
        var backup = Backup(Configured());
        Rewrite(backup, document => document);
        Assert.NotNull(Configured().Restore(backup, Friday));

        Rewrite(backup, document =>
            document.Kind == "domain" ? document with { Json = """{"id":"x"}"""u8.ToArray() } : document);
        var refused = Assert.Throws<StorageException>(() => Configured().Restore(backup, Friday + Duration.FromHours(1)));

        Assert.Equal($"The backup {backup} cannot be restored, and nothing was changed (The domain 'before' in the database cannot be "
            + "read): restore an older one.", refused.Message);
    }

    private void Rewrite(string backup, Func<StoredDocument, StoredDocument> change)
    {
        File.Delete(Folder["old.db"]);
        using (var content = Kind.Read(backup))
            Kind.Make(Folder["old.db"], content.State() with { Sha256 = null }, content.Documents().Select(change));
        File.Move(Folder["old.db"], backup, overwrite: true);
    }

    // Of damage that no start can see, the first read says it.
    private async Task<string?> SaidAsync()
    {
        try
        {
            using var store = Open();
            await store.ListAsync<Domain>(IdRange.All, Ct);
            return null;
        }
        catch (StorageException refused)
        {
            return refused.Message;
        }
    }

    private async Task FillAsync()
    {
        using var store = Open();
        for (var i = 0; i < 200; i++) await store.SaveAsync([Write.Create($"d{i}", new Domain($"d{i}", new string('d', 500)))], Ct);
    }

    private static byte[] Damaged(byte[] whole, string damage) => damage switch
    {
        "empty" => [],
        "ten bytes" => whole[..10],
        "no header" => [.. new byte[100], .. whole[100..]],
        "cut" => whole[..(whole.Length / 2)],
        _ => [.. whole[..8192], .. Enumerable.Repeat((byte)0x5a, whole.Length - 8192)],
    };
}

public sealed class SqliteDamagedFileTests : DamagedFileContract
{
    private protected override IDatabaseKind Kind => new SqliteKind();
}

public sealed class LiteDamagedFileTests : DamagedFileContract
{
    private protected override IDatabaseKind Kind => new LiteKind();
}
