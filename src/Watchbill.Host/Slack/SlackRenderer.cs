using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>
/// Renders replies as Block Kit, within Slack's limits whatever a reply holds: what is too long for one
/// block goes on in the next, what is too long for one message goes on in another.
/// </summary>
internal static class SlackRenderer
{
    /// <summary>Slack takes 50; what a page says leaves room for its buttons and its number.</summary>
    private const int BlocksPerPage = 40;
    private const int ButtonBlocks = 9;

    /// <summary>
    /// Slack refuses messages that are too long as a whole and names no figure; a markdown block's limit has never been too long.
    /// </summary>
    private const int TextPerPage = 12_000;
    private const int Fallback = 3000;

    /// <summary>A page as the answer to a command.</summary>
    public static JsonObject Answer(Reply reply, JsonObject page)
    {
        page["response_type"] = reply.Audience == Audience.Everyone ? "in_channel" : "ephemeral";
        return page;
    }

    /// <summary>
    /// The messages that hold the whole reply, <c>{text, blocks}</c> each; nearly always one. Buttons stand under the first.
    /// </summary>
    /// <param name="charts">Whether charts are drawn; otherwise their values are words.</param>
    public static IReadOnlyList<JsonObject> Pages(Reply reply, Reader reader, bool charts = true)
    {
        // One table a message is all that Slack takes.
        var pages = ReplyParts.Paged(ReplyParts.Of(reply, new SlackBlocks(reader, native: true, charts)), 0, TextPerPage,
            SlackBlocks.LengthOf, BlocksPerPage, SlackTable.Is);
        if (pages[0].Count == 0) pages[0].Add(SlackBlocks.Section("…"));
        var buttons = SlackBlocks.Buttons(ReplyWords.Buttons(reply), []).ToList();
        if (buttons.Count <= ButtonBlocks) pages[0].AddRange(buttons);
        else pages.AddRange(buttons.Chunk(BlocksPerPage).Select(some => some.ToList()));
        ReplyParts.Number(pages, words => SlackBlocks.Context(words, reader));
        var text = SlackText.Beginning(ReplyWords.Of(reply), reader, Fallback);
        return [.. pages.Select(page => new JsonObject { ["text"] = text, ["blocks"] = new JsonArray([.. page]) })];
    }

    /// <summary>
    /// A reply to read and to press, for places that have no conversation to answer in, such as Home; pressed, it is updated.
    /// </summary>
    public static JsonObject Sheet(Reply reply, Reader reader) => new()
    {
        ["type"] = "modal",
        ["title"] = SlackBlocks.Plain("Watchbill", 24),
        ["close"] = SlackBlocks.Plain("Close", 24),
        ["blocks"] = SlackHome.Fit(
        [
            .. ReplyParts.Of(reply, new SlackBlocks(reader, native: false)),
            .. SlackBlocks.Buttons(ReplyWords.Buttons(reply), []),
        ], reader),
    };
}

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
