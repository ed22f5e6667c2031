namespace Watchbill.Chat;

/// <summary>Rows under column heads; a row may be shorter or longer than the heads.</summary>
public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Text>> Rows)
{
    /// <summary>The number of columns that it takes to show every row.</summary>
    public int Width => Math.Max(Columns.Count, Rows.Select(row => row.Count).DefaultIfEmpty().Max());

    /// <summary>
    /// As many cells in each row as heads, without the columns that have neither a head nor a value; all of them where none would be left.
    /// </summary>
    public Table Filled()
    {
        List<int> kept = [.. Enumerable.Range(0, Width).Where(IsFilled)];
        if (kept.Count == 0) kept = [.. Enumerable.Range(0, Width)];
        return new Table([.. kept.Select(i => i < Columns.Count ? Columns[i] : "")],
            [.. Rows.Select(row => (IReadOnlyList<Text>)[.. kept.Select(i => i < row.Count ? row[i] : Text.Empty)])]);
    }

    /// <summary>
    /// Parts under the same heads, for platforms that limit a table. A row that is too long for any part has one to itself.
    /// </summary>
    /// <param name="maxRows">Rows in a part, without its heads.</param>
    /// <param name="maxLength">Characters in a part, with its heads.</param>
    public IEnumerable<Table> Split(int maxRows, int maxLength)
    {
        var heads = Columns.Sum(column => column.Length);
        var (rows, length) = (new List<IReadOnlyList<Text>>(), heads);
        foreach (var row in Rows)
        {
            var more = row.Sum(cell => cell.Length);
            if (rows.Count > 0 && (rows.Count == maxRows || length + more > maxLength))
            {
                yield return this with { Rows = rows };
                (rows, length) = ([], heads);
            }

            rows.Add(row);
            length += more;
        }

        yield return this with { Rows = rows };
    }

    private bool IsFilled(int column) =>
        (column < Columns.Count && Columns[column].Length > 0) || Rows.Any(row => column < row.Count && row[column].Length > 0);
}

/// <summary>A line over categories, for platforms that draw; the reply's text says the same in words.</summary>
public sealed record Chart(string Title, IReadOnlyList<string> Categories, IReadOnlyList<decimal> Values, string Unit)
{
    /// <summary>Of a share that is left: how much is full, and below what there is little; null: it is no such share.</summary>
    public Scale? Scale { get; init; }

    /// <summary>At most so many of its points, the first and the last among them, at even distances.</summary>
    /// <param name="max">Two or more.</param>
    public Chart Thinned(int max)
    {
        var points = Math.Min(Categories.Count, Values.Count);
        int[] kept =
            points <= max ? [.. Enumerable.Range(0, points)] : [.. Enumerable.Range(0, max).Select(i => i * (points - 1) / (max - 1))];
        return this with { Categories = [.. kept.Select(i => Categories[i])], Values = [.. kept.Select(i => Values[i])] };
    }
}

/// <summary>What is full of a share that is left, and below what there is little of it.</summary>
public sealed record Scale(decimal Full, decimal Low);
