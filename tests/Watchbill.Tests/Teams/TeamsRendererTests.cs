using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime;
using Watchbill.Chat;
using Watchbill.Fixtures;

namespace Watchbill.Teams;

/// <summary>Replies as cards: whatever they hold, Teams takes them, and nothing that somebody typed is markup.</summary>
public sealed partial class TeamsRendererTests
{
    private static readonly Reader Ana =
        new(DateTimeZoneProviders.Tzdb["Europe/Lisbon"], Cases.At("2026-11-20T10:00:00Z")) { Alone = true };

    [Fact]
    public void What_is_too_long_for_one_message_goes_on_in_others_and_nothing_is_lost()
    {
        var reply = new Reply(Text.Lines(Enumerable.Range(0, 4000).Select(i => (Text)$"line-{i} {new string('x', 40)}")))
        {
            Table = new Table(["Who", "When"],
                [.. Enumerable.Range(0, 3000).Select(i => (IReadOnlyList<Text>)[$"person-{i}", $"row-{i} {new string('é', 30)}"])]),
            Actions = [new Button("Go", "run", "now")],
        };
        var pages = TeamsRenderer.Pages(reply, Ana, "");
        Assert.All(pages, page => Assert.InRange(OnWire(page).Length * 2, 0, 80 * 1024));
        var words = Shown(pages);
        var said = Numbered().Matches(words).Select(match => match.Value).ToHashSet();
        Assert.Empty(Enumerable.Range(0, 4000).Select(i => $"line-{i} ").Except(said));
        Assert.Empty(Enumerable.Range(0, 3000).Select(i => $"row-{i} ").Except(said));
        Assert.Equal([true, .. Enumerable.Repeat(false, pages.Count - 1)], pages.Select(page => Shown([page]).Contains("Action.Execute")));
    }

    [GeneratedRegex(@"(line|row)-\d+ ")]
    private static partial Regex Numbered();

    /// <summary>A phrase that no picker can show stays typed.</summary>
    [Theory]
    [InlineData(FieldKind.Moment, null, "when when.date when.time")]
    [InlineData(FieldKind.Moment, "2026-11-23 09:30", "when when.date=2026-11-23 when.time=09:30")]
    [InlineData(FieldKind.Moment, "fri 18:00", "when=fri 18:00")]
    [InlineData(FieldKind.Span, null, "when when.date when.time when.to.date when.to.time")]
    [InlineData(FieldKind.Span, "2026-11-23 09:30 to 2026-11-24 10:00",
        "when when.date=2026-11-23 when.time=09:30 when.to.date=2026-11-24 when.to.time=10:00")]
    [InlineData(FieldKind.Span, "for 2h", "when=for 2h")]
    [InlineData(FieldKind.Date, "2026-11-23", "when=2026-11-23")]
    public void A_time_is_typed_or_picked(FieldKind kind, string? value, string inputs)
    {
        var form = new Form("oncall try", "Try", [new FormField("when", "When") { Kind = kind, Value = value }]);
        var card = new JsonArray([.. TeamsForm.Inputs(form, "view")]);
        Assert.Equal(inputs,
            string.Join(' ', Inputs(card).Select(input => $"{input["id"]}{(input["value"] is { } set ? $"={set}" : "")}")));
    }

    private static IEnumerable<JsonObject> Inputs(JsonNode? node) => node switch
    {
        JsonArray some => some.SelectMany(Inputs),
        JsonObject input when ((string?)input["type"])?.StartsWith("Input.", StringComparison.Ordinal) is true => [input],
        JsonObject other => other.SelectMany(pair => Inputs(pair.Value)),
        _ => [],
    };

