using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Teams;

/// <summary>The elements of a card for what a reply says, each small enough for any card.</summary>
internal sealed class TeamsBlocks(TeamsText text) : IReplyElements<JsonObject>
{
    /// <summary>As many as stand side by side before Teams hides the rest, and as many letters as fit on a phone.</summary>
    private const int ButtonsPerRow = 6;
    private const int TextPerRow = 40;

    /// <summary>As wide as the edges of a button, in letters.</summary>
    private const int ButtonEdges = 4;
    private const int ButtonText = 75;
    private const int ButtonValue = 2000;

    /// <summary>Longer values read better across the whole width than beside their name.</summary>
    private const int Narrow = 60;

    private const int RowsPerTable = 40;
    private const int TextPerTable = 6000;
    private const int MaxPoints = 20;

    /// <summary>A line each: within a text block Teams would run them together.</summary>
    public IEnumerable<JsonObject> Words(Text said) =>
        text.Lines(said).Select((line, i) =>
        {
            var block = Line(line);
            if (i > 0) block["spacing"] = "Small";
            return block;
        });

    public IEnumerable<JsonObject> Small(Text said) => text.Lines(said).Select(Small);

    public JsonObject? Beside(Field field) =>
        field.Name.Length <= Narrow && field.Value.Length <= Narrow * 2 && !HasAddress(field.Value)
            && text.Lines(field.Value).ToList() is [var one]
            ? new() { ["title"] = text.Line(field.Name), ["value"] = one } : null;

    public IEnumerable<JsonObject> Columns(IReadOnlyList<JsonObject> fields) =>
        [new() { ["type"] = "FactSet", ["facts"] = new JsonArray([.. fields]) }];

    public IEnumerable<JsonObject> Rows(Table table)
    {
        if (table.Rows.Any(row => row.Any(cell => cell.Length > TextPerTable))) return Words(Text.Lines(ReplyWords.Lines(table)));
        var widths = Enumerable.Range(0, table.Width).Select(column =>
            Math.Clamp(table.Rows.Select(row => row[column].Length).DefaultIfEmpty().Max() / 10, 1, 3)).ToList();
        return table.Split(RowsPerTable, TextPerTable).Select(part => new JsonObject
        {
            ["type"] = "Table",
            ["firstRowAsHeaders"] = true,
            ["showGridLines"] = false,
            ["columns"] = new JsonArray([.. widths.Select(one => new JsonObject { ["width"] = one })]),
            ["rows"] = new JsonArray([Row(part.Columns.Select(column => (Text)column)), .. part.Rows.Select(Row)]),
        });

        JsonObject Row(IEnumerable<Text> cells) => new()
        {
            ["type"] = "TableRow",
            ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
            {
                ["type"] = "TableCell",
                ["items"] = new JsonArray(Line(text.Line(cell))),
            })]),
        };
    }

    public IEnumerable<JsonObject> Drawn(Chart chart) => chart is { Scale: { } scale, Values: [.., var left] }
        ? [Gauge(chart.Title, left, scale), Course(chart)] : [Course(chart)];

    public static JsonObject Line(string markdown) => new() { ["type"] = "TextBlock", ["text"] = markdown, ["wrap"] = true };

    public static JsonObject Small(string markdown)
    {
        var block = Line(markdown);
        (block["isSubtle"], block["size"]) = (true, "Small");
        return block;
    }

    /// <summary>A heading above what belongs together.</summary>
    public static JsonObject Head(string words)
    {
        var block = Line(words);
        (block["weight"], block["size"], block["spacing"], block["separator"]) = ("Bolder", "Medium", "Large", true);
        return block;
    }

    /// <summary>Buttons in rows. Clients that do not know Action.Execute send the same data as a message.</summary>
    public static IEnumerable<JsonObject> Buttons(IEnumerable<Button> buttons)
    {
        var (row, length) = (new List<JsonNode>(), 0);
        foreach (var button in buttons.Where(button => button.Value.Length <= ButtonValue))
        {
            var label = PlainWords.Line(button.Label, ButtonText);
            if (row.Count == ButtonsPerRow || row.Count > 0 && length + label.Length + ButtonEdges > TextPerRow)
            {
                yield return Row(row);
                (row, length) = ([], 0);
            }

            row.Add(Button(label, button.Style, isForm: false, new JsonObject
            {
                [TeamsPayloads.Action] = button.Action,
                [TeamsPayloads.Value] = button.Value,
            }));
            length += label.Length + ButtonEdges;
        }

        if (row.Count > 0) yield return Row(row);

        static JsonObject Row(List<JsonNode> some) => new() { ["type"] = "ActionSet", ["actions"] = new JsonArray([.. some]) };
    }

    /// <param name="isForm">Whether the inputs of the card go with it.</param>
    public static JsonObject Button(string label, ButtonStyle style, bool isForm, JsonObject data)
    {
        var button = Pressed("Action.Execute");
        button["verb"] = isForm ? "submit" : "press";
        button["fallback"] = Pressed("Action.Submit");
        return button;

        JsonObject Pressed(string type)
        {
            var action = new JsonObject { ["type"] = type, ["title"] = label, ["data"] = data.DeepClone() };
            if (!isForm) action["associatedInputs"] = "none";
            if (style != ButtonStyle.Plain) action["style"] = style == ButtonStyle.Primary ? "positive" : "destructive";
            return action;
        }
    }

    // It has no place to break at, and would stick out of its column.
    private static bool HasAddress(Text value) =>
        value.Parts.Any(part => part is Words words && words.Value.Contains("https://", StringComparison.Ordinal));

    // Its words stand below, with the whole course: clients that cannot draw it lose nothing.
    private static JsonObject Gauge(string title, decimal left, Scale scale) => new()
    {
        ["type"] = "Chart.Gauge",
        ["title"] = PlainWords.Line(title, 100),
        ["min"] = 0,
        ["max"] = scale.Full,
        ["value"] = Math.Clamp(left, 0, scale.Full),
        ["subLabel"] = left < 0 ? "overspent" : "left",
        ["segments"] = new JsonArray(
            new JsonObject { ["legend"] = "little left", ["size"] = scale.Low, ["color"] = "attention" },
            new JsonObject { ["legend"] = "enough", ["size"] = scale.Full - scale.Low, ["color"] = "good" }),
        ["fallback"] = "drop",
    };

    // Clients that cannot draw it read its values.
    private JsonObject Course(Chart chart)
    {
        var words = new JsonObject
        {
            ["type"] = "Container",
            ["items"] = new JsonArray([.. Words(ReplyWords.Of(chart))]),
        };
        chart = chart.Thinned(MaxPoints);
        if (chart.Categories.Count == 0) return words;
        return new()
        {
            ["type"] = "Chart.Line",
            ["title"] = PlainWords.Line(chart.Title, 100),
            ["yAxisTitle"] = PlainWords.Line(chart.Unit, 50),
            ["data"] = new JsonArray(new JsonObject
            {
                ["legend"] = PlainWords.Line(chart.Title, 50),
                ["values"] = new JsonArray([.. chart.Categories.Zip(chart.Values,
                    (category, value) => new JsonObject { ["x"] = PlainWords.Line(category, 40), ["y"] = value })]),
            }),
            ["fallback"] = words,
        };
    }
}
