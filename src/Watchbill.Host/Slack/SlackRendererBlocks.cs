using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>The blocks of a reply for a reader, each within its own limits.</summary>
/// <param name="native">Whether tables and charts may be blocks of their own; only messages take them.</param>
/// <param name="charts">Whether charts may.</param>
internal sealed class SlackBlocks(Reader reader, bool native, bool charts = true) : IReplyElements<JsonObject>
{
    private const int SectionText = 3000;
    private const int FieldText = 2000;
    private const int FieldsPerSection = 10;
    private const int ButtonsPerBlock = 25;
    private const int ButtonText = 75;
    private const int ButtonValue = 2000;
    private const int ActionId = 255;

    /// <summary>Longer values read better across the whole width than in one of two columns.</summary>
    private const int Narrow = 60;

    public IEnumerable<JsonObject> Words(Text text) => SlackText.Pieces(text, reader, SectionText).Select(Section);

    public JsonObject? Beside(Field field) =>
        IsNarrow(field) && SlackText.Pieces(Text.Bold(field.Name) + "\n" + field.Value, reader, FieldText) is [var one]
            ? Mrkdwn(one) : null;

    public IEnumerable<JsonObject> Columns(IReadOnlyList<JsonObject> fields) => fields.Chunk(FieldsPerSection)
        .Select(some => new JsonObject { ["type"] = "section", ["fields"] = new JsonArray([.. some]) });

    public IEnumerable<JsonObject> Rows(Table table) => native && SlackTable.Fits(table)
        ? SlackTable.Blocks(table, reader) : Words(Text.Lines(ReplyWords.Lines(table)));

    public IEnumerable<JsonObject> Drawn(Chart chart) =>
        native && charts && SlackChart.Block(chart) is { } drawn ? [drawn] : Words(ReplyWords.Of(chart));

    public IEnumerable<JsonObject> Small(Text text) => [Context(text, reader)];

    public static JsonObject Section(string mrkdwn) => new() { ["type"] = "section", ["text"] = Mrkdwn(mrkdwn) };

    public static JsonObject Context(Text text, Reader reader) =>
        new() { ["type"] = "context", ["elements"] = new JsonArray(Mrkdwn(SlackText.Beginning(text, reader, FieldText))) };

    public static JsonObject Plain(string words, int limit) =>
        new() { ["type"] = "plain_text", ["text"] = PlainWords.Line(words, limit), ["emoji"] = false };

    /// <summary>Buttons in rows. <paramref name="seen"/> counts actions on the same surface: the second one's id gets a number.</summary>
    public static IEnumerable<JsonObject> Buttons(IEnumerable<Button> buttons, Dictionary<string, int> seen) =>
        buttons.Where(button => button.Value.Length <= ButtonValue && button.Action.Length is > 0 and <= ActionId - 6)
            .Select(button => Button(button, seen)).Chunk(ButtonsPerBlock)
            .Select(some => new JsonObject { ["type"] = "actions", ["elements"] = new JsonArray([.. some]) });

    /// <summary>Characters that the block says, where it says them in mrkdwn.</summary>
    public static int LengthOf(JsonObject block) =>
        (block["text"] is JsonObject text ? Said(text) : 0)
        + ((block["fields"] ?? block["elements"]) as JsonArray ?? []).OfType<JsonObject>().Sum(Said);

    private static int Said(JsonObject text) => text["text"] is JsonValue words ? words.GetValue<string>().Length : 0;

    private static JsonObject Mrkdwn(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    private static bool IsNarrow(Field field)
    {
        var length = 0;
        foreach (var part in field.Value.Parts)
        {
            var words = part is Time ? "Mon 00 Mon 00:00" : part.ToString()!;
            if (words.Contains('\n', StringComparison.Ordinal)) return false;
            length += words.Length;
        }

        return field.Name.Length <= Narrow && length <= Narrow;
    }

    private static JsonObject Button(Button button, Dictionary<string, int> seen)
    {
        var number = seen[button.Action] = seen.GetValueOrDefault(button.Action) + 1;
        var json = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = number == 1 ? button.Action : FormattableString.Invariant($"{button.Action}#{number}"),
            ["text"] = Plain(button.Label, ButtonText),
        };
        if (button.Value.Length > 0) json["value"] = button.Value;
        if (button.Style != ButtonStyle.Plain) json["style"] = button.Style == ButtonStyle.Primary ? "primary" : "danger";
        return json;
    }
}
