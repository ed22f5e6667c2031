using System.Text.Json.Nodes;

namespace Watchbill.Http;

public sealed class JsonTemplateTests
{
    [Fact]
    public void A_text_that_is_a_hole_becomes_its_filling_and_a_hole_within_one_its_words()
    {
        var filled = Fill(new() { ["socket"] = false, ["shortcuts"] = new JsonArray("one"), ["host"] = "https://bot.example.org" });
        Assert.False((bool)filled["settings"]!["socket_mode_enabled"]!);
        Assert.Equal("""["one"]""", filled["features"]!["shortcuts"]!.ToJsonString());
        Assert.Equal("https://bot.example.org/slack/events", (string?)filled["settings"]!["event_subscriptions"]!["request_url"]);
    }

    [Fact]
    public void What_is_filled_with_nothing_is_left_out_with_its_name()
    {
        var settings = Fill(new() { ["host"] = null })["settings"]!;
        Assert.Equal("""{"is_enabled":true}""", settings["interactivity"]!.ToJsonString());
        Assert.False(settings["event_subscriptions"]!.AsObject().ContainsKey("request_url"));
    }

    [Fact]
    public void What_somebody_typed_is_no_hole() =>
        Assert.Equal("{host} of {name}", (string?)Fill(new() { ["description"] = "{host} of {name}", ["host"] = "x", ["name"] = "y" })
            ["display_information"]!["long_description"]);

    private static JsonObject Fill(Dictionary<string, JsonNode?> holes) => JsonTemplate.Fill("slack/manifest.json", holes);
}
