using System.Text.Json.Nodes;
using Watchbill.Chat;

namespace Watchbill.Slack;

/// <summary>App Home: a person's home sections, each with its buttons.</summary>
internal static class SlackHome
{
    private const int MaxBlocks = 100;

    /// <summary>Slack takes 250 kB; this many characters are less, however they are written.</summary>
    private const int MaxJson = 200_000;

    public static JsonObject View(IReadOnlyList<HomeSection> sections, Reader reader)
    {
        var (blocks, seen) = (new List<JsonObject>(), new Dictionary<string, int>());
        foreach (var section in sections)
        {
            if (blocks.Count > 0) blocks.Add(new() { ["type"] = "divider" });
            blocks.Add(new() { ["type"] = "header", ["text"] = SlackBlocks.Plain(section.Title, 150) });
            foreach (var reply in section.Replies)
            {
                blocks.AddRange(ReplyParts.Of(reply, new SlackBlocks(reader, native: false)));
                blocks.AddRange(SlackBlocks.Buttons(ReplyWords.Buttons(reply), seen));
            }
        }

        return new() { ["type"] = "home", ["blocks"] = Fit(blocks, reader) };
    }

    /// <summary>As many blocks as a view takes; a cut one says so at its end.</summary>
    public static JsonArray Fit(IReadOnlyList<JsonObject> blocks, Reader reader)
    {
        var (kept, length) = (new List<JsonNode>(), 0);
        foreach (var block in blocks)
        {
            length += block.ToJsonString().Length;
            if (kept.Count == MaxBlocks - 1 && blocks.Count > MaxBlocks || length > MaxJson)
            {
                kept.Add(SlackBlocks.Context(ReplyParts.More, reader));
                break;
            }

            kept.Add(block);
        }

        if (kept.Count == 0) kept.Add(SlackBlocks.Section("…"));
        return new JsonArray([.. kept]);
    }
}

/// <summary>Refreshes the Home tab of somebody who looks at it.</summary>
internal sealed class SlackHomeTab
{
    private readonly HomeRefresh refresh;

    public SlackHomeTab(FrontDesk desk, SlackApi api, ReaderZones zones, BackgroundWork work) =>
        refresh = new(work, async (user, ct) =>
        {
            var page = await desk.HomeAsync(new(SlackPlatform.Id, user, null), ct);
            var view = SlackHome.View(page.Sections, zones.OnHome(SlackPlatform.Id, user, page));
            await api.CallAsync("views.publish", new() { ["user_id"] = user, ["view"] = view }, ct);
        });

    /// <summary>Refreshes in the background; Slack does not wait for it.</summary>
    public void Show(string user) => refresh.Show(user);
}
