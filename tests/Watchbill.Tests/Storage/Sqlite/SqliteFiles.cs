namespace Watchbill.Storage;

/// <summary>What tests do to SQLite's files that the product does not.</summary>
internal static class SqliteFiles
{
    public static void Execute(string path, string sql)
    {
        File.Open(path, FileMode.OpenOrCreate).Dispose();
        using var connection = SqliteConnection.Open(path, SqliteAccess.Write);
        connection.Execute(sql);
    }
}
