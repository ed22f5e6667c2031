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
