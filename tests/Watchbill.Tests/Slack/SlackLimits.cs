using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Watchbill.Slack;

/// <summary>What Slack accepts, as its documentation states it; written apart from the renderer.</summary>
internal static partial class SlackLimits
{
    public static void CheckMessage(JsonNode message)
    {
        Assert.InRange(Text(message, "text").Length, 1, 4000);
        var blocks = Blocks(message, 50);
        Assert.True(blocks.Count(block => Type(block) == "table") <= 1, "one table a message");
        Assert.True(blocks.Count(block => Type(block) == "data_visualization") <= 2, "two charts a message");
        Ids(blocks);
    }

    public static void CheckView(JsonNode view)
    {
        Assert.True(view.ToJsonString().Length <= 250_000);
        if (Type(view) == "modal")
        {
            foreach (var part in new[] { "title", "submit", "close" }) if (view[part] is { } words) Plain(words, 24);
            Assert.True(((string?)view["private_metadata"] ?? "").Length <= 3000);
        }

        var blocks = Blocks(view, 100);
        Assert.All(blocks, block => Assert.DoesNotContain(Type(block), new[] { "table", "data_visualization" }));
        Ids(blocks);
    }

    private static List<JsonNode> Blocks(JsonNode surface, int most)
    {
        var blocks = surface["blocks"]!.AsArray().Select(block => block!).ToList();
        Assert.InRange(blocks.Count, 1, most);
        Assert.All(blocks, Block);
        return blocks;
    }

    private static void Block(JsonNode block)
    {
        switch (Type(block))
        {
            case "divider": break;
            case "header": Plain(block["text"]!, 150); break;
            case "section":
                if (block["text"] is { } text) Mrkdwn(text, 3000);
                else Assert.InRange(Each(block["fields"]!, field => Mrkdwn(field, 2000)), 1, 10);
                break;
            case "context": Assert.InRange(Each(block["elements"]!, element => Mrkdwn(element, 2000)), 1, 10); break;
            case "actions": Assert.InRange(Each(block["elements"]!, Button), 1, 25); break;
            case "input": Input(block); break;
            case "table": Table(block); break;
            case "data_visualization": Chart(block); break;
            default: Assert.Fail($"There is no block '{Type(block)}'."); break;
        }
    }

    private static void Button(JsonNode button)
    {
        Plain(button["text"]!, 75);
        Assert.InRange(Text(button, "action_id").Length, 1, 255);
        if (button["value"] is { } value) Assert.InRange(value.GetValue<string>().Length, 1, 2000);
        if (button["style"] is { } style) Assert.Contains(style.GetValue<string>(), new[] { "primary", "danger" });
    }

    private static void Input(JsonNode input)
    {
        Plain(input["label"]!, 2000);
        if (input["hint"] is { } hint) Plain(hint, 2000);
        var element = input["element"]!;
        if (element["placeholder"] is { } placeholder) Plain(placeholder, 150);
        if (element["initial_value"] is { } value)
        {
            Assert.InRange((int)element["max_length"]!, 1, 3000);
            Assert.InRange(value.GetValue<string>().Length, 1, (int)element["max_length"]!);
        }

        var options = element["options"]?.AsArray();
        if (Type(element) == "static_select") Assert.InRange(options!.Count, 1, 100);
        foreach (var option in (options ?? []).Append(element["initial_option"]).OfType<JsonNode>())
        {
            Plain(option["text"]!, 75);
            Assert.InRange(Text(option, "value").Length, 1, 75);
        }

        if (element["initial_option"] is { } chosen && options is not null)
            Assert.Contains(options, option => JsonNode.DeepEquals(option, chosen));
    }

    private static void Table(JsonNode table)
    {
        var rows = table["rows"]!.AsArray();
        Assert.InRange(rows.Count, 1, 100);
        Assert.All(rows, row => Assert.InRange(row!.AsArray().Count, 1, 20));
        Assert.Single(rows.Select(row => row!.AsArray().Count).Distinct());
        Assert.True(Strings(table).Sum(text => text.Length) <= 10_000 + (100 * rows.Count), "10,000 characters a table");
        foreach (var cell in rows.SelectMany(row => row!.AsArray()))
        {
            if (Type(cell!) == "raw_text") Assert.NotEmpty(Text(cell!, "text"));
            else Assert.NotEmpty(cell!["elements"]![0]!["elements"]!.AsArray());
        }
    }

