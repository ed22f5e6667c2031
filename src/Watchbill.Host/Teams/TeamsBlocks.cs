using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Teams;

/// <summary>The elements of a card for what a reply says, each small enough for any card.</summary>
internal static class TeamsBlocks
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

    /// <summary>More columns than these are squeezed on a phone: lines read better.</summary>
    private const int MaxColumns = 4;
    private const int RowsPerTable = 40;
    private const int TextPerTable = 6000;
    private const int MaxPoints = 20;

    /// <summary>What the reply says, without its form and its buttons.</summary>
    public static IEnumerable<JsonObject> Of(Reply reply, TeamsText text) =>
    [
        .. Lines(reply.Text, text),
        .. Fields(reply.Fields, text),
        .. reply.Table is { } table ? Rows(table, text) : [],
        .. reply.Chart is { Scale: { } scale, Values: [.., var left] } share
            ? [Gauge(share.Title, left, scale)] : Array.Empty<JsonObject>(),
        .. reply.Chart is { } chart ? [Drawn(chart, text)] : Array.Empty<JsonObject>(),
        .. reply.Note is { } note ? text.Lines(note).Select(Small) : [],
    ];

    /// <summary>A line each: within a text block Teams would run them together.</summary>
    public static IEnumerable<JsonObject> Lines(Text said, TeamsText text) =>
        text.Lines(said).Select((line, i) =>
        {
            var block = Line(line);
            if (i > 0) block["spacing"] = "Small";
            return block;
        });

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

    private static IEnumerable<JsonObject> Fields(IReadOnlyList<Field> fields, TeamsText text)
    {
        var facts = new List<JsonNode>();
        foreach (var field in fields)
        {
            List<string> lines = [.. text.Lines(field.Value)];
            if (lines is [var one] && field.Name.Length <= Narrow && field.Value.Length <= Narrow * 2 && !HasAddress(field.Value))
            {
                facts.Add(new JsonObject { ["title"] = text.Line(field.Name), ["value"] = one });
                continue;
            }

            if (facts.Count > 0) yield return Facts(facts);
            facts = [];
            foreach (var line in Lines(Text.Bold(field.Name) + "\n" + field.Value, text)) yield return line;
        }

        if (facts.Count > 0) yield return Facts(facts);
    }

    // It has no place to break at, and would stick out of its column.
    private static bool HasAddress(Text value) =>
        value.Parts.Any(part => part is Words words && words.Value.Contains("https://", StringComparison.Ordinal));

    private static JsonObject Facts(List<JsonNode> facts) => new() { ["type"] = "FactSet", ["facts"] = new JsonArray([.. facts]) };

    private static IEnumerable<JsonObject> Rows(Table table, TeamsText text)
    {
        table = table.Filled();
        var width = table.Width;
        if (width is 0 or > MaxColumns || table.Rows.Any(row => row.Any(cell => cell.Length > TextPerTable)))
            return Lines(Text.Lines(ReplyWords.Lines(table, named: true)), text);
        var widths = Enumerable.Range(0, width).Select(column =>
            Math.Clamp(table.Rows.Select(row => column < row.Count ? row[column].Length : 0).DefaultIfEmpty().Max() / 10, 1, 3)).ToList();
        return table.Split(RowsPerTable, TextPerTable).Select(part => new JsonObject
        {
            ["type"] = "Table",
            ["firstRowAsHeader"] = true,
            ["showGridLines"] = false,
            ["columns"] = new JsonArray([.. widths.Select(one => new JsonObject { ["width"] = one })]),
            ["rows"] = new JsonArray(
            [
                Row(part.Columns.Select(column => (Text)column)),
                .. part.Rows.Select(row => Row(row)),
            ]),
        });

        JsonObject Row(IEnumerable<Text> cells) => new()
        {
            ["type"] = "TableRow",
            ["cells"] = new JsonArray([.. cells.Concat(Enumerable.Repeat(Text.Empty, width)).Take(width).Select(cell => new JsonObject
            {
                ["type"] = "TableCell",
                ["items"] = new JsonArray(Line(text.Line(cell))),
            })]),
        };
    }

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
    private static JsonObject Drawn(Chart chart, TeamsText text)
    {
        var words = new JsonObject
        {
            ["type"] = "Container",
            ["items"] = new JsonArray([.. Lines(ReplyWords.Of(chart), text)]),
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