    [Fact]
    public void One_line_without_a_space_is_cut_and_whole()
    {
        var long_ = string.Concat(Enumerable.Repeat("🦦", 40_000));
        var pages = TeamsRenderer.Pages(new Reply(long_), Ana, "");
        Assert.All(pages, page => Assert.InRange(OnWire(page).Length * 2, 0, 80 * 1024));
        Assert.Equal(40_000, pages.Sum(page => Lines(page).Sum(line => line.EnumerateRunes().Count(rune => rune.Value == 0x1F9A6))));
        Assert.DoesNotContain("\ufffd", Shown(pages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("**bold** and *it*", @"\*\*bold\*\* and \*it\*")]
    [InlineData("snake_case stays, _this_ does not", @"snake_case stays, \_this\_ does not")]
    [InlineData("<at>Ben</at>", "<\u2060at>Ben<\u2060/at>")]
    [InlineData("{{DATE(2026-11-20T10:00:00Z)}}", "{\u2060{DATE(2026-11-20T10:00:00Z)}}")]
    [InlineData("[here](https://evil.example.com)",
        @"\[here\]([evil.example.com](https://evil.example.com))")]
    [InlineData("see https://example.com/a_b.", "see [example.com/a_b](https://example.com/a_b).")]
    [InlineData("- no list", "\u2060- no list")]
    [InlineData("1. no list", "\u20601. no list")]
    [InlineData("&lt; and & alone", "&\u2060lt; and & alone")]
    [InlineData("a\\b `c` ~~d~~", @"a\\b \`c\` \~\~d\~\~")]
    public void What_somebody_typed_arrives_as_it_was_typed(string typed, string expected) =>
        Assert.Equal([expected], Lines(TeamsRenderer.Pages(new Reply(typed), Ana, "")[0]));

    [Fact]
    public void Only_whoever_has_to_act_is_notified_where_others_read_along_and_alone_all_are_names_to_tap()
    {
        var said = new Reply((Text)$"{new Mention("ana", "Ana")}, ask {People.Named("ben", "Ben")}.");
        var channel = Reader.In(DateTimeZone.Utc) with
        {
            Accounts = new Dictionary<string, string> { ["ana"] = "account-a", ["ben"] = "account-b" },
        };
        var page = TeamsRenderer.Pages(said, channel, "")[0];
        Assert.Equal(["<at>Ana</at>, ask Ben."], Lines(page));
        var entity = Assert.Single(TeamsRenderer.CardOf(page)["msteams"]!["entities"]!.AsArray());
        Assert.Equal("account-a", (string?)entity!["mentioned"]!["id"]);
        var own = TeamsRenderer.Pages(said, channel with { Alone = true }, "")[0];
        Assert.Equal(["<at>Ana</at>, ask <at>Ben</at>."], Lines(own));
        Assert.Equal(["account-a", "account-b"], TeamsRenderer.CardOf(own)["msteams"]!["entities"]!.AsArray()
            .Select(one => (string?)one!["mentioned"]!["id"]));
    }

    [Fact]
    public void Times_are_words_with_their_weekday_and_the_first_names_the_zone_where_the_readers_may_be_another()
    {
        var at = Cases.At("2026-12-07T09:00:00Z");
        var said = new Reply((Text)$"{at}: you. Then {at + Duration.FromDays(300)}, and {Text.Span(at, at + Duration.FromDays(7))}.");
        Assert.Equal(["Mon 7 Dec 09:00: you. Then Sun 3 Oct 2027 10:00, and Mon 7 Dec 09:00 - Mon 14 Dec 09:00."],
            Lines(TeamsRenderer.Pages(said, Ana, "")[0]));
        Assert.Equal(["Mon 7 Dec 09:00 (Lisbon): you. Then Sun 3 Oct 2027 10:00, and Mon 7 Dec 09:00 - Mon 14 Dec 09:00."],
            Lines(TeamsRenderer.Pages(said, Ana with { Elsewhere = true, Stays = true }, "")[0]));
    }

    [Fact]
    public void Each_button_has_an_older_one_to_fall_back_to_that_sends_the_same()
    {
        var page = TeamsRenderer.Pages(new Reply("Sure?") { Actions = [new Button("Yes", "confirm", "id")] }, Ana, "")[0];
        var button = TeamsRenderer.CardOf(page)["body"]![1]!["actions"]![0]!;
        Assert.Equal(("Action.Execute", "Action.Submit"), ((string?)button["type"], (string?)button["fallback"]!["type"]));
        Assert.True(JsonNode.DeepEquals(button["data"], button["fallback"]!["data"]));
        Assert.Equal("none", (string?)button["associatedInputs"]);
    }

    [Fact]
    public void A_chart_is_drawn_with_its_values_for_clients_that_cannot()
    {
        var chart = new Chart("Left", ["Mon", "Tue"], [90m, 80.5m], "%");
        var drawn = TeamsRenderer.CardOf(TeamsRenderer.Pages(new Reply("Budget") { Chart = chart }, Ana, "")[0])["body"]![1]!;
        Assert.Equal("Chart.Line", (string?)drawn["type"]);
        Assert.Contains("Mon 90, Tue 80.5", drawn["fallback"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_budget_is_a_gauge_above_its_course()
    {
        var chart = new Chart("Left", ["Mon", "Tue"], [90m, -12m], "%") { Scale = new Scale(100, 25) };
        var body = TeamsRenderer.CardOf(TeamsRenderer.Pages(new Reply("Budget") { Chart = chart }, Ana, "")[0])["body"]!;
        var gauge = body[1]!;
        Assert.Equal(("Chart.Gauge", 0m, 100m, "overspent", "drop"), ((string?)gauge["type"], (decimal)gauge["value"]!,
            (decimal)gauge["max"]!, (string?)gauge["subLabel"], (string?)gauge["fallback"]));
        Assert.Equal([25m, 75m], gauge["segments"]!.AsArray().Select(segment => (decimal)segment!["size"]!));
        Assert.Equal("Chart.Line", (string?)body[2]!["type"]);
    }

    private static string Shown(IEnumerable<JsonObject> pages) =>
        string.Concat(pages.Select(page => OnWire(TeamsRenderer.CardOf(page)["body"]!)));

    private static string OnWire(JsonNode json) => json.ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static List<string> Lines(JsonObject page) => [.. TeamsRenderer.CardOf(page)["body"]!.AsArray()
        .Where(block => (string?)block!["type"] == "TextBlock").Select(block => (string)block!["text"]!)];
}
