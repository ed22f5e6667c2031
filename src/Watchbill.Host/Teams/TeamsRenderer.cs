using System.Text.Json.Nodes;
using Watchbill.Chat;
using Watchbill.Http;

namespace Watchbill.Teams;

/// <summary>
/// Renders replies as Adaptive Cards 1.5, within the limits of Teams whatever a reply holds: what is too long for one message goes on in
/// another.
/// </summary>
internal static class TeamsRenderer
{
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>Teams takes 100 KB, counted in UTF-16; this many characters with what stands around them are less than 80.</summary>
    private const int CardText = 24_000;
    private const int Summary = 300;
    private const int Fallback = 3000;

    /// <summary>The messages that hold the whole reply; nearly always one. Buttons and inputs stand in the first.</summary>
    /// <param name="view">The name of this form, if the reply has one: what is filled in comes back with it.</param>
    public static IReadOnlyList<JsonObject> Pages(Reply reply, Reader reader, string view)
    {
        var mentions = new Dictionary<string, JsonObject>();
        var text = new TeamsText(reader, mentions);
        var foot = new List<JsonObject>();
        if (reply.Form is { } form) foot.AddRange(TeamsForm.Inputs(form, view));
        foot.AddRange(TeamsBlocks.Buttons(reply.Actions));
        var pages = Paged(ReplyParts.Of(reply, new TeamsBlocks(text)), foot.Sum(Length));
        pages[0].AddRange(foot);
        ReplyParts.Number(pages, TeamsBlocks.Small);
        var words = PlainText.Render(ReplyWords.Of(reply), reader);
        return [.. pages.Select((blocks, page) => Message(blocks, mentions, page == 0 ? words : $"{page + 1} of {pages.Count}"))];
    }

    /// <summary>
    /// What concerns a person now, in one card that shows what is true whenever its conversation is opened; what does not fit is left
    /// to its commands.
    /// </summary>
    /// <param name="user">For whom it is brought up to date, as Teams addresses them; null: for nobody.</param>
    public static JsonObject Home(IReadOnlyList<HomeSection> sections, Reader reader, string? user)
    {
        var mentions = new Dictionary<string, JsonObject>();
        var draw = new TeamsBlocks(new(reader, mentions));
        var blocks = sections.SelectMany(section => section.Replies.SelectMany(reply => ReplyParts.Of(reply, draw)
            .Concat(TeamsBlocks.Buttons(ReplyWords.Buttons(reply)))).Prepend(TeamsBlocks.Head(section.Title)));
        var pages = Paged(blocks, 0);
        if (pages.Count > 1) pages[0].Add(TeamsBlocks.Small(ReplyParts.More));
        var message = Message(pages[0], mentions, string.Join(". ", sections.Select(section => section.Title)));
        foreach (var data in TeamsPayloads.DataOf(CardOf(message))) data[TeamsPayloads.Home] = "1";
        if (user is not null) CardOf(message)["refresh"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = "home",
                ["data"] = new JsonObject { [TeamsPayloads.Home] = "1" },
            },
            ["userIds"] = new JsonArray(user),
        };
        return message;
    }

    /// <summary>The card of a message.</summary>
    public static JsonObject CardOf(JsonObject message) => message["attachments"]![0]!["content"]!.AsObject();

    private static int Length(JsonObject block) => RelaxedJson.Text(block).Length;

    private static JsonObject Message(List<JsonObject> blocks, Dictionary<string, JsonObject> mentions, string words)
    {
        var whole = mentions.Count == 0 ? "" : string.Concat(blocks.Select(RelaxedJson.Text));
        // A mention whose words are not there is refused.
        var named = mentions.Where(one => whole.Contains(one.Key, StringComparison.Ordinal)).Select(one => one.Value.DeepClone());
        return new()
        {
            ["type"] = "message",
            // What a notification shows, and what is read where cards are not.
            ["summary"] = PlainWords.Line(words, Summary),
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = CardType,
                ["content"] = new JsonObject
                {
                    ["type"] = "AdaptiveCard",
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["version"] = "1.5",
                    ["fallbackText"] = PlainWords.Line(words, Fallback),
                    ["msteams"] = new JsonObject { ["width"] = "Full", ["entities"] = new JsonArray([.. named]) },
                    ["body"] = new JsonArray([.. blocks]),
                },
            }),
        };
    }

    private static List<List<JsonObject>> Paged(IEnumerable<JsonObject> blocks, int foot)
    {
        var pages = ReplyParts.Paged(blocks, foot, CardText, Length);
        if (pages[0].Count == 0) pages[0].Add(TeamsBlocks.Line("…"));
        return pages;
    }
}
