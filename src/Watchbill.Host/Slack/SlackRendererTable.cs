using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>Tables: Slack's own where it takes them, lines elsewhere.</summary>
internal static class SlackTable
{
    private const int MaxRows = 100;
    private const int MaxText = 9000;
    private const int CellText = 1000;

    public static bool Is(JsonObject block) => (string?)block["type"] == "table";

    /// <summary>Whether Slack's own table can show it, on several pages where it is long.</summary>
    public static bool Fits(Table table) =>
        table.Columns.All(column => column.Length <= CellText) && table.Rows.All(row => row.All(cell => cell.Length <= CellText));

    /// <summary>As many table blocks as it needs, each under the same heads.</summary>
    public static IEnumerable<JsonObject> Blocks(Table table, Reader reader) =>
        table.Split(MaxRows - 1, MaxText).Select(part => Block(part, reader));

    private static JsonObject Block(Table table, Reader reader) => new()
    {
        ["type"] = "table",
        ["column_settings"] = new JsonArray([.. table.Columns.Select(_ => new JsonObject { ["is_wrapped"] = true })]),
        ["rows"] = new JsonArray(
        [
            new JsonArray([.. table.Columns.Select(head => Rich(Text.Bold(head), reader))]),
            .. table.Rows.Select(row => new JsonArray([.. row.Select(cell => Cell(cell, reader))])),
        ]),
    };

    private static JsonObject Cell(Text cell, Reader reader) =>
        cell.Parts.All(part => part is Words { Strong: false }) ? Raw(cell) : Rich(cell, reader);

    // An empty cell is refused; one that holds a space is empty to the eye.
    private static JsonObject Raw(Text cell) => new() { ["type"] = "raw_text", ["text"] = Words(cell.ToString()) };

    private static JsonObject Rich(Text cell, Reader reader)
    {
        if (cell.Length == 0) return Raw(cell);
        var parts = cell.Parts.SelectMany(part => Elements(part, reader)).ToArray();
        var section = new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray([.. parts]) };
        return new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray(section) };
    }

    // Nothing in a cell is markup, so nothing is escaped.
    private static JsonObject[] Elements(TextPart part, Reader reader)
    {
        if (part is Time time && reader.Elsewhere)
        {
            var moments = TimeWords.Moments(time, reader).Select(moment => Date(moment, reader)).ToArray();
            return moments is [var start, var end] ? [start, Said(" - ", part), end] : moments;
        }

        var user = part is Mention mention ? reader.Accounts.GetValueOrDefault(mention.Person) : null;
        return
        [
            part switch
            {
                Mention { Quiet: true } named when user is not null && !reader.Alone =>
                    Styled(new() { ["type"] = "link", ["url"] = SlackText.Profile(user), ["text"] = Words(named.Name) }, part),
                Mention when user is not null => Styled(new() { ["type"] = "user", ["user_id"] = user }, part),
                Time moment => Said(TimeWords.Of(moment, reader), part),
                Code code => Said(code.Value, part),
                _ => Said(part.ToString()!, part),
            },
        ];
    }

    private static JsonObject Said(string words, TextPart part) => Styled(new() { ["type"] = "text", ["text"] = Words(words) }, part);

    private static JsonObject Styled(JsonObject element, TextPart part)
    {
        if (part.Strong) element["style"] = new JsonObject { ["bold"] = true };
        else if (part is Code) element["style"] = new JsonObject { ["code"] = true };
        return element;
    }

    private static JsonObject Date(Time moment, Reader reader) => Styled(new()
    {
        ["type"] = "date",
        ["timestamp"] = moment.At.ToUnixTimeSeconds(),
        ["format"] = SlackText.Format(moment.Shape),
        ["fallback"] = SlackText.Fallback(moment, reader),
    }, moment);

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
        chart = chart.Thinned(MaxPoints);
        var labels = chart.Categories.Select(category => PlainWords.Line(category, LabelText)).ToList();
        if (labels.Count == 0 || labels.Distinct().Count() < labels.Count) return null;
        var axes = new JsonObject { ["categories"] = new JsonArray([.. labels.Select(label => JsonValue.Create(label))]) };
        if (!string.IsNullOrWhiteSpace(chart.Unit)) axes["y_label"] = PlainWords.Line(chart.Unit, 50);
        var series = new JsonObject
        {
            ["name"] = PlainWords.Line(chart.Title, LabelText),
            ["data"] = new JsonArray([.. labels.Zip(chart.Values,
                (label, value) => new JsonObject { ["label"] = label, ["value"] = value })]),
        };
        return new()
        {
            ["type"] = "data_visualization",
            ["title"] = PlainWords.Line(chart.Title, 50),
            ["chart"] = new JsonObject { ["type"] = "line", ["series"] = new JsonArray(series), ["axis_config"] = axes },
        };
    }
}
