using Watchbill.Organization;

namespace Watchbill.Storage;

/// <summary>A database that lost its content, wholly or in part: what is said leads to the backup, and restoring it works.</summary>
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