    private static void Chart(JsonNode chart)
    {
        Assert.InRange(Text(chart, "title").Length, 1, 50);
        var categories = chart["chart"]!["axis_config"]!["categories"]!.AsArray().Select(category => category!.GetValue<string>()).ToList();
        Assert.InRange(categories.Count, 1, 20);
        Assert.All(categories, category => Assert.InRange(category.Length, 1, 20));
        var series = Assert.Single(chart["chart"]!["series"]!.AsArray())!;
        Assert.InRange(Text(series, "name").Length, 1, 20);
        Assert.Equal(categories, series["data"]!.AsArray().Select(point => Text(point!, "label")));
        Assert.Distinct(categories);
    }

    private static void Ids(IReadOnlyList<JsonNode> blocks)
    {
        Assert.Distinct(
            blocks.SelectMany(
                block => Type(block) == "actions" ? block["elements"]!.AsArray().Select(button => Text(button!, "action_id")) : []));
        Assert.Distinct(blocks.Select(block => (string?)block["block_id"]).OfType<string>());
    }

    private static void Plain(JsonNode text, int most)
    {
        Assert.Equal("plain_text", Type(text));
        Assert.InRange(Text(text, "text").Length, 1, most);
    }

    /// <summary>Markup is only what the renderer means: its moments, mentions, links and bold heads.</summary>
    public static void Mrkdwn(JsonNode text, int most)
    {
        Assert.Equal("mrkdwn", Type(text));
        var words = Text(text, "text");
        Assert.InRange(words.Length, 1, most);
        Assert.False(string.IsNullOrWhiteSpace(words));
        Tame(words);
    }

    public static void Tame(string mrkdwn)
    {
        var bare = Ours().Replace(Typed().Replace(mrkdwn, "§"), "§");
        Assert.DoesNotContain("<", bare, StringComparison.Ordinal);
        Assert.DoesNotContain(">", bare, StringComparison.Ordinal);
        Assert.DoesNotMatch(Entity(), bare);
        Assert.DoesNotMatch(Quote(), bare);
        Assert.DoesNotMatch(Picture(), bare);
        Assert.DoesNotMatch(Called(), bare);
        // What is bold ends before a space or a full stop; within it and elsewhere no mark may open anything.
        var heads = Heads().Replace(bare, "§");
        Assert.DoesNotMatch(Mark(), heads);
        Assert.DoesNotMatch(Code(), heads);
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject json => json.Where(pair => pair.Key is not ("type" or "format" or "fallback")).SelectMany(pair => Strings(pair.Value)),
        JsonArray list => list.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static int Each(JsonNode list, Action<JsonNode> check)
    {
        Assert.All(list.AsArray(), item => check(item!));
        return list.AsArray().Count;
    }

    private static string Type(JsonNode node) => Text(node, "type");

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    [GeneratedRegex(
        @"<!date\^\d+\^(\{day_divider_pretty\}|\{time\}|\{day_divider_pretty\} \{time\})\|[^<>|]+>|<@U[A-Z0-9]+>"
        + @"|<https://[^<>|\s]+(\|[^<>|]+)?>")]
    private static partial Regex Ours();

    // A command is one piece: nothing in it does anything, and nothing of it is left over.
    [GeneratedRegex(@"(?<!\u2060)`[^`<>\n]+`(?!\u2060)")]
    private static partial Regex Typed();

    [GeneratedRegex(@"(?m)(?<=^|[ §])\*[^*\n]*(\u2060\*\u2060[^*\n]*)*\*(?=$|[ ,.:;)])")]
    private static partial Regex Heads();

    [GeneratedRegex(@"&(?!(amp|lt|gt);)")]
    private static partial Regex Entity();

    [GeneratedRegex(@"(?m)^\s*&gt;")]
    private static partial Regex Quote();

    [GeneratedRegex(@":[A-Za-z0-9_+'-]+:")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}])#(?=[\p{L}\p{Nd}])|@(here|channel|everyone)")]
    private static partial Regex Called();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}\u2060])[*_~](?!\u2060)")]
    private static partial Regex Mark();

    [GeneratedRegex(@"(?<!\u2060)`|`(?!\u2060)")]
    private static partial Regex Code();
}
