using SQLitePCL;

namespace Watchbill.Storage;

/// <summary>A prepared statement, to be bound, stepped through and reset again and again.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int index, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, string value)
    {
        connection.Check(raw.sqlite3_bind_text(statement, index, value));
        return this;
    }

    /// <param name="utf8">Never empty: SQLite takes an empty span for NULL.</param>
    public SqliteStatement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        connection.Check(raw.sqlite3_bind_text(statement, index, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        connection.Check(raw.sqlite3_bind_blob(statement, index, bytes));
        return this;
    }

    public SqliteStatement BindNull(int index)
    {
        connection.Check(raw.sqlite3_bind_null(statement, index));
        return this;
    }

    /// <returns>Whether there is a row to read.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        connection.Check(result);
        return false;
    }

    /// <summary>Runs to the end and is ready to be bound again.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        try
        {
            Step();
            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends the read that a step began; its failure was that step's.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();
}
