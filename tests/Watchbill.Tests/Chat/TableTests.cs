namespace Watchbill.Chat;

public sealed class TableTests
{
    [Fact]
    public void A_column_without_a_head_or_a_value_is_left_out()
    {
        var table = new Table(["who", "", "until"], [["ana", "", "9:00"], ["ben", ""]]);

        var filled = table.Filled();

        Assert.Equal(["who", "until"], filled.Columns);
        Assert.Equal(["ana", "9:00"], filled.Rows[0].Select(cell => cell.ToString()));
        Assert.Equal(["ben", ""], filled.Rows[1].Select(cell => cell.ToString()));
    }

    [Fact]
    public void Of_a_table_of_nothing_each_row_has_as_many_cells_as_any()
    {
        var filled = new Table([""], [[""], ["", ""]]).Filled();

        Assert.Equal(["", ""], filled.Columns);
        Assert.All(filled.Rows, row => Assert.Equal(2, row.Count));
    }

    [Theory]
    [InlineData("Instead of", "Instead of: Ana Silva · when today 10:00")]
    [InlineData("Who", "Ana Silva · when today 10:00")]
    public void In_lines_a_name_under_another_head_than_who_says_which_one_it_is(string head, string said)
    {
        var (now, ana) = (NodaTime.Instant.FromUtc(2026, 11, 20, 10, 0), People.Named("ana", "Ana Silva"));
        var line = Assert.Single(ReplyWords.Lines(new Table([head, "When"], [[$"{ana}", $"{now}"]])));
        Assert.Equal(said, PlainText.Render(line, new Reader(NodaTime.DateTimeZone.Utc, now)));
    }

    [Fact]
    public void The_longest_row_decides_the_width() => Assert.Equal(3, new Table(["a"], [["1"], ["1", "2", "3"]]).Width);

    // Heads of 2 and rows of 3 characters: two rows fit into 8, and the heads stand above each part.
    [Theory]
    [InlineData(99, 8, new[] { 2, 2, 1 })]
    [InlineData(99, 7, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(4, 99, new[] { 4, 1 })]
    [InlineData(5, 99, new[] { 5 })]
    [InlineData(99, 1, new[] { 1, 1, 1, 1, 1 })]
    public void A_long_table_is_split_by_rows_and_by_characters(int maxRows, int maxLength, int[] rows)
    {
        var table = new Table(["ab"], [.. Enumerable.Range(0, 5).Select(i => (IReadOnlyList<Text>)[$"{i}{i}{i}"])]);

        var parts = table.Split(maxRows, maxLength).ToList();

        Assert.Equal(rows, parts.Select(part => part.Rows.Count));
        Assert.All(parts, part => Assert.Equal(["ab"], part.Columns));
        Assert.Equal(["000", "111", "222", "333", "444"], parts.SelectMany(part => part.Rows).Select(row => row[0].ToString()));
    }

    [Fact]
    public void A_table_without_rows_is_one_part() => Assert.Single(new Table(["ab"], []).Split(1, 1));

    // Of 0 to 9 in four: 0, 3, 6, 9.
    [Fact]
    public void A_chart_is_thinned_at_even_distances_and_keeps_both_ends()
    {
        var chart =
            new Chart("left", [.. Enumerable.Range(0, 10).Select(i => $"d{i}")], [.. Enumerable.Range(0, 10).Select(i => (decimal)i)], "%");

        Assert.Equal(["d0", "d3", "d6", "d9"], chart.Thinned(4).Categories);
        Assert.Equal([0m, 3m, 6m, 9m], chart.Thinned(4).Values);
        Assert.Equal(chart.Values, chart.Thinned(10).Values);
    }

    [Theory]
    [InlineData("", "left (%): ")]
    [InlineData("100", "left (%): d0 100")]
    [InlineData("100 90 100", "left (%): d0 100, d1 90, d2 100")]
    [InlineData("100 100 90 90 90 9.4", "left (%): d0 to d1 100, d2 to d4 90, d5 9.4")]
    public void A_chart_in_words_says_once_what_stays(string values, string said)
    {
        var shown = values.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(value => decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(said, ReplyWords.Of(new Chart("left", [.. shown.Select((_, i) => $"d{i}")], shown, "%")).ToString());
    }
}
