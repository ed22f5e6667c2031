using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Tables: Slack's own where it takes them, lines elsewhere.</summary>
internal static class SlackTable
{
    private const int MaxRows = 100;
    private const int MaxColumns = 20;
    private const int MaxText = 9000;
    private const int CellText = 1000;

    public static bool Is(JsonObject block) => (string?)block["type"] == "table";

    /// <summary>Whether Slack's own table can show it, on several pages where it is long.</summary>
    public static bool Fits(Table table) =>
        Width(table) is >= 1 and <= MaxColumns && table.Columns.All(column => column.Length <= CellText)
            && table.Rows.All(row => row.All(cell => LengthOf(cell) <= CellText));

    /// <summary>As many table blocks as it needs, each under the same heads.</summary>
    public static IEnumerable<JsonObject> Blocks(Table table, SlackReader reader)
    {
        table = Filled(table);
        var width = Width(table);
        var heads = table.Columns.Sum(column => column.Length);
        var (rows, length) = (new List<IReadOnlyList<Text>>(), heads);
        foreach (var row in table.Rows)
        {
            var more = row.Sum(LengthOf);
            if (rows.Count > 0 && (rows.Count == MaxRows - 1 || length + more > MaxText))
            {
                yield return Block(table.Columns, rows, width, reader);
                (rows, length) = ([], heads);
            }

            rows.Add(row);
            length += more;
        }

        yield return Block(table.Columns, rows, width, reader);
    }

    private static int Width(Table table) => Math.Max(table.Columns.Count, table.Rows.Select(row => row.Count).DefaultIfEmpty().Max());

    // A column without a head and without anything in it only takes room.
    private static Table Filled(Table table)
    {
        var kept =
            Enumerable.Range(0, Width(table))
                .Where(
                    i => (i < table.Columns.Count && table.Columns[i].Length > 0)
                        || table.Rows.Any(row => i < row.Count && LengthOf(row[i]) > 0)).ToHashSet();
        if (kept.Count == 0) return table;
        return new Table([.. table.Columns.Where((_, i) => kept.Contains(i))],
            [.. table.Rows.Select(row => (IReadOnlyList<Text>)[.. row.Where((_, i) => kept.Contains(i))])]);
    }

    private static int LengthOf(Text cell) => cell.Parts.Sum(part => part is Time ? 60 : part.ToString()!.Length);

    private static JsonObject Block(IReadOnlyList<string> columns, List<IReadOnlyList<Text>> rows, int width, SlackReader reader) => new()
    {
        ["type"] = "table",
        ["column_settings"] = new JsonArray([.. Enumerable.Range(0, width).Select(_ => new JsonObject { ["is_wrapped"] = true })]),
        ["rows"] = new JsonArray(
        [
            new JsonArray([.. Padded(columns.Select(column => (Text)column), width).Select(head => Rich(head, reader, bold: true))]),
            .. rows.Select(row => new JsonArray([.. Padded(row, width).Select(cell => Cell(cell, reader))])),
        ]),
    };

    private static IEnumerable<Text> Padded(IEnumerable<Text> cells, int width)
    {
        var some = cells.ToList();
        return some.Concat(Enumerable.Repeat(Text.Empty, width - some.Count));
    }

    private static JsonObject Cell(Text cell, SlackReader reader) =>
        cell.Parts.All(part => part is Words) ? Raw(cell) : Rich(cell, reader, bold: false);

    // An empty cell is refused; one that holds a space is empty to the eye.
    private static JsonObject Raw(Text cell) => new() { ["type"] = "raw_text", ["text"] = Words(cell.ToString()) };

    private static JsonObject Rich(Text cell, SlackReader reader, bool bold)
    {
        if (cell.Parts.All(part => part.ToString()!.Length == 0)) return Raw(cell);
        var parts = cell.Parts.Select(part => Element(part, reader)).ToArray();
        if (bold) foreach (var part in parts) part["style"] = new JsonObject { ["bold"] = true };
        var section = new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. parts]) };
        return new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray(section) };
    }

    // Nothing in a cell is markup, so nothing is escaped.
    private static JsonObject Element(TextPart part, SlackReader reader) => part switch
    {
        Time time => new()
        {
            ["type"] = "date",
            ["timestamp"] = time.At.ToUnixTimeSeconds(),
            ["format"] = SlackText.Format(time.Shape),
            ["fallback"] = SlackText.Fallback(time, reader),
        },
        Mention mention when reader.Users.TryGetValue(mention.Person, out var user) => new() { ["type"] = "user", ["user_id"] = user },
        _ => new() { ["type"] = "text", ["text"] = Words(part.ToString()!) },
    };

    private static string Words(string value) => PlainWords.Cleaned(value) is { Length: > 0 } words ? words : " ";
}

/// <summary>Charts: a line that Slack draws, or its values in words.</summary>
internal static class SlackChart
{
    private const int MaxPoints = 20;
    private const int LabelText = 20;

    /// <summary>Null where Slack could not draw it: nothing to draw, or labels that would be the same.</summary>
    public static JsonObject? Block(Chart chart)
    {
        var points = Thinned([.. chart.Categories.Select(category => PlainWords.Line(category, LabelText)).Zip(chart.Values)]);
        if (points.Count == 0 || points.Select(point => point.First).Distinct().Count() < points.Count) return null;
        var axes = new JsonObject { ["categories"] = new JsonArray([.. points.Select(point => JsonValue.Create(point.First))]) };
        if (!string.IsNullOrWhiteSpace(chart.Unit)) axes["y_label"] = PlainWords.Line(chart.Unit, 50);
        var series = new JsonObject
        {
            ["name"] = PlainWords.Line(chart.Title, LabelText),
            ["data"] = new JsonArray([.. points.Select(point => new JsonObject { ["label"] = point.First, ["value"] = point.Second })]),
        };
        return new()
        {
            ["type"] = "data_visualization",
            ["title"] = PlainWords.Line(chart.Title, 50),
            ["chart"] = new JsonObject { ["type"] = "line", ["series"] = new JsonArray(series), ["axis_config"] = axes },
        };
    }

    // Twenty points at most, the first and the last among them.
    private static List<(string First, decimal Second)> Thinned(List<(string First, decimal Second)> points) => points.Count <= MaxPoints
        ? points
        : [.. Enumerable.Range(0, MaxPoints).Select(i => points[i * (points.Count - 1) / (MaxPoints - 1)])];
}
